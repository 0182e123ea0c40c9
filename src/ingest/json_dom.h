#pragma once

#include <simdjson.h>

#include <span>
#include <string_view>

#include "base/arena.h"
#include "ingest/windows_event.h"

// The parts of the JSON readers that see the parser. Included by source files only.
namespace yaral::ingest {

using JsonValue = simdjson::dom::element;
using JsonObject = simdjson::dom::object;
using JsonArray = simdjson::dom::array;

// A JSON object, for headers that do not see the parser.
class JsonNode {
 public:
  JsonObject object;
};

// A scalar as text: strings as they are, numbers and booleans as JSON writes them, null as nothing. Containers as JSON.
// Text that is not in the document goes to `arena`.
std::string_view text_of(JsonValue value, Arena& arena);

// The member's value as text; empty when there is none.
std::string_view text_of(const JsonObject& object, std::string_view name, Arena& arena);

bool is_object(JsonValue value);
// The object under a name; nothing when there is none or it is something else.
bool find_object(const JsonObject& object, std::string_view name, JsonObject& found);
bool has(const JsonObject& object, std::string_view name);

// Reads a Windows event in any of the shapes that shippers and converters write. False when it is none. Texts lie in the
// document or in `arena`.
bool read_windows_json(const JsonObject& object, WindowsEvent& event, Arena& arena);

// The shapes: the event's XML as JSON (`Event`, `System`), Winlogbeat and Elastic Agent, flat objects (NXLog, the public
// Security Datasets), `Get-WinEvent | ConvertTo-Json`, and Vector's source `windows_event_log`.
bool read_xml_shape(const JsonObject& object, WindowsEvent& event, Arena& arena);
bool read_beats_shape(const JsonObject& object, WindowsEvent& event, Arena& arena);
bool read_flat_shape(const JsonObject& object, WindowsEvent& event, Arena& arena);
bool read_cmdlet_shape(const JsonObject& object, WindowsEvent& event, Arena& arena);
bool read_vector_shape(const JsonObject& object, WindowsEvent& event, Arena& arena);

// Adds the payload of a JSON object: names and values, or lists of them in the spellings of converters.
void add_event_data(JsonValue data, WindowsEvent& event, Arena& arena);

// Fills a system field from JSON. False when the value does not fit the field (a level's name where a number belongs).
bool set_from_json(WindowsEvent& event, SystemField field, JsonValue value, Arena& arena);

// What a shape calls a system field.
struct SystemName {
  std::string_view name;
  SystemField field;
};
// Fills the fields that stand under these names in the object, null apart.
void set_named(const JsonObject& object, std::span<const SystemName> names, WindowsEvent& event, Arena& arena);

}  // namespace yaral::ingest
