#include "bench/json_line.h"

#include <charconv>
#include <chrono>

namespace yaral::bench {

namespace {

void append_padded(std::string& out, unsigned number, int digits) {
  out.resize(out.size() + static_cast<std::size_t>(digits));
  for (auto at = out.rbegin(); digits > 0; --digits, ++at, number /= 10) *at = static_cast<char>('0' + number % 10);
}

}  // namespace

void append_raw(std::string& out, std::initializer_list<std::string_view> parts) {
  for (const std::string_view part : parts) out += part;
}

void append_number(std::string& out, std::uint64_t number) {
  char digits[20];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, number);
  out.append(digits, end);
}

void append_hex(std::string& out, std::uint64_t bits, int digits) {
  out.resize(out.size() + static_cast<std::size_t>(digits));
  for (auto at = out.rbegin(); digits > 0; --digits, ++at, bits >>= 4) *at = "0123456789abcdef"[bits & 15];
}

void append_guid(std::string& out, std::uint64_t high, std::uint64_t low) {
  append_hex(out, high >> 32, 8);
  out += '-';
  append_hex(out, high >> 16, 4);
  out += '-';
  append_hex(out, high, 4);
  out += '-';
  append_hex(out, low >> 48, 4);
  out += '-';
  append_hex(out, low, 12);
}

void append_text(std::string& out, std::string_view text) {
  for (;;) {
    const std::size_t special = text.find_first_of("\\\"");
    out += text.substr(0, special);
    if (special == std::string_view::npos) return;
    out += '\\';
    out += text[special];
    text.remove_prefix(special + 1);
  }
}

void append_time(std::string& out, std::int64_t milliseconds) {
  using namespace std::chrono;
  const sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(milliseconds)};
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(time - day);
  append_padded(out, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  out += '-';
  append_padded(out, static_cast<unsigned>(date.month()), 2);
  out += '-';
  append_padded(out, static_cast<unsigned>(date.day()), 2);
  out += 'T';
  append_padded(out, static_cast<unsigned>(clock.hours().count()), 2);
  out += ':';
  append_padded(out, static_cast<unsigned>(clock.minutes().count()), 2);
  out += ':';
  append_padded(out, static_cast<unsigned>(clock.seconds().count()), 2);
  out += '.';
  append_padded(out, static_cast<unsigned>(clock.subseconds().count()), 3);
  out += 'Z';
}

}  // namespace yaral::bench
