#include "convert/kql_windows.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "convert/kql_text.h"
#include "convert/template.h"

namespace yaral::convert {

using syntax::WindowKind;

namespace {

constexpr std::int64_t kDay = 86'400'000'000'000;

std::string joined_by(const std::vector<std::string>& parts, std::string_view word) {
  return fmt::format("{}", fmt::join(parts, word));
}

}  // namespace

std::string kql_timespan(Duration duration) {
  struct Unit {
    std::string_view name;
    std::int64_t nanos;
  };
  constexpr Unit kUnits[] = {{"d", kDay},          {"h", 3'600'000'000'000}, {"m", 60'000'000'000},
                             {"s", 1'000'000'000}, {"ms", 1'000'000},        {"tick", 100}};
  for (const Unit& unit : kUnits)
    if (duration.nanos % unit.nanos == 0) return fmt::format("{}{}", duration.nanos / unit.nanos, unit.name);
  return fmt::format("{}tick", duration.nanos / 100);
}

bool KqlWindows::in_one_pass() const {
  return is(WindowKind::kHop) && rows_.size() == 1 && search_.condition.is(Filter::Op::kTrue);
}

std::string KqlWindows::key_name(std::size_t k) const { return kql_name(search_.keys[k].values.front().name); }

// Where the first variable that gives the key has it.
std::string KqlWindows::key_column(std::size_t k) const {
  const auto row = std::ranges::find_if(rows_, [&](const KqlRows& rows) { return !rows.keys[k].empty(); });
  return row == rows_.end() ? "" : row->keys[k];
}

std::vector<std::string> KqlWindows::groups() const {
  std::vector<std::string> out;
  for (std::size_t k = 0; k < search_.keys.size(); ++k)
    out.push_back(key_column(k) == key_name(k) ? key_name(k) : fmt::format("{} = {}", key_name(k), key_column(k)));
  out.push_back("window_start");
  if (search_.sliding() && !rows_[0].id.empty()) out.push_back(rows_[0].id);
  return out;
}

// Blocks are counted from 1970, those of `bin` from the year 1: the same where days are a multiple of them.
std::string KqlWindows::slot(const std::string& time) const {
  if (!is(WindowKind::kTumbling) || kDay % rule_.window->size.nanos == 0)
    return fmt::format("bin({}, {})", time, size());
  return fmt::format("bin_at({}, {}, datetime(1970-01-01))", time, size());
}

std::string KqlWindows::session(const std::string& time) const {
  std::vector<std::string> order;
  std::vector<std::string> other;
  for (std::size_t k = 0; k < search_.keys.size(); ++k) {
    order.push_back(key_name(k) + " asc");
    other.push_back(fmt::format("{0} != prev({0})", key_name(k)));
  }
  order.push_back(time + " asc");
  const std::string restart = other.empty() ? "" : ", " + joined_by(other, " or ");
  // What begins exactly at the end of a window is no longer in it.
  return fmt::format("\n| order by {0}\n| extend {{}} = row_window_session({1}, {2} - 1tick, {2} - 1tick{3})",
                     fmt::join(order, ", "), time, size(), restart);
}

std::string KqlWindows::first_windows() const {
  return fmt::format(fmt::runtime(session("window_start")), "first_start") + "\n| where window_start == first_start";
}

// Tests of a variable that is joined to those before it: of two that may be the same event they are not, and what the rule
// says of them.
std::vector<std::string> KqlWindows::tests(std::size_t v) {
  std::vector<std::string> out;
  for (std::size_t other = 0; other < v; ++other) {
    const bool same = std::ranges::any_of(search_.events[v].branches, [&](const SearchBranch& branch) {
      return std::ranges::any_of(search_.events[other].branches,
                                 [&](const SearchBranch& its) { return its.source->from == branch.source->from; });
    });
    if (!same) continue;
    if (rows_[v].id.empty() || rows_[other].id.empty())
      fidelity_.refuse("metadata.id",
                       "is not in the schema, which is needed to tell two events of the same source apart");
    out.push_back(fmt::format("{} != {}", rows_[other].id, rows_[v].id));
  }
  for (const Filter& join : search_.joins) {
    std::size_t last = 0;
    for (std::size_t i = 0; i < search_.events.size(); ++i)
      if (reads(join, i)) last = i;
    if (last == v) out.push_back(text_.part(fields_.filter(join)));
  }
  return out;
}

bool KqlWindows::reads(const Filter& join, std::size_t v) const {
  bool found = false;
  each_operand(join, [&](const Operand& operand) {
    const auto column = std::ranges::find(search_.columns, operand.name, &SearchColumn::name);
    found |= operand.kind == Operand::Kind::kColumn && column != search_.columns.end() &&
             column->variable == search_.events[v].variable;
  });
  return found;
}

// A variable's events as a name, so that they can be read twice.
std::string KqlWindows::events(std::size_t v) {
  const std::string name = search_.events[v].name + "_Events";
  lets_.push_back(fmt::format("let {} =\n{};", name, indented(rows_[v].text)));
  return name;
}

std::string KqlWindows::started() const {
  const std::string& time = rows_[0].time;
  switch (rule_.window->kind) {
    case WindowKind::kTumbling: return fmt::format("\n| extend window_start = {}", slot(time));
    case WindowKind::kAfter: return fmt::format("\n| extend window_start = {}", time);
    case WindowKind::kBefore: return fmt::format("\n| extend window_start = {} - {}", time, size());
    default: return {};
  }
}

std::string KqlWindows::in_window(std::size_t v) const {
  return fmt::format("{0} >= window_start and {0} {1} window_start + {2}", rows_[v].time,
                     is(WindowKind::kHop) ? "<" : "<=", size());
}

// A row for each of the slots in which the other events may be.
std::string KqlWindows::near(std::string_view slots) const {
  return fmt::format("\n| mv-expand Slot = pack_array({}) to typeof(datetime)", slots);
}

std::string KqlWindows::joined(std::size_t v) {
  const KqlRows& rows = rows_[v];
  const bool started = is(WindowKind::kTumbling) || search_.sliding() || !search_.events[v].required;
  const std::string mine = search_.events[v].name + "_Slot";
  const std::string first = slot(started ? "window_start" : rows_[0].time);
  std::vector<std::string> where;
  std::string out;
  if (is(WindowKind::kTumbling)) {
    out = "\n| extend Slot = window_start";
  } else if (started) {
    out = near(fmt::format("{0}, {0} + {1}", first, size()));
    where.push_back(in_window(v));
  } else {
    out = near(fmt::format("{0} - {1}, {0}, {0} + {1}", first, size()));
    std::vector<std::string> times;
    for (std::size_t i = 0; i <= v; ++i) times.push_back(rows_[i].time);
    where.push_back(fmt::format("max_of({0}) - min_of({0}) < {1}", fmt::join(times, ", "), size()));
  }
  std::vector<std::string> on;
  for (std::size_t k = 0; k < search_.keys.size(); ++k) {
    if (rows.keys[k].empty() || key_column(k) == rows.keys[k]) continue;
    on.push_back(fmt::format("$left.{} == $right.{}", key_column(k), rows.keys[k]));
  }
  on.push_back(fmt::format("$left.Slot == $right.{}", mine));
  std::ranges::move(tests(v), std::back_inserter(where));
  out += fmt::format("\n| join kind=inner (\n    {}\n    | extend {} = {}\n) on {}", events(v), mine, slot(rows.time),
                     fmt::join(on, ", "));
  if (!where.empty()) out += "\n| where " + joined_by(where, " and ");
  return out + fmt::format("\n| project-away Slot, {}", mine);
}

std::string KqlWindows::tuples() {
  std::size_t required = 0;
  while (required < rows_.size() && search_.events[required].required) ++required;
  std::string out = (required == 1 ? rows_[0].text : events(0)) + started();
  for (std::size_t v = 1; v < required; ++v) out += joined(v);
  return out;
}

// A window begins at each event that may begin one; combinations whose events all lie in it are its rows.
std::string KqlWindows::hops(const std::string& tuples) {
  lets_.push_back(fmt::format("let Combinations = materialize(\n{});", indented(tuples)));
  std::vector<std::string> starts;
  std::vector<std::string> inside;
  for (std::size_t v = 0; v < rows_.size() && search_.events[v].required; ++v) {
    inside.push_back(in_window(v));
    if (rows_.size() == 1 || rule_.variables[search_.events[v].variable].bounded) starts.push_back(rows_[v].time);
  }
  if (starts.empty()) fidelity_.refuse("condition", "no event variable begins a window");
  std::vector<std::string> by;
  std::vector<std::string> on;
  for (std::size_t k = 0; k < search_.keys.size(); ++k) {
    by.push_back(fmt::format("Start_{} = {}", k + 1, key_column(k)));
    on.push_back(fmt::format("$left.Start_{} == $right.{}", k + 1, key_column(k)));
  }
  by.push_back("window_start");
  on.push_back("$left.Slot == $right.OfSlot");
  const std::string each =
      starts.size() == 1
          ? fmt::format("| extend window_start = {}", starts[0])
          : fmt::format("| mv-expand window_start = pack_array({}) to typeof(datetime)", fmt::join(starts, ", "));
  return fmt::format(
      "Combinations\n{}\n| summarize by {}{}\n| join kind=inner (\n    Combinations\n    | extend OfSlot = {}\n) on "
      "{}\n| where {}",
      each, fmt::join(by, ", "), near(fmt::format("{0}, {0} + {1}", slot("window_start"), size())), slot(rows_[0].time),
      fmt::join(on, ", "), fmt::join(inside, " and "));
}

std::string KqlWindows::combinations() {
  if (in_one_pass()) return rows_[0].text + fmt::format(fmt::runtime(session(rows_[0].time)), "window_start");
  const std::string all = tuples();
  return is(WindowKind::kHop) ? hops(all) : all;
}

std::string KqlWindows::without_optional(const std::string& combinations) {
  std::vector<std::string> by;
  std::vector<std::string> on;
  for (const std::string& group : groups()) {
    const std::string column = group.substr(0, group.find(" = "));
    const std::string from = group.substr(group.find(" = ") == std::string::npos ? 0 : group.find(" = ") + 3);
    by.push_back(fmt::format("Not_{} = {}", by.size() + 1, from));
    on.push_back(fmt::format("$left.{} == $right.Not_{}", column, on.size() + 1));
  }
  return fmt::format("\n| join kind=leftanti (\n{}\n) on {}",
                     indented(combinations + joined(rows_.size() - 1) + "\n| summarize by " + joined_by(by, ", ")),
                     fmt::join(on, ", "));
}

}  // namespace yaral::convert
