#include "unit/oracle/combine.h"

#include <algorithm>

#include "unit/oracle/copies.h"

namespace yaral::oracle {

namespace {

using semantics::EventSource;
using semantics::Expr;
using semantics::Op;

}  // namespace

Combiner::Combiner(const semantics::BoundRule& rule, const Input& input, Values& values)
    : rule_(rule),
      values_(values),
      rows_(rule.variables.size()),
      equal_values_(find_equal_values(rule)),
      partners_(find_partners(rule)) {
  for (const Expr& e : rule.predicates) predicates_.push_back({&e, reads_of(rule, e)});
  for (const Expr& e : rule.implied) implied_reads_.push_back(reads_of(rule, e));
  for (std::uint32_t v = 0; v < rule.variables.size(); ++v) {
    records_.push_back(read_records(rule.variables[v], input, values.arena(), texts_));
    find_rows(v);
  }
}

// The rows that satisfy the predicates which read this variable alone.
void Combiner::find_rows(std::uint32_t variable) {
  std::vector<const udm::Path*> unnested;
  for (const semantics::FieldUse& use : rule_.fields)
    if (use.variable == variable && use.access == semantics::Access::kRow && use.path.is_repeated())
      unnested.push_back(&use.path);
  for (const Record& record : records_[variable]) {
    std::vector<udm::Message*> made = {nullptr};
    if (record.root) made = copies(*record.root, unnested, values_.arena());
    for (const udm::Message* copy : made) {
      rows_[variable].push_back({&record, copy});
      Combination alone(rule_.variables.size());
      alone[variable] = &rows_[variable].back();
      if (!fits(alone, variable) || drops(variable, alone)) rows_[variable].pop_back();
    }
  }
}

// Whether a match key that is directly a field is zero (language reference 3.3).
bool Combiner::drops(std::uint32_t variable, const Combination& at) {
  return std::ranges::any_of(rule_.keys, [&](const semantics::MatchKey& key) {
    return key.drop_zero && std::ranges::any_of(key.sources, [&](const semantics::Source& source) {
             const Expr& raw = source.value.op == Op::kEnumName ? source.value.args[0] : source.value;
             return source.variable == variable && values_.value(raw, at).is_zero();
           });
  });
}

std::vector<Combination> Combiner::combine(const Admits& admits, std::optional<Duration> span) {
  span_ = span;
  admits_ = &admits;
  std::vector<Combination> found;
  const Combination nothing(rule_.variables.size());
  if (std::ranges::any_of(rule_.variables, &semantics::EventVariable::required)) {
    extend_required(nothing, 0, found);
  } else {
    for (std::uint32_t v = 0; v < rule_.variables.size(); ++v) {
      const EventSource source = rule_.variables[v].source;
      if (source == EventSource::kEntity || source == EventSource::kTable) continue;
      std::vector<Combination> started;
      extend(nothing, v, started);
      for (const Combination& at : started) extend_optional(at, 0, found);
    }
  }
  std::vector<Combination> distinct;
  for (Combination& at : found)
    if (has_event(at) && std::ranges::find(distinct, at) == distinct.end()) distinct.push_back(std::move(at));
  return distinct;
}

// Entities and table rows are context of something that happened.
bool Combiner::has_event(const Combination& at) const {
  for (std::size_t v = 0; v < at.size(); ++v)
    if (at[v] && at[v]->record->timed) return true;
  return false;
}

void Combiner::extend_required(Combination at, std::uint32_t variable, std::vector<Combination>& out) {
  while (variable < rule_.variables.size() && !rule_.variables[variable].required) ++variable;
  if (variable == rule_.variables.size()) {
    extend_optional(std::move(at), 0, out);
    return;
  }
  std::vector<Combination> longer;
  extend(at, variable, longer);
  for (Combination& next : longer) extend_required(std::move(next), variable + 1, out);
}

void Combiner::extend_optional(Combination at, std::uint32_t variable, std::vector<Combination>& out) {
  while (variable < rule_.variables.size() && (rule_.variables[variable].required || at[variable])) ++variable;
  if (variable == rule_.variables.size()) {
    out.push_back(std::move(at));
    return;
  }
  std::vector<Combination> longer;
  if (is_connected(at, variable)) extend(at, variable, longer);
  if (longer.empty()) longer.push_back(std::move(at));
  for (Combination& next : longer) extend_optional(std::move(next), variable + 1, out);
}

// One combination more for each row of the variable that fits those that are there.
void Combiner::extend(const Combination& at, std::uint32_t variable, std::vector<Combination>& out) {
  for (const Row& row : rows_[variable]) {
    if (!(*admits_)(variable, *row.record)) continue;
    Combination longer = at;
    longer[variable] = &row;
    if (!contradicts_keys(variable, longer) && fits(longer, variable)) out.push_back(std::move(longer));
  }
}

bool Combiner::contradicts_keys(std::uint32_t variable, const Combination& at) {
  if (!keys_) return false;
  for (std::size_t i = 0; i < rule_.keys.size(); ++i)
    for (const semantics::Source& source : rule_.keys[i].sources)
      if (source.variable == variable && !equal(values_.value(source.value, at), (*keys_)[i])) return true;
  return false;
}

std::vector<std::vector<Value>> Combiner::keys_of_rows() {
  std::vector<std::vector<Value>> found;
  for (std::uint32_t v = 0; v < rows_.size(); ++v) {
    for (const Row& row : rows_[v]) {
      Combination alone(rule_.variables.size());
      alone[v] = &row;
      if (auto keys = keys_of(alone)) found.push_back(std::move(*keys));
    }
  }
  return found;
}

// A variable that hangs on absent ones alone is absent.
bool Combiner::is_connected(const Combination& at, std::uint32_t variable) const {
  std::uint32_t present = 0;
  for (std::uint32_t v = 0; v < at.size(); ++v)
    if (at[v]) present |= 1u << v;
  return (partners_[variable] & present) != 0 || std::ranges::any_of(predicates_, [&](const Predicate& predicate) {
           return joins(rule_, *predicate.expr, variable, present);
         });
}

// Whether everything that is said of the combination holds, as far as the variable added last is concerned.
bool Combiner::fits(const Combination& at, std::uint32_t added) {
  const Record& record = *at[added]->record;
  for (std::uint32_t v = 0; v < at.size(); ++v) {
    if (v == added || !at[v] || rule_.variables[v].source != rule_.variables[added].source) continue;
    if (record.root && at[v]->record->number == record.number) return false;
  }
  if (!within_span(at)) return false;
  for (const Predicate& predicate : predicates_)
    if ((predicate.reads.empty() || concerns(predicate.reads, added)) && present(predicate.reads, at) &&
        !values_.truth(*predicate.expr, at))
      return false;
  for (std::uint32_t v = 0; v < at.size(); ++v)
    if (v != added && at[v] && !(within_interval(at, v, added) && within_interval(at, added, v))) return false;
  return std::ranges::all_of(equal_values_, [&](const EqualValues& equal) { return same_values(equal, added, at); });
}

// All that must be equal is, as far as it is there and the variable added last has a part in it.
bool Combiner::same_values(const EqualValues& equal, std::uint32_t added, const Combination& at) {
  for (const auto& member : equal.members) {
    if (member.variable != added) continue;
    for (const auto& other : equal.members)
      if (other.variable != added && at[other.variable] &&
          !yaral::equal(values_.value(*member.expr, at), values_.value(*other.expr, at)))
        return false;
  }
  return true;
}

// An event that shares a predicate with an entity, written or implied, lies in its interval (language reference 3.13).
bool Combiner::within_interval(const Combination& at, std::uint32_t entity, std::uint32_t event) {
  if (rule_.variables[entity].source != EventSource::kEntity || rule_.variables[event].source != EventSource::kUdm)
    return true;
  const auto shared = [&](const Reads& reads) { return concerns(reads, entity) && concerns(reads, event); };
  if (std::ranges::none_of(predicates_, shared, &Predicate::reads) && std::ranges::none_of(implied_reads_, shared))
    return true;
  const Record& graph = *at[entity]->record;
  const Timestamp time = at[event]->record->time;
  return (!graph.begin || time >= *graph.begin) && (!graph.end || time < *graph.end);
}

bool Combiner::within_span(const Combination& at) const {
  if (!span_) return true;
  for (const Row* first : at)
    for (const Row* last : at)
      if (first && last && first->record->timed && last->record->timed &&
          last->record->time >= first->record->time + *span_)
        return false;
  return true;
}

std::optional<std::vector<Value>> Combiner::keys_of(const Combination& at) {
  std::vector<Value> keys;
  for (const semantics::MatchKey& key : rule_.keys) {
    const semantics::Source* source = present_source(key.sources, at);
    if (!source) return std::nullopt;
    keys.push_back(values_.value(source->value, at));
  }
  return keys;
}

}  // namespace yaral::oracle
