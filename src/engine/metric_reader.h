#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "engine/metric_store.h"
#include "functions/implementation.h"
#include "plan/rule_plan.h"

namespace yaral::engine {

// Reads the metrics of one rule from the counts of a finished run. One a thread.
class MetricReader {
 public:
  MetricReader(const plan::RulePlan& rule, const MetricStore& store)
      : rule_(rule), store_(store), last_(rule.metrics.size()) {}

  // Metric `index` of the rule as a window that begins at `as_of` sees it (language reference 8.7): daily ones over the
  // 30 UTC days before the day of `as_of`, hourly ones over the whole hours between that midnight and `as_of`.
  Value value(std::uint32_t index, std::span<const Value> arguments, Timestamp as_of, functions::CallContext& context);

 private:
  Value compute(const plan::MetricPlan& metric, const std::string& key, std::int64_t hour,
                functions::CallContext& context) const;

  // Rows of a group mostly ask the same again.
  struct Remembered {
    bool set = false;
    std::string key;
    std::int64_t hour = 0;
    Value value;
  };
  const plan::RulePlan& rule_;
  const MetricStore& store_;
  std::vector<Remembered> last_;
};

}  // namespace yaral::engine
