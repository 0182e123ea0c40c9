#include "udm/fields_markdown.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "udm/path.h"

namespace yaral::udm {
namespace {

constexpr std::string_view kIntroduction =
    "# Fields\n"
    "\n"
    "Every field that rules can read, and every value of its enums. This page is made from the table in\n"
    "`src/udm/schema.def`; `yaral fields` searches the same table.\n"
    "\n"
    "- A path begins at `UDM` for events (`$e.principal.hostname`), at `Entity` after `graph`\n"
    "  (`$e.graph.entity.hostname`), and at `Collection` after `detection` (`$d.detection.detection_time`).\n"
    "- A *repeated* field has any number of values, and so has every path through it. `[0]` reads the first.\n"
    "- A *map* is read by key: `metadata.ingestion_labels[\"key\"]`, for a `struct` `additional.fields[\"key\"]`.\n"
    "- `.seconds` and `.nanos` below a timestamp or a duration are its parts, as int.\n"
    "- A *deprecated* field is still read, but newer logs may not fill it.\n";

// What is reachable from the roots: messages in the order in which a reader meets them, enums by name.
class Reachable {
 public:
  Reachable() {
    for (const MessageId root : {event_root(), entity_root(), detection_root()}) add(root);
    for (std::size_t next = 0; next < messages_.size(); ++next) follow(message(messages_[next]));
    std::ranges::sort(enums_, {}, [](EnumId id) { return enumeration(id).name; });
  }

  const std::vector<MessageId>& messages() const { return messages_; }
  const std::vector<EnumId>& enums() const { return enums_; }

 private:
  void add(MessageId id) {
    if (seen_messages_.insert(id).second) messages_.push_back(id);
  }

  void follow(const MessageInfo& info) {
    for (const FieldInfo& field : info.fields) {
      if (field.type == FieldType::kMessage) add(field.type_id);
      if (field.type == FieldType::kEnum && seen_enums_.insert(field.type_id).second) enums_.push_back(field.type_id);
    }
  }

  std::vector<MessageId> messages_;
  std::vector<EnumId> enums_;
  std::set<MessageId> seen_messages_;
  std::set<EnumId> seen_enums_;
};

// The anchor that GitHub and others give to a heading of these letters.
std::string anchor(std::string_view heading) {
  std::string text;
  for (const char c : ascii_lower(heading))
    if (c != '.') text += c == ' ' ? '-' : c;
  return text;
}

std::string link(const std::string& heading) { return "[" + heading + "](#" + anchor(heading) + ")"; }

std::string type_cell(const FieldInfo& field) {
  const bool linked = field.type == FieldType::kMessage || field.type == FieldType::kEnum;
  return linked ? link(type_text(field)) : type_text(field);
}

std::string notes_cell(const FieldInfo& field) {
  std::string text;
  const auto add = [&text](std::string_view note) {
    if (!text.empty()) text += ", ";
    text += note;
  };
  const bool map = field.repeated && field.type == FieldType::kMessage && map_value_field(field.type_id);
  if (field.repeated) add("repeated");
  if (map) add("map");
  if (field.deprecated) add("deprecated");
  return text;
}

std::string section(const MessageInfo& info) {
  std::string text = "\n## " + std::string(info.name) + "\n\n| field | type | |\n|---|---|---|\n";
  for (const FieldInfo& field : info.fields)
    text += "| `" + std::string(field.name) + "` | " + type_cell(field) + " | " + notes_cell(field) + " |\n";
  return text;
}

std::string section(const EnumInfo& info) {
  std::string text = "\n### enum " + std::string(info.name) + "\n\n";
  bool first = true;
  for (const EnumValue& value : info.values) {
    text += (first ? "`" : ", `") + std::string(value.name) + "`";
    first = false;
  }
  return text + "\n";
}

}  // namespace

std::string type_text(const FieldInfo& field) {
  switch (field.type) {
    case FieldType::kEnum: return "enum " + std::string(enumeration(field.type_id).name);
    case FieldType::kMessage: return std::string(message(field.type_id).name);
    case FieldType::kDuration: return "duration";
    case FieldType::kStruct: return "struct";
    default: return type_name(element_type(field));
  }
}

std::string fields_markdown() {
  const Reachable reachable;
  std::string page(kIntroduction);
  for (const MessageId id : reachable.messages()) page += section(message(id));
  page += "\n## Enums\n\nAn enum is compared with its values' names in quotes.\n";
  for (const EnumId id : reachable.enums()) page += section(enumeration(id));
  return page;
}

}  // namespace yaral::udm
