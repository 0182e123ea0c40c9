#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

// What made-up events are put together from. Everything is added to the end of `out`.
namespace yaral::bench {

void append_raw(std::string& out, std::initializer_list<std::string_view> parts);
void append_number(std::string& out, std::uint64_t number);
// The low `digits` hexadecimal digits.
void append_hex(std::string& out, std::uint64_t bits, int digits);
void append_guid(std::string& out, std::uint64_t high, std::uint64_t low);
// Text inside a JSON string: no control characters are expected.
void append_text(std::string& out, std::string_view text);
// RFC 3339 in UTC with milliseconds, of milliseconds since 1970.
void append_time(std::string& out, std::int64_t milliseconds);

}  // namespace yaral::bench
