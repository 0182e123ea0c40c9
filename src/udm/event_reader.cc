#include "udm/event_reader.h"

#include <algorithm>
#include <optional>

#include "udm/json_scalar.h"
#include "udm/json_struct.h"
#include "udm/schema_lookup.h"

namespace yaral::udm {
namespace {

// The fields of the schema that Event itself holds.
struct OwnFields {
  FieldIndex metadata = *find_field(event_root(), "metadata");
  MessageId metadata_type = message(event_root()).fields[metadata].type_id;
  FieldIndex event_timestamp = *find_field(metadata_type, "event_timestamp");
  FieldIndex id = *find_field(metadata_type, "id");
  FieldIndex log_type = *find_field(metadata_type, "log_type");
};

const OwnFields& own_fields() {
  static const OwnFields fields;
  return fields;
}

const Message* metadata_of(const Message& root) {
  const std::span<const Value> metadata = root.get(own_fields().metadata);
  return metadata.empty() ? nullptr : metadata.front().as_message();
}

bool has_time(const Message& root) {
  const Message* metadata = metadata_of(root);
  return metadata != nullptr && !metadata->get(own_fields().event_timestamp).empty();
}

Value first(const Message& from, FieldIndex field) {
  const std::span<const Value> values = from.get(field);
  return values.empty() ? Value() : values.front();
}

}  // namespace

bool is_event_wrapper(std::string_view key) {
  constexpr std::string_view kWrappers[] = {"udm", "event", "idm", "readOnlyUdm", "read_only_udm"};
  return std::ranges::find(kWrappers, key) != std::end(kWrappers);
}

bool EventReader::read(Event& out) {
  Message* root = nullptr;
  if (!read_wrapped(root)) return false;
  out.root = root;
  out.id = id_;
  out.log_type = "UDM";
  if (const Message* metadata = metadata_of(*root)) {
    out.time = first(*metadata, own_fields().event_timestamp).as_timestamp();
    const std::string_view log_type = first(*metadata, own_fields().log_type).as_text();
    if (!log_type.empty()) out.log_type = log_type;
  }
  return true;
}

// An object is an event unless one of its members is a wrapper with an object inside. No UDM field has a wrapper's
// name; but beside a good `metadata` such a member is a stray field of a bare event.
bool EventReader::read_wrapped(Message*& root) {
  root = arena_.create<Message>(event_root());
  Message* inner = nullptr;
  const bool good = json_.each_member([&](JsonString name) {
    if (inner != nullptr) return json_.check(name) && json_.skip();
    if (json_.peek() != '{' || !is_event_wrapper(name.raw()) || has_time(*root)) {
      return read_member(name, event_root(), root, &wanted_);
    }
    notes_.forget();
    id_ = {};
    return read_wrapped(inner);
  });
  if (inner != nullptr) root = inner;
  return good;
}

// Without `into` only the names are checked.
bool EventReader::read_message(MessageId type, Message* into, const Projection::Node* wanted) {
  return json_.each_member([&](JsonString name) { return read_member(name, type, into, wanted); });
}

bool EventReader::read_member(JsonString name, MessageId type, Message* into, const Projection::Node* wanted) {
  std::string_view key;
  if (!json_.unescape(name, arena_, key)) return false;
  const FoundField found = find_json_field(type, key);
  if (found.info == nullptr) {
    // Spelt as in the text, where no control characters stand.
    const std::string above = path();
    notes_.unknown_field((above.empty() ? above : above + '.') + std::string(name.raw()));
    return json_.skip();
  }
  const auto index = static_cast<FieldIndex>(found.index);
  fields_[field_count_++] = found.info;
  const Projection::Node* inside = into != nullptr ? wanted->field(index) : nullptr;
  const bool good = inside != nullptr ? read_field(*into, index, *found.info, *inside) : check_names(*found.info);
  --field_count_;
  return good;
}

bool EventReader::check_names(const FieldInfo& field) {
  if (field.type != FieldType::kMessage) return json_.skip();
  switch (json_.peek()) {
    case '[': return json_.each_element([&] { return json_.peek() == '{' ? check_names(field) : json_.skip(); });
    case '{': break;
    default: return json_.skip();
  }
  if (!message(field.type_id).map_entry) return read_message(field.type_id, nullptr, nullptr);
  const FieldInfo& value = message(field.type_id).fields[*map_value_field(field.type_id)];
  return json_.each_member([&](JsonString key) { return json_.check(key) && check_names(value); });
}

bool EventReader::read_field(Message& into, FieldIndex index, const FieldInfo& field, const Projection::Node& wanted) {
  const char c = json_.peek();
  if (field.type == FieldType::kStruct && (c == '{' || c == '[')) return read_struct(into, index, wanted);
  if (c == '[') {
    if (!field.repeated) return skip_bad_value();
    return json_.each_element([&] { return read_value(into, index, field, wanted); });
  }
  if (c == '{' && field.type == FieldType::kMessage && message(field.type_id).map_entry) {
    return read_map(into, index, field, wanted);
  }
  if (c == 'n') return json_.skip();  // null: not set
  return read_value(into, index, field, wanted);
}

bool EventReader::read_value(Message& into, FieldIndex index, const FieldInfo& field, const Projection::Node& wanted) {
  switch (json_.peek()) {
    case '"': return read_string(into, index, field);
    case '[': return skip_bad_value();
    case '{':
      if (field.type == FieldType::kMessage) {
        auto* made = arena_.create<Message>(field.type_id);
        store(into, index, field, Value::message(made));
        return read_message(field.type_id, made, &wanted);
      }
      if (field.type == FieldType::kTimestamp || field.type == FieldType::kDuration) {
        return read_time_parts(into, index, field);
      }
      return skip_bad_value();
    default: return read_literal(into, index, field);
  }
}

// {key: value, …} as a list of entries.
bool EventReader::read_map(Message& into, FieldIndex index, const FieldInfo& field, const Projection::Node& wanted) {
  const FieldIndex key_index = *find_field(field.type_id, "key");
  const FieldIndex value_index = *map_value_field(field.type_id);
  const FieldInfo& value_field = message(field.type_id).fields[value_index];
  const Projection::Node* value_wanted = wanted.field(value_index);
  return json_.each_member([&](JsonString name) {
    std::string_view key;
    if (!json_.unescape(name, arena_, key)) return false;
    Message& entry = into.add_child(index, arena_);
    entry.set(key_index, Value::string(key), arena_);
    if (value_wanted == nullptr) return check_names(value_field);
    return read_field(entry, value_index, value_field, *value_wanted);
  });
}

bool EventReader::read_struct(Message& into, FieldIndex index, const Projection::Node& wanted) {
  Struct* made = nullptr;
  if (!StructReader(json_, arena_).read(wanted, made)) return false;
  if (made != nullptr) {
    into.set(index, Value::structure(made), arena_);
  } else {
    notes_.bad_value(path());
  }
  return true;
}

bool EventReader::read_string(Message& into, FieldIndex index, const FieldInfo& field) {
  std::string_view text;
  if (!read_text(text)) return false;
  const std::optional<Value> value = scalar_from_string(field, text, arena_);
  if (!value) {
    notes_.bad_value(path());
    return true;
  }
  // As it is written, not the bytes that it stands for: people look for what they see.
  if (index == own_fields().id && into.type() == own_fields().metadata_type) id_ = text;
  store(into, index, field, *value);
  return true;
}

bool EventReader::read_literal(Message& into, FieldIndex index, const FieldInfo& field) {
  std::string_view literal;
  if (!json_.read_literal(literal)) return false;
  std::optional<Value> value;
  if (literal == "true" || literal == "false") {
    if (field.type == FieldType::kBool) value = Value::boolean(literal == "true");
  } else if (literal != "null") {
    value = scalar_from_number(field, literal);
  }
  if (value) {
    store(into, index, field, *value);
  } else {
    notes_.bad_value(path());
  }
  return true;
}

bool EventReader::read_time_parts(Message& into, FieldIndex index, const FieldInfo& field) {
  std::string_view seconds;
  std::string_view nanos;
  bool known = true;
  const bool good = json_.each_member([&](JsonString name) {
    if (!json_.check(name)) return false;
    std::string_view* part = name.raw() == "seconds" ? &seconds : name.raw() == "nanos" ? &nanos : nullptr;
    const char c = json_.peek();
    if (part != nullptr && c == '"') return read_text(*part);
    if (part != nullptr && c != '{' && c != '[') return json_.read_literal(*part);
    known = false;
    return json_.skip();
  });
  if (!good) return false;
  const std::optional<Value> value = known ? scalar_from_parts(field, seconds, nanos) : std::nullopt;
  if (value) {
    store(into, index, field, *value);
  } else {
    notes_.bad_value(path());
  }
  return true;
}

bool EventReader::read_text(std::string_view& out) {
  JsonString string;
  return json_.read_string(string) && json_.unescape(string, arena_, out);
}

bool EventReader::skip_bad_value() {
  notes_.bad_value(path());
  return json_.skip();
}

void EventReader::store(Message& into, FieldIndex index, const FieldInfo& field, const Value& value) {
  if (field.repeated) {
    into.append(index, value, arena_);
  } else {
    into.set(index, value, arena_);
  }
}

std::string EventReader::path() const {
  std::string out;
  for (std::size_t i = 0; i < field_count_; ++i) {
    if (i > 0) out += '.';
    out += fields_[i]->name;
  }
  return out;
}

}  // namespace yaral::udm
