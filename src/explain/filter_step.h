#pragma once

#include <cstdint>
#include <vector>

#include "engine/scope.h"
#include "explain/explanation.h"
#include "explain/value_tally.h"
#include "functions/implementation.h"
#include "plan/rule_plan.h"

namespace yaral::explain {

// A predicate of a variable, counting what it does to records. `or` and `and` are counted part by part.
class FilterStep {
 public:
  // `node` is what `e` was compiled to; both must outlive the step.
  FilterStep(const plan::RulePlan& plan, const semantics::Expr& e, const plan::Node& node);

  // What is known of a row before it is tested.
  struct Place {
    std::uint64_t record;  // its number
    bool gated;            // it passes the gate
    bool reached;          // and satisfies all predicates before
  };
  bool test(engine::Scope& row, functions::CallContext& context, const Place& place);

  // `noun` is what the variable's rows are: "events", or "rows" where several come from one record. `verbose` adds the values
  // that failed even where some passed.
  FilterCount counts(std::string_view noun, bool verbose) const;

 private:
  // What a field that the predicate reads was like in rows that got there.
  struct FieldTally {
    std::uint32_t field;
    std::uint64_t unset_held = 0;
    std::uint64_t unset_failed = 0;
  };

  void find_fields(const plan::Node& node);
  void note_fields(engine::Scope& row, bool held);
  void describe_fields(std::string_view noun, bool verbose, std::vector<std::string>& out) const;

  const plan::RulePlan& plan_;
  const semantics::Expr& expr_;
  const plan::Node& node_;
  std::vector<FilterStep> parts_;
  std::vector<FieldTally> fields_;
  ValueTally failed_;  // values of the only field, set, for which it does not hold
  std::uint64_t reached_ = 0;
  std::uint64_t left_ = 0;
  std::uint64_t alone_ = 0;
  RowTally all_;
  RowTally gated_;
  std::uint64_t last_left_ = 0;  // the record that was counted last
  std::uint64_t last_alone_ = 0;
};

}  // namespace yaral::explain
