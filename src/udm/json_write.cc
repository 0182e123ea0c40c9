#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/encoding.h"
#include "base/json_text.h"
#include "base/time.h"
#include "udm/json.h"
#include "udm/root.h"

namespace yaral::udm {
namespace {

class JsonWriter {
 public:
  JsonWriter(JsonStyle style, std::string& out) : style_(style), out_(out) {}

  // In the order of the schema, so that equal messages give equal text.
  void write(const Message& message) {
    std::vector<const Message::Field*> fields;
    for (const Message::Field& field : message.fields()) fields.push_back(&field);
    std::ranges::sort(fields, {}, &Message::Field::index);
    out_ += '{';
    bool first = true;
    for (const Message::Field* field : fields) {
      const FieldInfo& info = udm::message(message.type()).fields[field->index];
      if (!info.repeated && is_default(info, field->values[0])) continue;
      separate(first);
      append_json_string(out_, style_ == JsonStyle::kCamel ? info.json_name : info.name);
      out_ += ':';
      write_field(info, {field->values, field->count});
    }
    out_ += '}';
  }

 private:
  // Messages, structs and times have presence of their own: set is more than not set, whatever they hold.
  static bool is_default(const FieldInfo& info, const Value& value) {
    switch (info.type) {
      case FieldType::kMessage:
      case FieldType::kTimestamp:
      case FieldType::kDuration:
      case FieldType::kStruct: return value.is_null();
      default: return value.is_zero();
    }
  }

  void separate(bool& first) {
    if (!first) out_ += ',';
    first = false;
  }

  void write_field(const FieldInfo& info, std::span<const Value> values) {
    if (!info.repeated) {
      write_value(info, values.front());
    } else if (info.type == FieldType::kMessage && message(info.type_id).map_entry) {
      write_map(info.type_id, values);
    } else {
      out_ += '[';
      bool first = true;
      for (const Value& value : values) {
        separate(first);
        write_value(info, value);
      }
      out_ += ']';
    }
  }

  void write_map(MessageId type, std::span<const Value> entries) {
    const FieldIndex key = *find_field(type, "key");
    const FieldIndex value = *find_field(type, "value");
    out_ += '{';
    bool first = true;
    for (const Value& entry : entries) {
      const std::span<const Value> keys = entry.as_message()->get(key);
      const std::span<const Value> values = entry.as_message()->get(value);
      separate(first);
      append_json_string(out_, keys.empty() ? std::string_view{} : keys.front().as_text());
      out_ += ':';
      if (values.empty()) {
        out_ += "{}";
      } else {
        write_value(message(type).fields[value], values.front());
      }
    }
    out_ += '}';
  }

  void write_value(const FieldInfo& info, const Value& value) {
    switch (info.type) {
      case FieldType::kString: append_json_string(out_, value.as_text()); break;
      case FieldType::kBytes: append_json_string(out_, base64_encode(value.as_text())); break;
      case FieldType::kBool: out_ += value.as_bool() ? "true" : "false"; break;
      case FieldType::kInt32: out_ += std::to_string(value.as_int()); break;
      case FieldType::kUint32: out_ += std::to_string(value.as_uint()); break;
      case FieldType::kInt64: write_quoted(std::to_string(value.as_int())); break;
      case FieldType::kUint64: write_quoted(std::to_string(value.as_uint())); break;
      case FieldType::kFloat:
      case FieldType::kDouble: append_json_number(out_, value.as_float()); break;
      case FieldType::kEnum: write_enum(info.type_id, static_cast<std::int32_t>(value.as_int())); break;
      case FieldType::kMessage: write(*value.as_message()); break;
      case FieldType::kTimestamp: write_quoted(format_timestamp(value.as_timestamp())); break;
      case FieldType::kDuration: write_duration(value.as_timestamp()); break;
      case FieldType::kStruct: write_struct_field(*value.as_struct()); break;
    }
  }

  void write_quoted(std::string_view plain) { (out_ += '"').append(plain) += '"'; }

  void write_enum(EnumId id, std::int32_t number) {
    const std::string_view name = enum_name(id, number);
    if (name.empty()) {
      out_ += std::to_string(number);
    } else {
      write_quoted(name);
    }
  }

  // Seconds with 0, 3, 6 or 9 digits after the point, as for timestamps.
  void write_duration(Timestamp d) {
    std::string text = d.seconds == 0 && d.nanos < 0 ? "-" : "";
    text += std::to_string(d.seconds);
    if (d.nanos != 0) {
      std::string digits = std::to_string(std::abs(d.nanos));
      digits.insert(0, 9 - digits.size(), '0');
      while (digits.ends_with("000")) digits.resize(digits.size() - 3);
      text += '.' + digits;
    }
    write_quoted(text + 's');
  }

  // A plain object, unless readers would take its only key `fields` for the long form: then the long form itself.
  void write_struct_field(const Struct& object) {
    const std::span<const Struct::Entry> entries = object.entries();
    const ValueKind kind =
        entries.size() == 1 && entries[0].key == "fields" ? entries[0].value.kind() : ValueKind::kNull;
    if (kind == ValueKind::kStruct || kind == ValueKind::kList) {
      write_long_struct(object);
    } else {
      write_struct(object);
    }
  }

  void write_long_struct(const Struct& object) {
    out_ += R"({"fields":{)";
    bool first = true;
    for (const Struct::Entry& entry : object.entries()) {
      separate(first);
      append_json_string(out_, entry.key);
      out_ += ':';
      write_long_value(entry.value);
    }
    out_ += "}}";
  }

  void write_long_value(const Value& value) {
    if (const Struct* object = value.as_struct()) {
      out_ += R"({"structValue":)";
      write_long_struct(*object);
    } else if (value.kind() == ValueKind::kList) {
      out_ += R"({"listValue":{"values":[)";
      bool first = true;
      for (const Value& item : value.as_list()) {
        separate(first);
        write_long_value(item);
      }
      out_ += "]}";
    } else {
      const bool is_text = value.kind() == ValueKind::kString;
      const bool is_bool = value.kind() == ValueKind::kBool;
      out_ += is_text           ? R"({"stringValue":)"
              : is_bool         ? R"({"boolValue":)"
              : value.is_null() ? R"({"nullValue":)"
                                : R"({"numberValue":)";
      write_any(value);
    }
    out_ += '}';
  }

  void write_struct(const Struct& object) {
    out_ += '{';
    bool first = true;
    for (const Struct::Entry& entry : object.entries()) {
      separate(first);
      append_json_string(out_, entry.key);
      out_ += ':';
      write_any(entry.value);
    }
    out_ += '}';
  }

  void write_any(const Value& value) {
    switch (value.kind()) {
      case ValueKind::kString: append_json_string(out_, value.as_text()); break;
      case ValueKind::kBool: out_ += value.as_bool() ? "true" : "false"; break;
      case ValueKind::kStruct: write_struct(*value.as_struct()); break;
      case ValueKind::kInt:
      case ValueKind::kUint:
      case ValueKind::kFloat: append_json_number(out_, value.to_double()); break;
      case ValueKind::kList: {
        out_ += '[';
        bool first = true;
        for (const Value& item : value.as_list()) {
          separate(first);
          write_any(item);
        }
        out_ += ']';
        break;
      }
      default: out_ += "null";
    }
  }

  JsonStyle style_;
  std::string& out_;
};

}  // namespace

void write_json(const Message& message, JsonStyle style, std::string& out) { JsonWriter(style, out).write(message); }

std::string to_json(const Message& message, JsonStyle style) {
  std::string out;
  write_json(message, style, out);
  return out;
}

std::string event_json(const Event& event, JsonStyle style) {
  if (!event.json.empty()) {
    Arena arena;
    JsonDecoder decoder(nullptr, root_of_message(event.root->type()));
    if (const auto complete = decoder.decode(event.json, arena)) return to_json(*complete->root, style);
  }
  return to_json(*event.root, style);
}

}  // namespace yaral::udm
