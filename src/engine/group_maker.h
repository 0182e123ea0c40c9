#pragma once

#include <optional>
#include <vector>

#include "engine/group.h"
#include "engine/partition.h"
#include "functions/implementation.h"

namespace yaral::engine {

// Makes the groups of a rule's windows: which rows take part in combinations there, and the combinations where the rule needs
// them.
class GroupMaker {
 public:
  GroupMaker(const plan::RulePlan& rule, functions::RunNotes& notes) : rule_(rule), notes_(notes) {}

  // Nothing when no row takes part. It points into this object, and is valid until the next call.
  std::optional<Group> make(const Partition& partition, Joiner& joiner, const JoinLimits& limits,
                            const GroupWindow& window);

 private:
  void collect_participants(Joiner& joiner, const JoinLimits& limits, Group& group);
  void collect_combinations(Joiner& joiner, const JoinLimits& limits, Group& group);

  const plan::RulePlan& rule_;
  functions::RunNotes& notes_;
  std::vector<std::vector<RankedRow>> rows_;
  std::vector<const RankedRow*> combinations_;
};

}  // namespace yaral::engine
