#include "convert/window_joins.h"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "convert/query.h"

namespace yaral::convert {

namespace {

// The one variable whose columns a value reads.
std::optional<std::uint32_t> variable_of(const Search& search, const Operand& value) {
  std::optional<std::uint32_t> found;
  bool several = false;
  each_operand(value, [&](const Operand& o) {
    const auto column = std::ranges::find(search.columns, o.name, &SearchColumn::name);
    if (o.kind != Operand::Kind::kColumn || column == search.columns.end()) return;
    several |= found && *found != column->variable;
    found = column->variable;
  });
  return several ? std::nullopt : found;
}

std::optional<WindowJoin> join_of(const Search& search, const Filter& filter) {
  const bool two = search.events.size() == 2 && search.events[0].required && search.events[1].required;
  if (!filter.is(Filter::Op::kCompare) || !two) return {};
  const auto left = variable_of(search, filter.operands[0]);
  const auto right = variable_of(search, filter.operands[1]);
  if (!left || !right || *left == *right) return {};
  const WindowJoin join{.filter = &filter, .left = *left, .right = *right, .name = {}};
  const bool order = !join.equality() && !join.inequality();
  if (order && !(is_ordered(filter.operands[0].type) && is_ordered(filter.operands[1].type))) return {};
  return join;
}

bool shares_source(const SearchEvents& a, const SearchEvents& b) {
  return std::ranges::any_of(a.branches, [&](const SearchBranch& one) {
    return std::ranges::find(b.branches, one.source, &SearchBranch::source) != b.branches.end();
  });
}

}  // namespace

bool is_ordered(const Type& type) {
  return type.base == BaseType::kInt || type.base == BaseType::kUint || type.base == BaseType::kFloat ||
         type.base == BaseType::kTimestamp;
}

std::vector<WindowJoin> window_joins(const Search& search, Fidelity& fidelity) {
  std::vector<WindowJoin> out;
  std::size_t others = 0;
  for (const Filter& filter : search.joins) {
    auto join = join_of(search, filter);
    if (!join) {
      fidelity.refuse(filter.rule_text.empty() ? "events" : filter.rule_text,
                      "compares events with each other, which counts over a window do not");
      continue;
    }
    if (!join->equality() && ++others > 1)
      fidelity.refuse(filter.rule_text, "is one of several comparisons that the same two events must fulfil");
    if (!search.aggregates.empty())
      fidelity.approximate(filter.rule_text, join->equality()
                                                 ? "outcomes and counts are of those events that agree in it"
                                                 : "outcomes and counts are also of events that fulfil it with none");
    join->name = fmt::format("join_{}", out.size() + 1);
    out.push_back(std::move(*join));
  }
  return out;
}

void check_event_variables(const Search& search, Fidelity& fidelity) {
  const auto optional = std::ranges::count(search.events, false, &SearchEvents::required);
  if (static_cast<std::size_t>(optional) == search.events.size())
    fidelity.refuse("condition", "asks for no event in particular, so that each variable may stand alone");
  if (search.events.size() > 1 && !search.grouped())
    fidelity.refuse("events", "several event variables without a match window");
  for (const SearchEvents& events : search.events) {
    if (!events.required && search.rule->variables[events.variable].bounded)
      fidelity.refuse('$' + events.name, "may be absent, and begins windows where it is not");
  }
}

void check_window_search(const Search& search, Fidelity& fidelity) {
  check_event_variables(search, fidelity);
  for (const SearchEvents& events : search.events) {
    for (const SearchKey& key : search.keys)
      if (std::ranges::find(key.values, events.variable, &SearchColumn::variable) == key.values.end())
        fidelity.refuse('$' + events.name, fmt::format("has no value for ${}, by which events are grouped", key.name));
  }
}

std::vector<std::vector<std::size_t>> rival_events(const Search& search) {
  constexpr std::size_t kMostVariables = 6;
  const std::size_t count = std::min(search.events.size(), kMostVariables);
  std::vector<std::vector<std::size_t>> out;
  for (std::uint32_t set = 0; set < 1u << count; ++set) {
    if (std::popcount(set) < 2) continue;
    std::vector<std::size_t> chosen;
    bool all = true;
    for (std::size_t i = 0; i < count; ++i) {
      if (!(set >> i & 1u)) continue;
      for (const std::size_t other : chosen) all = all && shares_source(search.events[i], search.events[other]);
      chosen.push_back(i);
    }
    if (all) out.push_back(std::move(chosen));
  }
  return out;
}

}  // namespace yaral::convert
