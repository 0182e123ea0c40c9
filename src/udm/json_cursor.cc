#include "udm/json_cursor.h"

#include <simdjson.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "base/text.h"

namespace yaral::udm {
namespace {

// The index takes four bytes for each byte of text, so an event must not be of any size.
constexpr std::size_t kMaxBytes = std::size_t{64} << 20;
constexpr std::size_t kKeptBytes = std::size_t{1} << 20;

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

}  // namespace

// simdjson's parser, of which only the first stage runs.
struct JsonCursor::Index {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> parser;
  // The code for processors without vector units is alone in reading past the end.
  bool needs_padding = simdjson::get_active_implementation()->name() == "fallback";
  std::string padded;

  simdjson::error_code find(std::string_view text) {
    // The room that one huge event needed is given back when the next one is small.
    const bool wasteful = parser != nullptr && parser->capacity() > kKeptBytes && text.size() <= kKeptBytes;
    if (parser == nullptr || wasteful || parser->capacity() < text.size()) {
      const std::size_t capacity = std::bit_ceil(std::max<std::size_t>(text.size(), 16'384));
      const auto error =
          simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, kMaxDepth, parser);
      if (error != simdjson::SUCCESS) return error;
    }
    if (needs_padding) {
      padded.assign(text).append(simdjson::SIMDJSON_PADDING, ' ');
      text = std::string_view(padded).substr(0, text.size());
    }
    return parser->stage1(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                          simdjson::stage1_mode::regular);
  }
};

JsonCursor::JsonCursor() : index_(std::make_unique<Index>()) {}
JsonCursor::~JsonCursor() = default;

bool JsonCursor::open(std::string_view text) {
  text_ = text;
  at_ = end_ = nullptr;
  backslash_ = 0;
  depth_ = 0;
  invalid_utf8_ = false;
  if (text.size() > kMaxBytes) return fail_at("larger than 64 MiB", 0);
  backslash_ = find_backslash(0);
  const simdjson::error_code error = text.empty() ? simdjson::EMPTY : index_->find(text);
  switch (error) {
    case simdjson::SUCCESS: break;
    case simdjson::EMPTY: return fail_at("no JSON: the text is empty", 0);
    case simdjson::UNCLOSED_STRING: return fail_at("a string is not closed", text.size());
    case simdjson::UNESCAPED_CHARS: return fail_at("a string holds an unescaped control character", 0);
    case simdjson::UTF8_ERROR: invalid_utf8_ = true; return fail_at("invalid UTF-8", 0);
    default: return fail_at(simdjson::error_message(error), 0);
  }
  at_ = index_->parser->structural_indexes.get();
  end_ = at_ + index_->parser->n_structural_indexes;
  return true;
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
  error_ = {std::move(message), offset};
  return false;
}

}  // namespace yaral::udm
