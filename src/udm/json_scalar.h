#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/value.h"
#include "udm/schema.h"

namespace yaral::udm {

// The value of a field (or of one element) as proto JSON spells it; nullopt when the field takes no such value.

// From the text of a JSON string. Strings keep the view; bytes that are not base64 are taken as they are, since
// identifiers written by hand are rarely base64.
std::optional<Value> scalar_from_string(const FieldInfo& field, std::string_view text, Arena& arena);
// From a JSON number. Timestamps and durations take it as seconds.
std::optional<Value> scalar_from_number(const FieldInfo& field, std::string_view digits);
// From a JSON number, `true`, `false` or `null`, which no field takes.
std::optional<Value> scalar_from_literal(const FieldInfo& field, std::string_view literal);
// From the `seconds` and `nanos` of a timestamp or duration written as an object.
std::optional<Value> scalar_from_parts(const FieldInfo& field, std::string_view seconds, std::string_view nanos);

}  // namespace yaral::udm
