#include "engine/metric_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/evaluate.h"

namespace yaral::engine {

namespace {

using functions::CallContext;
using functions::MetricAgg;
using functions::MetricKind;

constexpr std::int64_t kHoursOfDay = 24;
constexpr std::int64_t kDays = 30;

std::int64_t floor_to(std::int64_t value, std::int64_t step) {
  const std::int64_t rest = value % step;
  return value - (rest < 0 ? rest + step : rest);
}

std::uint64_t number_of(const MetricBucket& bucket, MetricKind kind) {
  switch (kind) {
    case MetricKind::kEventCount: return bucket.events;
    case MetricKind::kFirstSeen: return static_cast<std::uint64_t>(std::max<std::int64_t>(bucket.first_seen, 0));
    case MetricKind::kLastSeen: return static_cast<std::uint64_t>(std::max<std::int64_t>(bucket.last_seen, 0));
    case MetricKind::kValueSum: return bucket.bytes;
    case MetricKind::kUniqueValues: return bucket.events > 0;  // of one value; the values are added up
  }
  return 0;
}

Value whole(std::uint64_t number) {
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return Value::integer(static_cast<std::int64_t>(std::min(number, kMost)));
}

// What a filter can read: the numbers of one period.
class PeriodScope : public Scope {
 public:
  explicit PeriodScope(const MetricBucket& bucket) : bucket_(bucket) {}
  Value field(std::uint32_t index) override { return whole(number_of(bucket_, static_cast<MetricKind>(index))); }

 private:
  const MetricBucket& bucket_;
};

// Hours [begin, end) cut into periods of so many hours.
struct Range {
  std::int64_t begin;
  std::int64_t end;
  std::int64_t step;
};

// The number of the metric in each period, 0 for those without data.
std::vector<std::uint64_t> per_period(const plan::MetricPlan& metric, const MetricSeries& series, const Range& range,
                                      CallContext& context) {
  std::vector<std::uint64_t> numbers(static_cast<std::size_t>((range.end - range.begin) / range.step));
  for (const auto& [value, hours] : series.values) {
    auto at = hours.lower_bound(range.begin);
    while (at != hours.end() && at->first < range.end) {
      const std::int64_t period = (at->first - range.begin) / range.step;
      MetricBucket bucket;
      for (; at != hours.end() && at->first < range.begin + (period + 1) * range.step; ++at) bucket.add(at->second);
      PeriodScope scope(bucket);
      if (metric.filter && !holds(*metric.filter, scope, context)) continue;
      numbers[static_cast<std::size_t>(period)] += number_of(bucket, metric.kind);
    }
  }
  return numbers;
}

double mean(std::span<const std::uint64_t> numbers) {
  double sum = 0;
  for (const std::uint64_t n : numbers) sum += static_cast<double>(n);
  return numbers.empty() ? 0 : sum / static_cast<double>(numbers.size());
}

// Of a sample, as window.stddev.
double deviation(std::span<const std::uint64_t> numbers) {
  if (numbers.size() < 2) return 0;
  const double middle = mean(numbers);
  double squares = 0;
  for (const std::uint64_t n : numbers) squares += std::pow(static_cast<double>(n) - middle, 2);
  return std::sqrt(squares / static_cast<double>(numbers.size() - 1));
}

std::uint64_t total(std::span<const std::uint64_t> numbers) {
  std::uint64_t sum = 0;
  for (const std::uint64_t n : numbers) sum = n > std::numeric_limits<std::uint64_t>::max() - sum ? ~0ull : sum + n;
  return sum;
}

// Periods without data are left out of every aggregate.
Value aggregate(MetricAgg agg, std::vector<std::uint64_t> numbers) {
  std::erase(numbers, 0);
  switch (agg) {
    case MetricAgg::kAvg: return Value::floating(mean(numbers));
    case MetricAgg::kStddev: return Value::floating(deviation(numbers));
    case MetricAgg::kPeriods: return whole(numbers.size());
    case MetricAgg::kSum: return whole(total(numbers));
    case MetricAgg::kMax: return whole(numbers.empty() ? 0 : std::ranges::max(numbers));
    case MetricAgg::kMin: return whole(numbers.empty() ? 0 : std::ranges::min(numbers));
  }
  return {};
}

}  // namespace

Value MetricReader::compute(const plan::MetricPlan& metric, const std::string& key, std::int64_t hour,
                            CallContext& context) const {
  if (store_.given_up(key)) context.notes.add("metric of an entity whose history was given up for lack of memory: 0");
  const MetricSeries* series = store_.find(metric.source, key);
  if (!series) return aggregate(metric.agg, {});
  const std::int64_t midnight = floor_to(hour, kHoursOfDay);
  const Range range =
      metric.hourly ? Range{midnight, hour, 1} : Range{midnight - kDays * kHoursOfDay, midnight, kHoursOfDay};
  return aggregate(metric.agg, per_period(metric, *series, range, context));
}

Value MetricReader::value(std::uint32_t index, std::span<const Value> arguments, Timestamp as_of,
                          CallContext& context) {
  const plan::MetricPlan& metric = rule_.metrics[index];
  std::string key;
  for (const std::uint32_t argument : metric.arguments) append_metric_key(key, metric_text(arguments[argument]));
  const std::int64_t hour = floor_to(as_of.seconds, 3600) / 3600;
  Remembered& last = last_[index];
  if (!last.set || last.hour != hour || last.key != key)
    last = {.set = true, .key = key, .hour = hour, .value = compute(metric, key, hour, context)};
  return last.value;
}

}  // namespace yaral::engine
