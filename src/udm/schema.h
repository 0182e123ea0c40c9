#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/type.h"

namespace yaral::udm {

using MessageId = std::uint16_t;   // index into messages()
using EnumId = std::uint16_t;      // index into enums()
using FieldIndex = std::uint16_t;  // index into MessageInfo::fields

enum class FieldType : std::uint8_t {
  kString,
  kBytes,
  kBool,
  kInt32,
  kInt64,
  kUint32,
  kUint64,
  kFloat,
  kDouble,
  kEnum,       // FieldInfo::type_id is an EnumId
  kMessage,    // FieldInfo::type_id is a MessageId (intervals, points and maps' entries are messages of the table too)
  kTimestamp,  // rules read `.seconds` and `.nanos`
  kDuration,   // likewise
  kStruct,     // rules read `.fields["key"]`
};

struct FieldInfo {
  std::string_view name;       // snake_case, as in rules
  std::string_view json_name;  // lowerCamel, as in proto JSON
  std::int32_t number;         // 0 when the schema gives none
  FieldType type;
  bool repeated;
  bool deprecated;
  std::uint16_t type_id;
};

struct MessageInfo {
  std::string_view name;  // `Noun`, `Asset.Something`
  std::span<const FieldInfo> fields;
  bool map_entry;  // one entry (`key`, `value`) of a map field: proto JSON writes the field as an object
};

struct EnumValue {
  std::string_view name;
  std::int32_t number;
};

struct EnumInfo {
  std::string_view name;
  std::span<const EnumValue> values;
};

// The tables, made from schema.def (generated from the published UDM and Entity protos).
std::span<const MessageInfo> messages();
std::span<const EnumInfo> enums();

const MessageInfo& message(MessageId id);
const EnumInfo& enumeration(EnumId id);

// The roots: `event` is UDM, `entity` is Entity, `detection` is Collection.
MessageId event_root();
MessageId entity_root();
MessageId detection_root();

// Lookups by exact name. find_field also takes the lowerCamel name when `json_names` is set.
std::optional<MessageId> find_message(std::string_view name);
std::optional<FieldIndex> find_field(MessageId message, std::string_view name, bool json_names = false);
std::optional<std::int32_t> enum_number(EnumId id, std::string_view name);
// The name of a number, empty when the enum has none.
std::string_view enum_name(EnumId id, std::int32_t number);

// The YARA-L type of a value of this field (of one element, when it is repeated).
Type element_type(const FieldInfo& field);

}  // namespace yaral::udm
