#pragma once

#include "semantics/binder.h"

namespace yaral::semantics {

// The section `condition` (language reference 6): its expression, then what 6.2 and 6.3 ask of it as a whole.
void bind_condition(Binder& b);

// Parts of expressions that mean something else in conditions than elsewhere, or nothing.
Expr bind_condition_name(Binder& b, const syntax::Expr& ast);  // $name as an operand
Expr refuse_field(Binder& b, const syntax::Expr& ast);
Expr refuse_condition_atom(Binder& b, const syntax::Expr& ast);

// 6.3: every event variable is in the condition, itself or by a placeholder. False after reporting one that is not.
bool check_coverage(Binder& b);
// 6.2 and 6.4: which atoms ask for events and which for their absence; sets EventVariable::bounded and the rule's class
// (6.6). With variables that are not `covered` nothing is said of what groups lack.
void check_bounds(Binder& b, bool covered);

}  // namespace yaral::semantics
