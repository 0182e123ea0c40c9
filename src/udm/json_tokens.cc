#include "udm/json_tokens.h"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <functional>
#include <utility>

#include "udm/json_cursor.h"

namespace yaral::udm {
namespace {

// The tokens' places take four bytes for each byte of text, so an event must not be of any size.
constexpr std::size_t kMaxBytes = std::size_t{64} << 20;
constexpr std::size_t kKeptBytes = std::size_t{1} << 20;

// How many of `sorted` are below `bound`. Without branches, which here would be guessed wrongly every other time.
std::size_t count_below(std::span<const std::uint32_t> sorted, std::size_t bound) {
  const std::uint32_t* from = sorted.data();
  for (std::size_t left = sorted.size(); left > 0;) {
    const std::size_t half = (left + 1) / 2;
    from += from[half - 1] < bound ? half : 0;
    left -= half;
  }
  return static_cast<std::size_t>(from - sorted.data());
}

}  // namespace

struct JsonTokens::Parser {
  std::unique_ptr<simdjson::internal::dom_parser_implementation> simd;
  // The code for processors without vector units is alone in reading past the end.
  bool needs_padding = simdjson::get_active_implementation()->name() == "fallback";

  // The room that one huge event needed is given back when the next one is small.
  simdjson::error_code make_room(std::size_t size) {
    const bool wasteful = simd != nullptr && simd->capacity() > kKeptBytes && size <= kKeptBytes;
    if (simd != nullptr && !wasteful && simd->capacity() >= size) return simdjson::SUCCESS;
    const std::size_t capacity = std::bit_ceil(std::max<std::size_t>(size, 16'384));
    return simdjson::get_active_implementation()->create_dom_parser_implementation(capacity, JsonCursor::kMaxDepth,
                                                                                   simd);
  }

  simdjson::error_code find(std::string_view text) const {
    return simd->stage1(reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                        simdjson::stage1_mode::regular);
  }
};

JsonTokens::JsonTokens() : parser_(std::make_unique<Parser>()) {}
JsonTokens::~JsonTokens() = default;

bool JsonTokens::find(std::string_view text, bool padded) {
  const auto fail = [this](std::string message, std::size_t offset) {
    error_ = {std::move(message), offset};
    return false;
  };
  at_ = {};
  invalid_utf8_ = false;
  if (text.size() > kMaxBytes) return fail("larger than 64 MiB", 0);
  simdjson::error_code result = text.empty() ? simdjson::EMPTY : parser_->make_room(text.size());
  if (result == simdjson::SUCCESS) {
    if (parser_->needs_padding && !padded) {
      padded_.assign(text).append(simdjson::SIMDJSON_PADDING, ' ');
      text = std::string_view(padded_).substr(0, text.size());
    }
    result = parser_->find(text);
  }
  switch (result) {
    case simdjson::SUCCESS: break;
    case simdjson::EMPTY: return fail("no JSON: the text is empty", 0);
    case simdjson::UNCLOSED_STRING: return fail("a string is not closed", text.size());
    case simdjson::UNESCAPED_CHARS: return fail("a string holds an unescaped control character", 0);
    case simdjson::UTF8_ERROR: invalid_utf8_ = true; return fail("invalid UTF-8", 0);
    default: return fail(simdjson::error_message(result), 0);
  }
  at_ = {parser_->simd->structural_indexes.get(), parser_->simd->n_structural_indexes};
  return true;
}

// A line that ends inside a string has its line break there, a control character. So where all went well, no line has
// changed what the tokens of another are.
void JsonLines::open(std::string_view lines) {
  text_ = lines.size() > kKeptBytes ? std::string_view() : lines;
  found_ = false;
  next_ = 0;
}

// Not before a line is asked for: lines that are no UDM are read by others.
bool JsonLines::find_tokens() {
  found_ = true;
  const bool found = tokens_.find(text_, true);
  if (!found) text_ = {};
  return found;
}

bool JsonLines::is_whole_line(std::string_view line) const {
  constexpr std::less_equal<const char*> kNotBehind;
  const char* const end = line.data() + line.size();
  const char* const text_end = text_.data() + text_.size();
  if (text_.empty() || !kNotBehind(text_.data(), line.data()) || !kNotBehind(end, text_end)) return false;
  if (line.data() != text_.data() && line.data()[-1] != '\n') return false;
  std::string_view behind(end, static_cast<std::size_t>(text_end - end));
  if (behind.starts_with('\r')) behind.remove_prefix(1);
  return behind.empty() || behind.front() == '\n';
}

// How many of `at`, the first ones of which are the line's, stand before its end. Lines have about as many tokens for their length
// as the one before.
std::size_t JsonLines::count_tokens(std::span<const std::uint32_t> at, std::size_t end) {
  constexpr std::size_t kAround = 64;
  constexpr std::size_t kBytes = 64;
  const std::size_t guess = at.size() * tokens_of_64_bytes_ / kBytes;
  const std::size_t low = guess - std::min(guess, kAround);
  const std::size_t high = guess + kAround;
  const bool close = high < at.size() && at[low] < end && at[high] >= end;
  const std::size_t count = close ? low + count_below(at.subspan(low, high - low), end) : count_below(at, end);
  tokens_of_64_bytes_ = at.empty() ? 0 : count * kBytes / at.size();
  return count;
}

bool JsonLines::find(std::string_view line, LineTokens& out) {
  if (line.empty() || !is_whole_line(line)) return false;
  if (!found_ && !find_tokens()) return false;
  const std::span<const std::uint32_t> at = tokens_.at();
  out.base = text_.data();
  out.begin = static_cast<std::size_t>(line.data() - text_.data());
  out.end = out.begin + line.size();
  if (next_ > 0 && at[next_ - 1] >= out.begin) next_ = 0;
  if (next_ < at.size() && at[next_] < out.begin) next_ += count_below(at.subspan(next_), out.begin);
  const std::size_t first = next_;
  next_ += count_tokens(at.subspan(first, std::min(line.size(), at.size() - first)), out.end);
  out.at = at.subspan(first, next_ - first);
  return !out.at.empty();
}

}  // namespace yaral::udm
