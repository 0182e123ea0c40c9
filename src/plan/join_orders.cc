#include "plan/join_orders.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <optional>
#include <utility>

#include "syntax/mirrored.h"

namespace yaral::plan {

namespace {

using semantics::CompareOp;

// Cases that combinations are made by, one after the other.
constexpr std::size_t kMostCases = 8;

std::uint32_t lowest(std::uint32_t mask) { return static_cast<std::uint32_t>(std::countr_zero(mask)); }

std::uint32_t required_variables(const RulePlan& plan) {
  std::uint32_t mask = 0;
  for (std::uint32_t v = 0; v < plan.variables.size(); ++v)
    if (plan.rule->variables[v].required) mask |= 1u << v;
  return mask;
}

std::optional<StepTest> seen_from(const JoinTest& test, std::uint32_t variable, std::uint32_t bound) {
  const auto is_bound = [&](const JoinTest::Side& side) { return (bound & 1u << side.variable) != 0; };
  if (test.left.variable == variable && is_bound(test.right))
    return StepTest{test.compare, test.left.column, test.left.time_plus, test.right.variable, test.right.column};
  if (test.right.variable == variable && is_bound(test.left))
    return StepTest{syntax::mirrored(test.compare), test.right.column, test.right.time_plus, test.left.variable,
                    test.left.column};
  return std::nullopt;
}

using Picks = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

// Each of the cases with each alternative of one more choice.
std::vector<Picks> split_by(const std::vector<Picks>& cases, std::uint32_t choice, std::size_t alternatives) {
  std::vector<Picks> split;
  for (const Picks& picks : cases) {
    for (std::uint32_t alternative = 0; alternative < alternatives; ++alternative) {
      split.push_back(picks);
      split.back().emplace_back(choice, alternative);
    }
  }
  return split;
}

bool has_equality(const JoinAlternative& alternative) {
  return std::ranges::find(alternative.tests, CompareOp::kEq, &JoinTest::compare) != alternative.tests.end();
}

// Whether it helps to make combinations alternative by alternative, all of which have the variables `present`. Two
// variables with equalities in every alternative are looked up without.
bool is_worth_splitting(const JoinChoice& choice, std::uint32_t present) {
  // It counts in every combination only if what it reads is in every one.
  const bool always = (choice.variables & ~present) == 0;
  return always && (std::popcount(choice.variables) > 2 || !std::ranges::all_of(choice.alternatives, has_equality));
}

// Plans how the combinations of one case are found.
class CasePlanner {
 public:
  CasePlanner(RulePlan& out, Picks picks) : out_(out), joins_(out.joins), required_(required_variables(out)) {
    tests_ = joins_.tests;
    for (const auto& [choice, alternative] : picks) {
      const JoinAlternative& picked = joins_.choices[choice].alternatives[alternative];
      tests_.insert(tests_.end(), picked.tests.begin(), picked.tests.end());
      parts_.insert(parts_.end(), picked.residuals.begin(), picked.residuals.end());
    }
    case_.picks = std::move(picks);
  }

  JoinCase plan() {
    for (std::uint32_t v = 0; v < count(); ++v) case_.orders.push_back(orders_from(v));
    for (std::uint32_t from = 0; from < count(); ++from) {
      for (std::uint32_t to = 0; to < count(); ++to) {
        if (from == to) continue;
        JoinStep made = step(to, 1u << from);
        if (reads_others(made) || !made.lookup.equal.empty())
          case_.pairs.push_back({from, indexed(made), only_keys(made)});
      }
    }
    return case_;
  }

  // Whether some order that begins with a required variable tries all rows of a group; after plan().
  bool tries_all() const {
    for (std::uint32_t v = 0; v < count(); ++v)
      if ((required_ & 1u << v) != 0 && tries_all(case_.orders[v].front())) return true;
    return false;
  }

 private:
  std::uint32_t count() const { return static_cast<std::uint32_t>(out_.variables.size()); }

  bool reads_others(const JoinStep& step) const {
    const std::uint32_t others = ~(1u << step.variable);
    return !step.tests.empty() || !step.either.empty() || !step.residuals.empty() ||
           std::ranges::any_of(step.parts,
                               [&](std::uint32_t part) { return (joins_.parts[part].variables & others) != 0; });
  }

  // Match keys are equal in every group: comparing them finds nothing.
  bool is_key_test(const JoinStep& step, const StepTest& test) const {
    for (std::size_t key = 0; key < out_.rule->keys.size(); ++key)
      if (out_.variables[step.variable].keys[key] == test.column &&
          out_.variables[test.other].keys[key] == test.other_column)
        return true;
    return false;
  }

  bool only_keys(const JoinStep& step) const {
    if (reads_others(step) || !step.intervals.empty()) return false;
    return std::ranges::all_of(step.lookup.equal, [&](const StepTest& test) { return is_key_test(step, test); });
  }

  // How many ways there are to find its rows without trying all of a group.
  std::size_t ways(const JoinStep& step) const {
    const auto telling =
        std::ranges::count_if(step.lookup.equal, [&](const StepTest& test) { return !is_key_test(step, test); });
    return static_cast<std::size_t>(telling) + (step.either.empty() ? 0 : 1);
  }

  JoinStep indexed(JoinStep step) {
    add_index(step.variable, step.lookup);
    for (JoinLookup& lookup : step.either) add_index(step.variable, lookup);
    return step;
  }

  void add_index(std::uint32_t variable, JoinLookup& lookup) {
    if (lookup.equal.empty()) return;
    JoinIndex index{.variable = variable, .columns = {}};
    for (const StepTest& test : lookup.equal) index.columns.push_back(test.column);
    const auto at = std::ranges::find(joins_.indexes, index);
    lookup.index = static_cast<std::uint32_t>(at - joins_.indexes.begin());
    if (at == joins_.indexes.end()) joins_.indexes.push_back(std::move(index));
  }

  bool tries_all(const JoinOrder& order) const {
    return std::any_of(order.inner.begin() + 1, order.inner.end(),
                       [&](const JoinStep& step) { return ways(step) == 0; });
  }

  std::vector<JoinOrder> orders_from(std::uint32_t start) {
    std::vector<JoinOrder> orders = {order_from(start)};
    if ((required_ & 1u << start) != 0 || !tries_all(orders.front())) return orders;
    for (std::uint32_t i = 0; i < joins_.choices.size(); ++i) {
      if (!is_worth_splitting(joins_.choices[i], required_ | 1u << start) || is_picked(i)) continue;
      orders.clear();
      for (const Picks& picks : split_by({case_.picks}, i, joins_.choices[i].alternatives.size()))
        orders.push_back(CasePlanner(out_, picks).order_from(start));
      return orders;
    }
    return orders;
  }

  JoinOrder order_from(std::uint32_t start) {
    JoinOrder order;
    order.inner.push_back(step(start, 0));
    std::uint32_t bound = 1u << start;
    while ((required_ & ~bound) != 0) {
      JoinStep next = best(required_ & ~bound, bound);
      bound |= 1u << next.variable;
      order.inner.push_back(indexed(std::move(next)));
    }
    for (std::uint32_t v = 0; v < count(); ++v) {
      if ((bound & 1u << v) != 0) continue;
      order.outer.push_back(indexed(step(v, bound)));
      bound |= 1u << v;
    }
    add_sources(order);
    return order;
  }

  // The next variable to join: one that an index finds, else one that an order narrows.
  JoinStep best(std::uint32_t wanted, std::uint32_t bound) const {
    JoinStep found = step(lowest(wanted), bound);
    std::size_t most = 0;
    for (; wanted != 0; wanted &= wanted - 1) {
      JoinStep candidate = step(lowest(wanted), bound);
      const std::size_t score =
          ways(candidate) * 100 + candidate.tests.size() * 10 + candidate.residuals.size() + candidate.parts.size();
      if (score <= most) continue;
      most = score;
      found = std::move(candidate);
    }
    return found;
  }

  JoinStep step(std::uint32_t variable, std::uint32_t bound) const {
    JoinStep made{.variable = variable};
    for (const JoinTest& test : tests_)
      if (const auto seen = seen_from(test, variable, bound))
        (seen->compare == CompareOp::kEq ? made.lookup.equal : made.tests).push_back(*seen);
    const auto is_told = [&](const Residual& residual) {
      const std::uint32_t with = bound | 1u << variable;
      return (residual.variables & ~with) == 0 && (residual.variables & 1u << variable) != 0;
    };
    for (std::uint32_t i = 0; i < joins_.residuals.size(); ++i)
      if (is_told(joins_.residuals[i])) made.residuals.push_back(i);
    std::ranges::copy_if(parts_, std::back_inserter(made.parts),
                         [&](std::uint32_t part) { return is_told(joins_.parts[part]); });
    for (std::uint32_t i = 0; i < joins_.intervals.size(); ++i) {
      const IntervalTest& test = joins_.intervals[i];
      const bool here = test.entity == variable || test.event == variable;
      const std::uint32_t other = test.entity == variable ? test.event : test.entity;
      if (here && (bound & 1u << other) != 0) made.intervals.push_back(i);
    }
    for (std::uint32_t i = 0; i < joins_.choices.size() && made.either.empty(); ++i)
      if (!is_picked(i)) add_either(joins_.choices[i], bound, made);
    return made;
  }

  bool is_picked(std::uint32_t choice) const {
    return std::ranges::any_of(case_.picks, [&](const auto& pick) { return pick.first == choice; });
  }

  // Lets rows be found by the choice, if each of its alternatives compares them with something that is bound. An `or`
  // counts only where all that it reads is there: what is required will be.
  void add_either(const JoinChoice& choice, std::uint32_t bound, JoinStep& step) const {
    if ((choice.variables & ~(bound | required_ | 1u << step.variable)) != 0) return;
    std::vector<JoinLookup> either;
    for (const JoinAlternative& alternative : choice.alternatives) {
      JoinLookup lookup{.equal = step.lookup.equal};
      for (const JoinTest& test : alternative.tests)
        if (const auto seen = seen_from(test, step.variable, bound); seen && seen->compare == CompareOp::kEq)
          lookup.equal.push_back(*seen);
      if (lookup.equal.size() == step.lookup.equal.size()) return;
      either.push_back(std::move(lookup));
    }
    step.either = std::move(either);
    step.either_needs = choice.variables & ~(required_ | 1u << step.variable);
  }

  void add_sources(JoinOrder& order) {
    if ((required_ & 1u << order.inner.front().variable) == 0) return;
    for (const auto* steps : {&order.inner, &order.outer})
      for (const JoinStep& step : *steps)
        if (&step != &order.inner.front()) order.sources.push_back(sources_of(step));
  }

  std::vector<JoinPair> sources_of(const JoinStep& step) {
    const auto is_required = [&](const StepTest& test) { return (required_ & 1u << test.other) != 0; };
    const auto tells = [&](const StepTest& test) { return is_required(test) && !is_key_test(step, test); };
    const auto& equal = step.lookup.equal;
    const auto telling = std::ranges::find_if(equal, tells);
    const auto any = telling == equal.end() ? std::ranges::find_if(equal, is_required) : telling;
    std::vector<JoinPair> sources;
    if (telling == equal.end() && step.either_needs == 0)
      for (const JoinLookup& lookup : step.either)
        sources.push_back(pair_of(step.variable, lookup.equal, lookup.equal.back().other));
    if (sources.empty() && any != equal.end()) sources.push_back(pair_of(step.variable, equal, any->other));
    return sources;
  }

  JoinPair pair_of(std::uint32_t variable, const std::vector<StepTest>& equal, std::uint32_t from) {
    JoinStep step{.variable = variable};
    std::ranges::copy_if(equal, std::back_inserter(step.lookup.equal),
                         [&](const StepTest& test) { return test.other == from; });
    return {from, indexed(std::move(step))};
  }

  RulePlan& out_;
  JoinPlan& joins_;
  const std::uint32_t required_;
  std::vector<JoinTest> tests_;       // that hold in this case
  std::vector<std::uint32_t> parts_;  // likewise
  JoinCase case_;
};

// Plans the cases; whether one of them tries all rows of a group.
bool plan_cases(const std::vector<Picks>& cases, RulePlan& out) {
  out.joins.cases.clear();
  out.joins.indexes.clear();
  bool tries_all = false;
  for (const Picks& picks : cases) {
    CasePlanner planner(out, picks);
    out.joins.cases.push_back(planner.plan());
    tries_all = tries_all || planner.tries_all();
  }
  return tries_all;
}

}  // namespace

void plan_orders(RulePlan& out) {
  std::vector<Picks> cases(1);
  bool tries_all = plan_cases(cases, out);
  for (std::uint32_t i = 0; i < out.joins.choices.size() && tries_all; ++i) {
    const JoinChoice& choice = out.joins.choices[i];
    if (!is_worth_splitting(choice, required_variables(out)) || cases.size() * choice.alternatives.size() > kMostCases)
      continue;
    cases = split_by(cases, i, choice.alternatives.size());
    tries_all = plan_cases(cases, out);
  }
}

}  // namespace yaral::plan
