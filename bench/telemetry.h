#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bench/cast.h"
#include "bench/random.h"

namespace yaral::bench {

constexpr std::int64_t kTelemetryBegin = 1'772'323'200'000;  // 2026-03-01T00:00:00Z in milliseconds

struct TelemetryOptions {
  std::uint64_t seed = 1;
  std::uint64_t hosts = 4000;
  // Events in a million that the rule of T1553.002 matches; no other event does.
  std::uint64_t planted_per_million = 100;
  bool only_launches = false;
  std::uint64_t event_types = 0;  // different metadata.product_event_type; 0: those of the events
  std::uint64_t value_bytes = 0;  // command lines of launches are at least so long
};

// Makes up the telemetry of Windows machines as UDM: Sysmon process launches, file creations, registry changes,
// connections and DNS queries, and logons, about 1 KB each. The same options give the same bytes.
class Telemetry {
 public:
  explicit Telemetry(const TelemetryOptions& options);

  // Adds one event as a line of JSON.
  void append_event(std::string& out);

  std::uint64_t planted() const { return planted_; }

 private:
  struct Source;  // what tells one kind of event from another in its metadata
  void append_planted(std::string& out);

  void launch(std::string& out, const Machine& machine, std::string_view image, std::string_view command_line,
              std::string_view company);
  void file(std::string& out, const Machine& machine, std::string_view path);
  void registry(std::string& out, const Machine& machine, std::string_view key, std::string_view actor);
  void connection(std::string& out, const Machine& machine);
  void dns(std::string& out, const Machine& machine);
  void logon(std::string& out, const Machine& machine);

  // An event up to the middle of `principal`, which actor() ends, and what stands at its end.
  void head(std::string& out, const Machine& machine, const Source& source);
  void tail(std::string& out, const Source& source);
  void actor(std::string& out, const Machine& machine, std::string_view image, std::string_view command_line);
  void hashes(std::string& out, std::string_view image);

  TelemetryOptions options_;
  Random random_;
  Cast cast_;
  std::uint64_t number_ = 0;
  std::uint64_t planted_ = 0;
  std::int64_t clock_ms_;
};

}  // namespace yaral::bench
