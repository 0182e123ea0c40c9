#include "udm/path.h"

namespace yaral::udm {
namespace {

class Collector {
 public:
  Collector(std::span<const PathStep> steps, std::vector<Value>& out) : steps_(steps), out_(out) {}

  void from(const Value& value, std::size_t step) {
    if (step == steps_.size()) {
      out_.push_back(value);
      return;
    }
    switch (steps_[step].kind) {
      case PathStep::Kind::kField: from_message(*value.as_message(), step); return;
      case PathStep::Kind::kKey: from_struct(*value.as_struct(), step); return;
      case PathStep::Kind::kSeconds: out_.push_back(Value::integer(value.as_timestamp().seconds)); return;
      case PathStep::Kind::kNanos: out_.push_back(Value::integer(value.as_timestamp().nanos)); return;
      case PathStep::Kind::kIndex: return;  // taken together with the field before it
    }
  }

  void from_message(const Message& message, std::size_t step) {
    const FieldIndex field = steps_[step].field;
    const std::span<const Value> values = message.get(field);
    const PathStep* next = step + 1 < steps_.size() ? &steps_[step + 1] : nullptr;
    if (next != nullptr && next->kind == PathStep::Kind::kIndex) {
      if (next->index < values.size()) from(values[next->index], step + 2);
      return;
    }
    if (next != nullptr && next->kind == PathStep::Kind::kKey && !values.empty() && values.front().as_message()) {
      from_labels(values, step + 1);
      return;
    }
    for (const Value& value : values) from(value, step + 1);
  }

 private:
  // The first label of that key decides, whether or not it has a value (3.11).
  void from_labels(std::span<const Value> labels, std::size_t step) {
    const MessageId type = labels.front().as_message()->type();
    const FieldIndex key = *find_field(type, "key");
    for (const Value& label : labels) {
      const std::span<const Value> keys = label.as_message()->get(key);
      if ((keys.empty() ? std::string_view{} : keys.front().as_text()) != steps_[step].key) continue;
      for (const Value& value : label.as_message()->get(*map_value_field(type))) from(value, step + 1);
      return;
    }
  }

  // Only strings are within reach of the map syntax; other kinds read as missing (3.11).
  void from_struct(const Struct& object, std::size_t step) {
    const Value value = object.get(steps_[step].key);
    if (value.kind() == ValueKind::kString) from(value, step + 1);
  }

  std::span<const PathStep> steps_;
  std::vector<Value>& out_;
};

// The message to go on with below a message field, made when there is none.
Message& step_into(Message& parent, FieldIndex field, Arena& arena) {
  if (const std::span<const Value> set = parent.get(field); !set.empty()) return *set.front().as_message();
  return message(parent.type()).fields[field].repeated ? parent.add_child(field, arena) : parent.child(field, arena);
}

void put_key(Message& parent, FieldIndex field, std::string_view key, Value value, Arena& arena) {
  const FieldInfo& info = message(parent.type()).fields[field];
  if (info.type == FieldType::kStruct) {
    parent.structure(field, arena).set(arena.copy(key), value, arena);
    return;
  }
  Message& label = parent.add_child(field, arena);
  label.set(*find_field(info.type_id, "key"), Value::string(arena.copy(key)), arena);
  label.set(*map_value_field(info.type_id), value, arena);
}

}  // namespace

void collect(const Message& root, const Path& path, std::vector<Value>& out) {
  if (!path.steps.empty()) Collector(path.steps, out).from_message(root, 0);
}

void put(Message& root, const Path& path, Value value, Arena& arena) {
  const std::span<const PathStep> steps = path.steps;
  Message* at = &root;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const FieldIndex field = steps[i].field;
    if (i + 1 < steps.size() && steps[i + 1].kind == PathStep::Kind::kKey) {
      put_key(*at, field, steps[i + 1].key, value, arena);
      return;
    }
    if (i + 1 < steps.size()) {
      at = &step_into(*at, field, arena);
    } else if (message(at->type()).fields[field].repeated) {
      at->append(field, value, arena);
    } else {
      at->set(field, value, arena);
    }
  }
}

}  // namespace yaral::udm
