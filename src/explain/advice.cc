#include "explain/advice.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "explain/meaning.h"
#include "explain/written_predicates.h"
#include "plan/text_filter.h"
#include "semantics/expr_text.h"
#include "syntax/quote.h"

namespace yaral::explain {

namespace {

using semantics::EventSource;
using semantics::Expr;
using semantics::Op;

constexpr std::uint64_t kManyCalls = 100;    // fewer cost nothing
constexpr std::uint64_t kManyRows = 10'000;  // of a group
constexpr std::uint64_t kNearlyAllOf = 10;   // one in so many is few, all but one in so many nearly all

using Found = std::vector<Advice>;

class Finder {
 public:
  Finder(std::string_view kind, const CostFacts& of, Found& found) : facts(of), kind_(kind), found_(found) {}

  void add(semantics::Span place, std::string text) const {
    found_.push_back({kind_, semantics::line_of(*facts.plan.rule, place), std::move(text)});
  }
  std::string name(std::uint32_t variable) const { return semantics::variable_text(*facts.plan.rule, variable); }
  semantics::Span place(std::uint32_t variable) const { return facts.plan.rule->variables[variable].first_use; }

  const CostFacts& facts;

 private:
  std::string_view kind_;
  Found& found_;
};

void no_gate(const Finder& find) {
  const plan::RulePlan& plan = find.facts.plan;
  for (std::uint32_t v = 0; v < plan.variables.size(); ++v) {
    const std::uint64_t tried = find.facts.cost.variables[v].time.calls;
    if (plan.variables[v].source != EventSource::kUdm || tried < kManyCalls || tried * 2 < find.facts.events) continue;
    if (gate_text(*plan.rule, v).empty())
      find.add(find.place(v), fmt::format("{} tries {} of {} events: test `metadata.event_type` for equality",
                                          find.name(v), tried, find.facts.events));
  }
}

// A regular expression's pattern; nothing of another predicate.
std::optional<std::string_view> pattern_of(const Expr& e) {
  if (e.op == Op::kRegex) return e.constant.as_text();
  const bool call = e.op == Op::kCall && e.function->name == "re.regex" && e.args[1].op == Op::kConstant;
  return call ? std::optional(e.args[1].constant.as_text()) : std::nullopt;
}

template <typename Visit>
void each_pattern(const Expr& e, const Visit& visit) {
  if (const auto pattern = pattern_of(e)) visit(e, *pattern);
  for (const Expr& arg : e.args) each_pattern(arg, visit);
}

// Calls `visit` with the patterns of predicates that were really computed many times.
template <typename Visit>
void each_costly_pattern(const Finder& find, const Visit& visit) {
  for (const WrittenPredicate& written : find.facts.written) {
    const engine::PredicateCost& cost = find.facts.cost.variables[written.variable].predicates[written.number];
    if (cost.time.calls > cost.remembered + cost.excluded + kManyCalls) each_pattern(*written.expr, visit);
  }
}

void no_literal(const Finder& find) {
  each_costly_pattern(find, [&](const Expr& e, std::string_view pattern) {
    if (!plan::TextFilter({{0, std::string(pattern)}}).predicates().empty()) return;
    find.add(e.span,
             fmt::format("`{}` needs no text of three letters or more, so that every value goes through the regular "
                         "expression: add some that must be there, or a cheaper test before it",
                         syntax::printable(pattern)));
  });
}

// What a pattern looks for, when that is nothing but a text.
std::optional<std::string_view> plain_text(std::string_view pattern) {
  if (pattern.starts_with("(?i)")) pattern.remove_prefix(4);
  if (pattern.starts_with(".*")) pattern.remove_prefix(2);
  if (pattern.ends_with(".*")) pattern.remove_suffix(2);
  const bool plain = !pattern.empty() && pattern.find_first_of("\\.^$|?*+()[]{}") == std::string_view::npos;
  return plain ? std::optional(pattern) : std::nullopt;
}

void contains(const Finder& find) {
  each_costly_pattern(find, [&](const Expr& e, std::string_view pattern) {
    const auto text = plain_text(pattern);
    if (!text) return;
    const std::string field = semantics::expr_text(*find.facts.plan.rule, e.args[0]);
    const bool folded = e.nocase || pattern.starts_with("(?i)");
    const std::string literal = syntax::escape(syntax::printable(folded ? ascii_lower(*text) : std::string(*text)));
    find.add(e.span, fmt::format("`strings.contains({}, \"{}\")` says the same",
                                 folded ? fmt::format("strings.to_lower({})", field) : field, literal));
  });
}

// A predicate that rejects nearly all, after others that let nearly all through.
void rejects_last(const Finder& find) {
  std::uint32_t variable = 0;
  std::size_t before = 0;
  bool idle = true;  // all before let nearly everything through
  for (const WrittenPredicate& written : find.facts.written) {
    const Expr* const written_alone[] = {written.expr};
    const bool gate =
        plan::find_gate(*find.facts.plan.rule, written_alone).has_value();  // costs nothing where it stands
    if (written.by_row || gate) continue;
    if (written.variable != variable) before = 0, idle = true;
    variable = written.variable;
    const engine::PredicateCost& cost = find.facts.cost.variables[variable].predicates[written.number];
    const std::uint64_t calls = cost.time.calls;
    if (before > 0 && idle && calls >= kManyCalls && cost.hits * kNearlyAllOf < calls)
      find.add(written.expr->span,
               fmt::format("this test lets {} of {} events pass, the {} before it nearly all: write it first",
                           cost.hits, calls, before));
    idle = idle && (calls - cost.hits) * kNearlyAllOf < calls;
    ++before;
  }
}

void rows_multiply(const Finder& find) {
  const plan::RulePlan& plan = find.facts.plan;
  for (std::uint32_t v = 0; v < plan.variables.size(); ++v) {
    const auto lists = std::ranges::count(plan.variables[v].repeats, plan::kNone, &plan::RepeatNode::parent);
    if (lists > 1 && find.facts.cost.variables[v].time.calls >= kManyCalls)
      find.add(find.place(v),
               fmt::format("{} takes {} lists apart, and tries each element of the one with each of the others: "
                           "`any` tests a list without that",
                           find.name(v), lists));
  }
}

void large_group(const Finder& find) {
  const semantics::BoundRule& rule = *find.facts.plan.rule;
  if (find.facts.stats.largest_group < kManyRows || rule.keys.empty()) return;
  find.add(rule.keys.front().value.span,
           fmt::format(
               "one key has {} rows in a window: a narrower window, another match key or a stricter filter makes fewer",
               find.facts.stats.largest_group));
}

void no_equality(const Finder& find) {
  const plan::RulePlan& plan = find.facts.plan;
  if (find.facts.stats.largest_group < kManyCalls) return;
  const auto by_key = [&](const plan::JoinPair& pair) {
    const std::vector<std::uint32_t>& keys = plan.variables[pair.to.variable].keys;
    return pair.to.either.empty() && std::ranges::all_of(pair.to.lookup.equal, [&](const plan::StepTest& test) {
             return std::ranges::find(keys, test.column) != keys.end();
           });
  };
  for (const plan::JoinCase& one : plan.joins.cases)
    for (const plan::JoinPair& pair : one.pairs)
      if (pair.from < pair.to.variable && !pair.only_keys && by_key(pair))
        find.add(
            find.place(pair.to.variable),
            fmt::format("nothing but the match key is equal in {} and {}: each event of the one is compared with many "
                        "of the other",
                        find.name(pair.from), find.name(pair.to.variable)));
}

struct Row {
  std::string_view kind;
  void (*find)(const Finder&);
};

constexpr Row kRows[] = {
    {"no-gate", no_gate},           {"no-literal", no_literal},       {"contains", contains},
    {"rejects-last", rejects_last}, {"rows-multiply", rows_multiply}, {"large-group", large_group},
    {"no-equality", no_equality},
};

}  // namespace

std::vector<Advice> advice_for(const CostFacts& facts) {
  Found found;
  for (const Row& row : kRows) row.find(Finder(row.kind, facts, found));
  return found;
}

std::vector<std::string_view> advice_kinds() {
  std::vector<std::string_view> kinds;
  for (const Row& row : kRows) kinds.push_back(row.kind);
  return kinds;
}

}  // namespace yaral::explain
