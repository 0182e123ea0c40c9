#pragma once

#include <cstdint>
#include <span>
#include <string_view>

// What metrics are made of (language reference 8.7): which events a function counts, which dimensions it can be asked
// by, and the words of its arguments. The compiler checks rules against these tables, the engine computes from them.
namespace yaral::functions {

// Which events a metric is about.
enum class MetricPopulation : std::uint8_t {
  kAlerts,
  kLogins,
  kDnsBytes,
  kDnsQueries,
  kExecutions,
  kHttpQueries,
  kBytes,
  kResourceCreation,
  kResourceDeletion,
  kResourceRead,
};

// What must have come of them.
enum class MetricResult : std::uint8_t { kAny, kSuccess, kFail };

// Which bytes `value_sum` adds up.
enum class MetricBytes : std::uint8_t { kNone, kSent, kReceived, kBoth };

struct MetricFunction {
  std::string_view name;  // "metrics.auth_attempts_fail"
  MetricPopulation population;
  MetricResult result = MetricResult::kAny;
  MetricBytes bytes = MetricBytes::kNone;
};

std::span<const MetricFunction> metric_functions();
const MetricFunction* find_metric_function(std::string_view name);

// A UDM path that a metric can be asked by.
struct MetricDimension {
  std::string_view path;
  // Of an asset: the field of principal or target itself that says the same when the asset is not filled in.
  std::string_view instead;
  std::uint16_t populations;  // bits of MetricPopulation

  bool fits(MetricPopulation population) const { return (populations >> static_cast<unsigned>(population)) & 1; }
};

std::span<const MetricDimension> metric_dimensions();
const MetricDimension* find_metric_dimension(std::string_view path);

// At most so many dimensions, namespaces not counted.
inline constexpr std::size_t kMostMetricDimensions = 4;

enum class MetricKind : std::uint8_t { kEventCount, kFirstSeen, kLastSeen, kValueSum, kUniqueValues };
enum class MetricAgg : std::uint8_t { kAvg, kMax, kMin, kPeriods, kStddev, kSum };

// The words of the arguments `metric` and `agg`, in the order of the enumerations.
std::span<const std::string_view> metric_kind_names();
std::span<const std::string_view> metric_agg_names();

}  // namespace yaral::functions
