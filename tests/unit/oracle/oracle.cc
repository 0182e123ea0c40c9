#include "unit/oracle/oracle.h"

#include <algorithm>
#include <list>
#include <optional>
#include <set>
#include <tuple>

#include <re2/re2.h>

#include "base/text.h"
#include "functions/implementation.h"
#include "udm/json.h"
#include "unit/conformance/print.h"
#include "unit/oracle/copies.h"

namespace yaral::oracle {

namespace {

using semantics::BoundRule;
using semantics::Expr;
using semantics::Op;

struct Row {
  const udm::Message* original;
  const udm::Message* copy;
  Timestamp time;
  std::string id;
  std::string json;
  std::size_t event;  // number of the event among the distinct ones, by (time, id, json)
  std::vector<Value> keys;
};

struct Group {
  std::vector<const Row*> rows;
  std::optional<std::pair<Timestamp, Timestamp>> window;
  std::vector<Value> outcomes;
};

Value zero_of(Type type) {
  if (type.list) return Value::list({});
  switch (type.base) {
    case BaseType::kString: return Value::string("");
    case BaseType::kInt: return Value::integer(0);
    case BaseType::kUint: return Value::unsigned_integer(0);
    case BaseType::kFloat: return Value::floating(0);
    case BaseType::kBool: return Value::boolean(false);
    default: return {};
  }
}

class Oracle {
 public:
  Oracle(const BoundRule& rule, const Lists& lists) : rule_(rule), lists_(lists) {}

  std::vector<std::string> run(const std::vector<std::string>& events) {
    std::vector<Row> rows = passing_rows(events);
    std::vector<std::string> lines;
    std::vector<std::vector<const Row*>> groups;
    for (const Row& row : rows) {
      auto at = std::ranges::find_if(groups, [&](const auto& g) { return same_group(*g.front(), row); });
      if (at == groups.end()) at = groups.insert(groups.end(), std::vector<const Row*>{});
      at->push_back(&row);
    }
    for (auto& group : groups) judge_windows(group, lines);
    std::ranges::sort(lines);
    return lines;
  }

 private:
  bool same_group(const Row& a, const Row& b) const {
    if (!rule_.window) return a.event == b.event;
    return std::ranges::equal(a.keys, b.keys, [](const Value& x, const Value& y) { return equal(x, y); });
  }

  std::vector<Row> passing_rows(const std::vector<std::string>& events) {
    struct Read {
      udm::Event event;
      std::string json;
    };
    std::vector<Read> read;
    for (const std::string& json : events) {
      udm::JsonDecoder decoder;
      const auto event = decoder.decode(*texts_.insert(texts_.end(), json), arena_);
      if (event) read.push_back({*event, json});
    }
    std::ranges::stable_sort(read, [](const Read& a, const Read& b) {
      return std::tie(a.event.time, a.event.id, a.json) < std::tie(b.event.time, b.event.id, b.json);
    });
    std::vector<const udm::Path*> unnested;
    for (const semantics::FieldUse& use : rule_.fields)
      if (use.access == semantics::Access::kRow && use.path.is_repeated()) unnested.push_back(&use.path);
    std::vector<Row> rows;
    for (std::size_t i = 0; i < read.size(); ++i) {
      const Read& r = read[i];
      if (i > 0 && !r.event.id.empty() && r.event.id == read[i - 1].event.id && r.json == read[i - 1].json) continue;
      for (const udm::Message* copy : copies(*r.event.root, unnested, arena_)) {
        Row row{r.event.root, copy, r.event.time, std::string(r.event.id), r.json, i, {}};
        if (passes(row)) rows.push_back(row);
      }
    }
    return rows;
  }

  bool passes(Row& row) {
    row_ = &row;
    for (const Expr& predicate : rule_.predicates)
      if (!truth(predicate)) return false;
    for (const semantics::MatchKey& key : rule_.keys) {
      const Expr& raw = key.value.op == Op::kEnumName ? key.value.args[0] : key.value;
      if (key.drop_zero && value(raw).is_zero()) return false;
      row.keys.push_back(set(value(key.value), key.value.type));
    }
    return true;
  }

  void judge_windows(std::vector<const Row*>& rows, std::vector<std::string>& lines) {
    if (!rule_.window) {
      judge({.rows = rows, .window = std::nullopt, .outcomes = {}}, lines);
      return;
    }
    const Duration size = rule_.window->size;
    if (rule_.window->kind == syntax::WindowKind::kTumbling) {
      std::set<std::int64_t> blocks;
      const std::int64_t step = size.nanos / 1'000'000'000;
      const auto block = [&](const Row* row) {
        return row->time.seconds >= 0 ? row->time.seconds / step : -((-row->time.seconds + step - 1) / step);
      };
      for (const Row* row : rows) blocks.insert(block(row));
      for (std::int64_t b : blocks) {
        Group group{.rows = {}, .window = {{{b * step, 0}, {(b + 1) * step, 0}}}, .outcomes = {}};
        for (const Row* row : rows)
          if (block(row) == b) group.rows.push_back(row);
        judge(std::move(group), lines);
      }
      return;
    }
    std::optional<Timestamp> reported_until;
    for (const Row* anchor : rows) {
      if (reported_until && anchor->time < *reported_until) continue;
      Group group{.rows = {}, .window = {{anchor->time, anchor->time + size}}, .outcomes = {}};
      for (const Row* row : rows)
        if (row->time >= anchor->time && row->time < anchor->time + size) group.rows.push_back(row);
      const Timestamp end = anchor->time + size;
      if (judge(std::move(group), lines)) reported_until = end;
    }
  }

  bool judge(Group group, std::vector<std::string>& lines) {
    group_ = &group;
    row_ = group.rows.front();
    for (const semantics::Outcome& outcome : rule_.outcomes)
      group.outcomes.push_back(set(value(outcome.value), outcome.value.type));
    const bool fires = truth(rule_.condition);
    if (fires) lines.push_back(print(group));
    group_ = nullptr;
    return fires;
  }

  std::string print(const Group& group) {
    std::string line = rule_.name + " ";
    line += format_timestamp(group.window ? group.window->first : group.rows.front()->time);
    if (group.window) line += ".." + format_timestamp(group.window->second);
    for (std::size_t i = 0; i < rule_.keys.size(); ++i)
      line += " " + rule_.keys[i].name + "=" + conformance::print_value(group.rows.front()->keys[i]);
    if (!rule_.outcomes.empty()) line += " ->";
    for (std::size_t i = 0; i < rule_.outcomes.size(); ++i)
      line += " " + rule_.outcomes[i].name + "=" + conformance::print_value(group.outcomes[i]);
    line += " | " + rule_.variables.front().name + ":";
    std::set<std::size_t> seen;
    for (const Row* row : group.rows)
      if (seen.insert(row->event).second && seen.size() <= 10) line += " " + (row->id.empty() ? "-" : row->id);
    if (seen.size() > 10) line += " (+" + std::to_string(seen.size() - 10) + " more)";
    return line;
  }

  static Value set(const Value& v, Type type) { return v.is_null() ? zero_of(type) : v; }
  bool truth(const Expr& e) { return !value(e).is_zero(); }

  Value first(const udm::Message& message, const udm::Path& path) {
    std::vector<Value> values;
    udm::collect(message, path, values);
    return values.empty() ? Value{} : values.front();
  }

  std::vector<Value> all(std::uint32_t field) {
    std::vector<Value> values;
    udm::collect(*row_->original, rule_.fields[field].path, values);
    return values;
  }

  Value field(std::uint32_t index) {
    const semantics::FieldUse& use = rule_.fields[index];
    if (use.access == semantics::Access::kList) {
      const std::vector<Value>& values = lists_made_.emplace_back(all(index));
      return Value::list(values);
    }
    return first(use.path.is_repeated() ? *row_->copy : *row_->original, use.path);
  }

  bool quantified(const Expr& e) {
    std::vector<Value> values = all(e.index);
    if (values.empty()) values.push_back({});
    std::size_t holding = 0;
    for (const Value& v : values) {
      elements_.emplace_back(e.index, v);
      holding += truth(e.args[0]) ? 1 : 0;
      elements_.pop_back();
    }
    return e.op == Op::kAny ? holding > 0 : holding == values.size();
  }

  Value element(std::uint32_t index) {
    for (std::size_t i = elements_.size(); i-- > 0;)
      if (elements_[i].first == index) return elements_[i].second;
    return {};
  }

  std::string text(const Value& v) {
    return v.is_null() || v.kind() == ValueKind::kString ? std::string(v.as_text()) : functions::to_text(v);
  }

  bool in_list(const Expr& e) {
    const std::string subject = text(value(e.args[0]));
    const auto& entries = lists_.at(rule_.lists[e.index].name);
    return std::ranges::any_of(entries, [&](const std::string& entry) {
      if (e.list_mode == semantics::ListMode::kString)
        return e.nocase ? fold_case(entry) == fold_case(subject) : entry == subject;
      if (e.list_mode == semantics::ListMode::kRegex)
        return re2::RE2::PartialMatch(subject, (e.nocase ? "(?i)" : "") + entry);
      const Value arguments[] = {Value::string(subject), Value::string(entry)};
      const auto* implementation = functions::find_implementation("net.ip_in_range_cidr");
      const auto prepared = implementation->prepare(std::span<const Value>(arguments, 2), false);
      return prepared && implementation->call(context_, std::span<const Value>(arguments, 2), prepared.get()).as_bool();
    });
  }

  bool comparison(const Expr& e) {
    const Value a = value(e.args[0]);
    const Value b = value(e.args[1]);
    const int order = e.nocase ? fold_case(a.as_text()).compare(fold_case(b.as_text())) : compare(a, b);
    switch (e.compare) {
      case semantics::CompareOp::kEq: return order == 0;
      case semantics::CompareOp::kNe: return order != 0;
      case semantics::CompareOp::kLt: return order < 0;
      case semantics::CompareOp::kLe: return order <= 0;
      case semantics::CompareOp::kGt: return order > 0;
      case semantics::CompareOp::kGe: return order >= 0;
    }
    return false;
  }

  Value call(const Expr& e) {
    std::vector<Value> arguments, constants;
    for (const Expr& arg : e.args) {
      arguments.push_back(set(value(arg), arg.type));
      constants.push_back(arg.op == Op::kConstant ? arg.constant : Value{});
    }
    const auto* implementation = functions::find_implementation(e.function->name);
    std::unique_ptr<const functions::Prepared> prepared;
    if (implementation->prepare) prepared = implementation->prepare(constants, e.nocase);
    return implementation->call(context_, arguments, prepared.get());
  }

  Value aggregate(const Expr& e) {
    const auto aggregator = functions::make_aggregator(e.function->name);
    const Row* before = row_;
    for (const Row* row : group_->rows) {
      row_ = row;
      std::vector<Value> arguments;
      for (const Expr& arg : e.args) arguments.push_back(set(value(arg), arg.type));
      aggregator->add(context_, arguments);
    }
    row_ = before;
    return aggregator->result(context_);
  }

  std::int64_t count_events() {
    std::set<std::size_t> events;
    for (const Row* row : group_->rows) events.insert(row->event);
    return static_cast<std::int64_t>(events.size());
  }

  std::int64_t count_values(const Expr& placeholder) {
    std::vector<Value> seen;
    const Row* before = row_;
    for (const Row* row : group_->rows) {
      row_ = row;
      const Value v = value(placeholder);
      if (std::ranges::none_of(seen, [&](const Value& s) { return equal(s, v); })) seen.push_back(v);
    }
    row_ = before;
    return static_cast<std::int64_t>(seen.size());
  }

  Value value(const Expr& e) {
    switch (e.op) {
      case Op::kConstant: return e.constant;
      case Op::kField: return field(e.index);
      case Op::kElement: return element(e.index);
      case Op::kPlaceholder: return value(rule_.placeholders[e.index].value);
      case Op::kCall: return call(e);
      case Op::kArithmetic: {
        constexpr functions::Arithmetic kOps[] = {functions::Arithmetic::kAdd, functions::Arithmetic::kSub,
                                                  functions::Arithmetic::kMul, functions::Arithmetic::kDiv,
                                                  functions::Arithmetic::kMod};
        return functions::arithmetic(kOps[static_cast<std::size_t>(e.arithmetic)], value(e.args[0]), value(e.args[1]),
                                     notes_);
      }
      case Op::kCompare: return Value::boolean(comparison(e));
      case Op::kRegex:
        return Value::boolean(re2::RE2::PartialMatch(text(value(e.args[0])),
                                                     (e.nocase ? "(?i)" : "") + std::string(e.constant.as_text())));
      case Op::kInList: return Value::boolean(in_list(e));
      case Op::kAnd: return Value::boolean(std::ranges::all_of(e.args, [&](const Expr& a) { return truth(a); }));
      case Op::kOr: return Value::boolean(std::ranges::any_of(e.args, [&](const Expr& a) { return truth(a); }));
      case Op::kNot: return Value::boolean(!truth(e.args[0]));
      case Op::kAny:
      case Op::kAll: return Value::boolean(quantified(e));
      case Op::kIf: return value(e.args[truth(e.args[0]) ? 1 : 2]);
      case Op::kEnumName:
        return Value::string(
            udm::enum_name(e.args[0].type.enum_id, static_cast<std::int32_t>(value(e.args[0]).as_int())));
      case Op::kMetric: break;  // its random rules have no metrics
      case Op::kAggregate: return aggregate(e);
      case Op::kOutcome: return group_->outcomes[e.index];
      case Op::kMatchKey: return group_->rows.front()->keys[e.index];
      case Op::kWindowStart: return Value::timestamp(group_->window->first);
      case Op::kWindowEnd: return Value::timestamp(group_->window->second);
      case Op::kEventCount: return Value::integer(count_events());
      case Op::kPlaceholderCount: return Value::integer(count_values(rule_.placeholders[e.index].value));
      case Op::kAtLeast:
        return Value::boolean(std::ranges::count_if(e.args, [&](const Expr& a) { return truth(a); }) >=
                              e.constant.as_int());
    }
    return {};
  }

  const BoundRule& rule_;
  const Lists& lists_;
  Arena arena_;
  functions::RunNotes notes_;
  functions::CallContext context_{.arena = arena_, .notes = notes_, .now_seconds = 1767225600};
  std::list<std::string> texts_;
  std::list<std::vector<Value>> lists_made_;
  const Row* row_ = nullptr;
  const Group* group_ = nullptr;
  std::vector<std::pair<std::uint32_t, Value>> elements_;
};

}  // namespace

std::vector<std::string> evaluate(const BoundRule& rule, const Lists& lists, const std::vector<std::string>& events) {
  return Oracle(rule, lists).run(events);
}

}  // namespace yaral::oracle
