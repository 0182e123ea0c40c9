#include <algorithm>

#include <fmt/format.h>

#include "semantics/atoms.h"
#include "semantics/condition.h"

namespace yaral::semantics {

namespace {

using syntax::CompareOp;

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
  // 6.2: an event or detection; entities are only context.
  const bool bounded = std::ranges::any_of(b.rule.variables, [](const EventVariable& v) {
    return v.bounded && (v.source == EventSource::kUdm || v.source == EventSource::kDetection);
  });
  const auto variables = variables_of(b, *unbounded);
  if (bounded || (unbounded->choice && !unbounded->bounded) || variables.empty()) return;
  const std::string& name = b.rule.variables[*variables.begin()].name;
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
  bool only_existence =
      b.rule.variables.size() == 1 && b.rule.variables[0].source == EventSource::kUdm && !atoms.empty();
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

void check_bounds(Binder& b, bool covered) {
  const std::vector<Atom> atoms = find_atoms(b.rule.condition);
  for (const Atom& atom : atoms) {
    if (!atom.bounded || atom.negation) continue;
    for (const std::uint32_t v : variables_of(b, atom)) b.rule.variables[v].bounded = true;
  }
  for (const std::uint32_t v : required_by(b, b.rule.condition)) b.rule.variables[v].required = true;
  for (const Atom& atom : atoms) {
    check_negation(b, atom);
    check_choice(b, atom);
    check_count_of_one(b, atom);
  }
  if (covered) {
    check_something_bounded(b, atoms);
    check_absence(b, atoms);
  }
  check_choices(b, atoms);
  classify(b, atoms);
}

}  // namespace yaral::semantics
