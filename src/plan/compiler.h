#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "plan/plan.h"

namespace yaral::plan {

// What all rules of a plan have in common while it is made: slots and shared predicates by what they read and test.
class SharedParts {
 public:
  std::uint32_t slot(const udm::Path& path, bool list);
  // The id of a predicate that is the same as `node` for every event, `key` being its text form.
  std::uint32_t predicate(const std::string& key, SharedPredicate predicate);

  // The id of a metric source, each distinct one once.
  std::uint32_t metric_source(MetricParts& parts);

  std::vector<Slot> slots;
  std::vector<SharedPredicate> predicates;
  Gates gates;
  std::vector<MetricSource> metric_sources;

 private:
  std::map<std::string, std::uint32_t> slot_ids_;
  std::map<std::string, std::uint32_t> predicate_ids_;
  std::map<std::string, std::uint32_t> metric_ids_;
};

// Makes the plan of a rule, which will have that number. False when it cannot run; the reasons are in `problems`.
bool compile_rule(std::shared_ptr<const semantics::BoundRule> rule, const Lookups& lookups, std::uint32_t number,
                  SharedParts& shared, RulePlan& out, std::vector<PlanProblem>& problems);

}  // namespace yaral::plan
