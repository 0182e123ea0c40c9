#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "detections/detection.h"
#include "engine/engine.h"
#include "engine/rule_rows.h"

namespace yaral::engine {

// The second half of the engine for one rule: gathers the rows of all workers, parts them by key, walks the windows and
// makes the detections, ordered by detection time and suppressed. Rules run independently of each other.
std::vector<detections::Detection> run_rule(const plan::Plan& plan, std::uint32_t number, const RuleInput& input,
                                            RuleStats& stats);

// The same for rows that are gathered already, and without suppression.
std::vector<detections::Detection> run_rows(const plan::RulePlan& rule, const RuleRows& rows, const RuleInput& input,
                                            RuleStats& stats);

}  // namespace yaral::engine
