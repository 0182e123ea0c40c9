#pragma once

#include <string>
#include <string_view>

#include "base/type.h"
#include "base/value.h"

namespace yaral::detections {

// The string form of a match or outcome value, as in `outcomes` and `detectionFields`: whole floats without decimals,
// enums as names, bytes as base64, timestamps as RFC 3339, the elements of a list joined by commas. A value that is not
// set is the zero value of its type (language reference 3.3).
std::string value_text(const Value& value, Type type);

// Adds the typed member of a variable, such as `"int64Val":"35"` or `"stringSeq":{"stringVals":["a"]}`.
void append_typed_member(std::string& json, const Value& value, Type type);

}  // namespace yaral::detections
