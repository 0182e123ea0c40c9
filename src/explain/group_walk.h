#pragma once

#include <cstdint>
#include <vector>

#include "base/arena.h"
#include "engine/group_maker.h"
#include "engine/metric_reader.h"
#include "engine/rule_rows.h"
#include "explain/explanation.h"
#include "functions/implementation.h"
#include "plan/rule_plan.h"

namespace yaral::explain {

// Walks the windows of a rule as the engine does (engine/rule_run.h), and remembers the groups that fired and those that
// came closest.
class GroupWalk {
 public:
  // `most` of each kind are remembered.
  GroupWalk(const plan::RulePlan& plan, const engine::RuleRows& rows, const engine::RuleInput& input, std::size_t most);

  void run();

  std::uint64_t judged() const { return judged_; }
  std::uint64_t fired() const { return fired_; }
  const std::vector<Group>& fired_groups() const { return fired_groups_; }
  // Of different keys, the closest first.
  std::vector<Group> closest() const;
  const functions::RunNotes& notes() const { return notes_; }

 private:
  struct Near {
    double closeness;
    std::uint64_t rows;
    Group group;
  };

  void run_events();
  void run_partition(const engine::Partition& partition);
  bool judge(const engine::Group& group);
  void remember(Near near);

  const plan::RulePlan& plan_;
  const engine::RuleRows& rows_;
  const engine::RuleInput& input_;
  const std::size_t most_;
  Arena scratch_;
  functions::RunNotes notes_;
  functions::CallContext context_;
  engine::MetricReader metrics_;
  engine::GroupMaker groups_;
  std::uint64_t judged_ = 0;
  std::uint64_t fired_ = 0;
  std::vector<Group> fired_groups_;
  std::vector<Near> closest_;  // the closest first
  std::vector<Near> best_;     // of the present key: one, or none
};

// The rule with another window, to be run; it points into the rule of `plan`.
plan::RulePlan with_window(const plan::RulePlan& plan, Duration size);

}  // namespace yaral::explain
