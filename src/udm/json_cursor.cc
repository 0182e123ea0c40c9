#include "udm/json_cursor.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "base/text.h"

namespace yaral::udm {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_digits(std::string_view text) {
  const auto* end = std::ranges::find_if_not(text, is_digit);
  return text.substr(static_cast<std::size_t>(end - text.begin()));
}

// The number grammar of RFC 8259.
bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || !is_digit(text.front())) return false;
  text = text.front() == '0' ? text.substr(1) : take_digits(text);
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front())) return false;
    text = take_digits(text);
  }
  if (text.starts_with('e') || text.starts_with('E')) {
    text.remove_prefix(1);
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (text.empty() || !is_digit(text.front())) return false;
    text = take_digits(text);
  }
  return text.empty();
}

constexpr char kBadEscape = '\x01';
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> escapes{};
  escapes.fill(kBadEscape);
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  escapes['/'] = '/';
  escapes['b'] = '\b';
  escapes['f'] = '\f';
  escapes['n'] = '\n';
  escapes['r'] = '\r';
  escapes['t'] = '\t';
  return escapes;
}();

// The four digits of a \u escape at the start of `text`; -1 when they are not there.
int hex_unit(std::string_view text) {
  if (text.size() < 4) return -1;
  int unit = 0;
  for (const char c : text.substr(0, 4)) {
    const char lower = ascii_lower(c);
    if (!is_digit(c) && (lower < 'a' || lower > 'f')) return -1;
    unit = unit * 16 + (is_digit(c) ? c - '0' : lower - 'a' + 10);
  }
  return unit;
}

// The code point of the \u escape whose digits start `text`, and how many bytes of `text` it takes: two escapes make
// one when they are a surrogate pair.
std::pair<int, std::size_t> unicode_escape(std::string_view text) {
  const int unit = hex_unit(text);
  if (unit >= 0xD800 && unit <= 0xDBFF && text.substr(4).starts_with("\\u")) {
    const int low = hex_unit(text.substr(6));
    if (low >= 0xDC00 && low <= 0xDFFF) return {0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), 10};
  }
  return {unit, 4};
}

// How long the escape is that begins a text; 0 when it is none that there is.
std::size_t escape_size(std::string_view text) {
  if (text.size() < 2) return 0;
  if (text[1] != 'u') return kEscapes[static_cast<unsigned char>(text[1])] != kBadEscape ? 2 : 0;
  const auto [code_point, bytes] = unicode_escape(text.substr(2));
  return code_point < 0 ? 0 : 2 + bytes;
}

constexpr std::size_t kBlock = 64;
static_assert(kBlock <= kLinePadding);

// A bit for each backslash of a block, the lowest for its first byte.
std::uint64_t backslashes(const char* block) {
  std::uint64_t found = 0;
#ifdef __SSE2__
  const __m128i backslash = _mm_set1_epi8('\\');
  for (std::size_t i = 0; i < kBlock; i += sizeof backslash) {
    const __m128i part = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + i));
    found |= std::uint64_t{static_cast<std::uint16_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(part, backslash)))} << i;
  }
#else
  for (std::size_t i = 0; i < kBlock; ++i) found |= std::uint64_t{block[i] == '\\'} << i;
#endif
  return found;
}

}  // namespace

bool JsonCursor::open(std::string_view text) {
  text_ = text;
  begin_ = 0;
  first_ = at_ = end_ = nullptr;
  depth_ = 0;
  if (!tokens_.find(text)) {
    error_ = tokens_.error();
    return false;
  }
  backslash_ = find_backslash(0);
  first_ = at_ = tokens_.at().data();
  end_ = at_ + tokens_.at().size();
  return true;
}

void JsonCursor::open(const LineTokens& line) {
  text_ = {line.base, line.end};
  begin_ = line.begin;
  depth_ = 0;
  backslash_ = begin_;
  first_ = at_ = line.at.data();
  end_ = at_ + line.at.size();
}

std::size_t JsonCursor::find_backslash(std::size_t from) const {
  return std::min(text_.find('\\', from), text_.size());
}

bool JsonCursor::unescape_into(JsonString string, Arena& arena, std::string_view& out) {
  char* to = arena.allocate<char>(string.raw().size());
  std::size_t size = 0;
  if (!unescape_to(string, to, &size)) return false;
  out = {to, size};
  return true;
}

// No escape is shorter than what it stands for, so that `to` needs no more room than the string takes in the text. Only
// checks when `to` is null.
bool JsonCursor::unescape_to(JsonString string, char* to, std::size_t* size) {
  const std::string_view in = string.raw();
  char* const start = to;
  const auto copy = [&to](std::string_view part) {
    if (to == nullptr || part.empty()) return;
    std::memcpy(to, part.data(), part.size());
    to += part.size();
  };
  for (std::size_t at = 0; at < in.size();) {
    const std::size_t plain_end = std::min(in.find('\\', at), in.size());
    copy(in.substr(at, plain_end - at));
    if (plain_end == in.size()) break;
    const std::size_t escape = plain_end + 1;
    const auto offset = static_cast<std::size_t>(in.data() - text_.data()) + plain_end;
    if (escape >= in.size()) return fail_at("bad escape in a string", offset);
    if (in[escape] == 'u') {
      const auto [code_point, bytes] = unicode_escape(in.substr(escape + 1));
      if (code_point < 0) return fail_at("bad \\u escape in a string", offset);
      std::string utf8;
      append_utf8(utf8, static_cast<char32_t>(code_point));
      copy(utf8);
      at = escape + 1 + bytes;
    } else {
      const char c = kEscapes[static_cast<unsigned char>(in[escape])];
      if (c == kBadEscape) return fail_at("bad escape in a string", offset);
      copy({&c, 1});
      at = escape + 1;
    }
  }
  if (size != nullptr) *size = static_cast<std::size_t>(to - start);
  return true;
}

bool JsonCursor::find_escapes() {
  escapes_.clear();
  next_escape_ = 0;
  std::size_t plain = begin_;  // behind the last escape
  for (std::size_t block = begin_; block < text_.size(); block += kBlock) {
    for (std::uint64_t left = backslashes(text_.data() + block); left != 0; left &= left - 1) {
      const std::size_t at = block + static_cast<std::size_t>(std::countr_zero(left));
      if (at < plain) continue;
      if (at >= text_.size()) break;
      // Most escapes are of a backslash: both its bits are done with.
      const bool backslash = (left & (left - 1)) != 0 && text_[at + 1] == '\\' && at + 1 < text_.size();
      if (backslash) left &= left - 1;
      const std::size_t size = backslash ? 2 : escape_size(text_.substr(at));
      if (size == 0) return fail_at("bad escape in a string", at);
      escapes_.push_back(at);
      plain = at + size;
    }
  }
  escapes_.push_back(text_.size());
  return true;
}

std::string_view JsonCursor::text_at(std::size_t token, Arena& arena) {
  at_ = first_ + token;
  const std::size_t begin = *at_ + 1;
  std::size_t end = token_limit() - 1;
  while (is_space(text_[end])) --end;
  while (escapes_[next_escape_] < begin) ++next_escape_;
  if (escapes_[next_escape_] >= end) return text_.substr(begin, end - begin);
  return unescape_found(begin, end, arena);
}

// Copies whole chunks, which lines have the room behind them for: between escapes is seldom more than one.
std::string_view JsonCursor::unescape_found(std::size_t begin, std::size_t end, Arena& arena) {
  constexpr std::size_t kChunk = 16;
  static_assert(kChunk <= kLinePadding);
  char* const start = arena.allocate<char>(end - begin + kChunk);
  char* to = start;
  for (std::size_t at = begin; at < end;) {
    const std::size_t plain = std::min(escapes_[next_escape_], end) - at;
    for (std::size_t i = 0; i < plain; i += kChunk) std::memcpy(to + i, text_.data() + at + i, kChunk);
    to += plain;
    at += plain;
    if (at == end) break;
    ++next_escape_;
    const char c = text_[at + 1];
    if (c != 'u') {
      *to++ = kEscapes[static_cast<unsigned char>(c)];
      at += 2;
      continue;
    }
    const auto [code_point, bytes] = unicode_escape(text_.substr(at + 2));
    std::string utf8;
    append_utf8(utf8, static_cast<char32_t>(code_point));
    std::memcpy(to, utf8.data(), utf8.size());
    to += utf8.size();
    at += 2 + bytes;
  }
  return {start, static_cast<std::size_t>(to - start)};
}

bool JsonCursor::read_literal(std::string_view& out) {
  if (at_end()) return expected("a value");
  std::size_t end = token_limit();
  while (end > *at_ && is_space(text_[end - 1])) --end;
  const std::string_view token = text_.substr(*at_, end - *at_);
  const bool good = token == "true" || token == "false" || token == "null" || is_number(token);
  if (!good) return expected("a value");
  out = token;
  ++at_;
  return true;
}

bool JsonCursor::skip() {
  switch (peek()) {
    case '{': return each_member([this](JsonString key) { return check(key) && skip(); });
    case '[': return each_element([this] { return skip(); });
    case '"': {
      JsonString string;
      return read_string(string) && check(string);
    }
    default: {
      std::string_view literal;
      return read_literal(literal);
    }
  }
}

bool JsonCursor::object_has(std::span<const std::string_view> names) const {
  int depth = 0;
  for (const std::uint32_t* at = at_; at != end_; ++at) {
    const char c = text_[*at];
    depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
    if (depth == 0) return false;
    if (depth != 1 || c != '"' || at + 1 == end_ || text_[at[1]] != ':') continue;
    const std::string_view rest = text_.substr(*at + 1);
    for (const std::string_view name : names)
      if (rest.starts_with(name) && rest.substr(name.size()).starts_with('"')) return true;
  }
  return false;
}

bool JsonCursor::finish() { return at_end() || fail("more text after the value"); }

bool JsonCursor::fail(std::string message) { return fail_at(std::move(message), at_end() ? text_.size() : *at_); }

bool JsonCursor::expected(std::string_view what) {
  std::string message = "expected " + std::string(what);
  if (at_end()) message += ", the text ends";
  return fail(std::move(message));
}

bool JsonCursor::fail_at(std::string message, std::size_t offset) {
  error_ = {std::move(message), offset - begin_};
  return false;
}

}  // namespace yaral::udm
