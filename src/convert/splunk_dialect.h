#pragma once

#include <string>
#include <string_view>

#include "convert/filter_text.h"

namespace yaral::convert {

// Expressions of SPL as `where` and `eval` read them. Comparisons there are with case; a field that an event lacks is null,
// which makes a comparison null and not false, so that tests below NOT ask for the field first.
extern const FilterDialect kSplunkDialect;

// A text in double quotes, in which only `\` and `"` mean something. What Splunk reads before it reads quotes (macros in back
// quotes, tokens in `$`) and control characters are written by urldecode().
std::string splunk_literal(std::string_view text);

// A name of a field or column in an expression, and where a command takes a list of names.
std::string splunk_field(std::string_view name);
std::string splunk_column(std::string_view name);
std::string splunk_name(std::string_view name);

// Whether Splunk can be asked for a field of this name without its name ending somewhere else than it does.
bool splunk_can_name(std::string_view name);

}  // namespace yaral::convert
