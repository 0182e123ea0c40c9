#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/time.h"
#include "convert/eql_text.h"
#include "convert/event_search.h"
#include "convert/search.h"
#include "convert/target.h"

// Elastic's Event Query Language: single events, and sequences of them.
namespace yaral::convert {

namespace {

using Kind = Operand::Kind;
using Order = std::vector<std::size_t>;

constexpr std::size_t kMostOrders = 6;
constexpr std::int64_t kMostRuns = 100;
constexpr std::string_view kCategory = "event.category";

// A bound that a condition sets on the number of events of a variable.
struct Bound {
  std::uint32_t variable = 0;
  std::int64_t least = 0;
  bool none = false;
};

class EqlWriter {
 public:
  EqlWriter(Search search, Fidelity& fidelity)
      : search_(std::move(search)), fidelity_(fidelity), text_(kEql, fidelity), least_(search_.events.size(), 1) {}

  std::string run() {
    const bool alone = search_.events.size() == 1;
    if (alone && search_.condition.is(Filter::Op::kTrue)) {
      const SearchEvents* const events = lone_events(search_, kEql.title, fidelity_);
      return events ? query(*events) + '\n' : "";
    }
    if (!search_.grouped()) {
      fidelity_.refuse("condition", "EQL computes nothing of one event");
      return {};
    }
    for (const SearchKey& key : search_.keys)
      for (const SearchColumn& column : key.values) narrow(key.name, column);
    read_condition(search_.condition);
    read_joins();
    read_window();
    return sequences();
  }

 private:
  std::size_t place(std::uint32_t variable) const {
    return static_cast<std::size_t>(&search_.of(variable) - search_.events.data());
  }

  // `category where test`.
  std::string query(const SearchEvents& events) {
    const std::string category = category_of(events);
    const std::string test = events_text(events, kEql, text_, category.empty() ? "" : kCategory);
    return fmt::format("{} where {}", category.empty() ? "any" : category, test);
  }

  static std::string category_of(const SearchEvents& events) {
    std::set<std::string> categories;
    for (const SearchBranch& branch : events.branches) {
      const bool asked = std::ranges::any_of(branch.source->where, [&](const auto& where) {
        return where.first == kCategory && where.second == std::vector{branch.source->from};
      });
      categories.insert(asked ? branch.source->from : "");
    }
    return categories.size() == 1 ? *categories.begin() : "";
  }

  void read_condition(const Filter& filter) {
    if (filter.is(Filter::Op::kTrue)) return;
    if (filter.is(Filter::Op::kAnd)) {
      for (const Filter& arg : filter.args) read_condition(arg);
      return;
    }
    const auto bound = bound_of(filter);
    if (!bound) {
      fidelity_.refuse("condition",
                       "EQL counts no values and computes nothing of groups; it can only ask for so many events");
      return;
    }
    const std::size_t at = place(bound->variable);
    if (bound->none) {
      absent_.insert(at);
    } else {
      least_[at] = std::max(least_[at], bound->least);
    }
  }

  // `#e > n`, `#e >= n`, and for no events `not #e > 0` and `#e = 0`.
  std::optional<Bound> bound_of(const Filter& filter) const {
    const bool negated = filter.is(Filter::Op::kNot);
    const Filter& test = negated ? filter.args[0] : filter;
    if (test.operands.empty() || test.operands[0].kind != Kind::kColumn) return {};
    const auto aggregate = std::ranges::find(search_.aggregates, test.operands[0].name, &SearchAggregate::name);
    if (aggregate == search_.aggregates.end() || aggregate->kind != SearchAggregate::Kind::kEvents) return {};
    Bound out{.variable = aggregate->variable};
    if (test.is(Filter::Op::kOneOf) && !negated && test.values == std::vector<std::string>{"0"}) {
      out.none = true;
      return out;
    }
    if (!test.is(Filter::Op::kCompare) || test.operands[1].kind != Kind::kConstant) return {};
    const std::int64_t number = std::strtoll(test.operands[1].text.c_str(), nullptr, 10);
    if (test.compare == semantics::CompareOp::kGt) out.least = number + 1;
    if (test.compare == semantics::CompareOp::kGe) out.least = number;
    if (out.least <= 0) return {};
    out.none = negated && out.least == 1;
    if (negated && !out.none) return {};
    return out;
  }

  void read_joins() {
    for (const Filter& join : search_.joins)
      if (!read_order(join) && !read_equality(join))
        fidelity_.refuse(join.rule_text.empty() ? "condition over several events" : join.rule_text,
                         "EQL compares events of a sequence by equal fields and by order alone");
  }

  const SearchColumn* column(const Operand& operand) const {
    if (operand.kind != Kind::kColumn) return nullptr;
    const auto found = std::ranges::find(search_.columns, operand.name, &SearchColumn::name);
    return found == search_.columns.end() ? nullptr : &*found;
  }

  static bool is_event_time(const SearchColumn& column) {
    return std::ranges::all_of(column.values, [](const Operand& value) {
      const bool seconds = value.kind == Kind::kCall && value.name == kSecondsOf && value.args.size() == 1;
      const Operand& of = seconds ? value.args[0] : value;
      return of.kind == Kind::kField && of.field->udm == "metadata.event_timestamp";
    });
  }

  bool read_order(const Filter& join) {
    if (!join.is(Filter::Op::kCompare) || join.compare == semantics::CompareOp::kEq ||
        join.compare == semantics::CompareOp::kNe)
      return false;
    const SearchColumn* first = column(join.operands[0]);
    const SearchColumn* second = column(join.operands[1]);
    if (!first || !second || !is_event_time(*first) || !is_event_time(*second)) return false;
    if (join.compare == semantics::CompareOp::kGt || join.compare == semantics::CompareOp::kGe)
      std::swap(first, second);
    before_.emplace(place(first->variable), place(second->variable));
    return true;
  }

  // Equal fields besides the match keys are keys, too.
  bool read_equality(const Filter& join) {
    if (!join.is(Filter::Op::kCompare) || join.compare != semantics::CompareOp::kEq || join.nocase) return false;
    const SearchColumn* const first = column(join.operands[0]);
    const SearchColumn* const second = column(join.operands[1]);
    if (!first || !second || search_.events.size() != 2 || first->variable == second->variable) return false;
    const auto one = field_of(*first);
    const auto other = field_of(*second);
    if (!one || !other) return false;
    std::vector<std::string> key(2);
    key[place(first->variable)] = *one;
    key[place(second->variable)] = *other;
    keys_.push_back(std::move(key));
    fidelity_.approximate(join.rule_text, "events without these fields do not join");
    return true;
  }

  // A sequence joins by one field: sources that have another for a key are left out.
  void narrow(const std::string& key, const SearchColumn& column) {
    std::map<std::string, std::size_t> names;
    for (const Operand& value : column.values)
      if (value.kind == Kind::kField) ++names[value.name];
    if (names.empty()) return;
    const std::string& most = std::ranges::max_element(names, {}, [](const auto& name) { return name.second; })->first;
    std::vector<std::string> without;
    const std::vector<Operand> values = column.values;
    const std::uint32_t variable = column.variable;
    for (std::size_t i = values.size(); i-- > 0;) {
      if (values[i].kind == Kind::kField && values[i].name == most) continue;
      without.push_back('`' + search_.events[place(variable)].branches[i].source->name + '`');
      remove_branch(variable, static_cast<std::ptrdiff_t>(i));
    }
    if (!without.empty())
      fidelity_.approximate('$' + search_.events[place(variable)].name,
                            fmt::format("is not looked for in events of {}, where ${} is another field than {}",
                                        fmt::join(without, ", "), key, most));
  }

  void remove_branch(std::uint32_t variable, std::ptrdiff_t at) {
    auto& branches = search_.events[place(variable)].branches;
    branches.erase(branches.begin() + at);
    const auto remove = [&](SearchColumn& column) {
      if (column.variable == variable) column.values.erase(column.values.begin() + at);
    };
    std::ranges::for_each(search_.columns, remove);
    for (SearchKey& key : search_.keys) std::ranges::for_each(key.values, remove);
  }

  // The field that all sources have for a value.
  std::optional<std::string> field_of(const SearchColumn& column) {
    std::set<std::string> names;
    for (const Operand& value : column.values) names.insert(value.kind == Kind::kField ? value.name : "");
    if (names.size() != 1 || names.begin()->empty()) return {};
    return text_.operand(column.values.front());
  }

  void read_window() {
    const semantics::Window& window = *search_.rule->window;
    if (!search_.sliding()) return;
    const std::size_t pivot = place(window.pivot);
    for (std::size_t at = 0; at < search_.events.size(); ++at) {
      if (at == pivot) continue;
      before_.insert(window.kind == syntax::WindowKind::kAfter ? std::pair(pivot, at) : std::pair(at, pivot));
    }
  }

  std::string sequences() {
    for (std::size_t at = 0; at < search_.events.size(); ++at) {
      const SearchEvents& events = search_.events[at];
      if (!events.required && !absent_.contains(at))
        fidelity_.refuse('$' + events.name, "EQL has no events that may be there or not");
      if (least_[at] > kMostRuns)
        fidelity_.refuse('#' + events.name, fmt::format("EQL looks for at most {} events in a row", kMostRuns));
    }
    read_keys();
    if (fidelity_.refused()) return {};
    const std::vector<Order> orders = this->orders();
    if (orders.empty()) return {};
    tell(orders.size());
    std::vector<std::string> filters;
    for (const SearchEvents& events : search_.events) filters.push_back(query(events));
    std::string out;
    for (std::size_t i = 0; i < orders.size(); ++i) {
      if (i > 0) out += '\n';
      if (orders.size() > 1) out += fmt::format("// query {} of {}: each is run by itself\n", i + 1, orders.size());
      out += sequence(orders[i], filters);
    }
    return out;
  }

  // The fields by which each variable joins; a key that one of them does not give is none of a sequence.
  void read_keys() {
    for (const SearchKey& key : search_.keys) {
      std::vector<std::string> fields(search_.events.size());
      for (const SearchColumn& value : key.values) {
        const auto field = field_of(value);
        if (!field) {
          fidelity_.refuse('$' + key.name, "EQL joins by fields alone, and by the same one for all events of a kind");
          return;
        }
        fields[place(value.variable)] = *field;
      }
      if (std::ranges::find(fields, "") == fields.end()) {
        keys_.push_back(std::move(fields));
      } else {
        fidelity_.approximate('$' + key.name, "not all events have this key: sequences are not told apart by it");
      }
    }
    if (keys_.empty()) fidelity_.refuse("match", "no key is in all events, and EQL would join any with any");
  }

  // All orders that the rule allows. What must be absent stands at the end.
  std::vector<Order> orders() {
    std::vector<Order> out;
    Order order(search_.events.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (order.size() > 6) {
      fidelity_.refuse("event variables", "EQL would need a query for each order of so many");
      return out;
    }
    do {
      if (allowed(order)) out.push_back(order);
    } while (std::ranges::next_permutation(order).found);
    if (out.empty())
      fidelity_.refuse("order of events", absent_.empty() ? "no order of the event variables fulfils all comparisons"
                                                          : "EQL looks for missing events only after the others");
    if (out.size() > kMostOrders) {
      fidelity_.refuse("order of events",
                       fmt::format("the rule allows {}, and EQL needs a query for each", out.size()));
      out.clear();
    }
    return out;
  }

  bool allowed(const Order& order) const {
    const auto at = [&](std::size_t variable) { return std::ranges::find(order, variable) - order.begin(); };
    const bool in_order =
        std::ranges::all_of(before_, [&](const auto& pair) { return at(pair.first) < at(pair.second); });
    const std::size_t first_absent = order.size() - absent_.size();
    return in_order && std::ranges::all_of(absent_, [&](std::size_t variable) {
             return static_cast<std::size_t>(at(variable)) >= first_absent;
           });
  }

  void tell(std::size_t orders) {
    const semantics::Window& window = *search_.rule->window;
    fidelity_.approximate(window_text(window),
                          fmt::format("a sequence holds as many events as are asked for, the last at most {} after the "
                                      "first; the rule puts all events of a window into one detection",
                                      format_duration(window.size)));
    if (window.kind == syntax::WindowKind::kTumbling)
      fidelity_.approximate(window_text(window), "a sequence may begin in one block of time and end in the next");
    if (!absent_.empty())
      fidelity_.approximate("absence",
                            "events are missed after the others alone, up to the whole time after the first");
    if (!before_.empty())
      fidelity_.remark("order of events", "events of the same time count in the order they are stored in");
    if (orders > 1)
      fidelity_.remark("order of events", fmt::format("the rule allows any of {}, each a query of its own", orders));
    for (std::size_t at = 0; at < least_.size(); ++at)
      if (least_[at] > 1 && search_.events.size() > 1)
        fidelity_.approximate('#' + search_.events[at].name,
                              "these events follow each other, none of the others between them");
  }

  std::string sequence(const Order& order, const std::vector<std::string>& filters) {
    const bool same = std::ranges::all_of(keys_, [](const std::vector<std::string>& key) {
      return std::ranges::all_of(key, [&](const std::string& field) { return field == key.front(); });
    });
    std::string out = "sequence";
    if (same) out += by(0);
    out += fmt::format(" with maxspan={}\n", format_duration(search_.rule->window->size));
    for (const std::size_t at : order) {
      out += fmt::format("  {}[{}]{}", absent_.contains(at) ? "!" : "", filters[at], same ? "" : by(at));
      if (least_[at] > 1 && !absent_.contains(at)) out += fmt::format(" with runs={}", least_[at]);
      out += '\n';
    }
    return out;
  }

  std::string by(std::size_t at) const {
    std::vector<std::string> fields;
    for (const auto& key : keys_) fields.push_back(key[at]);
    return fmt::format(" by {}", fmt::join(fields, ", "));
  }

  Search search_;
  Fidelity& fidelity_;
  FilterText text_;
  std::vector<std::int64_t> least_;                       // events of each variable, by its place
  std::set<std::size_t> absent_;                          // places of variables of which there must be none
  std::set<std::pair<std::size_t, std::size_t>> before_;  // places of variables, the earlier first
  std::vector<std::vector<std::string>> keys_;            // a field for each variable
};

}  // namespace

std::string write_eql(const semantics::BoundRule& rule, const WriterInput& input, Fidelity& fidelity) {
  Search search = lower_search(rule, *input.schema, input.lookups, fidelity, Outcomes::kNone);
  if (fidelity.refused()) return {};
  return EqlWriter(std::move(search), fidelity).run();
}

}  // namespace yaral::convert
