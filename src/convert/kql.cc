#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/time.h"
#include "convert/event_search.h"
#include "convert/kql_dialect.h"
#include "convert/kql_text.h"
#include "convert/kql_windows.h"
#include "convert/search_reads.h"
#include "convert/target.h"
#include "convert/template.h"
#include "convert/window_joins.h"
#include "plan/compile_expr.h"

// KQL over the tables of Microsoft Sentinel, Defender XDR and ASIM: a union of the sources, then windows, condition,
// outcomes.
namespace yaral::convert {

namespace {

using syntax::WindowKind;

struct Aggregate {
  std::string_view name;
  std::string_view text;
};

// As many elements as arrays have at most.
constexpr Aggregate kAggregates[] = {{"any", "take_any({0})"},
                                     {"array", "make_list({0}, 1000)"},
                                     {"array_distinct", "make_set({0}, 1000)"},
                                     {"avg", "avg({0})"},
                                     {"count", "count()"},
                                     {"count_distinct", "count_distinct({0})"},
                                     {"earliest", "min({0})"},
                                     {"latest", "max({0})"},
                                     {"max", "max({0})"},
                                     {"min", "min({0})"},
                                     {"sum", "sum({0})"},
                                     {"window.avg", "avg({0})"},
                                     {"window.stddev", "stdev({0})"},
                                     {"window.variance", "variance({0})"}};

class Statement {
 public:
  Statement(Search search, const Schema& schema, Fidelity& fidelity)
      : search_(std::move(search)),
        fidelity_(fidelity),
        fields_(fidelity),
        text_(kKqlDialect, fidelity),
        rows_(search_, schema, fields_, text_, fidelity) {}

  std::string run() {
    check_variables();
    if (fidelity_.refused()) return {};
    drop_unsaid_outcomes(search_, fidelity_, [](const Operand& value, Fidelity& own) {
      KqlFields fields(own);
      FilterText(kKqlDialect, own).operand(fields.operand(value));
    });
    take_absence();
    read_ = names_read(search_);
    return search_.grouped() ? windows() : single_events();
  }

 private:
  const BoundRule& rule() const { return *search_.rule; }

  void check_variables() {
    check_event_variables(search_, fidelity_);
    if (std::ranges::count(search_.events, false, &SearchEvents::required) > 1)
      fidelity_.refuse("condition", "more than one event variable may be absent");
    for (const semantics::MatchKey& key : rule().keys)
      if (!required_source(rule(), key.sources))
        fidelity_.refuse('$' + key.name, "the match key comes from an event that may be absent");
  }

  bool counts(const std::string& column, std::uint32_t variable) const {
    return std::ranges::any_of(search_.aggregates, [&](const SearchAggregate& aggregate) {
      return aggregate.name == column && aggregate.kind == SearchAggregate::Kind::kEvents &&
             aggregate.variable == variable;
    });
  }

  // Takes `#o = 0` of the variable that may be absent out of the condition: a join says it. Nothing else may read it.
  void take_absence() {
    if (search_.events.back().required) return;
    const std::uint32_t optional = search_.events.back().variable;
    std::vector<Filter> parts{search_.condition};
    if (search_.condition.is(Filter::Op::kAnd)) parts = search_.condition.args;
    const auto removed = std::erase_if(parts, [&](const Filter& part) {
      return part.is(Filter::Op::kOneOf) && part.values == std::vector<std::string>{"0"} &&
             part.operands[0].kind == Operand::Kind::kColumn && counts(part.operands[0].name, optional);
    });
    search_.condition = all_of(std::move(parts));
    const std::set<std::string> names = names_read(search_);
    const bool read = std::ranges::any_of(names, [&](const std::string& name) {
      const auto column = std::ranges::find(search_.columns, name, &SearchColumn::name);
      const bool joins = std::ranges::any_of(search_.joins, [&](const Filter& join) { return reads(join, name); });
      return counts(name, optional) || (column != search_.columns.end() && column->variable == optional && !joins);
    });
    if (removed == 0 || read)
      fidelity_.refuse('$' + search_.events.back().name, "may be absent, and more is asked of it than that it is");
  }

  static bool reads(const Filter& filter, const std::string& name) {
    bool found = false;
    each_operand(filter, [&](const Operand& operand) { found |= operand.name == name; });
    return found;
  }

  // `| extend` of the outcomes, in as many steps as they read one another.
  std::string outcomes() {
    std::string out;
    std::vector<std::string> step;
    std::set<std::string> of_step;
    const auto end_step = [&] {
      if (!step.empty()) out += fmt::format("\n| extend {}", fmt::join(step, ", "));
      step.clear();
      of_step.clear();
    };
    for (const SearchOutcome& outcome : search_.outcomes) {
      bool waits = false;
      each_operand(outcome.value,
                   [&](const Operand& o) { waits |= o.kind == Operand::Kind::kColumn && of_step.contains(o.name); });
      if (waits) end_step();
      step.push_back(kql_name(outcome.name) + " = " + text_.operand(fields_.operand(outcome.value)));
      of_step.insert(outcome.name);
    }
    end_step();
    return out;
  }

  std::string condition() {
    if (search_.condition.is(Filter::Op::kTrue)) return {};
    return "\n| where " + text_.filter(fields_.filter(search_.condition));
  }

  std::string single_events() { return rows_.whole(search_.events.front(), read_) + outcomes() + condition() + '\n'; }

  std::string aggregate(const SearchAggregate& aggregate, const std::vector<KqlRows>& rows) {
    if (aggregate.kind == SearchAggregate::Kind::kEvents) return events_of(aggregate, rows);
    if (!aggregate.of_column) return "count()";
    const SearchColumn& column = search_.columns[aggregate.column];
    const auto* const row = std::ranges::find(kAggregates, aggregate.function, &Aggregate::name);
    const bool number_only = column.type.base == BaseType::kBool && aggregate.function != "count_distinct" &&
                             !aggregate.function.starts_with("array") && aggregate.function != "any";
    if (row == std::end(kAggregates) || column.type.list || number_only) {
      fidelity_.refuse(aggregate.function, "KQL has no translation of this aggregate of such a value");
      return {};
    }
    if (aggregate.function.starts_with("array"))
      fidelity_.remark(aggregate.function, "the elements stand in no particular order");
    return fill_in(row->text, kql_name(column.name));
  }

  std::string events_of(const SearchAggregate& aggregate, const std::vector<KqlRows>& rows) {
    if (rows.size() == 1) return "count()";
    for (std::size_t v = 0; v < rows.size(); ++v) {
      if (search_.events[v].variable != aggregate.variable) continue;
      if (rows[v].id.empty())
        fidelity_.refuse('#' + search_.events[v].name, "events cannot be counted without a field for metadata.id");
      return fmt::format("count_distinct({})", rows[v].id);
    }
    return {};
  }

  std::string windows() {
    remark_window();
    std::vector<KqlRows> rows;
    for (const SearchEvents& events : search_.events) rows.push_back(rows_.grouped(events, read_, rows.empty()));
    KqlWindows windows(search_, rows, fields_, text_, fidelity_);
    const bool absence = !search_.events.back().required;
    std::string from = windows.combinations();
    std::vector<std::string> lets = windows.lets();
    if (absence) {
      lets.push_back(fmt::format("let InWindows = materialize(\n{});", indented(from)));
      from = "InWindows";
    }
    std::vector<std::string> aggregates;
    for (const SearchAggregate& one : search_.aggregates)
      if (read_.contains(one.name)) aggregates.push_back(kql_name(one.name) + " = " + aggregate(one, rows));
    std::string out = fmt::format("{}\n| summarize {}{}by {}", from, fmt::join(aggregates, ", "),
                                  aggregates.empty() ? "" : " ", fmt::join(windows.groups(), ", "));
    out += fmt::format("\n| extend window_end = window_start + {}", kql_timespan(rule().window->size));
    out += outcomes() + condition();
    if (absence) {
      const std::size_t before = windows.lets().size();
      out += windows.without_optional("InWindows");
      lets.insert(lets.end(), windows.lets().begin() + static_cast<std::ptrdiff_t>(before), windows.lets().end());
    }
    if (rule().window->kind == WindowKind::kHop && !windows.in_one_pass()) out += windows.first_windows();
    std::string all;
    for (const std::string& let : lets) all += let + '\n';
    return all + out + fmt::format("\n| project {}\n", fmt::join(shown(), ", "));
  }

  std::vector<std::string> shown() const {
    std::vector<std::string> out{"window_start", "window_end"};
    for (const SearchKey& key : search_.keys) out.push_back(kql_name(key.values.front().name));
    for (const SearchOutcome& outcome : search_.outcomes) out.push_back(kql_name(outcome.name));
    return out;
  }

  void remark_window() {
    if (rule().window->kind != WindowKind::kHop) return;
    fidelity_.remark(
        window_text(*rule().window),
        "a window begins at each event and the first that fulfils the condition is reported, then the next "
        "that begins after its end: as yaral does, with no grid, within the time range of the query");
  }

  Search search_;
  Fidelity& fidelity_;
  KqlFields fields_;
  FilterText text_;
  KqlRowWriter rows_;
  std::set<std::string> read_;
};

}  // namespace

std::string write_kql(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity) {
  Search search = lower_search(rule, *input.schema, input.lookups, fidelity);
  if (fidelity.refused()) return {};
  return Statement(std::move(search), *input.schema, fidelity).run();
}

}  // namespace yaral::convert
