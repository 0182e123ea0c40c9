#include "measure/host_days.h"

#include "base/text.h"
#include "base/time.h"

namespace yaral::measure {

HostDays::HostDays() : paths_(paths()) {}

std::vector<udm::Path> HostDays::paths() {
  std::vector<udm::Path> paths;
  for (const char* path : {"principal.hostname", "target.hostname", "src.hostname", "observer.hostname",
                           "principal.asset_id", "principal.ip", "target.ip", "src.ip", "observer.ip"})
    paths.push_back(*udm::resolve(udm::event_root(), path));
  return paths;
}

void HostDays::add(std::span<const udm::Event> events) {
  std::vector<Value> values;
  for (const udm::Event& event : events) {
    values.clear();
    for (auto path = paths_.begin(); path != paths_.end() && values.empty(); ++path)
      udm::collect(*event.root, *path, values);
    if (values.empty() || values.front().as_text().empty()) continue;
    insert(format_timestamp(event.time).substr(0, 10) + ascii_lower(values.front().as_text()));
  }
}

void HostDays::merge(const HostDays& other) {
  for (const std::string& host_day : other.host_days_) insert(host_day);
  cut_ |= other.cut_;
}

void HostDays::insert(std::string host_day) {
  if (host_day == last_) return;  // events of one host mostly come together
  if (host_days_.size() < kMost) {
    host_days_.insert(host_day);
  } else if (!host_days_.contains(host_day)) {
    cut_ = true;
  }
  last_ = std::move(host_day);
}

std::uint64_t HostDays::hosts() const {
  std::unordered_set<std::string_view> hosts;
  for (const std::string& host_day : host_days_) hosts.insert(std::string_view(host_day).substr(10));
  return hosts.size();
}

}  // namespace yaral::measure
