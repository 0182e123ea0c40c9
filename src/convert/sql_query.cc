#include "convert/sql_query.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "base/time.h"
#include "convert/sql_expr.h"
#include "convert/sql_rows.h"
#include "convert/sql_tables.h"
#include "plan/compile_expr.h"

namespace yaral::convert {

namespace {

using syntax::WindowKind;

// Builds one statement: a common table expression with the rows of each variable, one with the groups, and for hop
// windows one that picks those that are reported.
class Statement {
 public:
  Statement(const Query& query, const SqlDialect& dialect, const plan::Lookups& lookups, Fidelity& fidelity)
      : query_(query),
        rule_(*query.rule),
        dialect_(dialect),
        lookups_(lookups),
        fidelity_(fidelity),
        columns_(field_columns(rule_)),
        expr_(query, columns_, dialect, lookups, fidelity) {}

  std::string run() {
    check_variables();
    if (fidelity_.refused()) return {};
    for (const EventFilter& events : query_.events) add_table(sql_name(variable(events)), filtered_rows(events));
    std::string last = query_.grouped() ? windows() : single_events();
    if (fidelity_.refused()) return {};
    return fmt::format("WITH\n{}\n{}\n", fmt::join(tables_, ",\n"), last);
  }

 private:
  const std::string& variable(const EventFilter& events) const { return rule_.variables[events.variable].name; }
  std::string name_of(std::uint32_t v) const { return sql_name(rule_.variables[v].name); }
  std::string time_of(std::uint32_t v) const { return name_of(v) + ".time"; }
  WindowKind kind() const { return rule_.window->kind; }
  bool sliding() const { return kind() == WindowKind::kBefore || kind() == WindowKind::kAfter; }
  std::string size() const { return std::to_string(rule_.window->size.nanos); }
  const EventFilter& first() const { return query_.events.front(); }

  void add_table(const std::string& name, const std::string& select) {
    tables_.push_back(fmt::format("{} AS (\n  {}\n)", name, select));
  }

  // What the joins below can say: required variables, and one besides that may be absent.
  void check_variables() {
    const auto optional = static_cast<std::size_t>(std::ranges::count(query_.events, false, &EventFilter::required));
    if (optional == query_.events.size())
      fidelity_.refuse("condition", "asks for no event in particular, so that each variable may stand alone");
    if (optional > 1) fidelity_.refuse("condition", "more than one event variable may be absent");
    for (const EventFilter& events : query_.events) {
      if (events.required) continue;
      const std::string shown = '$' + variable(events);
      if (rule_.variables[events.variable].bounded)
        fidelity_.refuse(shown, "may be absent, and begins windows where it is not");
      if (query_.grouped() && sliding() && rule_.window->pivot == events.variable)
        fidelity_.refuse(shown, "is the pivot of the window and may be absent");
    }
    const auto tables = static_cast<std::size_t>(std::ranges::count(query_.events, true, &EventFilter::table));
    if (tables + 1 < query_.events.size() && !query_.grouped())
      fidelity_.refuse("events", "several event variables without a match window");
    for (const semantics::MatchKey& key : rule_.keys)
      if (!required_source(rule_, key.sources))
        fidelity_.refuse('$' + key.name, "the match key comes from an event that may be absent");
  }

  std::string filtered_rows(const EventFilter& events) {
    const std::string rows = events.table ? table_rows(query_, events, columns_, lookups_.tables, dialect_, fidelity_)
                                          : rows_before_predicates(query_, events, columns_, dialect_, fidelity_);
    std::vector<std::string> tests;
    for (const Expr* predicate : events.predicates) tests.push_back(expr_.row(*predicate));
    return fmt::format("SELECT * FROM (\n    {}\n  ) AS {}{}", rows, name_of(events.variable),
                       tests.empty() ? "" : fmt::format("\n  WHERE {}", fmt::join(tests, "\n    AND ")));
  }

  // Whether it is only that a required variable is there, which the joins have seen to.
  bool always_true(const Expr& e) const {
    if (e.op == Op::kAnd) return std::ranges::all_of(e.args, [&](const Expr& arg) { return always_true(arg); });
    if (e.op != Op::kCompare || e.args[0].op != Op::kEventCount || e.args[1].op != Op::kConstant) return false;
    const bool required = rule_.variables[e.args[0].index].required || query_.one_variable();
    const std::int64_t than = e.args[1].constant.kind() == ValueKind::kInt ? e.args[1].constant.as_int() : -1;
    return required && ((e.compare == semantics::CompareOp::kGt && than == 0) ||
                        (e.compare == semantics::CompareOp::kGe && than == 1) ||
                        (e.compare == semantics::CompareOp::kNe && than == 0));
  }

  std::string having(const SqlGroup& group) {
    return always_true(rule_.condition) ? "" : "\n  HAVING " + expr_.group(rule_.condition, group);
  }

  // Columns with the outcomes, named as the rule names them.
  std::vector<std::string> outcome_columns(const SqlGroup& group) {
    std::vector<std::string> out;
    for (const semantics::Outcome& outcome : rule_.outcomes) {
      std::string value = shown(expr_.group(outcome.value, group), outcome.value.type);
      if (outcome.value.type.base == BaseType::kTimestamp && !outcome.value.type.list)
        value = fill_in(dialect_.show_time, value);
      out.push_back(value + " AS " + own_name(outcome.name));
    }
    return out;
  }

  // A name for a column of the result that no other has.
  std::string own_name(const std::string& wanted) {
    std::string name = wanted;
    while (!taken_.insert(name).second) name += '_';
    return sql_name(name);
  }

  std::string single_events() {
    const std::string v = name_of(first().variable);
    const SqlGroup group;
    std::vector<std::string> columns{
        fill_in(dialect_.any, v + ".id") + " AS event_id",
        fill_in(dialect_.show_time, fill_in(dialect_.any, v + ".time")) + " AS event_time"};
    taken_ = {"event_id", "event_time"};
    std::ranges::move(outcome_columns(group), std::back_inserter(columns));
    return fmt::format("SELECT\n  {}\nFROM {}\nGROUP BY {}.n{}\nORDER BY event_time, event_id",
                       fmt::join(columns, ",\n  "), joined(false, true), v, having(group));
  }

  // The value of key `k` in the rows of a variable; empty when it gives none.
  std::string key_of(std::size_t k, std::uint32_t v) {
    const Type type = given_value(rule_, *required_source(rule_, rule_.keys[k].sources)).type;
    for (const semantics::Source& source : rule_.keys[k].sources)
      // Ints and floats that are equal have been joined by the rule's own predicate.
      if (const Expr& value = given_value(rule_, source); source.variable == v && value.type.base == type.base)
        return expr_.row(value);
    return {};
  }

  std::string key_value(std::size_t k) {
    const Expr& value = given_value(rule_, *required_source(rule_, rule_.keys[k].sources));
    return shown(expr_.row(value), value.type);
  }

  // ClickHouse takes the results of some functions for numbers.
  static std::string shown(const std::string& value, const Type& type) {
    return type.base == BaseType::kBool && !type.list ? fmt::format("CAST({} AS BOOLEAN)", value) : value;
  }

  // Tests of a variable where it is joined: its keys, what it shares with those before it.
  std::vector<std::string> join_tests(std::size_t position) {
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < position; ++i) before |= 1u << query_.events[i].variable;
    const std::uint32_t self = query_.events[position].variable;
    std::vector<std::string> tests;
    for (const Expr* join : query_.joins) {
      const std::uint32_t reads = plan::variable_mask(*join, rule_);
      if ((reads >> self & 1) && (reads & ~(before | 1u << self)) == 0) tests.push_back(expr_.row(*join));
    }
    for (std::size_t i = 0; i < position && !query_.events[position].table; ++i)
      if (!query_.events[i].table)
        tests.push_back(fmt::format("{}.n <> {}.n", name_of(self), name_of(query_.events[i].variable)));
    return tests;
  }

  // Whether an event of a variable lies in the window; `anchor` is where it begins, or the variable it is counted from.
  std::string in_window(std::uint32_t v) {
    const std::string time = time_of(v);
    const std::string pivot = time_of(rule_.window->pivot);
    switch (kind()) {
      case WindowKind::kHop: return fmt::format("{0} >= s.start AND {0} < s.start + {1}", time, size());
      case WindowKind::kAfter: return fmt::format("{0} >= {1} AND {0} <= {1} + {2}", time, pivot, size());
      case WindowKind::kBefore: return fmt::format("{0} >= {1} - {2} AND {0} <= {1}", time, pivot, size());
      default: return block(v) + " = " + block(first().variable);
    }
  }

  // Where the tumbling window of an event begins; also before 1970.
  std::string block(std::uint32_t v) const { return fmt::format("{0} - ({0} % {1} + {1}) % {1}", time_of(v), size()); }

  // FROM … JOIN …; with `windowed` all in the window, else anywhere. Required variables only unless `all`.
  std::string joined(bool windowed, bool all) {
    std::string from = windowed && kind() == WindowKind::kHop ? "starts AS s" : "";
    for (std::size_t i = 0; i < query_.events.size(); ++i) {
      const EventFilter& events = query_.events[i];
      if (!all && !events.required) continue;
      std::vector<std::string> tests = join_tests(i);
      const bool pivot = query_.grouped() && sliding() && rule_.window->pivot == events.variable;
      if (windowed && !(pivot || (from.empty() && kind() == WindowKind::kTumbling))) window_tests(events, tests);
      if (from.empty()) {
        from = name_of(events.variable);
      } else {
        from += fmt::format("\n  {} JOIN {} ON {}", events.required ? "INNER" : "LEFT", name_of(events.variable),
                            tests.empty() ? "TRUE" : fmt::format("{}", fmt::join(tests, " AND ")));
      }
    }
    return from;
  }

  void window_tests(const EventFilter& events, std::vector<std::string>& tests) {
    if (kind() == WindowKind::kHop)
      for (std::size_t k = 0; k < rule_.keys.size(); ++k)
        if (const std::string key = key_of(k, events.variable); !key.empty())
          tests.insert(tests.begin(), fmt::format("{} = s.k{}", key, k + 1));
    if (!events.table) tests.push_back(in_window(events.variable));
  }

  // Groups whose key is the zero value are left out.
  std::vector<std::string> zero_tests() {
    std::vector<std::string> tests;
    for (std::size_t k = 0; k < rule_.keys.size(); ++k) {
      if (!rule_.keys[k].drop_zero) continue;
      const Expr& value = given_value(rule_, *required_source(rule_, rule_.keys[k].sources));
      Expr null;
      null.type = value.type;
      tests.push_back(fmt::format("{} <> {}", key_value(k), expr_.row(null)));
    }
    return tests;
  }

  std::string where(std::vector<std::string> tests) const {
    return tests.empty() ? "" : fmt::format("\n  WHERE {}", fmt::join(tests, " AND "));
  }

  std::vector<std::string> key_columns() {
    std::vector<std::string> out;
    for (std::size_t k = 0; k < rule_.keys.size(); ++k) out.push_back(fmt::format("{} AS k{}", key_value(k), k + 1));
    return out;
  }

  // The times at which hop windows may begin, for each combination of keys.
  void add_starts() {
    std::vector<std::string> times;
    for (const EventFilter& events : query_.events)
      if (events.required && !events.table) times.push_back(time_of(events.variable));
    std::vector<std::string> tests = zero_tests();
    if (times.size() > 1)
      tests.push_back(fmt::format("greatest({0}) - least({0}) < {1}", fmt::join(times, ", "), size()));
    const std::string rest = fmt::format("\n  FROM {}{}", joined(false, false), where(tests));
    std::string select;
    for (const EventFilter& events : query_.events) {
      if (events.table || (!rule_.variables[events.variable].bounded && !query_.one_variable())) continue;
      std::vector<std::string> columns = key_columns();
      columns.push_back(time_of(events.variable) + " AS start");
      select += fmt::format("{}SELECT DISTINCT {}{}", select.empty() ? "" : "\n  UNION DISTINCT\n  ",
                            fmt::join(columns, ", "), rest);
    }
    if (select.empty()) fidelity_.refuse("condition", "no event variable begins a window");
    add_table("starts", select);
  }

  SqlGroup hop_group() const {
    SqlGroup group{.start = "s.start", .end = "s.start + " + size(), .keys = {}};
    for (std::size_t k = 0; k < rule_.keys.size(); ++k) group.keys.push_back(fmt::format("s.k{}", k + 1));
    return group;
  }

  SqlGroup other_group() {
    SqlGroup group;
    for (std::size_t k = 0; k < rule_.keys.size(); ++k) group.keys.push_back(key_value(k));
    const std::string pivot = time_of(rule_.window->pivot);
    const std::string begin = block(first().variable);
    switch (kind()) {
      case WindowKind::kAfter: group.start = pivot, group.end = pivot + " + " + size(); break;
      case WindowKind::kBefore: group.start = pivot + " - " + size(), group.end = pivot; break;
      default: group.start = begin; group.end = fmt::format("{} + {}", begin, size());
    }
    return group;
  }

  std::vector<std::string> group_columns(const SqlGroup& group) {
    std::vector<std::string> columns;
    for (std::size_t k = 0; k < rule_.keys.size(); ++k) {
      result_.push_back(fmt::format("w.k{} AS {}", k + 1, own_name(rule_.keys[k].name)));
      columns.push_back(fmt::format("{} AS k{}", group.keys[k], k + 1));
    }
    columns.push_back(group.start + " AS window_start");
    columns.push_back(group.end + " AS window_end");
    for (std::size_t i = 0; i < rule_.outcomes.size(); ++i) {
      const semantics::Outcome& outcome = rule_.outcomes[i];
      columns.push_back(fmt::format("{} AS o{}", shown(expr_.group(outcome.value, group), outcome.value.type), i + 1));
      const std::string column = fmt::format("w.o{}", i + 1);
      const bool time = outcome.value.type.base == BaseType::kTimestamp && !outcome.value.type.list;
      result_.push_back((time ? fill_in(dialect_.show_time, column) : column) + " AS " + own_name(outcome.name));
    }
    for (std::uint32_t v = 0; v < rule_.variables.size(); ++v) {
      if (rule_.variables[v].source == semantics::EventSource::kTable) continue;
      columns.push_back(fmt::format("{} AS e{}", fill_in(dialect_.ids, name_of(v) + ".id"), v + 1));
      result_.push_back(fmt::format("w.e{} AS {}", v + 1, own_name(rule_.variables[v].name + "_events")));
    }
    return columns;
  }

  std::vector<std::string> group_by(const SqlGroup& group) const {
    std::vector<std::string> by = group.keys;
    if (kind() == WindowKind::kHop) by.push_back("s.start");
    if (kind() == WindowKind::kTumbling) by.push_back(block(first().variable));
    if (sliding()) by.insert(by.end(), {name_of(rule_.window->pivot) + ".n", time_of(rule_.window->pivot)});
    return by;
  }

  std::string windows() {
    const bool hop = kind() == WindowKind::kHop;
    taken_ = {"window_start", "window_end"};
    if (hop) add_starts();
    if (fidelity_.refused()) return {};
    const SqlGroup group = hop ? hop_group() : other_group();
    const std::vector<std::string> columns = group_columns(group);
    const std::string from = joined(true, true);
    std::vector<std::string> tests = hop ? std::vector<std::string>{} : zero_tests();
    add_table("windows", fmt::format("SELECT\n    {}\n  FROM {}{}\n  GROUP BY {}{}", fmt::join(columns, ",\n    "),
                                     from, where(tests), fmt::join(group_by(group), ", "), having(group)));
    result_.insert(result_.begin(), {fill_in(dialect_.show_time, std::string("w.window_start")) + " AS window_start",
                                     fill_in(dialect_.show_time, std::string("w.window_end")) + " AS window_end"});
    return hop ? picked() : fmt::format("SELECT\n  {}\nFROM windows AS w\nORDER BY 1, 2", fmt::join(result_, ",\n  "));
  }

  // Of the windows that fulfil the condition those that begin outside of one reported before.
  std::string picked() {
    std::vector<std::string> keys;
    std::vector<std::string> same{"p.start = w.window_start"};
    for (std::size_t k = 0; k < rule_.keys.size(); ++k) {
      keys.push_back(fmt::format("k{}", k + 1));
      same.push_back(fmt::format("p.k{0} = w.k{0}", k + 1));
    }
    const std::string by = fmt::format("{}", fmt::join(keys, ", "));
    add_table("picked",
              fmt::format("SELECT {}, {} AS start\n  FROM (SELECT {}, {} AS starts FROM windows GROUP BY {}) AS g", by,
                          fill_in(dialect_.unnest_list, std::string("starts")), by,
                          fill_in(dialect_.pick, std::string("window_start"), size()), by));
    return fmt::format("SELECT\n  {}\nFROM windows AS w\nINNER JOIN picked AS p ON {}\nORDER BY 1, 2",
                       fmt::join(result_, ",\n  "), fmt::join(same, " AND "));
  }

  const Query& query_;
  const BoundRule& rule_;
  const SqlDialect& dialect_;
  const plan::Lookups& lookups_;
  Fidelity& fidelity_;
  const std::vector<std::string> columns_;
  SqlExpr expr_;
  std::vector<std::string> tables_;
  std::vector<std::string> result_;  // columns of the last SELECT
  std::set<std::string> taken_;
};

void remark_window(const BoundRule& rule, Fidelity& fidelity) {
  if (!rule.window) return;
  const std::string what = "over " + format_duration(rule.window->size);
  if (rule.window->kind == WindowKind::kHop)
    fidelity.remark(what,
                    "a window begins at each event and the first that fulfils the condition is reported, then the "
                    "next that begins after its end: as yaral does, with no grid");
}

}  // namespace

std::string write_sql(const BoundRule& rule, const SqlDialect& dialect, const plan::Lookups& lookups,
                      Fidelity& fidelity) {
  const Query query = lower(rule, fidelity);
  remark_window(rule, fidelity);
  const std::string statement = Statement(query, dialect, lookups, fidelity).run();
  if (fidelity.refused()) return {};
  std::string text;
  for (const std::string_view line : split(dialect.prologue, '\n')) text += fmt::format("-- {}\n", line);
  return text + statement + std::string(dialect.epilogue);
}

}  // namespace yaral::convert
