#include "semantics/bound.h"

namespace yaral::semantics {

const Expr& given_value(const BoundRule& rule, const Source& source) {
  const Expr* value = &source.value;
  if (value->op == Op::kEnumName) value = &value->args[0];
  if (value->op == Op::kPlaceholder) value = &rule.placeholders[value->index].value;
  return *value;
}

}  // namespace yaral::semantics
