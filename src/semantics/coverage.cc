#include <fmt/format.h>

#include "base/nearest.h"
#include "semantics/condition.h"
#include "semantics/names.h"

namespace yaral::semantics {

namespace {

// Names that are nearly that of a variable which `events` uses only once: so misspelt names look. Rules with more
// variables than people write get none, as every name is compared with every other.
std::vector<std::string> likely_meant(const Binder& b, const EventVariable& variable) {
  constexpr std::size_t kMostVariables = 64;
  if (b.rule.variables.size() > kMostVariables) return {};
  std::size_t uses = 0;
  for (const syntax::Expr& predicate : b.ast.events) {
    visit_all(predicate, [&](const syntax::Expr& e) {
      uses += e.kind == syntax::ExprKind::kPath && e.text == variable.name ? 1 : 0;
    });
  }
  if (uses != 1) return {};
  std::vector<std::string> others = event_variable_names(b);
  std::erase(others, variable.name);
  return nearest_names(variable.name, others);
}

void report_not_covered(Binder& b, const EventVariable& v) {
  const syntax::Expr& condition = *b.ast.condition;
  auto& diagnostic = report(b, Code::kNotCovered, condition.span,
                            fmt::format("the condition does not mention the event variable `${}`", v.name));
  diagnostic.others.push_back({v.first_use, "its first use"});
  std::string title = fmt::format("add `and ${}`", v.name);
  const std::vector<std::string> near = likely_meant(b, v);
  if (!near.empty()) {
    diagnostic.help = fmt::format("{} If not, {}", did_you_mean(near, "$"), title);
  } else if (condition.kind == syntax::ExprKind::kOr || condition.parenthesised) {
    diagnostic.help = std::move(title);  // brackets may be needed
  } else {
    const Span end{condition.span.end, condition.span.end};
    diagnostic.fix = syntax::Fix{std::move(title), {{end, fmt::format(" and ${}", v.name)}}};
  }
}

}  // namespace

bool check_coverage(Binder& b) {
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
  if (unknown) return true;
  bool all = true;
  for (const EventVariable& v : b.rule.variables) {
    if (covered.contains(v.name) || v.source == EventSource::kTable) continue;
    report_not_covered(b, v);
    all = false;
  }
  return all;
}

}  // namespace yaral::semantics
