#include "udm/schema.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "udm/name_index.h"
#include "udm/schema_lookup.h"

namespace yaral::udm {
namespace {

enum MessageNumber : MessageId {
#define YARAL_MESSAGE(id, name) Message_##id,
#define YARAL_MAP_ENTRY(id, name) Message_##id,
#include "udm/schema.def"
#undef YARAL_MESSAGE
#undef YARAL_MAP_ENTRY
};

enum EnumNumber : EnumId {
#define YARAL_ENUM(id, name) Enum_##id,
#include "udm/schema.def"
#undef YARAL_ENUM
};

constexpr auto kBool = FieldType::kBool;
constexpr auto kBytes = FieldType::kBytes;
constexpr auto kDouble = FieldType::kDouble;
constexpr auto kDuration = FieldType::kDuration;
constexpr auto kEnum = FieldType::kEnum;
constexpr auto kFloat = FieldType::kFloat;
constexpr auto kInt32 = FieldType::kInt32;
constexpr auto kInt64 = FieldType::kInt64;
constexpr auto kMessage = FieldType::kMessage;
constexpr auto kString = FieldType::kString;
constexpr auto kStruct = FieldType::kStruct;
constexpr auto kTimestamp = FieldType::kTimestamp;
constexpr auto kUint32 = FieldType::kUint32;
constexpr auto kUint64 = FieldType::kUint64;

// All fields of all messages in one row; the fields of one message stand together.
constexpr FieldInfo kFields[] = {
#define YARAL_FIELD(owner, name, json_name, number, type, repeated, deprecated, type_id) \
  {name, json_name, number, type, repeated, deprecated, type_id},
#include "udm/schema.def"
#undef YARAL_FIELD
};

constexpr MessageId kFieldOwners[] = {
#define YARAL_FIELD(owner, ...) Message_##owner,
#include "udm/schema.def"
#undef YARAL_FIELD
};

constexpr EnumValue kEnumValues[] = {
#define YARAL_ENUM_VALUE(owner, name, number) {name, number},
#include "udm/schema.def"
#undef YARAL_ENUM_VALUE
};

constexpr EnumId kEnumValueOwners[] = {
#define YARAL_ENUM_VALUE(owner, ...) Enum_##owner,
#include "udm/schema.def"
#undef YARAL_ENUM_VALUE
};

// The run of rows that belong to `owner`.
template <typename Row, typename Owner, std::size_t kRows>
constexpr std::span<const Row> rows_of(const Row (&rows)[kRows], const Owner (&owners)[kRows], std::size_t owner) {
  std::size_t first = 0;
  while (first < kRows && owners[first] != owner) ++first;
  std::size_t last = first;
  while (last < kRows && owners[last] == owner) ++last;
  return {rows + first, last - first};
}

constexpr MessageInfo kMessages[] = {
#define YARAL_MESSAGE(id, name) {name, rows_of(kFields, kFieldOwners, Message_##id), false},
#define YARAL_MAP_ENTRY(id, name) {name, rows_of(kFields, kFieldOwners, Message_##id), true},
#include "udm/schema.def"
#undef YARAL_MESSAGE
#undef YARAL_MAP_ENTRY
};

constexpr EnumInfo kEnums[] = {
#define YARAL_ENUM(id, name) {name, rows_of(kEnumValues, kEnumValueOwners, Enum_##id)},
#include "udm/schema.def"
#undef YARAL_ENUM
};

constexpr std::size_t kFieldSlots = 4096;
constexpr std::size_t kEnumSlots = 2048;

constexpr NameIndex<kFieldSlots> kFieldIndex = [] {
  NameIndex<kFieldSlots> index;
  for (MessageId m = 0; m < std::size(kMessages); ++m) {
    const std::span<const FieldInfo> fields = kMessages[m].fields;
    for (FieldIndex f = 0; f < fields.size(); ++f) {
      index.add(m, fields[f].name, f);
      if (fields[f].json_name != fields[f].name) index.add(m, fields[f].json_name, f, true);
    }
  }
  return index;
}();

constexpr NameIndex<kEnumSlots> kEnumIndex = [] {
  NameIndex<kEnumSlots> index;
  for (EnumId e = 0; e < std::size(kEnums); ++e) {
    const std::span<const EnumValue> values = kEnums[e].values;
    for (std::uint16_t v = 0; v < values.size(); ++v) index.add(e, values[v].name, v);
  }
  return index;
}();

}  // namespace

std::span<const MessageInfo> messages() { return kMessages; }
std::span<const EnumInfo> enums() { return kEnums; }

const MessageInfo& message(MessageId id) { return kMessages[id]; }
const EnumInfo& enumeration(EnumId id) { return kEnums[id]; }

MessageId event_root() { return Message_UDM; }
MessageId entity_root() { return Message_Entity; }
MessageId detection_root() { return Message_Collection; }

std::optional<MessageId> find_message(std::string_view name) {
  const auto* const at = std::ranges::find(kMessages, name, &MessageInfo::name);
  if (at == std::end(kMessages)) return std::nullopt;
  return static_cast<MessageId>(at - std::begin(kMessages));
}

std::optional<FieldIndex> find_field(MessageId message, std::string_view name, bool json_names) {
  const std::size_t row = kFieldIndex.find(message, name, json_names);
  if (row == kFieldIndex.kNone) return std::nullopt;
  return static_cast<FieldIndex>(row);
}

FoundField find_json_field(MessageId message, std::string_view name) {
  const std::size_t row = kFieldIndex.find(message, name, true);
  return {row == kFieldIndex.kNone ? nullptr : &kMessages[message].fields[row], row};
}

std::optional<std::int32_t> enum_number(EnumId id, std::string_view name) {
  const std::size_t row = kEnumIndex.find(id, name, false);
  if (row == kEnumIndex.kNone) return std::nullopt;
  return kEnums[id].values[row].number;
}

std::string_view enum_name(EnumId id, std::int32_t number) {
  for (const EnumValue& value : kEnums[id].values)
    if (value.number == number) return value.name;
  return {};
}

Type element_type(const FieldInfo& field) {
  switch (field.type) {
    case FieldType::kString: return {BaseType::kString};
    case FieldType::kBytes: return {BaseType::kBytes};
    case FieldType::kBool: return {BaseType::kBool};
    case FieldType::kInt32:
    case FieldType::kInt64: return {BaseType::kInt};
    case FieldType::kUint32:
    case FieldType::kUint64: return {BaseType::kUint};
    case FieldType::kFloat:
    case FieldType::kDouble: return {BaseType::kFloat};
    case FieldType::kEnum: return {BaseType::kEnum, false, field.type_id};
    case FieldType::kTimestamp: return {BaseType::kTimestamp};
    case FieldType::kMessage:
    case FieldType::kDuration:
    case FieldType::kStruct: return {BaseType::kMessage};
  }
  return {BaseType::kError};
}

}  // namespace yaral::udm
