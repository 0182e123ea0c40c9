#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/time.h"
#include "convert/esql_text.h"
#include "convert/event_search.h"
#include "convert/search.h"
#include "convert/target.h"
#include "convert/template.h"

// ES|QL: a pipe from documents to rows.
namespace yaral::convert {

namespace {

using Kind = Operand::Kind;

constexpr std::string_view kTime = "@timestamp";

struct Function {
  std::string_view name;
  std::string_view text;
  std::string_view shift = {};
};

constexpr Function kAggregates[] = {
    {"count", "COUNT({0})"},
    {"count_distinct", "COUNT_DISTINCT({0})", "is an estimate beyond 3,000 values"},
    {"sum", "SUM({0})"},
    {"avg", "AVG({0})"},
    {"max", "MAX({0})"},
    {"min", "MIN({0})"},
    {"any", "MAX({0})"},
    {"latest", "MAX({0})"},
    {"earliest", "MIN({0})"},
    {"array_distinct", "VALUES({0})", "its values have no order"},
    {"array", "VALUES({0})", "holds each value once"},
};

const Function* function_of(const SearchAggregate& aggregate) {
  const auto* const row = std::ranges::find(kAggregates, aggregate.function, &Function::name);
  return row == std::end(kAggregates) ? nullptr : row;
}

// A length of time as BUCKET takes it; hours are the same wherever a day begins.
std::string span(Duration size) {
  const std::int64_t seconds = size.nanos / 1'000'000'000;
  if (seconds % 3600 == 0) return fmt::format("{} hours", seconds / 3600);
  if (seconds % 60 == 0) return fmt::format("{} minutes", seconds / 60);
  return fmt::format("{} seconds", seconds);
}

class EsqlWriter {
 public:
  EsqlWriter(const Search& search, Fidelity& fidelity) : search_(search), fidelity_(fidelity), text_(kEsql, fidelity) {}

  std::string run() {
    out_ = "FROM logs-*\n";
    expand_lists();
    if (search_.grouped()) {
      grouped();
    } else {
      single();
    }
    return out_;
  }

 private:
  void pipe(std::string_view command, std::string_view text) { out_ += fmt::format("| {} {}\n", command, text); }

  void pipe(std::string_view command, const std::vector<std::string>& parts) {
    if (!parts.empty()) pipe(command, fmt::format("{}", fmt::join(parts, ",\n    ")));
  }

  static std::string assigned(std::string_view name, std::string_view value) {
    return fmt::format("{} = {}", kEsql.column(name), value);
  }

  bool several() const { return search_.events.size() > 1; }

  std::string flag(std::uint32_t variable) const { return kEsql.column("is_" + search_.of(variable).name); }

  // A comparison with several values is null: other tests than for a whole value see each value on a row of its own.
  void expand_lists() {
    std::set<std::string> names;
    const auto look = [&](const Filter& filter, const auto& self) -> void {
      for (const Filter& arg : filter.args) self(arg, self);
      if (filter.is(Filter::Op::kExists) || (filter.is(Filter::Op::kOneOf) && !filter.nocase)) return;
      for (const Operand& operand : filter.operands)
        each_operand(operand, [&](const Operand& o) {
          if (o.field && o.field->list) names.insert(o.name);
        });
    };
    std::set<std::string> told_by;
    for (const SearchEvents& events : search_.events) {
      for (const SearchBranch& branch : events.branches) {
        look(branch.filter, look);
        for (const auto& [name, values] : branch.source->where) told_by.insert(name);
      }
    }
    for (const SearchColumn& column : search_.columns)
      for (const Operand& value : column.values)
        each_operand(value, [&](const Operand& o) {
          if (o.field && o.field->list) names.insert(o.name);
        });
    for (const std::string& name : names) {
      if (told_by.contains(name)) fidelity_.refuse(name, "has several values, which also tell its sources apart");
      pipe("MV_EXPAND", kEsql.field(name));
      fidelity_.approximate(name, "of several values each is a row, which counts and sums see");
      expanded_ = true;
    }
  }

  // The value of a column, which sources may read from different fields.
  std::string value(const SearchColumn& column) {
    const std::vector<SearchBranch>& branches = search_.of(column.variable).branches;
    std::vector<std::pair<std::string, std::vector<Filter>>> texts;
    for (std::size_t i = 0; i < column.values.size(); ++i) {
      const std::string text = column_text(column.values[i]);
      auto known = std::ranges::find(texts, text, &std::pair<std::string, std::vector<Filter>>::first);
      if (known == texts.end()) known = texts.insert(texts.end(), {text, {}});
      known->second.push_back(where_filter(*branches[i].source));
    }
    if (texts.size() == 1) return texts.front().first;
    std::string out = "CASE(";
    for (std::size_t i = 0; i + 1 < texts.size(); ++i)
      out += text_.filter(any_of(std::move(texts[i].second))) + ", " + texts[i].first + ", ";
    return out + texts.back().first + ')';
  }

  // What aggregates, outcomes and conditions read. Without a translation it is left out, and what reads it, too.
  void columns() {
    std::vector<std::string> out;
    for (const SearchColumn& column : search_.columns) {
      Fidelity own;
      FilterText text(kEsql, own);
      for (const Operand& operand : column.values) text.in_value(operand);
      if (own.refused()) {
        without_[column.name] = own.first_refusal();
      } else {
        out.push_back(assigned(column.name, value(column)));
      }
    }
    pipe("EVAL", out);
  }

  std::string column_text(const Operand& operand) {
    if (operand.kind == Kind::kField && operand.field && operand.field->type == SchemaType::kIp)
      return fmt::format("COALESCE(TO_STRING({}), \"\")", text_.operand(operand));
    if (operand.kind == Kind::kField && operand.field && operand.field->type == SchemaType::kBool)
      return fmt::format("COALESCE({}, false)", text_.operand(operand));
    return text_.in_value(operand);
  }

  // One event a row.
  void single() {
    pipe("WHERE", events_text(search_.events.front(), kEsql, text_));
    columns();
    std::vector<std::string> shown{std::string(kTime), "event.id"};
    outcomes(shown);
    if (const std::string unknown = unsupported_in(search_.condition); !unknown.empty())
      fidelity_.refuse("condition", unknown);
    if (!search_.condition.is(Filter::Op::kTrue)) pipe("WHERE", text_.filter(search_.condition));
    finish(shown, kTime);
    if (expanded_) fidelity_.approximate("events", "one with several values may stand on several rows");
  }

  void outcomes(std::vector<std::string>& shown) {
    for (const SearchOutcome& outcome : search_.outcomes) {
      Fidelity own;
      const std::string value = FilterText(kEsql, own).operand(outcome.value);
      std::string unknown = unsupported(outcome.value);
      if (unknown.empty()) unknown = own.first_refusal();
      if (!unknown.empty()) {
        fidelity_.remark('$' + outcome.name, "is left out of the results: " + unknown);
        without_.emplace(outcome.name, fmt::format("${} is left out: {}", outcome.name, unknown));
        continue;
      }
      fidelity_.add(own);
      shown.push_back(kEsql.column(outcome.name));
      if (shown.back() != value) pipe("EVAL", assigned(outcome.name, value));
    }
  }

  // Why the first of the columns that a value reads is none of ES|QL's.
  std::string unsupported(const Operand& operand) const {
    std::string out;
    each_operand(operand, [&](const Operand& o) {
      if (o.kind != Kind::kColumn || !out.empty()) return;
      const auto found = without_.find(o.name);
      if (found != without_.end()) out = found->second;
    });
    return out;
  }

  void finish(const std::vector<std::string>& shown, std::string_view order) {
    pipe("KEEP", fmt::format("{}", fmt::join(shown, ", ")));
    pipe("SORT", order);
    pipe("LIMIT", "10000");
    fidelity_.remark("LIMIT 10000", "is the most that ES|QL shows");
  }

  void grouped() {
    const semantics::Window& window = *search_.rule->window;
    filters();
    std::vector<std::string> by{assigned("window_start", fmt::format("BUCKET({}, {})", kTime, span(window.size)))};
    keys(by);
    std::vector<std::string> stats;
    aggregates(stats);
    const std::vector<std::string> conditions = this->conditions(stats);
    if (stats.empty()) stats.push_back("_rows = COUNT(*)");
    out_ += fmt::format("| STATS {}\n  BY {}\n", fmt::join(stats, ",\n    "), fmt::join(by, ", "));
    pipe("EVAL", assigned("window_end", fmt::format("window_start + {}", span(window.size))));
    std::vector<std::string> shown{"window_start", "window_end"};
    for (const SearchKey& key : search_.keys) shown.push_back(kEsql.column(key.values.front().name));
    outcomes(shown);
    if (!search_.condition.is(Filter::Op::kTrue)) {
      if (std::string unknown; !(unknown = unsupported_in(search_.condition)).empty())
        fidelity_.refuse("condition", unknown);
      const std::string text = text_.part(search_.condition);
      pipe("WHERE", fmt::format("{}", fmt::join(conditions, " AND ")) + (conditions.empty() ? "" : " AND ") + text);
    } else if (!conditions.empty()) {
      pipe("WHERE", fmt::format("{}", fmt::join(conditions, " AND ")));
    }
    finish(shown, "window_start");
    tell(window);
  }

  std::string unsupported_in(const Filter& filter) const {
    std::string out;
    each_operand(filter, [&](const Operand& operand) {
      if (out.empty()) out = unsupported(operand);
    });
    return out;
  }

  // Which variables an event may be; those that are none go.
  void filters() {
    if (!several()) {
      pipe("WHERE", events_text(search_.events.front(), kEsql, text_));
      columns();
      return;
    }
    std::vector<std::string> flags;
    std::vector<std::string> any;
    for (const SearchEvents& events : search_.events) {
      flags.push_back(
          fmt::format("{} = COALESCE({}, false)", flag(events.variable), events_text(events, kEsql, text_)));
      any.push_back(flag(events.variable));
    }
    pipe("EVAL", flags);
    pipe("WHERE", fmt::format("{}", fmt::join(any, " OR ")));
    columns();
  }

  void keys(std::vector<std::string>& by) {
    std::vector<std::string> computed;
    for (const SearchKey& key : search_.keys) {
      const std::string& name = key.values.front().name;
      std::vector<std::pair<std::string, std::vector<std::string>>> values;
      for (const SearchColumn& column : key.values) {
        const std::string text = key_text(column);
        auto known = std::ranges::find(values, text, &std::pair<std::string, std::vector<std::string>>::first);
        if (known == values.end()) known = values.insert(values.end(), {text, {}});
        known->second.push_back(flag(column.variable));
      }
      if (several() && key.values.size() < search_.events.size())
        fidelity_.refuse('$' + key.name, "not all event variables have this key, and ES|QL joins by keys alone");
      if (values.size() == 1) {
        by.push_back(assigned(name, values.front().first));
        continue;
      }
      fidelity_.approximate('$' + key.name,
                            "an event that is several variables at once has the key of the first of them alone");
      std::string choice = "CASE(";
      for (std::size_t i = 0; i < values.size(); ++i)
        choice += fmt::format("{}{}, {}", i ? ", " : "", fmt::join(values[i].second, " OR "), values[i].first);
      by.push_back(assigned(name, choice + ')'));
    }
  }

  std::string key_text(const SearchColumn& column) {
    const bool fields =
        std::ranges::all_of(column.values, [](const Operand& value) { return value.kind == Kind::kField; });
    std::set<std::string> names;
    for (const Operand& operand : column.values) names.insert(operand.name);
    if (!fields || names.size() > 1) return value(column);
    const Operand& field = column.values.front();
    const bool address = field.field->type == SchemaType::kIp;
    const std::string text = text_.operand(field);
    if (field.field->list) return address ? "TO_STRING(" + text + ')' : text;
    return search_.rule->allow_zero_values || address ? column_text(field) : text;
  }

  void aggregates(std::vector<std::string>& stats) {
    for (const SearchAggregate& aggregate : search_.aggregates) {
      const bool of_events = aggregate.kind == SearchAggregate::Kind::kEvents;
      const Function* const function = of_events ? nullptr : function_of(aggregate);
      const SearchColumn* const column = aggregate.of_column ? &search_.columns[aggregate.column] : nullptr;
      if (!of_events && !function) without_[aggregate.name] = aggregate.function + ": ES|QL has no such aggregate";
      if (column && without_.contains(column->name)) without_[aggregate.name] = without_[column->name];
      if (without_.contains(aggregate.name)) continue;
      std::string text = of_events ? rows() : "COUNT(*)";
      std::uint32_t variable = aggregate.variable;
      if (!of_events && aggregate.of_column) {
        text = fill_in(function->text, kEsql.column(search_.columns[aggregate.column].name));
        variable = search_.columns[aggregate.column].variable;
      }
      if (function && !function->shift.empty()) tell_shift(aggregate, *function);
      const bool one = several() && (of_events || aggregate.of_column);
      stats.push_back(assigned(aggregate.name, text) + (one ? " WHERE " + flag(variable) : ""));
    }
  }

  // Arrays are values that come in an order of their own; only that is no difference that matters.
  void tell_shift(const SearchAggregate& aggregate, const Function& function) {
    if (function.name == "array") {
      fidelity_.approximate(aggregate.function, std::string(function.shift));
    } else {
      fidelity_.remark(aggregate.function, std::string(function.shift));
    }
  }

  std::string rows() const { return expanded_ ? "COUNT_DISTINCT(event.id)" : "COUNT(*)"; }

  // What must hold besides the condition of the rule: that required events are there, and in order.
  std::vector<std::string> conditions(std::vector<std::string>& stats) {
    std::vector<std::string> out;
    if (!several()) return out;
    std::size_t required = 0;
    for (const SearchEvents& events : search_.events) {
      if (!events.required) continue;
      ++required;
      const std::string name = "_rows_" + events.name;
      stats.push_back(fmt::format("{} = COUNT(*) WHERE {}", name, flag(events.variable)));
      out.push_back(name + " > 0");
    }
    if (required > 1) {
      stats.push_back("_rows = COUNT(*)");
      out.push_back(fmt::format("_rows >= {}", required));
    }
    for (const Filter& join : search_.joins) {
      const std::string order = order_of(join, stats);
      if (order.empty())
        fidelity_.refuse(join.rule_text.empty() ? "condition over several events" : join.rule_text,
                         "ES|QL compares events of a group by their order alone");
      out.push_back(order);
    }
    return out;
  }

  const SearchColumn* time_column(const Operand& operand) const {
    if (operand.kind != Kind::kColumn) return nullptr;
    const auto found = std::ranges::find(search_.columns, operand.name, &SearchColumn::name);
    if (found == search_.columns.end()) return nullptr;
    const bool time = std::ranges::all_of(found->values, [](const Operand& value) {
      const bool seconds = value.kind == Kind::kCall && value.name == kSecondsOf && value.args.size() == 1;
      const Operand& of = seconds ? value.args[0] : value;
      return of.kind == Kind::kField && of.field->udm == "metadata.event_timestamp";
    });
    return time ? &*found : nullptr;
  }

  // The first of the earlier events is before the last of the later ones.
  std::string order_of(const Filter& join, std::vector<std::string>& stats) {
    using semantics::CompareOp;
    if (!join.is(Filter::Op::kCompare) || join.compare == CompareOp::kEq || join.compare == CompareOp::kNe) return {};
    const SearchColumn* left = time_column(join.operands[0]);
    const SearchColumn* right = time_column(join.operands[1]);
    if (!left || !right) return {};
    const bool turned = join.compare == CompareOp::kGt || join.compare == CompareOp::kGe;
    if (turned) std::swap(left, right);
    const bool strict = join.compare == CompareOp::kLt || join.compare == CompareOp::kGt;
    const std::string first = fmt::format("_first_{}", left->name);
    const std::string last = fmt::format("_last_{}", right->name);
    stats.push_back(fmt::format("{} = MIN({}) WHERE {}", first, kEsql.column(left->name), flag(left->variable)));
    stats.push_back(fmt::format("{} = MAX({}) WHERE {}", last, kEsql.column(right->name), flag(right->variable)));
    if (search_.joins.size() > 1)
      fidelity_.approximate(join.rule_text, "each order is looked for by itself, of any two events");
    return fmt::format("{} {} {}", first, strict ? "<" : "<=", last);
  }

  void tell(const semantics::Window& window) {
    const std::string size = format_duration(window.size);
    if (several())
      fidelity_.approximate(
          "event variables",
          "are joined by their keys within a window; counts and outcomes see all events of each, also "
          "such as fit no other");
    if (window.kind == syntax::WindowKind::kTumbling) return;
    const std::string blocks = fmt::format(
        "windows are blocks of {} counted from 1970; events on both sides of where one "
        "ends are not seen together, and each block is a result",
        size);
    fidelity_.approximate(window_text(window), blocks);
    if (window.kind != syntax::WindowKind::kHop)
      fidelity_.approximate(window_text(window),
                            "what is before or after the event that the window is laid to is not told apart");
  }

  const Search& search_;
  Fidelity& fidelity_;
  FilterText text_;
  std::string out_;
  bool expanded_ = false;
  std::map<std::string, std::string> without_;  // columns and outcomes that ES|QL cannot compute, and why
};

}  // namespace

std::string write_esql(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity) {
  const Search search = lower_search(rule, *input.schema, input.lookups, fidelity);
  if (fidelity.refused()) return {};
  return EsqlWriter(search, fidelity).run();
}

}  // namespace yaral::convert
