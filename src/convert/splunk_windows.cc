#include "convert/splunk_windows.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/time.h"
#include "convert/event_search.h"
#include "convert/splunk_aggregates.h"
#include "convert/splunk_dialect.h"
#include "convert/splunk_rows.h"

namespace yaral::convert {

using syntax::WindowKind;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  return fmt::format("{}", fmt::join(parts, between));
}

std::string of_variable(std::string_view name) { return fmt::format("{}=={}", kVariableColumn, splunk_literal(name)); }

}  // namespace

SplunkWindows::SplunkWindows(const Search& search, FilterText& text, Fidelity& fidelity)
    : search_(search), text_(text), fidelity_(fidelity) {
  joins_ = window_joins(search, fidelity);
  for (const WindowJoin& join : joins_)
    if (search_.sliding() && join.inequality())
      fidelity_.refuse(join.filter->rule_text, "is not said of a sliding window");
  find_rivals();
}

bool SplunkWindows::in_one_pass() const {
  return is(WindowKind::kHop) && search_.events.size() == 1 && search_.condition.is(Filter::Op::kTrue);
}

std::string SplunkWindows::size() const { return std::to_string(search_.rule->window->size.nanos / kSecond); }

std::string SplunkWindows::by(const std::string& more, bool with_joins) const {
  std::vector<std::string> names;
  for (const SearchKey& key : search_.keys) names.push_back(splunk_column(key.values.front().name));
  for (const WindowJoin& join : joins_)
    if (with_joins && join.equality()) names.push_back(join.name);
  if (!more.empty()) names.push_back(more);
  return joined(names, ", ");
}

// One event is not two: of variables that read the same events there are as many events as variables.
void SplunkWindows::find_rivals() {
  for (const std::vector<std::size_t>& places : rival_events(search_)) {
    std::vector<std::string> names;
    bool required = true;
    for (const std::size_t place : places) {
      names.push_back(search_.events[place].name);
      required = required && search_.events[place].required;
    }
    fidelity_.approximate(fmt::format("${}", fmt::join(names, ", $")),
                          required ? "may be the same event, which is counted for each of them"
                                   : "may be the same event, which then is one that must not be there");
    if (required) rivals_.push_back(std::move(names));
  }
}

std::string SplunkWindows::in_events(std::uint32_t variable, const std::string& value) const {
  if (search_.events.size() == 1) return value;
  return fmt::format("eval(if({},{},null()))", of_variable(search_.of(variable).name), value);
}

std::string SplunkWindows::aggregate(const SearchAggregate& aggregate) {
  if (aggregate.kind == SearchAggregate::Kind::kEvents)
    return search_.events.size() == 1
               ? "count"
               : fmt::format("count(eval({}))", of_variable(search_.of(aggregate.variable).name));
  if (const std::string why = why_not_in_splunk(search_, aggregate); !why.empty()) {
    fidelity_.refuse(aggregate.function, why);
    return "count";
  }
  return splunk_aggregate(search_, aggregate, fidelity_);
}

// `count(eval(…)) as a, max(b) as c`
std::string SplunkWindows::aggregates(const std::set<std::string>& read) {
  std::vector<std::string> out;
  for (const SearchAggregate& one : search_.aggregates)
    if (read.contains(one.name) && !search_.is_pivot(splunk_variable(search_, one)))
      out.push_back(fmt::format("{} as {}", aggregate(one), splunk_column(one.name)));
  for (const SearchEvents& events : search_.events)
    if (search_.events.size() > 1 && events.required && !search_.is_pivot(events.variable))
      out.push_back(fmt::format("count(eval({})) as has_{}", of_variable(events.name), events.name));
  for (const WindowJoin& join : joins_) {
    if (join.equality()) continue;
    const bool less = join.rises();
    if (join.inequality()) out.push_back(fmt::format("dc({0}) as {0}_values", join.name));
    if (join.inequality()) continue;
    if (!search_.is_pivot(join.left))
      out.push_back(fmt::format("{0}({1}_left) as {1}_from", less ? "min" : "max", join.name));
    if (!search_.is_pivot(join.right))
      out.push_back(fmt::format("{0}({1}_right) as {1}_to", less ? "max" : "min", join.name));
  }
  for (std::size_t i = 0; i < rivals_.size(); ++i) {
    std::vector<std::string> tests;
    for (const std::string& name : rivals_[i])
      if (!(search_.sliding() && name == search_.of(pivot()).name)) tests.push_back(of_variable(name));
    const std::string ids = fmt::format("eval(if({},{},null()))", joined(tests, " OR "), kEventIdColumn);
    out.push_back(fmt::format("dc({}) as different_{}", ids, i + 1));
    if (search_.sliding()) out.push_back(fmt::format("first({}) as other_{}", ids, i + 1));
  }
  if (out.empty()) out.emplace_back("count as events");
  return joined(out, ", ");
}

// That there are events of each variable, and that they are not the same.
std::string SplunkWindows::presence() const {
  std::vector<std::string> tests;
  for (const SearchEvents& events : search_.events)
    if (search_.events.size() > 1 && events.required && !search_.is_pivot(events.variable))
      tests.push_back(fmt::format("has_{}>0", events.name));
  for (std::size_t i = 0; i < rivals_.size(); ++i) {
    const bool with_pivot =
        search_.sliding() && std::ranges::find(rivals_[i], search_.of(pivot()).name) != rivals_[i].end();
    const std::size_t least = rivals_[i].size() - (with_pivot ? 1 : 0);
    tests.push_back(with_pivot ? fmt::format("(different_{0}>{1} OR (different_{0}=={1} AND other_{0}!={2}))", i + 1,
                                             least, kEventIdColumn)
                               : fmt::format("different_{}>={}", i + 1, least));
  }
  const std::string joins = join_tests();
  if (!joins.empty()) tests.push_back(joins);
  return tests.empty() ? "" : "\n| where " + joined(tests, " AND ");
}

std::string SplunkWindows::join_columns() {
  std::vector<std::string> evals;
  for (const WindowJoin& join : joins_) {
    const Filter& filter = *join.filter;
    std::string left = text_.in_value(filter.operands[0]);
    std::string right = text_.in_value(filter.operands[1]);
    if (filter.nocase) left = fmt::format("lower({})", left), right = fmt::format("lower({})", right);
    const std::string is_left = of_variable(search_.of(join.left).name);
    const std::string is_right = of_variable(search_.of(join.right).name);
    if (join.equality() || join.inequality()) {
      evals.push_back(fmt::format("{}=if({},{},{})", join.name, is_left, left, right));
    } else {
      evals.push_back(fmt::format("{}_left=if({},{},null())", join.name, is_left, left));
      evals.push_back(fmt::format("{}_right=if({},{},null())", join.name, is_right, right));
    }
  }
  return evals.empty() ? "" : "\n| eval " + joined(evals, ", ");
}

std::string SplunkWindows::join_tests() const {
  std::vector<std::string> tests;
  for (const WindowJoin& join : joins_) {
    if (join.equality()) continue;
    if (join.inequality()) {
      tests.push_back(join.name + "_values>1");
      continue;
    }
    const bool left = search_.is_pivot(join.left);
    const bool right = search_.is_pivot(join.right);
    tests.push_back(fmt::format("{0}_{1}{2}{0}_{3}", join.name, left ? "left" : "from",
                                kSplunkDialect.symbols[static_cast<std::size_t>(join.filter->compare)],
                                right ? "right" : "to"));
  }
  return joined(tests, " AND ");
}

// Numbers over no event are 0.
std::string SplunkWindows::filled(const std::set<std::string>& read) const {
  std::vector<std::string> names;
  for (const SearchAggregate& one : search_.aggregates)
    if (read.contains(one.name) && one.of_column && is_ordered(one.type) &&
        !search_.of(splunk_variable(search_, one)).required)
      names.push_back(splunk_column(one.name));
  return names.empty() ? "" : fmt::format("\n| fillnull value=0 {}", fmt::join(names, " "));
}

// Of the pivot a sliding window has one event.
std::string SplunkWindows::of_pivot(const std::set<std::string>& read) const {
  std::vector<std::string> evals;
  for (const SearchAggregate& one : search_.aggregates) {
    if (!read.contains(one.name) || splunk_variable(search_, one) != pivot()) continue;
    const bool counts = !one.of_column || one.function.starts_with("count");
    evals.push_back(
        fmt::format("{}={}", splunk_column(one.name), counts ? "1" : splunk_column(search_.columns[one.column].name)));
  }
  return evals.empty() ? "" : "\n| eval " + joined(evals, ", ");
}

std::string SplunkWindows::groups(const std::set<std::string>& read) {
  if (is(WindowKind::kTumbling)) return tumbling(read);
  return in_one_pass() ? one_pass(read) : streamed(read);
}

std::string SplunkWindows::tumbling(const std::set<std::string>& read) {
  std::string out = join_columns();
  out += fmt::format("\n| eval window_start=floor(_time/{0})*{0}", size());
  out += fmt::format("\n| stats {} by {}", aggregates(read), by("window_start", true)) + filled(read) + presence();
  if (std::ranges::any_of(joins_, &WindowJoin::equality)) out += "\n| dedup " + by("window_start", false);
  return out + fmt::format("\n| eval window_end=window_start+{}", size());
}

// `start` is the first of those since the last window that was full.
std::string SplunkWindows::begins(const std::string& start, const std::string& time) const {
  const std::string keys = by("", false);
  const std::string grouped = keys.empty() ? "" : " by " + keys;
  return fmt::format(
      "\n| sort 0 {0}-{1}\n| streamstats current=f last({1}) as next_time{2}\n| reverse\n"
      "| streamstats reset_after=\"(next_time>={3}+{4})\" min({1}) as {3}{2}",
      keys.empty() ? "" : keys + ", ", time, grouped, start, size());
}

std::string SplunkWindows::one_pass(const std::set<std::string>& read) {
  fidelity_.remark(
      window_text(*search_.rule->window),
      "a window begins at an event, and the next at the first event after its end: as yaral does, within the "
      "time range of the search");
  return begins("window_start", "_time") + fmt::format("\n| stats {} by {}\n| eval window_end=window_start+{}",
                                                       aggregates(read), by("window_start", false), size());
}

std::string SplunkWindows::streamed(const std::set<std::string>& read) {
  fidelity_.approximate(
      window_text(*search_.rule->window),
      fmt::format("whether an event exactly {} s from the other end is in a window is for streamstats "
                  "to say; with yaral it is {}",
                  size(), search_.sliding() ? "in it" : "not"));
  std::vector<std::string> starters;
  for (const SearchEvents& events : search_.events)
    if (search_.sliding() ? events.variable == pivot()
                          : search_.events.size() == 1 || search_.rule->variables[events.variable].bounded)
      starters.push_back(of_variable(events.name));
  const bool some = starters.size() < search_.events.size();
  if (starters.empty()) fidelity_.refuse("condition", "no event variable begins a window");
  const bool before = is(WindowKind::kBefore);
  std::string out = join_columns();
  if (some) out += fmt::format("\n| eval begins=if({},1,0)", joined(starters, " OR "));
  // Of events at the same time those that begin windows come last, when all others are counted.
  out += fmt::format("\n| sort 0 {}_time{}", before ? "" : "-", some ? ", begins" : "");
  const std::string keys = by("", true);
  out +=
      fmt::format("\n| streamstats time_window={}s {}{}", size(), aggregates(read), keys.empty() ? "" : " by " + keys);
  if (!search_.sliding()) out += "\n| reverse\n| dedup " + by("_time", true);
  if (some) out += "\n| where begins==1";
  if (search_.sliding()) out += of_pivot(read);
  out += filled(read) + presence();
  return out + fmt::format("\n| eval window_start=_time{}, window_end=_time{}", before ? "-" + size() : "",
                           before ? "" : "+" + size());
}

std::string SplunkWindows::first_windows() const {
  if (!is(WindowKind::kHop) || in_one_pass()) return {};
  const bool groups = std::ranges::any_of(joins_, &WindowJoin::equality);
  return (groups ? "\n| dedup " + by("window_start", false) : "") + begins("first_start", "window_start") +
         "\n| where window_start==first_start";
}

}  // namespace yaral::convert
