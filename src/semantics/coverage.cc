#include <fmt/format.h>

#include "semantics/condition.h"
#include "semantics/names.h"

namespace yaral::semantics {

void check_coverage(Binder& b) {
  std::set<std::string> covered;
  bool unknown = !b.syntax_errors.empty();
  visit_all(*b.ast.condition, [&](const syntax::Expr& e) {
    // A field or a name without `$` has no place here, which is reported where it stands.
    if (e.kind == syntax::ExprKind::kPath || e.kind == syntax::ExprKind::kBareWord) covered.insert(e.text);
    const bool name = e.kind == syntax::ExprKind::kVariable || e.kind == syntax::ExprKind::kCount ||
                      e.kind == syntax::ExprKind::kAbsent;
    if (!name) return;
    if (b.outcomes.contains(e.text) && e.kind == syntax::ExprKind::kVariable) return;
    covered.insert(e.text);
    const auto placeholder = b.placeholder_of.find(e.text);
    unknown = unknown ||
              (placeholder == b.placeholder_of.end() && !b.variables.contains(e.text) && !b.outcomes.contains(e.text));
    if (placeholder == b.placeholder_of.end()) return;
    const PlaceholderDraft& p = b.placeholders[placeholder->second];
    unknown = unknown || b.rule.placeholders[p.index].type.is_error();
    for (const std::uint32_t v : variables_of(b, b.rule.placeholders[p.index].value))
      covered.insert(b.rule.variables[v].name);
    for (const syntax::Expr* binding : p.bindings) {
      visit_all(*binding, [&](const syntax::Expr& part) {
        if (part.kind == syntax::ExprKind::kPath) covered.insert(part.text);
      });
    }
  });
  if (unknown) return;
  for (const EventVariable& v : b.rule.variables) {
    if (covered.contains(v.name) || v.source == EventSource::kTable) continue;
    auto& diagnostic = report(b, Code::kNotCovered, b.ast.condition->span,
                              fmt::format("the condition does not mention the event variable `${}`", v.name));
    diagnostic.others.push_back({v.first_use, "its first use"});
    std::string title = fmt::format("add `and ${}`", v.name);
    const Span end{b.ast.condition->span.end, b.ast.condition->span.end};
    const bool needs_brackets = b.ast.condition->kind == syntax::ExprKind::kOr && !b.ast.condition->parenthesised;
    if (needs_brackets || b.ast.condition->parenthesised)
      diagnostic.help = std::move(title);
    else
      diagnostic.fix = syntax::Fix{std::move(title), {{end, fmt::format(" and ${}", v.name)}}};
  }
}

}  // namespace yaral::semantics
