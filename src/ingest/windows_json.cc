#include <charconv>
#include <cstdio>
#include <string>

#include "ingest/convert.h"
#include "ingest/json_dom.h"

namespace yaral::ingest {
namespace {

using simdjson::dom::element_type;

constexpr std::string_view kTextNames[] = {"#text", "text", "$t", "content", "value", "Value", "_"};
constexpr std::string_view kNameNames[] = {"@Name", "Name", "name"};

bool is_text_name(std::string_view name) {
  for (const std::string_view known : kTextNames) {
    if (name == known) return true;
  }
  return false;
}

// The converters put attributes into `#attributes`, or under `@Name`, or beside the text.
std::string_view attribute(const JsonObject& element, std::string_view name, Arena& arena) {
  JsonObject attributes;
  if (find_object(element, "#attributes", attributes)) return text_of(attributes, name, arena);
  for (const std::string_view known : kNameNames) {
    if (equal_nocase(known.substr(known.starts_with('@')), name)) {
      if (const std::string_view text = text_of(element, known, arena); !text.empty()) return text;
    }
  }
  return {};
}

std::string_view element_text(const JsonObject& element, Arena& arena) {
  for (const std::string_view name : kTextNames) {
    if (const std::string_view text = text_of(element, name, arena); !text.empty()) return text;
  }
  return {};
}

// `Data`: a value, a list of values, or of objects with the name in an attribute.
void add_data(std::string_view name, JsonValue value, WindowsEvent& event, Arena& arena, int depth) {
  constexpr int kDeepest = 8;
  if (value.type() == element_type::ARRAY && depth < kDeepest) {
    for (const JsonValue item : JsonArray(value)) add_data(name, item, event, arena, depth + 1);
  } else if (value.type() == element_type::OBJECT && depth < kDeepest) {
    const JsonObject object(value);
    const std::string_view own_name = attribute(object, "Name", arena);
    JsonValue text;
    if (object["#text"].get(text) == simdjson::SUCCESS && text.type() == element_type::ARRAY) {
      add_data(own_name.empty() ? name : own_name, text, event, arena, depth + 1);
    } else {
      event.data.push_back({own_name.empty() ? name : own_name, element_text(object, arena)});
    }
  } else {
    event.data.push_back({name, text_of(value, arena)});
  }
}

void set_system(const JsonObject& system, WindowsEvent& event, Arena& arena) {
  constexpr std::string_view kAttributes = "_attributes";
  for (const auto& [key, value] : system) {
    std::string_view element = key;
    if (element.ends_with(kAttributes)) element.remove_suffix(kAttributes.size());
    if (value.type() != element_type::OBJECT) {
      set_from_json(event, system_field(element, ""), value, arena);
      continue;
    }
    for (const auto& [name, part] : JsonObject(value)) {
      if (name == "#attributes" && is_object(part)) {
        for (const auto& [inner, text] : JsonObject(part)) {
          set_from_json(event, system_field(element, inner), text, arena);
        }
      } else {
        const bool text = is_text_name(name);
        const std::string_view plain = name.starts_with('@') ? name.substr(1) : name;
        set_from_json(event, system_field(element, text ? "" : plain), part, arena);
      }
    }
  }
}

void add_user_attribute(std::string_view element, std::string_view name, JsonValue value, WindowsEvent& event,
                        Arena& arena) {
  if (name.starts_with("xmlns")) return;
  const std::string whole = std::string(element) + kAttributeSeparator + std::string(name);
  event.data.push_back({arena.copy(whole), text_of(value, arena)});
}

// An element at or below UserData: its leaves, and attributes as `Element@name`, as the XML reader has them. Converters
// put attributes into `#attributes` or `@name` inside the element, or into `Element_attributes` beside it.
void add_user_element(std::string_view name, JsonValue value, WindowsEvent& event, Arena& arena, int depth) {
  constexpr int kDeepest = 64;
  if (depth > kDeepest) return;
  if (name == "Data") {
    add_data({}, value, event, arena, 0);
    return;
  }
  if (value.type() == element_type::ARRAY) {
    for (const JsonValue item : JsonArray(value)) add_user_element(name, item, event, arena, depth + 1);
    return;
  }
  if (!is_object(value)) {
    event.data.push_back({name, text_of(value, arena)});
    return;
  }
  const JsonObject object(value);
  for (const auto& [key, part] : object) {
    if ((key == "#attributes" || key.ends_with("_attributes")) && is_object(part)) {
      const std::string_view element = key == "#attributes" ? name : key.substr(0, key.rfind('_'));
      for (const auto& [inner, text] : JsonObject(part)) add_user_attribute(element, inner, text, event, arena);
    } else if (key.starts_with('@')) {
      add_user_attribute(name, key.substr(1), part, event, arena);
    } else if (key != "#text" && key != "xmlns") {
      add_user_element(key, part, event, arena, depth + 1);
    }
  }
  if (has(object, "#text")) event.data.push_back({name, text_of(object, "#text", arena)});
}

// UserData holds one element, and that the payload.
void add_user_data(const JsonObject& data, WindowsEvent& event, Arena& arena) {
  for (const auto& [name, value] : data) {
    if (name.starts_with('#') || name.starts_with('@') || !is_object(value)) continue;
    event.user_data_name = name;
    add_user_element(name, value, event, arena, 0);
  }
}

}  // namespace

std::string_view text_of(JsonValue value, Arena& arena) {
  char buffer[32];
  switch (value.type()) {
    case element_type::STRING: return std::string_view(value);
    case element_type::NULL_VALUE: return {};
    case element_type::BOOL: return bool(value) ? "true" : "false";
    case element_type::UINT64: return decimal(std::uint64_t(value), arena);
    case element_type::INT64: {
      const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, std::int64_t(value));
      return arena.copy({buffer, static_cast<std::size_t>(end - buffer)});
    }
    case element_type::DOUBLE: {
      const auto [end, error] = std::to_chars(buffer, buffer + sizeof buffer, double(value));
      return arena.copy({buffer, static_cast<std::size_t>(end - buffer)});
    }
    default: return arena.copy(simdjson::minify(value));
  }
}

std::string_view text_of(const JsonObject& object, std::string_view name, Arena& arena) {
  JsonValue value;
  return object[name].get(value) == simdjson::SUCCESS ? text_of(value, arena) : std::string_view{};
}

bool is_object(JsonValue value) { return value.type() == element_type::OBJECT; }

bool find_object(const JsonObject& object, std::string_view name, JsonObject& found) {
  return object[name].get(found) == simdjson::SUCCESS;
}

bool has(const JsonObject& object, std::string_view name) {
  JsonValue value;
  return object[name].get(value) == simdjson::SUCCESS && !value.is_null();
}

bool set_from_json(WindowsEvent& event, SystemField field, JsonValue value, Arena& arena) {
  if (field == SystemField::kNone) return false;
  if (field == SystemField::kKeywords && value.type() == element_type::INT64) {
    // A mask: what reads as a negative number has its highest bit set.
    char buffer[24];
    const int size =
        std::snprintf(buffer, sizeof buffer, "0x%llx", static_cast<unsigned long long>(std::int64_t(value)));
    event.keywords = arena.copy({buffer, static_cast<std::size_t>(size)});
    return true;
  }
  const std::string_view text = text_of(value, arena);
  const bool number = field == SystemField::kEventId || field == SystemField::kVersion ||
                      field == SystemField::kLevel || field == SystemField::kTask || field == SystemField::kOpcode ||
                      field == SystemField::kRecordId || field == SystemField::kProcessId ||
                      field == SystemField::kThreadId;
  if (number && !to_unsigned(trim(text))) return false;
  if (!text.empty()) set_system_field(event, field, text);
  return true;
}

void set_named(const JsonObject& object, std::span<const SystemName> names, WindowsEvent& event, Arena& arena) {
  for (const SystemName& name : names) {
    JsonValue value;
    if (object[name.name].get(value) == simdjson::SUCCESS && !value.is_null())
      set_from_json(event, name.field, value, arena);
  }
}

void add_event_data(JsonValue data, WindowsEvent& event, Arena& arena) {
  if (!is_object(data)) {
    add_data({}, data, event, arena, 0);
    return;
  }
  for (const auto& [name, value] : JsonObject(data)) {
    if (name == "#attributes" || name == "xmlns" || name.starts_with("@")) continue;
    add_data(name == "Data" ? std::string_view{} : name, value, event, arena, 0);
  }
}

bool read_xml_shape(const JsonObject& object, WindowsEvent& event, Arena& arena) {
  JsonObject root = object;
  find_object(object, "Event", root);
  JsonObject system;
  if (!find_object(root, "System", system)) return false;
  set_system(system, event, arena);
  JsonValue data;
  if (root["EventData"].get(data) == simdjson::SUCCESS && !data.is_null()) add_event_data(data, event, arena);
  JsonObject user_data;
  if (find_object(root, "UserData", user_data)) add_user_data(user_data, event, arena);
  JsonObject rendering;
  if (find_object(root, "RenderingInfo", rendering)) event.message = text_of(rendering, "Message", arena);
  return event.event_id != 0 || !event.provider.empty() || !event.channel.empty();
}

bool read_windows_json(const JsonObject& object, WindowsEvent& event, Arena& arena) {
  using Shape = bool (*)(const JsonObject&, WindowsEvent&, Arena&);
  constexpr Shape kShapes[] = {read_xml_shape, read_beats_shape, read_flat_shape, read_cmdlet_shape, read_vector_shape};
  for (const Shape shape : kShapes) {
    event.clear();
    if (shape(object, event, arena)) return true;
  }
  return false;
}

}  // namespace yaral::ingest
