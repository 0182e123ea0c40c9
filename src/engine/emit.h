#pragma once

#include <memory>
#include <optional>

#include "detections/detection.h"
#include "engine/event_store.h"
#include "engine/group.h"
#include "plan/rule_plan.h"

namespace yaral::engine {

// At most so many events a variable are held by a detection (language reference 10.3).
inline constexpr std::size_t kMaxSamples = 10;

// `depth` as in RuleInfo.
std::shared_ptr<const detections::RuleInfo> rule_info(const semantics::BoundRule& rule, std::uint32_t depth);

// The match keys' values, each with its length, so that no two lists of values give the same text.
std::string match_key_text(const detections::Detection& detection);

// The detection of a group that satisfies its rule.
detections::Detection make_detection(const plan::RulePlan& rule, std::shared_ptr<const detections::RuleInfo> info,
                                     GroupScope& group, const RecordOrders& orders);

}  // namespace yaral::engine
