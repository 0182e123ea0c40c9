#include "detections/value_text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/json_text.h"
#include "base/time.h"
#include "udm/schema.h"

namespace yaral::detections {

namespace {

// How a value of some type is spelled in a FindingVariable: the member of a single value, and those of a list.
struct Spelling {
  std::string_view single;
  std::string_view list;
  std::string_view elements;
  enum class Json { kText, kNumber, kBool } json;
};

constexpr Spelling kString = {"stringVal", "stringSeq", "stringVals", Spelling::Json::kText};
constexpr Spelling kBytes = {"bytesVal", "bytesSeq", "bytesVals", Spelling::Json::kText};
constexpr Spelling kInt = {"int64Val", "int64Seq", "int64Vals", Spelling::Json::kText};
constexpr Spelling kUint = {"uint64Val", "uint64Seq", "uint64Vals", Spelling::Json::kText};
constexpr Spelling kFloat = {"doubleVal", "doubleSeq", "doubleVals", Spelling::Json::kNumber};
constexpr Spelling kBool = {"boolVal", "boolSeq", "boolVals", Spelling::Json::kBool};
// SecOps has no sequence of timestamps.
constexpr Spelling kTimestamp = {"timestampTime", "stringSeq", "stringVals", Spelling::Json::kText};

const Spelling* spelling(BaseType base) {
  switch (base) {
    case BaseType::kString:
    case BaseType::kEnum: return &kString;
    case BaseType::kBytes: return &kBytes;
    case BaseType::kInt: return &kInt;
    case BaseType::kUint: return &kUint;
    case BaseType::kFloat:
    case BaseType::kNumber: return &kFloat;
    case BaseType::kBool: return &kBool;
    case BaseType::kTimestamp: return &kTimestamp;
    default: return nullptr;
  }
}

// A value says best itself what it is: the static type of an outcome may be wider (a number) or unknown.
BaseType base_of(const Value& value, BaseType fallback) {
  switch (value.kind()) {
    case ValueKind::kString: return BaseType::kString;
    case ValueKind::kBytes: return BaseType::kBytes;
    case ValueKind::kInt: return BaseType::kInt;
    case ValueKind::kUint: return BaseType::kUint;
    case ValueKind::kFloat: return BaseType::kFloat;
    case ValueKind::kBool: return BaseType::kBool;
    case ValueKind::kEnum: return BaseType::kEnum;
    case ValueKind::kTimestamp:
    case ValueKind::kDuration: return BaseType::kTimestamp;
    default: return fallback;
  }
}

std::string float_text(double number) {
  constexpr double kExact = 9007199254740992.0;  // whole numbers below 2^53 have one exact spelling
  if (std::abs(number) < kExact && number == std::trunc(number)) return fmt::format("{:.0f}", number + 0.0);
  return fmt::format("{}", number);
}

std::string scalar_text(const Value& value, BaseType base, std::uint16_t enum_id) {
  switch (base) {
    case BaseType::kString: return std::string(value.as_text());
    case BaseType::kBytes: return base64_encode(value.as_text());
    case BaseType::kInt: return fmt::format("{}", value.as_int());
    case BaseType::kUint: return fmt::format("{}", value.as_uint());
    case BaseType::kFloat:
    case BaseType::kNumber: return float_text(value.as_float());
    case BaseType::kBool: return value.as_bool() ? "true" : "false";
    case BaseType::kTimestamp: return format_timestamp(value.as_timestamp());
    case BaseType::kEnum: {
      const auto number = static_cast<std::int32_t>(value.as_int());
      const std::string_view name = udm::enum_name(enum_id, number);
      return name.empty() ? fmt::format("{}", number) : std::string(name);
    }
    default: return {};
  }
}

void append_scalar(std::string& json, const Value& value, BaseType base, std::uint16_t enum_id) {
  switch (spelling(base)->json) {
    case Spelling::Json::kText: append_json_string(json, scalar_text(value, base, enum_id)); break;
    case Spelling::Json::kNumber: append_json_number(json, value.as_float()); break;
    case Spelling::Json::kBool: json += value.as_bool() ? "true" : "false"; break;
  }
}

}  // namespace

std::string value_text(const Value& value, Type type) {
  if (value.kind() != ValueKind::kList) {
    return type.list ? std::string() : scalar_text(value, base_of(value, type.base), type.enum_id);
  }
  std::string text;
  for (const Value& item : value.as_list()) {
    if (&item != value.as_list().data()) text += ',';
    text += scalar_text(item, base_of(item, type.base), type.enum_id);
  }
  return text;
}

std::string table_cell(const Variable& variable) {
  if (!variable.type.list) return value_text(variable.value, variable.type);
  Type element = variable.type;
  element.list = false;
  std::string cell;
  for (const Value& value : variable.value.as_list()) {
    if (!cell.empty()) cell += '|';
    std::string text = value_text(value, element);
    std::ranges::replace(text, '|', '/');
    cell += text;
  }
  return cell;
}

void append_typed_member(std::string& json, const Value& value, Type type) {
  const bool list = type.list || value.kind() == ValueKind::kList;
  BaseType base = base_of(value, type.base);
  if (list && !value.as_list().empty()) base = base_of(value.as_list().front(), type.base);
  const Spelling* spelled = spelling(base);
  if (!spelled) {
    json += "\"nullVal\":true";
    return;
  }
  if (!list) {
    json += fmt::format("\"{}\":", spelled->single);
    append_scalar(json, value, base, type.enum_id);
    return;
  }
  json += fmt::format("\"{}\":{{\"{}\":[", spelled->list, spelled->elements);
  for (const Value& item : value.as_list()) {
    if (&item != value.as_list().data()) json += ',';
    append_scalar(json, item, base, type.enum_id);
  }
  json += "]}";
}

}  // namespace yaral::detections
