#include <algorithm>

#include <fmt/format.h>

#include "semantics/warn.h"

namespace yaral::semantics {

namespace {

bool is_order(CompareOp op) { return op != CompareOp::kEq && op != CompareOp::kNe; }

bool is_order_or_pattern(const Expr& e) {
  return e.op == Op::kRegex || (e.op == Op::kCompare && is_order(e.compare) && is_text(e.args[0].type));
}

}  // namespace

// Language reference 6.1: outcomes of text have `=` and `!=` there.
void warn_text_outcome_tests(Binder& b) {
  visit_bound(b.rule.condition, [&](const Expr& e) {
    if (!is_order_or_pattern(e) || !contains(e, Op::kOutcome)) return;
    report(b, Code::kTextOutcomeTest, e.span,
           fmt::format("SecOps tests outcomes of text in `condition` only by `=` and `!=`, not by {}",
                       e.op == Op::kRegex ? "a pattern" : "order"))
        .help = "let an outcome say it: `$hit = max(if(…, 1, 0))`, and test `$hit = 1`";
  });
}

}  // namespace yaral::semantics
