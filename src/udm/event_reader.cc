#include "udm/event_reader.h"

#include <algorithm>
#include <optional>

#include "udm/json_scalar.h"
#include "udm/json_struct.h"
#include "udm/schema_lookup.h"

namespace yaral::udm {

EventReader::EventReader(Root root, JsonCursor& json, const Projection::Node& wanted, NoteKeeper& notes, Arena& arena,
                         LeafLog* log)
    : info_(root_info(root)),
      own_(own_fields(root)),
      json_(json),
      wanted_(wanted),
      notes_(notes),
      arena_(arena),
      log_(log) {}

bool EventReader::read(Event& out) {
  Message* root = nullptr;
  if (!read_wrapped(root)) return false;
  out.root = root;
  out.id = id_;
  const Value* const time = value_at(*root, own_.time);
  const Value* const log_type = value_at(*root, own_.log_type);
  out.time = time != nullptr ? time->as_timestamp() : Timestamp{};
  if (log_type != nullptr) out.log_type = log_type->as_text();
  if (out.log_type.empty()) out.log_type = info_.name;
  return true;
}

bool EventReader::is_wrapper(std::string_view key) const {
  if (json_.peek() != '{' || std::ranges::find(info_.wrappers, key) == info_.wrappers.end()) return false;
  return info_.tells.empty() || json_.object_has(info_.tells);
}

// An object is the record unless one of its members is a wrapper with an object inside. Beside a record's time such a
// member is a stray field of a bare record.
bool EventReader::read_wrapped(Message*& root) {
  root = arena_.create<Message>(info_.message);
  Message* inner = nullptr;
  const bool good = json_.each_member([&](JsonString name) {
    if (inner != nullptr) return json_.check(name) && json_.skip();
    if (!is_wrapper(name.raw()) || value_at(*root, own_.time) != nullptr) {
      return read_member(name, info_.message, root, &wanted_);
    }
    notes_.forget();
    id_ = {};
    if (log_ != nullptr) *log_ = {};
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
    if (log_ != nullptr) log_->add(entry, key_index, json_.passed() - 2);
    if (value_wanted == nullptr) return check_names(value_field);
    return read_field(entry, value_index, value_field, *value_wanted);
  });
}

bool EventReader::read_struct(Message& into, FieldIndex index, const Projection::Node& wanted) {
  Struct* made = nullptr;
  if (!StructReader(json_, arena_, log_).read(wanted, made)) return false;
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
  if (index == own_.id.back() && into.type() == own_.id_message) {
    id_ = text;
    if (log_ != nullptr) log_->id = json_.passed() - 1;
  }
  store(into, index, field, *value);
  return true;
}

bool EventReader::read_literal(Message& into, FieldIndex index, const FieldInfo& field) {
  std::string_view literal;
  if (!json_.read_literal(literal)) return false;
  const std::optional<Value> value = scalar_from_literal(field, literal);
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
  if (log_ != nullptr && value.kind() != ValueKind::kMessage) log_->add(into, index, json_.passed() - 1);
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
