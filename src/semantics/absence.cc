#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "semantics/atoms.h"
#include "semantics/joins.h"

namespace yaral::semantics {

namespace {

constexpr std::size_t kMostInChoice = 2;  // language reference 6.4, for rules

bool is_event(const EventVariable& v) { return v.source == EventSource::kUdm; }
bool is_bounded_event(const EventVariable& v) { return is_event(v) && v.bounded; }

// 6.2, rule 2: the placeholder is known from an event that is there.
void check_placeholder(Binder& b, const Atom& atom) {
  const auto variables = variables_of(b, atom);
  if (std::ranges::any_of(variables, [&](std::uint32_t v) {
        return b.rule.variables[v].bounded && b.rule.variables[v].source != EventSource::kEntity;
      }))
    return;
  const std::string& name = b.rule.placeholders[atom.count->index].name;
  report(b, Code::kUnboundedSource, atom.comparison->span,
         fmt::format("{} asks for the absence of `${}`, which no event that the condition requires has",
                     written(b, atom.comparison->span), name))
      .help = fmt::format("bind `${}` in an event that the condition requires as well", name);
}

// 6.2, rule 3: the entity is joined to an event that is there.
void check_entity(Binder& b, const Atom& atom) {
  const std::uint32_t entity = atom.count->index;
  const auto partners = join_partners(b.rule);
  const auto bounded = [&](std::uint32_t v) { return is_bounded_event(b.rule.variables[v]); };
  if (std::ranges::any_of(partners[entity],
                          [&](const VariableSet& others) { return std::ranges::all_of(others, bounded); }))
    return;
  report(b, Code::kUnboundedSource, atom.comparison->span,
         fmt::format("{} asks for the absence of an entity that is joined to no event that the condition requires",
                     written(b, atom.comparison->span)))
      .help = fmt::format("join `${}` to such an event", b.rule.variables[entity].name);
}

bool has_key(const MatchKey& key, std::uint32_t variable) {
  return std::ranges::find(key.sources, variable, &Source::variable) != key.sources.end();
}

// 6.2, rule 4: a group has a value of each key, whichever of its variables are present.
void check_keys(Binder& b) {
  std::vector<std::uint32_t> required, optional;
  for (std::uint32_t v = 0; v < b.rule.variables.size(); ++v) {
    const EventVariable& variable = b.rule.variables[v];
    if (variable.required)
      required.push_back(v);
    else if (variable.bounded)
      optional.push_back(v);
  }
  for (const MatchKey& key : b.rule.keys) {
    if (key.sources.empty()) continue;
    const auto has = [&](std::uint32_t v) { return has_key(key, v); };
    if (std::ranges::any_of(required, has) || (!optional.empty() && std::ranges::all_of(optional, has))) continue;
    const auto lacking = std::ranges::find_if_not(optional, has);
    auto& diagnostic = report(
        b, Code::kKeyWithoutEvent, key.value.span,
        lacking == optional.end()
            ? fmt::format("no event that the condition requires has the match key {}", written(b, key.value.span))
            : fmt::format("a group of `${}` alone has no match key {}", b.rule.variables[*lacking].name,
                          written(b, key.value.span)));
    diagnostic.help = "bind it in every event variable that a group may consist of";
  }
}

// 6.2, rule 6.
void check_pivot(Binder& b) {
  if (!b.rule.window || !b.ast.match || !b.variables.contains(b.ast.match->pivot)) return;
  const EventVariable& pivot = b.rule.variables[b.rule.window->pivot];
  if (pivot.required) return;
  report(b, Code::kBadPivot, b.ast.match->pivot_span,
         fmt::format("the condition does not require `${}`, so there may be nothing for the window to slide along",
                     pivot.name))
      .help = fmt::format("ask for it in `condition`: `${} and …`, or slide along another variable", pivot.name);
}

std::set<std::uint32_t> variables_in(const Binder& b, const std::vector<Atom>& atoms, const Expr* choice) {
  std::set<std::uint32_t> out;
  for (const Atom& atom : atoms)
    if (atom.choice == choice) out.merge(variables_of(b, atom));
  return out;
}

void report_choice(Binder& b, const Expr& choice, std::string message, std::string help) {
  report(b, Code::kChoiceOfEvents, choice.span, std::move(message)).help = std::move(help);
}

void check_choice_of(Binder& b, const Expr& choice, const std::set<std::uint32_t>& variables) {
  const bool all = choice.op == Op::kAtLeast && choice.constant.as_int() == std::ssize(choice.args);
  if (variables.size() < 2 || all) return;
  const std::string word = choice.op == Op::kOr ? "or" : "of";
  const auto source = [&](std::uint32_t v) { return is_event(b.rule.variables[v]); };
  if (b.rule.window && b.rule.window->kind == syntax::WindowKind::kTumbling) {
    report_choice(b, choice, fmt::format("`{}` between event variables does not go with tumbling windows (`by`)", word),
                  "use a hop window: `over`");
  } else if (variables.size() > kMostInChoice) {
    report_choice(
        b, choice,
        fmt::format("`{}` stands between {} event variables; rules may have {}", word, variables.size(), kMostInChoice),
        "split the rule, or describe several events by one variable");
  } else if (!std::ranges::all_of(variables, source) && !std::ranges::none_of(variables, source)) {
    report_choice(b, choice, fmt::format("`{}` cannot stand between events and other sources", word),
                  "join them with `and`");
  }
}

// `$a or $b and $n > 1` is `$a or ($b and $n > 1)` (6.4).
void check_brackets(Binder& b, const std::vector<Atom>& atoms) {
  const Expr& condition = b.rule.condition;
  if (condition.op != Op::kOr || variables_in(b, atoms, &condition).size() < 2) return;
  for (const Expr& arg : condition.args) {
    if (arg.op != Op::kAnd || !contains(arg, Op::kOutcome) || find_atoms(arg).empty()) continue;
    report(b, Code::kUnbracketedChoice, arg.span,
           fmt::format("{} is one alternative: `and` binds stronger than `or`", written(b, arg.span)))
        .help = "put brackets around what belongs together: `($a or $b) and $count > 1`";
    return;
  }
}

}  // namespace

void check_absence(Binder& b, const std::vector<Atom>& atoms) {
  for (const Atom& atom : atoms) {
    if (atom.bounded || atom.negation || atom.choice) continue;
    if (atom.count->op == Op::kPlaceholderCount)
      check_placeholder(b, atom);
    else if (b.rule.variables[atom.count->index].source == EventSource::kEntity &&
             !b.rule.variables[atom.count->index].bounded)
      check_entity(b, atom);
  }
  // Without any event the rule has a more basic mistake, which is told.
  if (std::ranges::any_of(b.rule.variables, &EventVariable::bounded)) {
    check_keys(b);
    check_pivot(b);
  }
}

void check_choices(Binder& b, const std::vector<Atom>& atoms) {
  std::set<const Expr*> seen;
  for (const Atom& atom : atoms)
    if (atom.choice && seen.insert(atom.choice).second)
      check_choice_of(b, *atom.choice, variables_in(b, atoms, atom.choice));
  check_brackets(b, atoms);
}

}  // namespace yaral::semantics
