#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "udm/json.h"
#include "udm/json_tokens.h"

namespace yaral::udm {

// A string as it stands in the text, without its quotes. Its escapes are not checked yet.
// Small enough to be passed in registers.
struct JsonString {
  const char* begin = nullptr;
  std::uint32_t size = 0;
  bool escaped = false;

  std::string_view raw() const { return {begin, size}; }
};

// Walks one JSON text from token to token, checking the grammar of everything it passes. simdjson's first stage finds
// the tokens and checks UTF-8 and control characters; strings are views of the text, so the walk copies nothing.
//
// The functions that return bool answer false after an error, and then nothing but error() may be called.
class JsonCursor {
 public:
  static constexpr int kMaxDepth = 64;

  // Finds the tokens of `text`, which must outlive the walk. False when the text is no JSON at all.
  bool open(std::string_view text);
  // Walks a line whose tokens were found before.
  void open(const LineTokens& line);
  // Whether open() failed for ill-formed UTF-8 alone.
  bool invalid_utf8() const { return tokens_.invalid_utf8(); }
  const DecodeError& error() const { return error_; }

  // The first character of the token the walk stands at; '\0' at the end of the text.
  char peek() const { return at_ != end_ ? text_[*at_] : '\0'; }
  bool at_end() const { return at_ == end_; }
  // How many tokens were passed.
  std::size_t passed() const { return static_cast<std::size_t>(at_ - first_); }

  // At `{`: calls `read(key)` for each member, which must read the value and answer whether to go on.
  template <typename Read>
  bool each_member(const Read& read);
  // At `[`: calls `read()` for each element, likewise.
  template <typename Read>
  bool each_element(const Read& read);

  // At `"`: passes the string. Its escapes must then be checked by check() or unescape().
  bool read_string(JsonString& out);
  bool check(JsonString string) { return !string.escaped || unescape_to(string, nullptr, nullptr); }
  // The text of a string: a view of the JSON text when there are no escapes, otherwise made in the arena. A surrogate
  // without its partner becomes U+FFFD.
  bool unescape(JsonString string, Arena& arena, std::string_view& out) {
    if (!string.escaped) {
      out = string.raw();
      return true;
    }
    std::string_view made;
    const bool good = unescape_into(string, arena, made);
    out = made;
    return good;
  }

  // At a number, `true`, `false` or `null`: passes it and gives its spelling.
  bool read_literal(std::string_view& out);

  // For a line whose tokens are known to be those of well-formed JSON, in place of a walk: finds and checks all escapes,
  // then reads single tokens, in their order. The texts are as unescape() gives them.
  bool find_escapes();
  std::string_view text_at(std::size_t token, Arena& arena);
  bool literal_at(std::size_t token, std::string_view& out) {
    at_ = first_ + token;
    return read_literal(out);
  }

  // Passes any value.
  bool skip();
  // After the value: nothing but white space may follow.
  bool finish();

  // At `{`: whether the object has one of these members, without moving.
  bool object_has(std::span<const std::string_view> names) const;

  bool fail(std::string message);

 private:
  static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  bool enter() {
    if (++depth_ > kMaxDepth) return fail("nested deeper than 64");
    ++at_;
    return true;
  }
  bool fail_at(std::string message, std::size_t offset);
  bool expected(std::string_view what);
  std::size_t token_limit() const { return at_ + 1 != end_ ? at_[1] : text_.size(); }
  // Strings are asked for in order, so all the calls together look at each byte once.
  std::size_t next_backslash(std::size_t from) {
    if (backslash_ < from) backslash_ = find_backslash(from);
    return backslash_;
  }
  std::size_t find_backslash(std::size_t from) const;
  bool unescape_into(JsonString string, Arena& arena, std::string_view& out);
  bool unescape_to(JsonString string, char* to, std::size_t* size);
  std::string_view unescape_found(std::size_t begin, std::size_t end, Arena& arena);

  std::string_view text_;  // what the offsets of tokens count from; it ends with the text of the walk
  std::size_t begin_ = 0;  // of the text of the walk
  const std::uint32_t* first_ = nullptr;
  const std::uint32_t* at_ = nullptr;
  const std::uint32_t* end_ = nullptr;
  std::size_t backslash_ = 0;         // the first one at or after the place last asked for
  std::vector<std::size_t> escapes_;  // of the line, and a last one behind it
  std::size_t next_escape_ = 0;
  int depth_ = 0;
  DecodeError error_;
  JsonTokens tokens_;
};

inline bool JsonCursor::read_string(JsonString& out) {
  const std::size_t begin = *at_ + 1;
  std::size_t end = token_limit();
  while (end > begin && is_space(text_[end - 1])) --end;
  if (end <= begin || text_[end - 1] != '"') return fail("a string is not closed");
  --end;
  out = {text_.data() + begin, static_cast<std::uint32_t>(end - begin), next_backslash(begin) < end};
  ++at_;
  return true;
}

template <typename Read>
bool JsonCursor::each_member(const Read& read) {
  if (!enter()) return false;
  bool more = peek() != '}';
  while (more) {
    if (peek() != '"') return expected("a key");
    JsonString key;
    if (!read_string(key)) return false;
    if (peek() != ':') return expected("':'");
    ++at_;
    if (!read(key)) return false;
    more = peek() == ',';
    if (!more && peek() != '}') return expected("',' or '}'");
    at_ += more;
  }
  ++at_;
  --depth_;
  return true;
}

template <typename Read>
bool JsonCursor::each_element(const Read& read) {
  if (!enter()) return false;
  bool more = peek() != ']';
  while (more) {
    if (!read()) return false;
    more = peek() == ',';
    if (!more && peek() != ']') return expected("',' or ']'");
    at_ += more;
  }
  ++at_;
  --depth_;
  return true;
}

}  // namespace yaral::udm
