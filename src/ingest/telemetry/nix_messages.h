#pragma once

#include <string_view>
#include <vector>

#include "ingest/record.h"

// What programs of Linux and other Unixes write to syslog.
namespace yaral::ingest {

// Finds what a message says: `kind` (of the table in nix_system.cc; `message` when none is known), and the values in it
// under the names of the pattern. They are parts of the message.
void read_nix_message(std::string_view program, std::string_view message, std::vector<Datum>& data);

// Whether a text has the form of a pattern: plain text, and `{name}` for a value up to the text behind it, or up to the
// last place with that text: `{name+}`. A value at the end takes the rest; what stands behind text at the end does not
// count. Values go to `data`.
bool match_nix_pattern(std::string_view pattern, std::string_view text, std::vector<Datum>& data);

}  // namespace yaral::ingest
