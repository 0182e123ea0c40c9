#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plan/plan.h"

namespace yaral::engine {

// Which rules read the detections of which (language reference 3.14), and in what order they can run.
struct Composites {
  // The detection variables that each rule's detections are given to.
  std::vector<std::vector<plan::RuleVariable>> consumers;
  // Rules by level: those of level 0 read no detections, the others only those of lower levels.
  std::vector<std::vector<std::uint32_t>> levels;
  // Rules that cannot run: they wait for their own detections, or the chain is too long.
  std::vector<plan::PlanProblem> problems;
  // Rules that ask by name for the detections of a rule that is not there. They run all the same.
  std::vector<plan::PlanProblem> warnings;
};

// A rule's detections concern a variable when what is known of them beforehand (name, id, labels, severity …) satisfies
// its predicates on that. A variable that asks nothing of the sort reads the detections of all rules over events. Rules that
// wait for each other by name or id are refused; where only labels and the like make a circle, it is not closed.
Composites find_composites(const plan::Plan& plan);

}  // namespace yaral::engine
