#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bench/random.h"

namespace yaral::bench {

// Small UDM events of one hour for the rules in bench/rules/ that look at several events: filters keep all of them, and
// next to none complete a detection. Each shape is made for the rule of its name.
class WindowEvents {
 public:
  struct Options {
    std::uint64_t seed = 1;
    std::uint64_t events = 0;  // about how many there will be
    std::uint64_t keys = 1;    // hosts
  };

  explicit WindowEvents(const Options& options) : options_(options), random_(options.seed) {}

  // False when there is no such shape.
  bool use(std::string_view shape);
  // Adds one event as a line of JSON, or the few events of a group that makes a detection.
  void append(std::string& out) { (this->*append_)(out); }

  std::uint64_t events() const { return events_; }
  std::uint64_t planted() const { return planted_; }

 private:
  void counts(std::string& out);
  void one_key(std::string& out);
  void join(std::string& out);
  void absence(std::string& out);
  void arithmetic(std::string& out);

  // Whether a detection is due; `host` is then one of its own, else one of the keys.
  bool plants(std::string& host);
  void write(std::string& out, std::string_view type, std::string_view host, std::uint64_t pid, std::uint64_t port);

  Options options_;
  Random random_;
  void (WindowEvents::*append_)(std::string&) = nullptr;
  std::uint64_t events_ = 0;
  std::uint64_t planted_ = 0;
};

}  // namespace yaral::bench
