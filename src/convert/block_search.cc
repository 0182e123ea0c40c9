#include "convert/block_search.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/time.h"
#include "convert/event_search.h"
#include "convert/search_reads.h"
#include "convert/template.h"

namespace yaral::convert {

using syntax::WindowKind;

namespace {

constexpr std::int64_t kMillisecond = 1'000'000;

std::string why_not(const Search& search, const SearchAggregate& aggregate, const BlockLanguage& language) {
  if (aggregate.kind == SearchAggregate::Kind::kEvents || !aggregate.of_column)
    return search.events.size() > 1 && aggregate.kind != SearchAggregate::Kind::kEvents ? "is of combinations of events"
                                                                                        : "";
  const auto row = std::ranges::find(language.aggregates, aggregate.function, &BlockAggregate::function);
  if (row == language.aggregates.end())
    return fmt::format("{} has no translation of this aggregate", language.dialect.title);
  if (row->of_rows && search.events.size() > 1) return "is of combinations of events";
  const Type& type = search.columns[aggregate.column].type;
  return type.list || type.base == BaseType::kBool ? "is of values that are not counted so" : "";
}

}  // namespace

std::string block_assignment(const BlockLanguage& language, FilterText& text, const std::string& name,
                             const Operand& value) {
  const std::string column = language.dialect.column(name);
  if (value.kind != Operand::Kind::kIf || language.choice.empty())
    return "\n| " + fill_in(language.assign, column, text.in_value(value));
  return "\n| " + fill_in(language.choice, column, text.filter(*value.test), text.in_value(value.args[0]),
                          text.in_value(value.args[1]));
}

namespace {

// Takes values that are computed out of tests, and refuses the order of texts.
class ColumnTests {
 public:
  ColumnTests(const BlockLanguage& language, FilterText& text, Fidelity& fidelity, std::size_t& made)
      : language_(language), text_(text), fidelity_(fidelity), made_(made) {}

  Filter filter(const Filter& given) {
    Filter out = given;
    for (Filter& arg : out.args) arg = filter(arg);
    using Kind = Operand::Kind;
    for (Operand& operand : out.operands)
      if (operand.kind == Kind::kArithmetic || operand.kind == Kind::kCall || operand.kind == Kind::kIf)
        operand = computed(operand);
    const bool order = out.is(Filter::Op::kCompare) && out.compare != semantics::CompareOp::kEq &&
                       out.compare != semantics::CompareOp::kNe;
    if (order && out.operands[0].type.base == BaseType::kString)
      fidelity_.refuse(out.rule_text, fmt::format("{} has no order of texts", language_.dialect.title));
    return out;
  }

  const std::string& steps() const { return steps_; }

 private:
  Operand computed(const Operand& operand) {
    const std::string name = fmt::format("computed_{}", ++made_);
    steps_ += block_assignment(language_, text_, name, operand);
    fidelity_.approximate(name, "is computed only where the event has its fields, which are 0 otherwise");
    Operand out{.kind = Operand::Kind::kColumn, .type = operand.type};
    out.name = name;
    return out;
  }

  const BlockLanguage& language_;
  FilterText& text_;
  Fidelity& fidelity_;
  std::size_t& made_;
  std::string steps_;
};

}  // namespace

std::string block_filter(const BlockLanguage& language, FilterText& text, const Filter& filter, Fidelity& fidelity,
                         std::size_t& made) {
  ColumnTests tests(language, text, fidelity, made);
  const Filter written = language.tests_columns ? tests.filter(filter) : filter;
  std::string out = tests.steps();
  const auto step = [&](const Filter& part) { out += "\n| " + fill_in(language.where, text.filter(part)); };
  if (written.is(Filter::Op::kAnd)) {
    std::ranges::for_each(written.args, step);
  } else if (!written.is(Filter::Op::kTrue)) {
    step(written);
  }
  return out;
}

std::vector<BlockColumn> block_columns(const Search& search, const SearchEvents& events, std::size_t branch,
                                       const std::set<std::string>& read, std::span<const WindowJoin> joins) {
  std::vector<BlockColumn> out;
  for (const SearchKey& key : search.keys) {
    const auto own = std::ranges::find(key.values, events.variable, &SearchColumn::variable);
    if (own != key.values.end()) out.push_back({own->name, own->values[branch]});
  }
  for (const SearchColumn& column : search.columns)
    if (column.variable == events.variable && read.contains(column.name))
      out.push_back({column.name, column.values[branch]});
  for (const WindowJoin& join : joins) {
    const bool left = join.left == events.variable;
    if (!left && join.right != events.variable) continue;
    const std::string side = join.equality() || join.inequality() ? "" : left ? "_left" : "_right";
    out.push_back({join.name + side, join.filter->operands[left ? 0 : 1]});
  }
  return out;
}

namespace {

// Leaves out what the language cannot say, or refuses the rule. Gives the names that are read.
std::set<std::string> prepare(Search& search, const BlockLanguage& language, Fidelity& fidelity,
                              const std::function<bool(std::string_view)>& can_name) {
  check_window_search(search, fidelity);
  check_field_names(search, language.dialect.title, can_name, fidelity);
  if (search.sliding())
    fidelity.refuse(window_text(*search.rule->window),
                    fmt::format("{} has blocks of time, and not windows around an event", language.dialect.title));
  if (fidelity.refused()) return {};
  drop_unsaid_outcomes(search, fidelity, [&](const Operand& value, Fidelity& own) {
    FilterText text(language.dialect, own);
    block_assignment(language, text, "x", value);
    each_operand(value, [&](const Operand& o) {
      for (const SearchAggregate& aggregate : search.aggregates)
        if (o.kind == Operand::Kind::kColumn && aggregate.name == o.name)
          if (const std::string why = why_not(search, aggregate, language); !why.empty())
            own.refuse(aggregate.function, why);
    });
  });
  const std::set<std::string> read = names_read(search);
  for (const SearchAggregate& aggregate : search.aggregates)
    if (read.contains(aggregate.name))
      if (const std::string why = why_not(search, aggregate, language); !why.empty())
        fidelity.refuse(aggregate.function, why);
  return read;
}

// The steps that make rows into groups: blocks, counts, outcomes, condition.
class BlockGroups {
 public:
  BlockGroups(const Search& search, const BlockLanguage& language, FilterText& text, Fidelity& fidelity)
      : search_(search), language_(language), text_(text), fidelity_(fidelity) {}

  std::string write(const std::set<std::string>& read, std::span<const WindowJoin> joins);
  // Outcomes and condition alone, of rules without match.
  std::string write_events();

 private:
  std::vector<std::string> aggregates(const std::set<std::string>& read, std::span<const WindowJoin> joins);
  std::string aggregate(std::string_view function, const std::string& column, const std::string& name);
  std::string tests(std::span<const WindowJoin> joins) const;
  std::string outcomes();
  std::string condition();
  void tell_windows();
  template <typename... Texts>
  std::string step(std::string_view form, const Texts&... texts) const;

  const Search& search_;
  const BlockLanguage& language_;
  FilterText& text_;
  Fidelity& fidelity_;
  std::size_t made_ = 0;
};

}  // namespace

template <typename... Texts>
std::string BlockGroups::step(std::string_view form, const Texts&... texts) const {
  return "\n| " + fill_in(form, texts...);
}

std::string BlockGroups::outcomes() {
  std::string out;
  for (const SearchOutcome& outcome : search_.outcomes)
    out += block_assignment(language_, text_, outcome.name, outcome.value);
  return out;
}

std::string BlockGroups::condition() { return block_filter(language_, text_, search_.condition, fidelity_, made_); }

std::string BlockGroups::write_events() { return outcomes() + condition(); }

void BlockGroups::tell_windows() {
  const std::string what = window_text(*search_.rule->window);
  if (search_.rule->window->kind != WindowKind::kTumbling) {
    const bool every = search_.condition.is(Filter::Op::kTrue) && search_.events.size() == 1;
    fidelity_.approximate(
        what,
        every ? "windows are blocks of time, and do not begin with an event: each event is in one, but they are others"
              : "windows are blocks of time, and do not begin with an event: what lies on both sides of a border "
                "is not found together");
  }
  for (const std::vector<std::size_t>& places : rival_events(search_)) {
    std::vector<std::string> names;
    for (const std::size_t place : places) names.push_back('$' + search_.events[place].name);
    fidelity_.approximate(fmt::format("{}", fmt::join(names, ", ")),
                          "an event that could be several of them is taken for the first alone");
  }
}

std::string BlockGroups::aggregate(std::string_view function, const std::string& column, const std::string& name) {
  const auto row = std::ranges::find(language_.aggregates, function, &BlockAggregate::function);
  if (!row->differs.empty()) fidelity_.approximate(std::string(function), std::string(row->differs));
  return fill_in(row->text, column, name);
}

std::vector<std::string> BlockGroups::aggregates(const std::set<std::string>& read, std::span<const WindowJoin> joins) {
  std::vector<std::string> out;
  const auto name = language_.dialect.column;
  for (const SearchAggregate& one : search_.aggregates) {
    if (!read.contains(one.name)) continue;
    if (one.kind == SearchAggregate::Kind::kEvents && search_.events.size() > 1) {
      out.push_back(fill_in(language_.count_of, name(one.name), search_.of(one.variable).name));
    } else if (one.kind == SearchAggregate::Kind::kEvents || !one.of_column) {
      out.push_back(aggregate("count", "", name(one.name)));
    } else {
      out.push_back(aggregate(one.function, name(search_.columns[one.column].name), name(one.name)));
    }
  }
  for (const SearchEvents& events : search_.events)
    if (search_.events.size() > 1 && events.required)
      out.push_back(fill_in(language_.count_of, "has_" + events.name, events.name));
  for (const WindowJoin& join : joins) {
    if (join.equality()) continue;
    if (join.inequality()) {
      out.push_back(aggregate("count_distinct", join.name, join.name + "_values"));
      continue;
    }
    out.push_back(aggregate(join.rises() ? "min" : "max", join.name + "_left", join.name + "_from"));
    out.push_back(aggregate(join.rises() ? "max" : "min", join.name + "_right", join.name + "_to"));
  }
  if (out.empty()) out.push_back(aggregate("count", "", "events"));
  return out;
}

// That there are events of each variable, and that they compare as the rule says.
std::string BlockGroups::tests(std::span<const WindowJoin> joins) const {
  std::string out;
  const auto above = [&](const std::string& column, const std::string& than) {
    out += step(language_.where, fill_in(language_.dialect.compare, column, std::string(">"), than));
  };
  for (const SearchEvents& events : search_.events)
    if (search_.events.size() > 1 && events.required) above("has_" + events.name, "0");
  for (const WindowJoin& join : joins) {
    if (join.equality()) continue;
    if (join.inequality()) {
      above(join.name + "_values", "1");
      continue;
    }
    constexpr std::string_view kSymbols[] = {"==", "!=", "<", "<=", ">", ">="};
    out += step(language_.where_columns, join.name + "_from",
                std::string(kSymbols[static_cast<std::size_t>(join.filter->compare)]), join.name + "_to");
  }
  return out;
}

std::string BlockGroups::write(const std::set<std::string>& read, std::span<const WindowJoin> joins) {
  tell_windows();
  const std::int64_t milliseconds = search_.rule->window->size.nanos / kMillisecond;
  const std::string size = std::to_string(milliseconds);
  std::string out = step(language_.block, size, std::to_string(milliseconds / 1000));
  if (!language_.mark.empty() && search_.events.size() > 1)
    for (const SearchEvents& events : search_.events) out += step(language_.mark, events.name);
  std::vector<std::string> by;
  std::vector<std::string> shown{"window_start", "window_end"};
  for (const SearchKey& key : search_.keys) by.push_back(language_.dialect.column(key.values.front().name));
  shown.insert(shown.end(), by.begin(), by.end());
  for (const SearchOutcome& outcome : search_.outcomes) shown.push_back(language_.dialect.column(outcome.name));
  for (const WindowJoin& join : joins)
    if (join.equality()) by.push_back(join.name);
  by.emplace_back("window_start");
  out += step(language_.group, fmt::format("{}", fmt::join(aggregates(read, joins), ", ")),
              fmt::format("{}", fmt::join(by, ", ")));
  out += tests(joins);
  out += step(language_.assign, std::string("window_end"), "window_start + " + size);
  return out + outcomes() + condition() + step(language_.show, fmt::format("{}", fmt::join(shown, ", ")));
}

std::string write_blocks(const BoundRule& rule, const WriterInput& input, const BlockLanguage& language,
                         const std::function<bool(std::string_view)>& can_name,
                         const std::function<std::string(const BlockRows&)>& rows, Fidelity& fidelity) {
  Search search = lower_search(rule, *input.schema, input.lookups, fidelity);
  if (fidelity.refused()) return {};
  const std::vector<WindowJoin> joins = window_joins(search, fidelity);
  const std::set<std::string> read = prepare(search, language, fidelity, can_name);
  if (fidelity.refused()) return {};
  FilterText text(language.dialect, fidelity);
  BlockGroups groups(search, language, text, fidelity);
  const std::string out = rows({.search = search, .text = text, .fidelity = fidelity, .read = read, .joins = joins});
  return out + (search.grouped() ? groups.write(read, joins) : groups.write_events()) + '\n';
}

}  // namespace yaral::convert
