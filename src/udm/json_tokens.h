#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "udm/json.h"

namespace yaral::udm {

// Bytes behind lines that can be read, whatever is in them.
constexpr std::size_t kLinePadding = 64;

// Finds the tokens of JSON text: simdjson's parser, of which only the first stage runs. It also checks UTF-8 and looks for
// control characters in strings.
class JsonTokens {
 public:
  JsonTokens();
  ~JsonTokens();

  // False when the text is no JSON at all. With `padded`, kLinePadding bytes behind it can be
  // read.
  bool find(std::string_view text, bool padded = false);
  const DecodeError& error() const { return error_; }
  // Whether find() failed for ill-formed UTF-8 alone.
  bool invalid_utf8() const { return invalid_utf8_; }
  // Where the tokens begin, until the next find().
  std::span<const std::uint32_t> at() const { return at_; }

 private:
  struct Parser;

  std::unique_ptr<Parser> parser_;
  std::string padded_;
  std::span<const std::uint32_t> at_;
  DecodeError error_;
  bool invalid_utf8_ = false;
};

// What tokens are, by their first characters: those characters, but `0` for all numbers, `t` for true and false, and '\0' for
// what no token begins with.
inline constexpr std::array<char, 256> kTokenKinds = [] {
  std::array<char, 256> kinds{};
  for (const char c : std::string_view("{}[]:,\"tn")) kinds[static_cast<unsigned char>(c)] = c;
  for (const char c : std::string_view("-0123456789")) kinds[static_cast<unsigned char>(c)] = '0';
  kinds['f'] = 't';
  return kinds;
}();

// The tokens of one line among many.
struct LineTokens {
  const char* base = nullptr;  // what all offsets count from
  std::size_t begin = 0;       // of the line
  std::size_t end = 0;
  std::span<const std::uint32_t> at;

  char kind(std::size_t token) const { return kTokenKinds[static_cast<unsigned char>(base[at[token]])]; }
};

// Many lines of JSON, whose tokens are found together: looking for them line by line takes longer.
class JsonLines {
 public:
  // `lines` must live until the next call, with kLinePadding bytes behind it. None are found when it is more
  // than 1 MiB, or when a line is so ill-formed that the tokens of others are in doubt.
  void open(std::string_view lines);

  // The tokens of a whole line, without blanks at its ends; false when they were not found. Lines are found fastest in
  // their order.
  bool find(std::string_view line, LineTokens& out);

 private:
  bool is_whole_line(std::string_view line) const;
  bool find_tokens();
  std::size_t count_tokens(std::span<const std::uint32_t> at, std::size_t end);

  std::string_view text_;
  bool found_ = false;  // the tokens of `text_`, or that they cannot be
  JsonTokens tokens_;
  std::size_t next_ = 0;
  std::size_t tokens_of_64_bytes_ = 0;  // of the last line
};

}  // namespace yaral::udm
