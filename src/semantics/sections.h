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

// Warnings about rules that mean something else than they seem to.
void warn(Binder& b);

}  // namespace yaral::semantics
