#include "convert/sigma_correlation.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "convert/filter_lowering.h"
#include "convert/yaml_text.h"

namespace yaral::convert {

namespace {

using FilterOp = Filter::Op;
using semantics::CompareOp;

constexpr std::string_view kBounds[] = {"eq", "neq", "lt", "lte", "gt", "gte"};  // by CompareOp

std::string rule_word(const std::string& text) {
  std::string out = text;
  for (char& c : out)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) c = '_';
  return out;
}

// A comparison of an aggregate with a number.
struct Bound {
  const SearchAggregate* aggregate = nullptr;
  CompareOp op = CompareOp::kGe;
  std::string number;
};

class CorrelationWriter {
 public:
  CorrelationWriter(const Search& search, std::vector<std::vector<SigmaDocument>>& documents, Fidelity& fidelity)
      : search_(search), documents_(documents), fidelity_(fidelity) {}

  std::optional<SigmaCorrelation> run() {
    name_documents();
    if (search_.events.size() == 1) {
      counted();
    } else {
      temporal();
    }
    group_by();
    window();
    if (fidelity_.refused()) return std::nullopt;
    out_.text = text();
    return std::move(out_);
  }

 private:
  void name_documents() {
    for (std::size_t v = 0; v < documents_.size(); ++v) {
      std::vector<std::string>& names = out_.names.emplace_back();
      const std::string base = fmt::format("{}_{}", search_.rule->name, search_.events[v].name);
      for (const SigmaDocument& document : documents_[v])
        names.push_back(documents_[v].size() == 1 ? base
                                                  : fmt::format("{}_{}", base, rule_word(sigma_source_name(document))));
    }
  }

  void refuse(const std::string& what, std::string why) { fidelity_.refuse(what, std::move(why)); }

  const SearchAggregate* aggregate(const Operand& operand) const {
    if (operand.kind != Operand::Kind::kColumn) return nullptr;
    const auto found = std::ranges::find(search_.aggregates, operand.name, &SearchAggregate::name);
    return found == search_.aggregates.end() ? nullptr : &*found;
  }

  // `#e >= 5`, `not #e = 5`
  std::optional<Bound> bound(const Filter& filter) const {
    const bool negative = filter.is(FilterOp::kNot);
    const Filter& test = negative ? filter.args[0] : filter;
    if (test.operands.empty()) return std::nullopt;
    Bound out{.aggregate = aggregate(test.operands[0])};
    if (!out.aggregate) return std::nullopt;
    if (test.is(FilterOp::kOneOf) && test.values.size() == 1) {
      out.op = negative ? CompareOp::kNe : CompareOp::kEq;
      out.number = test.values[0];
      return out;
    }
    if (negative || !test.is(FilterOp::kCompare) || test.operands[1].kind != Operand::Kind::kConstant)
      return std::nullopt;
    out.op = test.compare;
    out.number = test.operands[1].text;
    return out;
  }

  void counted() {
    if (!search_.joins.empty()) return refuse("events", "Sigma compares no fields within a group");
    std::vector<Filter> all{search_.condition};
    if (search_.condition.is(FilterOp::kAnd)) all = search_.condition.args;
    if (all.size() > 1) return refuse("condition", "a correlation of Sigma has one bound");
    const auto found = bound(all.front());
    if (!found)
      return refuse(all.front().rule_text.empty() ? "condition" : all.front().rule_text,
                    "correlations of Sigma bound a count, a sum or an average");
    const SearchAggregate& of = *found->aggregate;
    const bool distinct = of.kind == SearchAggregate::Kind::kPlaceholder || of.function == "count_distinct";
    if (of.kind == SearchAggregate::Kind::kEvents || (of.function == "count" && !of.of_column)) {
      type_ = "event_count";
    } else if (distinct || of.function == "sum" || of.function == "avg") {
      type_ = distinct ? "value_count" : "value_" + of.function;
      const auto names = fields(0, search_.columns[of.column].values, of.name);
      if (!names) return;
      if (std::ranges::any_of(*names, [&](const std::string& n) { return n != names->front(); }))
        return refuse(of.name, "log sources call it differently");
      condition_.push_back(fmt::format("field: {}", yaml_text(names->front())));
    } else {
      return refuse(all.front().rule_text, fmt::format("correlations of Sigma have no {}", of.function));
    }
    condition_.push_back(fmt::format("{}: {}", kBounds[static_cast<std::size_t>(found->op)], found->number));
    if (found->op != CompareOp::kGe && found->op != CompareOp::kGt)
      fidelity_.approximate(
          all.front().rule_text,
          "holds for parts of a time span, too, before more events come; the rule counts whole windows");
  }

  // What a value is called in each document of a variable; `values` go with the variable's branches.
  std::optional<std::vector<std::string>> fields(std::size_t variable, const std::vector<Operand>& values,
                                                 const std::string& what) {
    std::vector<std::string> out;
    const std::vector<SearchBranch>& branches = search_.events[variable].branches;
    for (const SigmaDocument& document : documents_[variable]) {
      std::optional<std::string> own;
      for (const SearchBranch* branch : document.branches) {
        const auto name = field_name(values[static_cast<std::size_t>(branch - branches.data())], what);
        if (!name) return std::nullopt;
        if (own && own != name) {
          refuse(what, fmt::format("is called {} and {} in events of one log source", *own, *name));
          return std::nullopt;
        }
        own = name;
      }
      out.push_back(*own);
    }
    return out;
  }

  std::optional<std::string> field_name(const Operand& value, const std::string& what) {
    const auto whole = put_together_name(value);
    if (whole) return whole;
    if (value.kind != Operand::Kind::kField || !value.field) {
      refuse(what, "correlations of Sigma read fields, and no values that are computed");
      return std::nullopt;
    }
    const bool part = !value.field->after.empty() || !value.field->before.empty();
    if (part && !value.field->alone)
      fidelity_.approximate(value.name,
                            fmt::format("holds more than {}, and is told apart as a whole", value.field->udm));
    if (value.field->alone)
      fidelity_.remark(value.name,
                       fmt::format("holds more than {}: the same name of two domains is two", value.field->udm));
    return value.name;
  }

  static std::optional<std::string> put_together_name(const Operand& value) {
    const auto whole = put_together(value);
    return whole ? std::optional(whole->name) : std::nullopt;
  }

  // Each event variable is a rule; what joins them are the group and the order.
  void temporal() {
    for (std::size_t v = 0; v < documents_.size(); ++v) take_first(v);
    for (const SearchAggregate& one : search_.aggregates)
      if (one.kind != SearchAggregate::Kind::kEvents)
        return refuse(one.name, "Sigma bounds no values where events of several rules come together");
    type_ = "temporal";
    order();
    const bool absence = std::ranges::any_of(search_.events, [](const SearchEvents& e) { return !e.required; });
    if (search_.condition.is(FilterOp::kTrue) && !absence) return;
    if (type_ == "temporal_ordered") return refuse("condition", "an order of events is of all of them");
    std::vector<std::string> parts;
    for (std::size_t v = 0; v < search_.events.size(); ++v)
      if (search_.events[v].required) parts.push_back(out_.names[v].front());
    if (!search_.condition.is(FilterOp::kTrue)) parts.push_back(presence(search_.condition));
    extended_ = fmt::format("{}", fmt::join(parts, " and "));
    fidelity_.approximate("condition", "that events are missing can only be told once the time span is over");
  }

  // A correlation wants events of each of its rules, so that a variable can be but one.
  void take_first(std::size_t variable) {
    std::vector<SigmaDocument>& documents = documents_[variable];
    std::vector<std::string> others;
    for (std::size_t d = 1; d < documents.size(); ++d) others.push_back(sigma_source_name(documents[d]));
    if (others.empty()) return;
    fidelity_.approximate(
        '$' + search_.events[variable].name,
        fmt::format("is looked for in events of {} only, not of {}: a correlation wants events of each rule",
                    sigma_source_name(documents[0]), fmt::join(others, ", ")));
    documents.resize(1);
    out_.names[variable] = {fmt::format("{}_{}", search_.rule->name, search_.events[variable].name)};
  }

  // A condition over which variables have events, by the names of their rules.
  std::string presence(const Filter& filter) {
    if (filter.is(FilterOp::kNot)) return "not " + presence(filter.args[0]);
    if (filter.is(FilterOp::kAnd) || filter.is(FilterOp::kOr)) {
      std::vector<std::string> parts;
      for (const Filter& arg : filter.args) parts.push_back(presence(arg));
      return fmt::format("({})", fmt::join(parts, filter.is(FilterOp::kAnd) ? " and " : " or "));
    }
    const auto found = bound(filter);
    const auto is = [&](CompareOp op, std::string_view number) { return found->op == op && found->number == number; };
    const bool any = found && (is(CompareOp::kGt, "0") || is(CompareOp::kGe, "1") || is(CompareOp::kNe, "0"));
    const bool none = found && (is(CompareOp::kEq, "0") || is(CompareOp::kLt, "1"));
    if (!any && !none) {
      refuse(filter.rule_text.empty() ? "condition" : filter.rule_text,
             "Sigma counts no events where those of several rules come together");
      return {};
    }
    for (std::size_t v = 0; v < search_.events.size(); ++v)
      if (search_.events[v].variable == found->aggregate->variable) return (none ? "not " : "") + out_.names[v].front();
    return {};
  }

  // Joins say in which order events come, or they cannot be said.
  void order() {
    std::map<std::uint32_t, std::uint32_t> next;
    std::set<std::uint32_t> behind;
    for (const Filter& join : search_.joins) {
      if (take_equality(join)) continue;
      const auto pair = later(join);
      if (!pair || next.contains(pair->first) || !behind.insert(pair->second).second)
        return refuse(join.rule_text.empty() ? "events" : join.rule_text,
                      "Sigma joins events by equal fields and by their order only");
      next[pair->first] = pair->second;
    }
    const semantics::Window& window = *search_.rule->window;
    if (search_.sliding() && search_.events.size() == 2 && next.empty()) {
      const std::uint32_t other = search_.events[search_.events[0].variable == window.pivot ? 1 : 0].variable;
      const bool before = window.kind == syntax::WindowKind::kBefore;
      next[before ? other : window.pivot] = before ? window.pivot : other;
      behind.insert(next.begin()->second);
    } else if (search_.sliding()) {
      return refuse("match", "Sigma has no time span around one of several events");
    }
    if (next.empty()) return;
    std::uint32_t at = 0;
    for (const auto& [first, second] : next)
      if (!behind.contains(first)) at = first;
    std::vector<std::uint32_t> chain{at};
    while (next.contains(at)) chain.push_back(at = next[at]);
    if (chain.size() != search_.events.size()) return refuse("events", "the order is not of all event variables");
    type_ = "temporal_ordered";
    order_ = chain;
  }

  // Of two variables, fields that are equal are one more to group by.
  bool take_equality(const Filter& join) {
    const bool is = join.is(FilterOp::kCompare) && join.compare == CompareOp::kEq && search_.events.size() == 2;
    const SearchColumn* left = is ? column_of(join.operands[0]) : nullptr;
    const SearchColumn* right = is ? column_of(join.operands[1]) : nullptr;
    if (!left || !right || left->variable == right->variable) return false;
    joined_.push_back({.name = left->name, .values = {*left, *right}});
    fidelity_.approximate(join.rule_text,
                          "is a field to group by, so that events without it, or in another case, differ");
    return true;
  }

  const SearchColumn* column_of(const Operand& operand) const {
    if (operand.kind != Operand::Kind::kColumn) return nullptr;
    const auto column = std::ranges::find(search_.columns, operand.name, &SearchColumn::name);
    return column == search_.columns.end() ? nullptr : &*column;
  }

  // The variables of `$a.metadata.event_timestamp <= $b.metadata.event_timestamp`, the earlier first.
  std::optional<std::pair<std::uint32_t, std::uint32_t>> later(const Filter& join) {
    if (!join.is(FilterOp::kCompare)) return std::nullopt;
    const SearchColumn* left = time_column(join.operands[0]);
    const SearchColumn* right = time_column(join.operands[1]);
    if (!left || !right || join.compare == CompareOp::kEq || join.compare == CompareOp::kNe) return std::nullopt;
    const bool strict = join.compare == CompareOp::kLt || join.compare == CompareOp::kGt;
    if (strict) fidelity_.approximate(join.rule_text, "events of the same time are in order, too");
    const bool up = join.compare == CompareOp::kLt || join.compare == CompareOp::kLe;
    return up ? std::pair(left->variable, right->variable) : std::pair(right->variable, left->variable);
  }

  const SearchColumn* time_column(const Operand& operand) const {
    const SearchColumn* const column = column_of(operand);
    if (!column || column->values.empty()) return nullptr;
    const Operand* value = &column->values.front();
    if (value->kind == Operand::Kind::kCall && value->name == kSecondsOf) value = &value->args[0];
    const bool time = value->field && value->field->udm == "metadata.event_timestamp";
    return time ? column : nullptr;
  }

  void group_by() {
    std::vector<SearchKey> keys = search_.keys;
    keys.insert(keys.end(), joined_.begin(), joined_.end());
    for (const SearchKey& key : keys) {
      bool constant = true;
      for (const SearchColumn& column : key.values)
        for (const Operand& value : column.values) constant = constant && value.kind == Operand::Kind::kConstant;
      if (constant) continue;
      std::vector<std::pair<std::string, std::string>> names;  // rule → field
      for (std::size_t v = 0; v < search_.events.size(); ++v) {
        const auto column = std::ranges::find(key.values, search_.events[v].variable, &SearchColumn::variable);
        if (column == key.values.end()) return refuse('$' + key.name, "is not a field of all the events");
        const auto own = fields(v, column->values, '$' + key.name);
        if (!own) return;
        for (std::size_t d = 0; d < own->size(); ++d) names.emplace_back(out_.names[v][d], (*own)[d]);
      }
      const auto same = [&](const auto& entry) { return entry.second == names.front().second; };
      const bool everywhere = std::ranges::all_of(names, same);
      keys_.push_back(everywhere ? names.front().second : rule_word(key.name));
      if (!everywhere) aliases_.emplace_back(keys_.back(), std::move(names));
    }
  }

  void window() {
    const semantics::Window& window = *search_.rule->window;
    fidelity_.approximate("match",
                          window.kind == syntax::WindowKind::kTumbling
                              ? "Sigma counts within any such time span, the rule within windows that follow each other"
                              : "where time spans begin is for each engine behind Sigma to choose");
    if (!search_.rule->allow_zero_values && !keys_.empty())
      fidelity_.remark("match", "events without a field of group-by are in no group");
  }

  std::vector<std::string> ordered_names() const {
    std::vector<std::string> out;
    for (std::size_t v = 0; v < search_.events.size(); ++v)
      if (order_.empty()) out.insert(out.end(), out_.names[v].begin(), out_.names[v].end());
    for (const std::uint32_t variable : order_)
      for (std::size_t v = 0; v < search_.events.size(); ++v)
        if (search_.events[v].variable == variable) out.push_back(out_.names[v].front());
    return out;
  }

  std::string text() const {
    std::string out = fmt::format("correlation:\n    type: {}\n    rules:\n", type_);
    for (const std::string& name : ordered_names()) out += fmt::format("        - {}\n", name);
    if (!keys_.empty()) out += "    group-by:\n";
    for (const std::string& key : keys_) out += fmt::format("        - {}\n", yaml_text(key));
    out += fmt::format("    timespan: {}\n", format_duration(search_.rule->window->size));
    if (!aliases_.empty()) out += "    aliases:\n";
    for (const auto& [alias, names] : aliases_) {
      out += fmt::format("        {}:\n", alias);
      for (const auto& [rule, field] : names) out += fmt::format("            {}: {}\n", rule, yaml_text(field));
    }
    if (!extended_.empty()) out += fmt::format("    condition: {}\n", extended_);
    if (!condition_.empty()) out += "    condition:\n";
    for (const std::string& line : condition_) out += fmt::format("        {}\n", line);
    return out;
  }

  const Search& search_;
  std::vector<std::vector<SigmaDocument>>& documents_;
  Fidelity& fidelity_;
  SigmaCorrelation out_;
  std::string type_;
  std::vector<std::string> condition_;
  std::string extended_;
  std::vector<std::string> keys_;
  std::vector<std::pair<std::string, std::vector<std::pair<std::string, std::string>>>> aliases_;
  std::vector<std::uint32_t> order_;
  std::vector<SearchKey> joined_;  // equal fields besides the keys
};

}  // namespace

std::optional<SigmaCorrelation> sigma_correlation(const Search& search,
                                                  std::vector<std::vector<SigmaDocument>>& documents,
                                                  Fidelity& fidelity) {
  return CorrelationWriter(search, documents, fidelity).run();
}

}  // namespace yaral::convert
