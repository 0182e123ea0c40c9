#pragma once

#include "explain/explanation.h"
#include "plan/rule_plan.h"
#include "semantics/bound.h"

namespace yaral::explain {

// What a rule says, without how it is run.
Meaning meaning_of(const semantics::BoundRule& rule);

// Adds how it is run: gates, what predicates cost, how variables are joined.
void add_plan(const plan::RulePlan& plan, Meaning& meaning);

// "events", "entities", "detections", "rows".
std::string_view records_name(semantics::EventSource source);

// `over 5m`, `by 1h`, `over 10m after $e`.
std::string window_text(const semantics::BoundRule& rule, Duration size);

// `metadata.event_type is PROCESS_LAUNCH or NETWORK_DNS`; empty when the variable has no gate.
std::string gate_text(const semantics::BoundRule& rule, std::uint32_t variable);

}  // namespace yaral::explain
