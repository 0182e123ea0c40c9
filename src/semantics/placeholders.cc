#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/nearest.h"
#include "semantics/expression.h"
#include "semantics/names.h"

namespace yaral::semantics {

namespace {

using syntax::CompareOp;
using syntax::ExprKind;

// Placeholders may be bound to expressions over placeholders; a chain longer than this, or one that stands for more
// expressions written out, is no rule of a person.
constexpr std::uint32_t kMostDepth = 50;
constexpr std::uint64_t kMostWeight = 10'000;
constexpr std::uint64_t kMostRuleWeight = 2'000'000;

bool is_placeholder(const Binder& b, const syntax::Expr& e) {
  return e.kind == ExprKind::kVariable && !b.variables.contains(e.text);
}

bool holds_field(const syntax::Expr& root) {
  bool found = false;
  visit_all(root,
            [&](const syntax::Expr& e) { found = found || e.kind == ExprKind::kPath || e.kind == ExprKind::kList; });
  return found;
}

// The placeholder that a comparison would bind, and to what; null when neither side is one.
struct Sides {
  const syntax::Expr* placeholder = nullptr;
  const syntax::Expr* value = nullptr;
};
Sides sides_of(const Binder& b, const syntax::Expr& e) {
  if (e.kind != ExprKind::kCompare) return {};
  const syntax::Expr& left = e.children[0];
  const syntax::Expr& right = e.children[1];
  if (is_placeholder(b, left) && !is_placeholder(b, right)) return {&left, &right};
  if (is_placeholder(b, right) && !is_placeholder(b, left)) return {&right, &left};
  return {};
}

PlaceholderDraft& draft(Binder& b, const syntax::Expr& name) {
  const auto [at, fresh] = b.placeholder_of.try_emplace(name.text, b.placeholders.size());
  if (fresh) b.placeholders.push_back({.name = name.text, .first_use = name.span});
  return b.placeholders[at->second];
}

void note_comparison(Binder& b, const syntax::Expr& e, bool binds) {
  const Sides sides = sides_of(b, e);
  if (!sides.placeholder) return;
  PlaceholderDraft& p = draft(b, *sides.placeholder);
  const bool field = holds_field(*sides.value);
  if (e.compare != CompareOp::kEq) {
    if (field && !p.other_operator) p.other_operator = e.span;
    const bool zero = (sides.value->kind == ExprKind::kString && sides.value->text.empty()) ||
                      (sides.value->kind == ExprKind::kInt && sides.value->integer == 0);
    if (binds && zero && (e.compare == CompareOp::kNe || e.compare == CompareOp::kGt)) p.zero_excluded = true;
  } else if (!field) {
    const bool literal = sides.value->kind != ExprKind::kCall && sides.value->kind != ExprKind::kArithmetic;
    if (!literal && !p.without_field) p.without_field = sides.value->span;
    if (binds) p.zero_excluded = true;
  } else if (binds) {
    p.bindings.push_back(&e);
  } else if (!p.under_choice) {
    p.under_choice = e.span;
  }
}

bool report_outcome(Binder& b, const PlaceholderDraft& p) {
  const auto outcome = std::ranges::find(b.ast.outcome, p.name, &syntax::Assignment::name);
  if (outcome == b.ast.outcome.end()) return false;
  auto& diagnostic = report(b, Code::kOutcomeInEvents, p.first_use,
                            fmt::format("`${}` is an outcome, which has no value while events are filtered", p.name));
  diagnostic.others.push_back({outcome->name_span, "defined here"});
  diagnostic.help = "test outcomes in `condition`";
  return true;
}

void report_unbound(Binder& b, const PlaceholderDraft& p) {
  if (!b.syntax_errors.empty()) return;
  if (worth_suggesting(b) && report_outcome(b, p)) return;
  auto& diagnostic =
      report(b, Code::kUnboundPlaceholder, p.first_use, fmt::format("`${}` is bound to no field", p.name));
  const std::string event = !b.rule.variables.empty() ? b.rule.variables.front().name : p.name == "e" ? "event" : "e";
  diagnostic.help =
      fmt::format("bind it with `=` to a field, on a line of its own: `${}.principal.hostname = ${}`", event, p.name);
  if (p.under_choice) {
    diagnostic.others.push_back({*p.under_choice, "this does not bind it: it need not hold"});
    diagnostic.help =
        fmt::format("a comparison below `or` or `not` binds nothing; use `${} = if(…, …, …)` for a choice", p.name);
  } else if (p.without_field) {
    diagnostic.others.push_back({*p.without_field, "this holds no event field"});
    diagnostic.help =
        "an expression that gives a placeholder its value names a field itself, not only other placeholders";
  } else if (p.other_operator) {
    diagnostic.others.push_back({*p.other_operator, "only `=` binds"});
  } else if (worth_suggesting(b)) {
    std::vector<std::string> names = event_variable_names(b);
    for (const PlaceholderDraft& other : b.placeholders)
      if (other.name != p.name && !other.bindings.empty()) names.push_back(other.name);
    const std::vector<std::string> near = nearest_names(p.name, names);
    if (!near.empty()) diagnostic.help = did_you_mean(near, "$");
  }
}

void report_cycle(Binder& b, const PlaceholderDraft& p) {
  report(b, Code::kPlaceholderCycle, p.bindings.front()->span,
         fmt::format("`${}` is bound to an expression that needs `${}` itself", p.name, p.name))
      .help = "bind one of the placeholders of the circle to a field";
}

void check_value(Binder& b, const PlaceholderDraft& p, Expr& value) {
  const auto variables = variables_of(b, value);
  if (variables.size() <= 1) return;
  report(b, Code::kSeveralEvents, value.span,
         fmt::format("`${}` is bound to an expression over {} event variables", p.name, variables.size()))
      .help = "bind a placeholder for each variable, and compare the placeholders";
  value = error_expr(value.span);
}

// The expression a placeholder gets its value from, bound. A modifier before a field of it is reported here (3.4).
Expr bind_definition(Binder& b, const PlaceholderDraft& p, const syntax::Expr& binding) {
  const Sides sides = sides_of(b, binding);
  const syntax::Expr& value = *sides.value;
  if (value.kind == ExprKind::kPath && value.modifier != syntax::Modifier::kNone) {
    const Span word{value.span.begin, value.name_span.begin};
    auto& diagnostic = report(b, Code::kMisusedQuantifier, value.span,
                              fmt::format("`{}` cannot stand in the binding of `${}`",
                                          value.modifier == syntax::Modifier::kAny ? "any" : "all", p.name));
    diagnostic.help = "without it the placeholder takes each element in turn";
    diagnostic.fix = syntax::Fix{"remove the modifier", {{word, ""}}};
    return error_expr(value.span);
  }
  return bind_value(b, value);
}

void bind_draft(Binder& b, std::size_t at) {
  if (b.placeholders[at].bindings.empty()) {
    report_unbound(b, b.placeholders[at]);
  }
  b.placeholders[at].state = PlaceholderDraft::State::kBusy;
  const std::uint64_t before = b.weight;
  Expr value = error_expr(b.placeholders[at].first_use);
  if (!b.placeholders[at].bindings.empty()) {
    const syntax::Expr& binding = *b.placeholders[at].bindings.front();
    // The use that asks for it may stand within calls and predicates of its own.
    const Override depth(b.call_depth, 0);
    const Override predicate(b.predicate_depth, 0);
    const Override quantifiers(b.quantifiers, {});
    value = bind_definition(b, b.placeholders[at], binding);
    check_value(b, b.placeholders[at], value);
  }
  PlaceholderDraft& p = b.placeholders[at];
  p.state = PlaceholderDraft::State::kDone;
  p.weight = b.weight - before + 1;
  p.index = static_cast<std::uint32_t>(b.rule.placeholders.size());
  const auto variables = variables_of(b, value);
  b.rule.placeholders.push_back({.name = p.name,
                                 .type = value.type,
                                 .value = std::move(value),
                                 .variable = variables.empty() ? 0 : *variables.begin(),
                                 .first_use = p.first_use});
  Placeholder& bound = b.rule.placeholders.back();
  bound.direct_field = bound.value.op == Op::kField;
}

void report_too_complex(Binder& b, Span span) {
  if (std::exchange(b.too_complex, true)) return;
  report(b, Code::kTooComplex, span, "placeholders bound to expressions over placeholders make this rule too large")
      .help = "bind placeholders to fields rather than to long expressions over other placeholders";
}

bool too_heavy(Binder& b, const PlaceholderDraft& p, Span span) {
  b.weight += p.weight;
  if (p.weight <= kMostWeight && b.weight <= kMostRuleWeight) return false;
  report_too_complex(b, span);
  return true;
}

}  // namespace

void declare_placeholders(Binder& b, const std::vector<const syntax::Expr*>& conjuncts) {
  for (const syntax::Expr& predicate : b.ast.events) {
    visit_all(predicate, [&](const syntax::Expr& e) {
      if (is_placeholder(b, e)) draft(b, e);
    });
  }
  std::set<const syntax::Expr*> binding(conjuncts.begin(), conjuncts.end());
  for (const syntax::Expr& predicate : b.ast.events)
    visit_all(predicate, [&](const syntax::Expr& e) { note_comparison(b, e, binding.contains(&e)); });
  for (PlaceholderDraft& p : b.placeholders) {
    // A column has no type of its own: it takes that of a field, wherever one is bound as well.
    std::ranges::stable_partition(
        p.bindings, [&](const syntax::Expr* e) { return sides_of(b, *e).value->kind != ExprKind::kList; });
    if (!p.bindings.empty()) b.definitions.insert(p.bindings.front());
  }
}

void bind_placeholders(Binder& b) {
  for (std::size_t i = 0; i < b.placeholders.size(); ++i)
    if (b.placeholders[i].state == PlaceholderDraft::State::kUntouched) bind_draft(b, i);
}

Expr use_placeholder(Binder& b, std::size_t at, Span span) {
  ++b.placeholders[at].uses;
  if (b.placeholders[at].state == PlaceholderDraft::State::kBusy) {
    report_cycle(b, b.placeholders[at]);
    return error_expr(span);
  }
  if (b.placeholders[at].state == PlaceholderDraft::State::kUntouched) {
    if (++b.placeholder_depth > kMostDepth) {
      --b.placeholder_depth;
      report_too_complex(b, span);
      return error_expr(span);
    }
    bind_draft(b, at);
    --b.placeholder_depth;
  }
  const PlaceholderDraft& p = b.placeholders[at];
  const Placeholder& bound = b.rule.placeholders[p.index];
  if (bound.type.is_error() || too_heavy(b, p, span)) return error_expr(span);
  if (const auto key = b.key_of_placeholder.find(p.index); key != b.key_of_placeholder.end() && !b.aggregate)
    return {.op = Op::kMatchKey, .type = b.rule.keys[key->second].value.type, .span = span, .index = key->second};
  return {.op = Op::kPlaceholder, .type = bound.type, .span = span, .index = p.index};
}

}  // namespace yaral::semantics
