#include "engine/joiner.h"

#include <algorithm>

#include "engine/evaluate.h"

namespace yaral::engine {

namespace {

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
  alive_.clear();
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
  made.entries.reserve(rows.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    std::uint64_t hash = 0;
    for (const std::uint32_t column : plan.columns) hash = mix(hash, rows[i].values[column]);
    made.entries.emplace_back(hash, i);
  }
  std::ranges::sort(made.entries);
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
    if (!test.time || !other || test.compare == CompareOp::kNe) continue;
    const Value& limit = other->values[test.other_column];
    const auto seconds = [&](Timestamp t) { return compare(Value::integer(t.seconds), limit); };
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

// Calls `try_row` with the rows that may fit the combination so far, until it says true.
template <typename Try>
bool Joiner::for_candidates(const JoinStep& step, const JoinLimits& limits, const Try& try_row) {
  const RowRange range = narrowed(step, limits);
  if (range.begin >= range.end) return false;
  const auto rows = rows_[step.variable];
  const auto attempt = [&](std::uint32_t row) {
    return spend() && is_alive(step.variable, row, limits) && fits(step, rows[row], limits) && try_row(row);
  };
  const bool indexed = step.index != kNone && range.end - range.begin > kFewRows &&
                       std::ranges::all_of(step.equal, [&](const StepTest& t) { return current_[t.other] != nullptr; });
  if (!indexed) {
    for (std::uint32_t row = range.begin; row < range.end && !exhausted_; ++row)
      if (attempt(row)) return true;
    return false;
  }
  std::uint64_t hash = 0;
  for (const StepTest& test : step.equal) hash = mix(hash, current_[test.other]->values[test.other_column]);
  const auto& entries = index(step.index).entries;
  for (auto at = std::ranges::lower_bound(entries, std::pair(hash, range.begin));
       at != entries.end() && at->first == hash && at->second < range.end && !exhausted_; ++at)
    if (attempt(at->second)) return true;
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
  for (const auto* tests : {&step.equal, &step.tests}) {
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
  CombinationScope scope(*this);
  const auto satisfied = [&](std::uint32_t which) {
    const plan::Residual& residual = rule_.joins.residuals[which];
    for (std::uint32_t v = 0; v < current_.size(); ++v)
      if ((residual.variables & 1u << v) != 0 && !current_[v]) return true;
    return engine::holds(residual.node, scope, context_);
  };
  const bool good = std::ranges::all_of(step.intervals, within) && std::ranges::all_of(step.residuals, satisfied);
  current_[variable] = nullptr;
  return good;
}

bool Joiner::extend(const JoinOrder& order, std::size_t step, const JoinLimits& limits, const Visit& visit) {
  if (step == order.inner.size()) return extend_outer(order, 0, limits, visit);
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
  if (!visit) return true;
  if (step == order.outer.size()) return !visit(current_);
  const JoinStep& next = order.outer[step];
  bool any = false;
  // What it would be joined with must be there.
  const bool joined = (rule_.rule->variables[next.variable].partners & present()) != 0;
  const bool done = joined && for_candidates(next, limits, [&](std::uint32_t row) {
                      any = true;
                      current_[next.variable] = &rows_[next.variable][row];
                      const bool enough = extend_outer(order, step + 1, limits, visit);
                      current_[next.variable] = nullptr;
                      return enough;
                    });
  return done || (!any && extend_outer(order, step + 1, limits, visit));
}

// With a row of the first variable of the order. Without `visit` one combination is enough, and what need not be there is
// left out.
bool Joiner::start(const JoinOrder& order, std::uint32_t row, const JoinLimits& limits, const Visit& visit) {
  const JoinStep& first = order.inner.front();
  const RankedRow& begin = rows_[first.variable][row];
  if (!is_alive(first.variable, row, limits) || !fits(first, begin, limits)) return false;
  current_[first.variable] = &begin;
  const bool found = extend(order, 1, limits, visit);
  if (visit) current_[first.variable] = nullptr;
  return found;
}

bool Joiner::takes_part(std::uint32_t variable, std::uint32_t row, const JoinLimits& limits) {
  begin_search();
  const bool found = start(rule_.joins.orders[variable], row, limits, {});
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

// Leaves out rows without a partner in a variable that must be there, from the last one to the first and back: what is left
// of a chain of joins is nearly free of dead ends, so that searching it does not explode.
void Joiner::reduce(const JoinLimits& limits) {
  alive_.assign(rows_.size(), {});
  const auto required = [&](std::uint32_t v) { return rule_.rule->variables[v].required; };
  const auto filter = [&](const JoinPair& pair) {
    if (pair.only_keys || !required(pair.from) || !required(pair.to.variable)) return;
    const RowRange range = limits.rows[pair.from];
    if (alive_[pair.from].empty()) alive_[pair.from].assign(range.end - range.begin, 1);
    auto& alive = alive_[pair.from];
    for (std::uint32_t i = 0; i < alive.size(); ++i)
      if (alive[i] != 0 && !has_partner(pair, rows_[pair.from][range.begin + i], limits)) alive[i] = 0;
  };
  const auto& pairs = rule_.joins.pairs;
  for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) filter(*pair);
  for (const JoinPair& pair : pairs) filter(pair);
}

std::vector<std::vector<std::uint8_t>> Joiner::participants(const JoinLimits& limits) {
  std::vector<std::vector<std::uint8_t>> marks;
  for (const RowRange& range : limits.rows) marks.emplace_back(range.end - range.begin, 0);
  const auto mark = [&](Combination combination) {
    for (std::uint32_t v = 0; v < combination.size(); ++v) {
      if (!combination[v]) continue;
      const auto row = static_cast<std::uint32_t>(combination[v] - rows_[v].data());
      marks[v][row - limits.rows[v].begin] = 1;
    }
  };
  if (may_lack_events_) {
    for_each(limits, [&](Combination combination) {
      mark(combination);
      return true;
    });
    return marks;
  }
  begin_search();
  if (rows_.size() > 2) reduce(limits);
  for (std::uint32_t v = 0; v < rows_.size(); ++v) {
    for (std::uint32_t i = 0; i < marks[v].size(); ++i) {
      if (marks[v][i] != 0 || exhausted_) continue;
      if (start(rule_.joins.orders[v], limits.rows[v].begin + i, limits, {})) mark(current_);
      std::ranges::fill(current_, nullptr);
    }
  }
  alive_.clear();
  return marks;
}

// Entities and table rows are context of something that happened.
bool Joiner::has_event(Combination combination) const {
  for (std::uint32_t v = 0; v < combination.size(); ++v)
    if (combination[v] && is_timed(v)) return true;
  return false;
}

bool Joiner::has_keys(Combination combination) const {
  for (std::size_t key = 0; key < rule_.keys.size(); ++key) {
    bool found = false;
    for (std::uint32_t v = 0; v < combination.size() && !found; ++v)
      found = combination[v] && rule_.variables[v].keys[key] != kNone;
    if (!found) return false;
  }
  return true;
}

void Joiner::for_each(const JoinLimits& limits, const Visit& visit) {
  begin_search();
  if (rows_.size() > 2) reduce(limits);
  std::vector<std::uint32_t> starts;
  for (std::uint32_t v = 0; v < rows_.size(); ++v)
    if (rule_.rule->variables[v].required) starts.push_back(v);
  const auto size = [&](std::uint32_t v) { return limits.rows[v].end - limits.rows[v].begin; };
  if (!starts.empty()) {
    starts = {*std::ranges::min_element(starts, {}, size)};
  } else {
    for (std::uint32_t v = 0; v < rows_.size(); ++v)
      if (is_timed(v)) starts.push_back(v);
  }
  // What lacks a key is in no group.
  const Visit visit_keyed = [&](Combination combination) {
    return !has_event(combination) || !has_keys(combination) || visit(combination);
  };
  for (const std::uint32_t first : starts) {
    for (std::uint32_t row = limits.rows[first].begin; row < limits.rows[first].end; ++row)
      if (start(rule_.joins.orders[first], row, limits, visit_keyed) || exhausted_) break;
  }
  std::ranges::fill(current_, nullptr);
  alive_.clear();
}

}  // namespace yaral::engine
