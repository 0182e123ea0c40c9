#pragma once

#include "semantics/binder.h"

namespace yaral::semantics {

// The section `condition` (language reference 6): its expression, then what 6.2 and 6.3 ask of it as a whole.
void bind_condition(Binder& b);

// Parts of expressions that mean something else in conditions than elsewhere, or nothing.
Expr bind_condition_name(Binder& b, const syntax::Expr& ast);  // $name as an operand
Expr refuse_field(Binder& b, const syntax::Expr& ast);
Expr refuse_condition_atom(Binder& b, const syntax::Expr& ast);

// 6.2 and 6.4: which atoms ask for events and which for their absence; sets EventVariable::bounded and the rule's class
// (6.6).
void check_bounds(Binder& b);
// 6.3: every event variable is in the condition, itself or by a placeholder.
void check_coverage(Binder& b);

}  // namespace yaral::semantics
