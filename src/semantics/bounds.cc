#include <algorithm>

#include <fmt/format.h>

#include "semantics/condition.h"
#include "semantics/names.h"

namespace yaral::semantics {

namespace {

using syntax::CompareOp;

// A comparison of a count in the condition, and what stands around it.
struct Atom {
  const Expr* comparison;
  const Expr* count;
  bool bounded;
  bool existence;        // holds for one event as for many
  const Expr* choice;    // the `or` or `of` around it
  const Expr* negation;  // the `not` around it
};

CompareOp mirrored(CompareOp op) {
  switch (op) {
    case CompareOp::kLt: return CompareOp::kGt;
    case CompareOp::kLe: return CompareOp::kGe;
    case CompareOp::kGt: return CompareOp::kLt;
    case CompareOp::kGe: return CompareOp::kLe;
    default: return op;
  }
}

bool is_count(const Expr& e) { return e.op == Op::kEventCount || e.op == Op::kPlaceholderCount; }

// `count op limit` cannot hold without an event (6.2).
bool is_bounded(CompareOp op, const Expr& limit) {
  if (limit.op != Op::kConstant || !limit.type.is_number()) return op == CompareOp::kGt || op == CompareOp::kGe;
  const double n = limit.constant.to_double();
  switch (op) {
    case CompareOp::kGt: return n >= 0;
    case CompareOp::kGe:
    case CompareOp::kEq: return n > 0;
    default: return false;
  }
}

bool is_existence(CompareOp op, const Expr& limit) {
  if (limit.op != Op::kConstant) return false;
  const double n = limit.constant.to_double();
  return (op == CompareOp::kGt && n == 0) || (op == CompareOp::kGe && n == 1);
}

void find_atoms(const Expr& e, const Expr* choice, const Expr* negation, std::vector<Atom>& out) {
  if (e.op == Op::kCompare) {
    for (const std::size_t side : {0u, 1u}) {
      if (!is_count(e.args[side])) continue;
      const CompareOp op = side == 0 ? e.compare : mirrored(e.compare);
      const Expr& limit = e.args[1 - side];
      out.push_back({&e, &e.args[side], is_bounded(op, limit), is_existence(op, limit), choice, negation});
    }
    return;
  }
  if (e.op == Op::kOr || e.op == Op::kAtLeast) choice = &e;
  if (e.op == Op::kNot) negation = &e;
  for (const Expr& arg : e.args) find_atoms(arg, choice, negation, out);
}

std::uint32_t variable_of(const Binder& b, const Atom& atom) {
  return atom.count->op == Op::kEventCount ? atom.count->index : b.rule.placeholders[atom.count->index].variable;
}

std::string opposite(const Binder& b, const Atom& atom) {
  constexpr std::string_view kOpposites[] = {"!=", "=", ">=", ">", "<=", "<"};
  const std::string_view text = b.source.text(atom.comparison->span);
  if (text.starts_with('$')) return '!' + std::string(text);
  if (text.starts_with('!')) return std::string(text.substr(1));
  return fmt::format("{} {} {}", b.source.text(atom.comparison->args[0].span),
                     kOpposites[static_cast<std::size_t>(atom.comparison->compare)],
                     b.source.text(atom.comparison->args[1].span));
}

void check_negation(Binder& b, const Atom& atom) {
  if (!atom.negation) return;
  auto& diagnostic = report(b, Code::kNotOnEvent, atom.comparison->span,
                            fmt::format("`not` cannot apply to {}", written(b, atom.comparison->span)));
  diagnostic.help = fmt::format("write `{}`", opposite(b, atom));
}

void check_choice(Binder& b, const Atom& atom) {
  if (!atom.choice || atom.bounded || atom.negation) return;
  auto& diagnostic = report(b, Code::kUnboundedChoice, atom.comparison->span,
                            fmt::format("{} also holds when there is no event, so it cannot stand under `{}`",
                                        written(b, atom.comparison->span), atom.choice->op == Op::kOr ? "or" : "of"));
  diagnostic.help = "join it with `and`";
}

void check_something_bounded(Binder& b, const std::vector<Atom>& atoms) {
  const auto unbounded = std::ranges::find_if(atoms, [](const Atom& a) { return !a.bounded && !a.negation; });
  if (unbounded == atoms.end()) return;
  const bool bounded = std::ranges::any_of(b.rule.variables, &EventVariable::bounded);
  if (bounded || (unbounded->choice && !unbounded->bounded)) return;
  const std::string& name = b.rule.variables[variable_of(b, *unbounded)].name;
  auto& diagnostic = report(b, Code::kUnbounded, unbounded->comparison->span,
                            fmt::format("nothing in this condition asks for an event: {} holds without any",
                                        written(b, unbounded->comparison->span)));
  diagnostic.help = fmt::format("a group exists only where an event is: write `${} and …`, or `#{} > 0`", name, name);
}

// Without a window each event is judged alone, so its count is 1.
void check_count_of_one(Binder& b, const Atom& atom) {
  if (b.rule.window || b.ast.match || atom.count->op != Op::kEventCount || !atom.bounded || atom.existence) return;
  const Expr& limit = atom.comparison->args[&atom.comparison->args[0] == atom.count ? 1 : 0];
  if (limit.op != Op::kConstant) return;
  const bool equals_one = atom.comparison->compare == CompareOp::kEq && limit.constant.to_double() == 1;
  if (equals_one) return;
  report(
      b, Code::kCountWithoutMatch, atom.comparison->span,
      fmt::format("without `match` every event is judged alone, so {} never holds", written(b, atom.comparison->span)))
      .help = "group the events: `match: $placeholder over 5m`";
}

void classify(Binder& b, const std::vector<Atom>& atoms) {
  bool only_existence = b.rule.variables.size() == 1 && !atoms.empty();
  for (const Atom& atom : atoms)
    only_existence =
        only_existence && atom.existence && atom.count->op == Op::kEventCount && !atom.choice && !atom.negation;
  // Anything besides the atoms, such as outcomes, makes the condition more than a test for existence.
  const Expr& condition = b.rule.condition;
  const auto is_atom = [](const Expr& e) {
    return e.op == Op::kCompare && (is_count(e.args[0]) || is_count(e.args[1]));
  };
  const bool plain = is_atom(condition) || (condition.op == Op::kAnd && std::ranges::all_of(condition.args, is_atom));
  b.rule.multi_event = b.rule.window.has_value() && !(only_existence && plain);
}

}  // namespace

void check_bounds(Binder& b) {
  std::vector<Atom> atoms;
  find_atoms(b.rule.condition, nullptr, nullptr, atoms);
  for (const Atom& atom : atoms)
    if (atom.bounded && !atom.negation) b.rule.variables[variable_of(b, atom)].bounded = true;
  for (const Atom& atom : atoms) {
    check_negation(b, atom);
    check_choice(b, atom);
    check_count_of_one(b, atom);
  }
  check_something_bounded(b, atoms);
  classify(b, atoms);
}

void check_coverage(Binder& b) {
  std::set<std::string> covered;
  bool unknown = !b.syntax_errors.empty();
  visit_all(*b.ast.condition, [&](const syntax::Expr& e) {
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
    if (covered.contains(v.name)) continue;
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
