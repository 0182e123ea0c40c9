#include "engine/walk.h"

#include "udm/event.h"
#include "udm/schema.h"

namespace yaral::engine {

namespace {

using udm::PathStep;

// The value of the first label with that key (language reference 3.11).
Value label_value(std::span<const Value> labels, std::string_view key) {
  for (const Value& label : labels) {
    const udm::Message* message = label.as_message();
    if (!message) continue;
    const auto key_field = udm::find_field(message->type(), "key");
    const auto value_field = udm::find_field(message->type(), "value");
    if (!key_field || !value_field) return {};
    const auto name = message->get(*key_field);
    if ((name.empty() ? std::string_view{} : name[0].as_text()) != key) continue;
    const auto value = message->get(*value_field);
    return value.empty() ? Value{} : value[0];
  }
  return {};
}

Value keyed(std::span<const Value> values, std::string_view key) {
  Value found;
  if (!values.empty() && values[0].kind() == ValueKind::kStruct) {
    found = values[0].as_struct()->get(key);
  } else {
    found = label_value(values, key);
  }
  // Of structs and labels only text is in reach; the values of maps are messages.
  return found.kind() == ValueKind::kString || found.kind() == ValueKind::kMessage ? found : Value{};
}

}  // namespace

Value walk(Value from, std::span<const PathStep> steps) {
  Value current = from;
  std::span<const Value> values(&current, 1);
  for (const PathStep& step : steps) {
    switch (step.kind) {
      case PathStep::Kind::kField: {
        const udm::Message* message = values.empty() ? nullptr : values[0].as_message();
        if (!message) return {};
        values = message->get(step.field);
        break;
      }
      case PathStep::Kind::kIndex:
        if (step.index >= values.size()) return {};
        values = values.subspan(step.index, 1);
        break;
      case PathStep::Kind::kKey:
        current = keyed(values, step.key);
        values = {&current, 1};
        break;
      case PathStep::Kind::kSeconds:
      case PathStep::Kind::kNanos: {
        const Timestamp t = values.empty() ? Timestamp{} : values[0].as_timestamp();
        current = Value::integer(step.kind == PathStep::Kind::kSeconds ? t.seconds : t.nanos);
        values = {&current, 1};
        break;
      }
    }
  }
  return values.empty() ? Value{} : values[0];
}

std::span<const Value> elements(Value from, std::span<const PathStep> steps) {
  const Value parent = walk(from, steps.first(steps.size() - 1));
  const udm::Message* message = parent.as_message();
  return message ? message->get(steps.back().field) : std::span<const Value>{};
}

}  // namespace yaral::engine
