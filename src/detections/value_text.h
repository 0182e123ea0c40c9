#pragma once

#include <string>
#include <string_view>

#include "base/type.h"
#include "base/value.h"
#include "detections/detection.h"

namespace yaral::detections {

// The string form of a match or outcome value, as in `outcomes` and `detectionFields`: whole floats without decimals,
// enums as names, bytes as base64, timestamps as RFC 3339, the elements of a list joined by commas. A value that is not
// set is the zero value of its type (language reference 3.3).
std::string value_text(const Value& value, Type type);

// A variable as a cell of a data table: value_text(), but the elements of a list are joined by `|`, and a `|` within one
// becomes `/`.
std::string table_cell(const Variable& variable);

// Adds the typed member of a variable, such as `"int64Val":"35"` or `"stringSeq":{"stringVals":["a"]}`.
void append_typed_member(std::string& json, const Value& value, Type type);

}  // namespace yaral::detections
