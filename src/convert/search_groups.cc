#include "convert/search_groups.h"

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "convert/filter_lowering.h"
#include "plan/compile_expr.h"
#include "semantics/expr_text.h"

namespace yaral::convert {

namespace {

const SchemaSource kNoSource;

// A name that any language takes for a column: letters, digits and `_`, in small letters.
std::string column_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const char low = ascii_lower(c);
    out += (low >= 'a' && low <= 'z') || (low >= '0' && low <= '9') ? low : '_';
  }
  return out.empty() || (out[0] >= '0' && out[0] <= '9') ? "v" + out : out;
}

class GroupLowering : public GroupValues {
 public:
  GroupLowering(Search& search, const LoweringContext& context, Fidelity& fidelity)
      : search_(search), context_(context), rule_(context.rule), schema_(context.schema), fidelity_(fidelity) {}

  void run(const std::vector<const Expr*>& joins, Outcomes outcomes) {
    for (const SearchEvents& events : search_.events) taken_.insert(column_name(events.name));
    for (const semantics::Outcome& outcome : rule_.outcomes) taken_.insert(outcome.name);
    for (const semantics::MatchKey& key : rule_.keys) add_key(key);
    for (const Expr* join : joins) add_join(*join);
    if (outcomes == Outcomes::kNone && !rule_.outcomes.empty())
      fidelity_.remark("outcome", "the results show events, without these values");
    for (const semantics::Outcome& outcome : rule_.outcomes)
      if (outcomes == Outcomes::kAll) add_outcome(outcome);
    left_out_.clear();
    search_.condition = lowering(fidelity_).filter(rule_.condition);
    if (!left_out_.empty()) fidelity_.refuse("condition", left_out_);
  }

  bool always_true(const Expr& e) override {
    if (e.op != Op::kCompare || e.args[0].op != Op::kEventCount || e.args[1].op != Op::kConstant) return false;
    if (!search_.of(e.args[0].index).required) return false;
    const std::int64_t than = e.args[1].constant.kind() == ValueKind::kInt ? e.args[1].constant.as_int() : -1;
    return (e.compare == semantics::CompareOp::kGt && than == 0) ||
           (e.compare == semantics::CompareOp::kGe && than == 1) ||
           (e.compare == semantics::CompareOp::kNe && than == 0);
  }

  Operand value(const Expr& e) override {
    switch (e.op) {
      case Op::kAggregate: return aggregate(e);
      case Op::kMatchKey: return column(search_.keys[e.index].values.front().name, e.type);
      case Op::kWindowStart: return column("window_start", e.type);
      case Op::kWindowEnd: return column("window_end", e.type);
      case Op::kEventCount: return count_of_events(e);
      case Op::kPlaceholderCount: return count_of_values(e);
      case Op::kOutcome: return outcome(e);
      default: return row_value(e);
    }
  }

 private:
  FilterLowering lowering(Fidelity& fidelity) { return {context_, kNoSource, fidelity, this}; }

  static Operand column(std::string name, const Type& type) {
    return {.kind = Operand::Kind::kColumn, .type = type, .name = std::move(name)};
  }

  std::string own_name(std::string_view wanted) {
    const std::string base = column_name(wanted);
    std::string name = base;
    for (int i = 2; !taken_.insert(name).second; ++i) name = fmt::format("{}_{}", base, i);
    return name;
  }

  void add_key(const semantics::MatchKey& key) {
    SearchKey out{.name = key.name, .values = {}};
    const std::string name = own_name(key.name);
    for (const semantics::Source& source : key.sources) {
      std::set<std::string> missing;
      SearchColumn column = read(given_value(rule_, source), source.variable, name, missing);
      for (const std::string& field : missing)
        fidelity_.refuse(field, fmt::format("{} has no such field, which the match key ${} is read from; `fields` in "
                                            "{} adds one",
                                            schema_.title(), key.name, schema_.file_to_extend()));
      out.values.push_back(std::move(column));
    }
    search_.keys.push_back(std::move(out));
  }

  void add_join(const Expr& e) {
    left_out_.clear();
    in_join_ = true;
    search_.joins.push_back(lowering(fidelity_).filter(e));
    in_join_ = false;
    if (!left_out_.empty()) fidelity_.refuse(semantics::expr_text(rule_, e), left_out_);
  }

  // Reads a value in the sources of a variable. Those that lack a field give the zero value.
  SearchColumn read(const Expr& e, std::uint32_t variable, std::string name, std::set<std::string>& missing) {
    SearchColumn out{.name = std::move(name),
                     .variable = variable,
                     .type = e.type,
                     .rule_text = semantics::expr_text(rule_, e),
                     .values = {}};
    for (const SearchBranch& branch : search_.of(variable).branches) {
      Fidelity own;
      FilterLowering fields(context_, *branch.source, own);
      Operand value = fields.operand(e);
      if (own.refused()) leave_out(own.first_refusal());
      if (!fields.missing().empty()) {
        missing.insert(fields.missing().begin(), fields.missing().end());
        value = Operand{.type = e.type};
      }
      out.values.push_back(std::move(value));
    }
    return out;
  }

  void add_outcome(const semantics::Outcome& outcome) {
    Fidelity own;
    left_out_.clear();
    Operand value = lowering(own).operand(outcome.value);
    if (own.refused()) leave_out(own.first_refusal());
    if (left_out_.empty()) {
      fidelity_.add(own);
      search_.outcomes.push_back({.name = outcome.name, .value = std::move(value)});
      return;
    }
    fidelity_.remark('$' + outcome.name, "is left out of the results: " + left_out_);
    without_.emplace(outcome.name, left_out_);
  }

  Operand leave_out(std::string reason) {
    if (left_out_.empty()) left_out_ = std::move(reason);
    return {};
  }

  Operand aggregate(const Expr& e) {
    SearchAggregate out{.name = {}, .function = std::string(e.function->name), .type = e.type};
    if (e.args.size() > 1) return leave_out(out.function + " has more than one argument");
    if (!e.args.empty()) {
      const auto column = row_column(e.args[0]);
      if (!column) return {};
      out.column = *column;
      out.of_column = true;
    }
    if (!search_.grouped()) return of_one_event(out);
    return add(std::move(out), out.of_column ? search_.columns[out.column].name : "events");
  }

  // Without match the group is one event.
  Operand of_one_event(const SearchAggregate& wanted) {
    constexpr std::string_view kItself[] = {"max",      "min",   "sum", "avg", "array", "array_distinct",
                                            "earliest", "latest"};
    if (!wanted.of_column) return {.type = wanted.type, .text = "1"};
    if (std::ranges::find(kItself, wanted.function) == std::end(kItself))
      return leave_out(wanted.function + " is of one event");
    if (wanted.function.starts_with("array"))
      fidelity_.remark(wanted.function, "of one event: its value stands for the list");
    return column(search_.columns[wanted.column].name, wanted.type);
  }

  Operand add(SearchAggregate wanted, std::string_view of) {
    for (const SearchAggregate& known : search_.aggregates)
      if (known.function == wanted.function && known.kind == wanted.kind && known.column == wanted.column &&
          known.of_column == wanted.of_column && known.variable == wanted.variable)
        return column(known.name, known.type);
    wanted.name = own_name(wanted.function + "_" + std::string(of));
    search_.aggregates.push_back(wanted);
    return column(wanted.name, wanted.type);
  }

  Operand count_of_events(const Expr& e) {
    if (!search_.grouped()) return {.type = e.type, .text = "1"};
    SearchAggregate out{.name = {}, .function = "events", .type = e.type};
    out.kind = SearchAggregate::Kind::kEvents;
    out.variable = e.index;
    return add(std::move(out), rule_.variables[e.index].name);
  }

  Operand count_of_values(const Expr& e) {
    const semantics::Placeholder& placeholder = rule_.placeholders[e.index];
    const semantics::Source* source = required_source(rule_, placeholder.sources);
    const auto column = row_column(source ? given_value(rule_, *source) : placeholder.value);
    if (!column) return {};
    if (!search_.grouped()) return {.type = e.type, .text = "1"};
    SearchAggregate out{.name = {}, .function = "count_distinct", .type = e.type, .column = *column};
    out.of_column = true;
    out.kind = SearchAggregate::Kind::kPlaceholder;
    return add(std::move(out), placeholder.name);
  }

  Operand outcome(const Expr& e) {
    const semantics::Outcome& read = rule_.outcomes[e.index];
    const auto without = without_.find(read.name);
    const auto named = std::ranges::find(search_.outcomes, read.name, &SearchOutcome::name);
    if (without == without_.end() && named == search_.outcomes.end()) return lowering(fidelity_).operand(read.value);
    if (without == without_.end()) return column(read.name, e.type);
    return leave_out(without->second);
  }

  // A field, or a placeholder, outside of aggregates: the match key, or what any of the events has.
  Operand row_value(const Expr& e) {
    const std::string text = semantics::expr_text(rule_, e);
    for (std::size_t k = 0; k < rule_.keys.size() && !in_join_; ++k)
      if (const Expr& key = rule_.keys[k].value; semantics::expr_text(rule_, key) == text)
        return column(search_.keys[k].values.front().name, e.type);
    const auto value = row_column(e);
    if (!value) return {};
    if (!search_.grouped() || in_join_) return column(search_.columns[*value].name, e.type);
    fidelity_.remark(text, "is read outside of an aggregate: of several events any gives it");
    return add({.name = {}, .function = "any", .type = e.type, .column = *value, .of_column = true},
               search_.columns[*value].name);
  }

  // The column of a value that aggregates read.
  std::optional<std::uint32_t> row_column(const Expr& e) {
    const std::string text = semantics::expr_text(rule_, e);
    for (std::uint32_t c = 0; c < search_.columns.size(); ++c)
      if (search_.columns[c].rule_text == text) return c;
    const std::uint32_t reads = plan::variable_mask(e, rule_);
    if (std::popcount(reads) > 1) {
      leave_out(text + " reads several event variables");
      return {};
    }
    const auto variable = reads ? static_cast<std::uint32_t>(std::countr_zero(reads)) : search_.events[0].variable;
    std::set<std::string> missing;
    SearchColumn made = read(e, variable, "", missing);
    const bool none = std::ranges::all_of(
        made.values, [](const Operand& v) { return v.kind == Operand::Kind::kConstant && v.text.empty(); });
    if (none && !missing.empty()) {
      leave_out(fmt::format("{} has no {}", schema_.title(), *missing.begin()));
      return {};
    }
    if (!missing.empty())
      fidelity_.remark(
          text, fmt::format("is empty for some events: {} has no {} for them", schema_.title(), *missing.begin()));
    made.name = own_name(short_name(e, text));
    search_.columns.push_back(std::move(made));
    return static_cast<std::uint32_t>(search_.columns.size() - 1);
  }

  std::string short_name(const Expr& e, const std::string& text) const {
    if (e.op == Op::kField) return schema_path(rule_.fields[e.index].path);
    return text.size() <= 32 ? text : "value";
  }

  Search& search_;
  const LoweringContext& context_;
  const BoundRule& rule_;
  const Schema& schema_;
  Fidelity& fidelity_;
  std::set<std::string> taken_{"window_start", "window_end"};
  std::map<std::string, std::string> without_;  // outcomes left out, and why
  std::string left_out_;                        // why the outcome at hand has to be
  bool in_join_ = false;
};

}  // namespace

void lower_groups(Search& search, const std::vector<const Expr*>& joins, Outcomes outcomes,
                  const LoweringContext& context, Fidelity& fidelity) {
  GroupLowering(search, context, fidelity).run(joins, outcomes);
}

}  // namespace yaral::convert
