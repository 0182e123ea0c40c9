#include "engine/metric_population.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <vector>

#include "engine/walk.h"
#include "plan/metric_plan.h"
#include "udm/schema.h"

namespace yaral::engine {

namespace {

using functions::MetricBytes;
using functions::MetricPopulation;
using functions::MetricResult;

class Reader {
 public:
  explicit Reader(const udm::Event& event) : root_(*event.root) {}

  bool is(const udm::Path& path, std::string_view name) const {
    std::vector<Value> values;
    udm::collect(root_, path, values);
    return std::ranges::any_of(values, [&](const Value& v) {
      return udm::enum_name(path.type.enum_id, static_cast<std::int32_t>(v.as_int())) == name;
    });
  }

  double number(const udm::Path& path) const { return value(path).to_double(); }
  bool has(const udm::Path& path) const { return !value(path).is_zero(); }

  std::uint64_t bytes(const udm::Path& path) const {
    const Value v = value(path);
    return v.kind() == ValueKind::kUint ? v.as_uint() : static_cast<std::uint64_t>(std::max(0.0, v.to_double()));
  }

 private:
  Value value(const udm::Path& path) const {
    return walk(Value::message(const_cast<udm::Message*>(&root_)), path.steps);
  }

  const udm::Message& root_;
};

// DNS by its ports: 53, and 3000 over TCP.
bool is_dns_traffic(const Reader& e, const plan::PopulationPaths& p) {
  const double port = e.number(p.target_port);
  const bool tcp = e.is(p.ip_protocol, "TCP");
  return (port == 53 && (tcp || e.is(p.ip_protocol, "UDP"))) || (port == 3000 && tcp);
}

bool is_member(MetricPopulation population, const Reader& e, const plan::PopulationPaths& p) {
  switch (population) {
    case MetricPopulation::kAlerts: return e.is(p.alert_state, "ALERTING");
    case MetricPopulation::kLogins: return e.is(p.event_type, "USER_LOGIN");
    case MetricPopulation::kDnsBytes: return e.has(p.sent_bytes) && is_dns_traffic(e, p);
    case MetricPopulation::kDnsQueries: return e.has(p.dns_id);
    case MetricPopulation::kExecutions: return e.is(p.event_type, "PROCESS_LAUNCH");
    case MetricPopulation::kHttpQueries: return e.has(p.http_method);
    case MetricPopulation::kBytes: return true;  // what counts are the bytes
    case MetricPopulation::kResourceCreation:
      return e.is(p.event_type, "RESOURCE_CREATION") || e.is(p.event_type, "USER_RESOURCE_CREATION");
    case MetricPopulation::kResourceDeletion: return e.is(p.event_type, "RESOURCE_DELETION");
    case MetricPopulation::kResourceRead: return e.is(p.event_type, "RESOURCE_READ");
  }
  return false;
}

bool succeeded(MetricPopulation population, const Reader& e, const plan::PopulationPaths& p) {
  if (population == MetricPopulation::kDnsQueries) return !e.has(p.dns_response);
  if (population == MetricPopulation::kHttpQueries) return e.number(p.http_response) < 400;
  return e.is(p.action, "ALLOW");
}

std::uint64_t bytes_of(MetricBytes which, const Reader& e, const plan::PopulationPaths& p) {
  const std::uint64_t sent = which == MetricBytes::kReceived ? 0 : e.bytes(p.sent_bytes);
  const std::uint64_t received = which == MetricBytes::kSent ? 0 : e.bytes(p.received_bytes);
  constexpr auto kMost = std::numeric_limits<std::uint64_t>::max();
  return received > kMost - sent ? kMost : sent + received;
}

}  // namespace

std::optional<std::uint64_t> metric_value(const functions::MetricFunction& function, const udm::Event& event) {
  const plan::PopulationPaths& paths = plan::population_paths();
  const Reader reader(event);
  if (!is_member(function.population, reader, paths)) return std::nullopt;
  if (function.result != MetricResult::kAny &&
      succeeded(function.population, reader, paths) != (function.result == MetricResult::kSuccess))
    return std::nullopt;
  if (function.bytes == MetricBytes::kNone) return 0;
  const std::uint64_t bytes = bytes_of(function.bytes, reader, paths);
  return bytes == 0 ? std::nullopt : std::optional(bytes);
}

}  // namespace yaral::engine
