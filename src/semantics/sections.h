#pragma once

#include "semantics/binder.h"

// The sections of a rule, each bound by a file of its own, in this order.
namespace yaral::semantics {

void bind_events(Binder& b);
void bind_setup(Binder& b);
void bind_match(Binder& b);  // after options
void bind_outcomes(Binder& b);
void bind_options(Binder& b);
void bind_export(Binder& b);

// What the metrics of a rule ask of each other, and of the rule; after the condition (8.7).
void check_metrics(Binder& b);

// Warnings about rules that mean something else than they seem to.
void warn(Binder& b);
void warn_joins(Binder& b);

}  // namespace yaral::semantics
