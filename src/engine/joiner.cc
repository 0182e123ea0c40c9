#include "engine/joiner.h"

#include <algorithm>

#include <boost/container/small_vector.hpp>

#include "engine/evaluate.h"

namespace yaral::engine {

namespace {

using plan::JoinLookup;
using plan::JoinOrder;
using plan::JoinPair;
using plan::JoinStep;
using plan::kNone;
using plan::StepTest;
using semantics::CompareOp;
using semantics::EventSource;

// A search gives up after so many rows looked at: some joins have more combinations than anybody can wait for.
constexpr std::uint64_t kMostChecks = 200'000'000;
// An index is not worth its making for fewer rows.
constexpr std::size_t kFewRows = 8;

std::uint64_t mix(std::uint64_t hash, const Value& v) { return (hash ^ hash_value(v)) * 0x9E3779B97F4A7C15ull; }

}  // namespace

// What predicates over several variables read: the rows of the combination so far.
class Joiner::CombinationScope : public Scope {
 public:
  explicit CombinationScope(const Joiner& joiner) : joiner_(joiner) {}
  Value field(std::uint32_t index) override {
    const plan::FieldPlan& field = joiner_.rule_.fields[index];
    const RankedRow* row = joiner_.current_[field.variable];
    return row ? row->values[field.column] : Value{};
  }

 private:
  const Joiner& joiner_;
};

Joiner::Joiner(const plan::RulePlan& rule, Rows rows, const RecordOrders& orders, functions::CallContext& context,
               const std::atomic<bool>* stop)
    : rule_(rule),
      rows_(std::move(rows)),
      orders_(orders),
      context_(context),
      stop_(stop),
      indexes_(rule.joins.indexes.size()),
      current_(rows_.size()) {
  bool untimed = false;
  bool event_required = false;
  for (std::uint32_t v = 0; v < rows_.size(); ++v) {
    untimed |= !is_timed(v);
    event_required |= is_timed(v) && rule_.rule->variables[v].required;
  }
  may_lack_events_ = untimed && !event_required;
}

JoinLimits Joiner::no_limits() const {
  JoinLimits limits;
  for (std::uint32_t v = 0; v < rows_.size(); ++v) limits.rows.push_back(all_of(v));
  return limits;
}

void Joiner::begin_search() {
  checks_ = 0;
  exhausted_ = false;
  case_ = 0;
  alive_.clear();
  living_.clear();
}

bool Joiner::spend() {
  if (++checks_ > kMostChecks) cut_off_ = exhausted_ = true;
  if (stop_ && stop_->load(std::memory_order_relaxed)) exhausted_ = true;
  return !exhausted_;
}

bool Joiner::is_timed(std::uint32_t variable) const {
  const EventSource source = rule_.variables[variable].source;
  return source == EventSource::kUdm || source == EventSource::kDetection;
}

const Joiner::Index& Joiner::index(std::uint32_t which) {
  if (indexes_[which]) return *indexes_[which];
  const plan::JoinIndex& plan = rule_.joins.indexes[which];
  Index& made = indexes_[which].emplace();
  const auto rows = rows_[plan.variable];
  made.reserve(rows.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    std::uint64_t hash = 0;
    for (const std::uint32_t column : plan.columns) hash = mix(hash, rows[i].values[column]);
    made.emplace_back(hash, i);
  }
  std::ranges::sort(made);
  return made;
}

// The part of the range that the tests of the event's time and the span of the combination leave: rows are ordered by time.
RowRange Joiner::narrowed(const JoinStep& step, const JoinLimits& limits) const {
  RowRange range = limits.rows[step.variable];
  if (rule_.variables[step.variable].source != EventSource::kUdm) return range;
  const auto rows = rows_[step.variable];
  const EventOrder& order = *orders_[step.variable];
  const auto first_where = [&](const auto& reached) {
    const auto part = rows.subspan(range.begin, range.end - range.begin);
    const auto at =
        std::ranges::partition_point(part, [&](const RankedRow& row) { return !reached(order.time(row.rank)); });
    return range.begin + static_cast<std::uint32_t>(at - part.begin());
  };
  for (const StepTest& test : step.tests) {
    const RankedRow* other = current_[test.other];
    if (!test.time_plus || !other || test.compare == CompareOp::kNe) continue;
    const Value& limit = other->values[test.other_column];
    const auto seconds = [&](Timestamp t) { return compare(Value::integer(t.seconds + *test.time_plus), limit); };
    switch (test.compare) {
      case CompareOp::kGt: range.begin = first_where([&](Timestamp t) { return seconds(t) > 0; }); break;
      case CompareOp::kGe: range.begin = first_where([&](Timestamp t) { return seconds(t) >= 0; }); break;
      case CompareOp::kLt: range.end = first_where([&](Timestamp t) { return seconds(t) >= 0; }); break;
      case CompareOp::kLe: range.end = first_where([&](Timestamp t) { return seconds(t) > 0; }); break;
      default: break;
    }
  }
  if (!limits.less_than_apart) return range;
  for (std::uint32_t v = 0; v < current_.size(); ++v) {
    if (!current_[v] || rule_.variables[v].source != EventSource::kUdm) continue;
    const Timestamp t = orders_[v]->time(current_[v]->rank);
    const Duration span = *limits.less_than_apart;
    range.begin = first_where([&](Timestamp other) { return t < other + span; });
    range.end = first_where([&](Timestamp other) { return !(other < t + span); });
  }
  return range;
}

bool Joiner::is_alive(std::uint32_t variable, std::uint32_t row, const JoinLimits& limits) const {
  return alive_.empty() || alive_[variable].empty() || alive_[variable][row - limits.rows[variable].begin] != 0;
}

// The ways to find the rows that may fit; none where each has to be tried.
std::span<const JoinLookup> Joiner::lookups(const JoinStep& step) const {
  const auto usable = [&](const JoinLookup& lookup) {
    return lookup.index != kNone &&
           std::ranges::all_of(lookup.equal, [&](const StepTest& test) { return current_[test.other] != nullptr; });
  };
  if (!step.either.empty() && (step.either_needs & ~present()) == 0 && std::ranges::all_of(step.either, usable))
    return step.either;
  if (usable(step.lookup)) return {&step.lookup, 1};
  return {};
}

// The rows of the range that have the values of a lookup, or at least their hash.
std::span<const Joiner::IndexEntry> Joiner::entries(const JoinLookup& lookup, RowRange range) {
  std::uint64_t hash = 0;
  for (const StepTest& test : lookup.equal) hash = mix(hash, current_[test.other]->values[test.other_column]);
  const Index& all = index(lookup.index);
  const auto begin = std::ranges::lower_bound(all, IndexEntry(hash, range.begin));
  const auto end = std::ranges::lower_bound(begin, all.end(), IndexEntry(hash, range.end));
  return {begin, end};
}

// The rows of the range that reduce() left; of a variable that it did not touch none.
std::span<const std::uint32_t> Joiner::living(std::uint32_t variable, RowRange range) const {
  if (living_.empty()) return {};
  const auto begin = std::ranges::lower_bound(living_[variable], range.begin);
  return {begin, std::ranges::lower_bound(begin, living_[variable].end(), range.end)};
}

bool Joiner::are_equal(const JoinLookup& lookup, const RankedRow& row) const {
  return std::ranges::all_of(lookup.equal, [&](const StepTest& test) {
    return equal(row.values[test.column], current_[test.other]->values[test.other_column]);
  });
}

// Calls `try_row` with the rows that may fit the combination so far, until it says true.
template <typename Try>
bool Joiner::for_candidates(const JoinStep& step, const JoinLimits& limits, const Try& try_row) {
  const RowRange range = narrowed(step, limits);
  if (range.begin >= range.end) return false;
  const auto rows = rows_[step.variable];
  const auto attempt = [&](std::uint32_t row) {
    return is_alive(step.variable, row, limits) && fits(step, rows[row], limits) && try_row(row);
  };
  const bool reduced = !living_.empty() && !alive_[step.variable].empty();
  const auto left = living(step.variable, range);
  const std::size_t most = reduced ? left.size() : range.end - range.begin;
  const auto ways = most > kFewRows ? lookups(step) : std::span<const JoinLookup>{};
  boost::container::small_vector<std::span<const IndexEntry>, 4> found;
  std::size_t found_count = 0;
  for (const JoinLookup& way : ways) {
    found.push_back(entries(way, range));
    found_count += found.back().size();
  }
  if (ways.empty() || found_count > most) {
    for (std::uint32_t i = 0; i < most && spend(); ++i)
      if (attempt(reduced ? left[i] : range.begin + i)) return true;
    return false;
  }
  for (std::size_t way = 0; way < ways.size(); ++way) {
    const auto found_before = [&](std::uint32_t row) {
      return std::ranges::any_of(ways.first(way), [&](const JoinLookup& w) { return are_equal(w, rows[row]); });
    };
    for (auto at = found[way].begin(); at != found[way].end() && spend(); ++at)
      if (!found_before(at->second) && attempt(at->second)) return true;
  }
  return false;
}

bool Joiner::fits(const JoinStep& step, const RankedRow& row, const JoinLimits& limits) {
  const std::uint32_t variable = step.variable;
  const EventOrder* order = orders_[variable];
  if (limits.overlapping && rule_.variables[variable].source == EventSource::kDetection &&
      order->time(row.rank) < *limits.overlapping && !(*limits.overlapping < order->end(row.rank)))
    return false;
  for (std::uint32_t v = 0; v < current_.size(); ++v)
    if (order && current_[v] && orders_[v] == order && v != variable && current_[v]->rank == row.rank) return false;
  for (const auto* tests : {&step.lookup.equal, &step.tests}) {
    for (const StepTest& test : *tests) {
      const RankedRow* other = current_[test.other];
      if (other && !compares(test.compare, row.values[test.column], other->values[test.other_column])) return false;
    }
  }
  current_[variable] = &row;
  const auto within = [&](std::uint32_t which) {
    const plan::IntervalTest& test = rule_.joins.intervals[which];
    if (!current_[test.entity] || !current_[test.event]) return true;
    const EventOrder& entities = *orders_[test.entity];
    const Timestamp t = orders_[test.event]->time(current_[test.event]->rank);
    return !(t < entities.time(current_[test.entity]->rank)) && t < entities.end(current_[test.entity]->rank);
  };
  const auto satisfied = [&](std::uint32_t which) { return satisfies(rule_.joins.residuals[which]); };
  const auto part_satisfied = [&](std::uint32_t which) { return satisfies(rule_.joins.parts[which]); };
  const bool good = std::ranges::all_of(step.intervals, within) && std::ranges::all_of(step.parts, part_satisfied) &&
                    std::ranges::all_of(step.residuals, satisfied);
  current_[variable] = nullptr;
  return good;
}

// What reads an absent variable does not count.
bool Joiner::satisfies(const plan::Residual& residual) {
  if ((residual.variables & ~present()) != 0) return true;
  CombinationScope scope(*this);
  return holds(residual.node, scope, context_);
}

// Whether the combination, as far as it must be there, was found in a case before.
bool Joiner::is_of_earlier_case() {
  const auto holds_alternative = [&](const auto& pick) {
    const plan::JoinAlternative& picked = rule_.joins.choices[pick.first].alternatives[pick.second];
    return std::ranges::all_of(picked.tests,
                               [&](const plan::JoinTest& test) {
                                 return compares(test.compare, current_[test.left.variable]->values[test.left.column],
                                                 current_[test.right.variable]->values[test.right.column]);
                               }) &&
           std::ranges::all_of(picked.residuals,
                               [&](std::uint32_t part) { return satisfies(rule_.joins.parts[part]); });
  };
  return std::ranges::any_of(std::span(rule_.joins.cases).first(case_), [&](const plan::JoinCase& before) {
    return std::ranges::all_of(before.picks, holds_alternative);
  });
}

bool Joiner::extend(const JoinOrder& order, std::size_t step, const JoinLimits& limits, const Visit& visit) {
  if (step == order.inner.size()) return !visit || (!is_of_earlier_case() && extend_outer(order, 0, limits, visit));
  const JoinStep& next = order.inner[step];
  return for_candidates(next, limits, [&](std::uint32_t row) {
    current_[next.variable] = &rows_[next.variable][row];
    const bool enough = extend(order, step + 1, limits, visit);
    const bool witness = enough && !visit;  // the caller reads it
    if (!witness) current_[next.variable] = nullptr;
    return enough;
  });
}

std::uint32_t Joiner::present() const {
  std::uint32_t mask = 0;
  for (std::uint32_t v = 0; v < current_.size(); ++v)
    if (current_[v]) mask |= 1u << v;
  return mask;
}

// Variables that need not be there: each row that fits, or none.
bool Joiner::extend_outer(const JoinOrder& order, std::size_t step, const JoinLimits& limits, const Visit& visit) {
  if (step == order.outer.size()) return !visit(current_);
  const JoinStep& next = order.outer[step];
  bool any = false;
  // What it would be joined with must be there.
  const bool joined = std::ranges::any_of(rule_.rule->variables[next.variable].partners,
                                          [&](std::uint32_t others) { return (others & ~present()) == 0; });
  const bool done = joined && for_candidates(next, limits, [&](std::uint32_t row) {
                      any = true;
                      current_[next.variable] = &rows_[next.variable][row];
                      const bool enough = extend_outer(order, step + 1, limits, visit);
                      current_[next.variable] = nullptr;
                      return enough;
                    });
  return done || (!any && extend_outer(order, step + 1, limits, visit));
}

// With a row of the variable to begin with, in the present case. Without `visit` one combination is enough, and what need
// not be there is left out.
bool Joiner::start(std::uint32_t variable, std::uint32_t row, const JoinLimits& limits, const Visit& visit) {
  const RankedRow& begin = rows_[variable][row];
  for (const JoinOrder& order : rule_.joins.cases[case_].orders[variable]) {
    if (!is_alive(variable, row, limits) || !fits(order.inner.front(), begin, limits)) continue;
    current_[variable] = &begin;
    const bool found = extend(order, 1, limits, visit);
    if (visit || !found) current_[variable] = nullptr;
    if (found) return true;
  }
  return false;
}

bool Joiner::takes_part(std::uint32_t variable, std::uint32_t row, const JoinLimits& limits) {
  bool found = false;
  begin_search();
  for (; case_ < rule_.joins.cases.size() && !found; ++case_) found = start(variable, row, limits, {});
  std::ranges::fill(current_, nullptr);
  return found;
}

bool Joiner::has_partner(const JoinPair& pair, const RankedRow& from, const JoinLimits& limits) {
  current_[pair.from] = &from;
  const bool found = for_candidates(pair.to, limits, [](std::uint32_t) { return true; });
  current_[pair.from] = nullptr;
  return found;
}

std::vector<std::uint32_t> Joiner::partners(const JoinPair& pair, const RankedRow& from) {
  std::vector<std::uint32_t> found;
  const JoinLimits limits = no_limits();
  begin_search();
  current_[pair.from] = &from;
  for_candidates(pair.to, limits, [&](std::uint32_t row) {
    found.push_back(row);
    return false;
  });
  current_[pair.from] = nullptr;
  return found;
}

}  // namespace yaral::engine
