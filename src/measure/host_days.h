#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "udm/event.h"
#include "udm/path.h"

namespace yaral::measure {

// Counts the hosts that events are of, and the days (UTC) on which each has any. An event's host is the first of
// principal, target, src and observer that has a hostname, or else the first with an asset id or an address.
class HostDays {
 public:
  static constexpr std::size_t kMost = 5'000'000;  // host-days that are told apart

  HostDays();
  // The fields it reads, for a projection.
  static std::vector<udm::Path> paths();

  void add(std::span<const udm::Event> events);
  // Takes over what another one has counted.
  void merge(const HostDays& other);

  std::uint64_t hosts() const;
  std::uint64_t count() const { return host_days_.size(); }
  bool cut() const { return cut_; }

 private:
  void insert(std::string host_day);

  std::vector<udm::Path> paths_;
  std::unordered_set<std::string> host_days_;  // day as 2026-03-01, then the host
  std::string last_;
  bool cut_ = false;
};

}  // namespace yaral::measure
