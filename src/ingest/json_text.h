#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace yaral::ingest {

// Where JSON text stops being JSON.
struct JsonFault {
  std::string message;     // "expected ':'", "the text ends inside a string"
  std::size_t offset = 0;  // in bytes
};

// Finds the first fault of a text that is no JSON value; for messages, after a parser refused it. A text without a fault
// gives an empty message.
JsonFault find_json_fault(std::string_view text);

// Rewrites what parsers refuse though its meaning is plain: raw control characters in strings, NUL between tokens,
// invalid UTF-8 and lone surrogates (they become U+FFFD), integers beyond 64 bits (they become strings). Returns whether
// anything was changed; `to` then holds the new text.
bool repair_json(std::string_view text, std::string& to);

}  // namespace yaral::ingest
