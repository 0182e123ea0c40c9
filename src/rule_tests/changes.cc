#include "rule_tests/changes.h"

#include <algorithm>
#include <functional>
#include <optional>

#include <fmt/format.h>

#include "base/arena.h"
#include "base/text.h"
#include "semantics/lookups_read.h"
#include "udm/json.h"
#include "udm/path.h"

namespace yaral::rule_tests {

namespace {

using semantics::BoundRule;

// What becomes of a value; null takes it away.
using Alter = std::function<Value(Value, Arena&)>;

// Alters every value at the end of a path that names only fields. True if there was one.
bool alter(udm::Message& at, std::span<const udm::PathStep> steps, const Alter& change, Arena& arena) {
  const udm::FieldIndex field = steps.front().field;
  const std::span<const Value> set = at.get(field);
  if (set.empty()) return false;
  if (steps.size() > 1) {
    bool any = false;
    for (const Value& value : set)
      if (udm::Message* below = value.as_message()) any |= alter(*below, steps.subspan(1), change, arena);
    return any;
  }
  const std::vector<Value> before(set.begin(), set.end());
  at.clear(field);
  for (const Value& value : before)
    if (const Value after = change(value, arena); !after.is_null()) at.append(field, after, arena);
  return true;
}

// The event with the values of a field altered; none if it has none, or none changes.
std::optional<std::string> altered(const std::string& json, const udm::Path& path, const Alter& change) {
  Arena arena;
  udm::JsonDecoder decoder;
  const auto event = decoder.decode(json, arena);
  if (!event) return std::nullopt;
  udm::Message* root = udm::copy(*event->root, arena);
  const std::string before = udm::to_json(*root, udm::JsonStyle::kSnake);
  if (!alter(*root, path.steps, change, arena)) return std::nullopt;
  std::string after = udm::to_json(*root, udm::JsonStyle::kSnake);
  if (after == before) return std::nullopt;
  return after;
}

std::string in_other_case(std::string_view text) {
  std::string upper = ascii_upper(text);
  return upper == text ? ascii_lower(text) : upper;
}

Value other_value(Value value, Arena& arena) {
  if (value.kind() != ValueKind::kString) return value;
  return Value::string(arena.copy(std::string(value.as_text()) + "-other"));
}

Value other_case(Value value, Arena& arena) {
  if (value.kind() != ValueKind::kString) return value;
  return Value::string(arena.copy(in_other_case(value.as_text())));
}

Value no_value(Value, Arena&) { return {}; }

class Changer {
 public:
  Changer(const BoundRule& rule, const std::vector<SampledEvent>& events) : rule_(rule), events_(events) {
    std::ranges::stable_sort(events_, {}, [](const SampledEvent& e) { return time_of(e.json); });
  }

  std::vector<Change> run() {
    one_fewer();
    other_keys();
    outside_window();
    other_kind();
    for (const udm::Path& path : semantics::text_fields_read(rule_)) {
      if (!of_fields(path)) continue;
      everywhere(path, other_case, "{} in another case");
      everywhere(path, no_value, "{} empty");
    }
    return std::move(changes_);
  }

 private:
  static Timestamp time_of(const std::string& json) {
    Arena arena;
    udm::JsonDecoder decoder;
    const auto event = decoder.decode(json, arena);
    return event ? event->time : Timestamp{};
  }

  void one_fewer() {
    if (events_.size() < 2) return;
    for (const semantics::EventVariable& variable : rule_.variables) {
      std::vector<SampledEvent> events = events_;
      const auto last = std::find_if(events.rbegin(), events.rend(),
                                     [&](const SampledEvent& e) { return e.variable == variable.name; });
      if (last == events.rend()) continue;
      const std::string gone = last->json;
      std::erase_if(events, [&](const SampledEvent& e) { return e.json == gone; });
      add(fmt::format("without the last event of ${}", variable.name), std::move(events));
    }
  }

  void other_keys() {
    if (events_.size() < 2) return;
    for (const semantics::MatchKey& key : rule_.keys) {
      const auto path =
          udm::resolve(udm::event_root(), key.source_path.empty() ? placeholder_path(key) : key.source_path);
      if (path && of_fields(*path))
        in_last(*path, other_value, fmt::format("{} of the last event differs", path->text));
    }
  }

  // The field that gives the key a value first; empty if a function does.
  std::string placeholder_path(const semantics::MatchKey& key) const {
    for (const semantics::Source& source : key.sources)
      if (const semantics::Expr& value = semantics::given_value(rule_, source); value.op == semantics::Op::kField)
        return rule_.fields[value.index].path.text;
    return {};
  }

  void outside_window() {
    if (events_.size() < 2 || !rule_.window) return;
    const Duration away{rule_.window->size.nanos + 1'000'000'000};
    in_last(
        *udm::resolve(udm::event_root(), "metadata.event_timestamp"),
        [&](Value value, Arena&) { return Value::timestamp(value.as_timestamp() + away); },
        fmt::format("the last event later by {} and a second", format_duration(rule_.window->size)));
  }

  void other_kind() {
    const udm::Path action = *udm::resolve(udm::event_root(), "security_result.action");
    const udm::Path type = *udm::resolve(udm::event_root(), "metadata.event_type");
    const auto set_to = [](const udm::Path& path, std::string_view name, std::string_view or_else) {
      const udm::MessageId id = udm::message(path.root).fields[path.steps.front().field].type_id;
      const udm::FieldInfo& field = udm::message(id).fields[path.steps.back().field];
      const std::int32_t first = udm::enum_number(field.type_id, name).value_or(0);
      const std::int32_t second = udm::enum_number(field.type_id, or_else).value_or(0);
      return Alter(
          [first, second](Value value, Arena&) { return Value::enumerator(value.as_int() == first ? second : first); });
    };
    everywhere(action, set_to(action, "BLOCK", "ALLOW"), "another {}");
    everywhere(type, set_to(type, "GENERIC_EVENT", "USER_LOGIN"), "another {}");
  }

  static bool of_fields(const udm::Path& path) {
    const auto is_field = [](const udm::PathStep& step) { return step.kind == udm::PathStep::Kind::kField; };
    return !path.steps.empty() && std::ranges::all_of(path.steps, is_field);
  }

  void in_last(const udm::Path& path, const Alter& change, std::string text) {
    std::vector<SampledEvent> events = events_;
    const std::string last = events.back().json;
    const auto changed = altered(last, path, change);
    if (!changed) return;
    for (SampledEvent& event : events)
      if (event.json == last) event.json = *changed;
    add(std::move(text), std::move(events));
  }

  void everywhere(const udm::Path& path, const Alter& change, fmt::format_string<const std::string&> text) {
    std::vector<SampledEvent> events = events_;
    bool any = false;
    for (SampledEvent& event : events) {
      const auto changed = altered(event.json, path, change);
      if (!changed) continue;
      event.json = *changed;
      any = true;
    }
    if (any) add(fmt::format(text, path.text), std::move(events));
  }

  void add(std::string text, std::vector<SampledEvent> events) {
    changes_.push_back({std::move(text), std::move(events)});
  }

  const BoundRule& rule_;
  std::vector<SampledEvent> events_;
  std::vector<Change> changes_;
};

}  // namespace

std::vector<Change> changes_of(const BoundRule& rule, const std::vector<SampledEvent>& events) {
  return Changer(rule, events).run();
}

}  // namespace yaral::rule_tests
