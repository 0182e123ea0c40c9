#include "ingest/json_splitter.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace yaral::ingest {
namespace {

constexpr std::size_t kDeepest = 1024;
constexpr std::size_t kLongestSecondLook = 1 << 20;
constexpr std::string_view kWrappers[] = {"events", "Events", "Records", "records", "value", "results", "data"};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

// `{"events": [` at the beginning: its length, 0 when there is none. A wrapper has nothing else of interest.
std::size_t wrapper_size(std::string_view text) {
  std::size_t at = skip_blanks(text, 1);
  if (at >= text.size() || text[at] != '"') return 0;
  const std::size_t quote = text.find('"', at + 1);
  if (quote == std::string_view::npos) return 0;
  if (std::ranges::find(kWrappers, text.substr(at + 1, quote - at - 1)) == std::end(kWrappers)) return 0;
  at = skip_blanks(text, quote + 1);
  if (at >= text.size() || text[at] != ':') return 0;
  at = skip_blanks(text, at + 1);
  if (at >= text.size() || text[at] != '[') return 0;
  const std::size_t first = skip_blanks(text, at + 1);
  return first < text.size() && text[first] == '{' ? at + 1 : 0;
}

// Enough to see a wrapper, or that there is none.
constexpr std::size_t kWrapperLook = 256;

std::string_view indent_before(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
  return text.substr(begin, at - begin);
}

// The place of the quote that ends the string begun at `at`, or of a raw line break, which no string holds. npos when the
// text ends first.
std::size_t string_end(std::string_view text, std::size_t at) {
  for (++at; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' || c == '\n') return at;
    if (c == '\\') ++at;
  }
  return std::string_view::npos;
}

enum Class : std::uint8_t { kScalar, kBlank, kQuote, kOpen, kClose, kComma, kColon };

constexpr std::array<Class, 256> make_classes() {
  std::array<Class, 256> classes{};
  for (const char c : {' ', '\t', '\n', '\r'}) classes[static_cast<unsigned char>(c)] = kBlank;
  classes['"'] = kQuote;
  classes['{'] = classes['['] = kOpen;
  classes['}'] = classes[']'] = kClose;
  classes[','] = kComma;
  classes[':'] = kColon;
  return classes;
}

constexpr std::array<Class, 256> kClasses = make_classes();

}  // namespace

// Objects begin on lines of their own, indented like the broken one.
std::size_t JsonSplitter::resume(std::string_view text, bool at_end) {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    const std::string_view line = text.substr(at + 1);
    if (line.starts_with(indent_) && line.size() > indent_.size() && line[indent_.size()] == '{') {
      skipping_ = false;
      return at + 1;
    }
    if (line.size() <= indent_.size() && !at_end) return at;
  }
  return text.size();
}

JsonPiece JsonSplitter::broken(std::string_view text, std::size_t begin, std::size_t at, bool at_end,
                               std::string_view message) {
  skipping_ = true;
  const std::size_t resumed = at + resume(text.substr(at), at_end);
  return {JsonPieceKind::kBroken, begin, begin, 0, resumed, message};
}

JsonPiece JsonSplitter::next(std::string_view text, bool at_end) {
  std::size_t from = 0;
  if (skipping_) {
    from = resume(text, at_end);
    if (skipping_) return {at_end ? JsonPieceKind::kEnd : JsonPieceKind::kMore, from, from, 0, from, {}};
  }
  JsonPiece piece = find(text, from, at_end);
  if (wrapped_) piece.between = piece.begin;
  return piece;
}

JsonPiece JsonSplitter::find(std::string_view text, std::size_t from, bool at_end) {
  for (;;) {
    const std::size_t at = std::min(text.find('{', from), text.size());
    if (at == text.size()) return {at_end ? JsonPieceKind::kEnd : JsonPieceKind::kMore, at, from, 0, at, {}};
    const std::size_t wrapper = wrapper_size(text.substr(at));
    const bool too_short = !at_end && text.size() - at < kWrapperLook;
    if (wrapper == 0 || too_short) {
      // Too little to tell a wrapper from an object, unless the object is whole.
      JsonPiece piece = object(text, at, at_end);
      piece.between = from;
      if (wrapper == 0 || piece.kind != JsonPieceKind::kMore) return piece;
    }
    wrapped_ = true;
    from = at + wrapper;
  }
}

JsonPiece JsonSplitter::object(std::string_view text, std::size_t begin, bool at_end) {
  std::vector<bool> arrays{false};  // the open containers: whether each is an array
  indent_ = indent_before(text, begin);
  Class before = kOpen;
  const std::string_view within = text.substr(0, limit_ < text.size() - begin ? begin + limit_ : text.size());
  for (std::size_t at = begin + 1; at < within.size(); ++at) {
    const Class kind = kClasses[static_cast<unsigned char>(within[at])];
    if (kind == kBlank) continue;
    if (kind == kQuote) {
      const std::size_t end = string_end(within, at);
      if (end == std::string_view::npos) break;
      if (within[end] == '\n') return broken(text, begin, end, at_end, "a string does not end on its line");
      at = end;
    } else if (kind == kOpen) {
      if (before != kColon && !(arrays.back() && (before == kOpen || before == kComma))) {
        return broken(text, begin, at - std::min(at, indent_.size() + 1), at_end,
                      "an object does not end before the next begins");
      }
      if (arrays.size() == kDeepest) return broken(text, begin, at, at_end, "nested deeper than 1024");
      arrays.push_back(within[at] == '[');
    } else if (kind == kClose) {
      if (arrays.back() != (within[at] == ']')) return broken(text, begin, at, at_end, "brackets do not match");
      arrays.pop_back();
      if (arrays.empty()) return {JsonPieceKind::kObject, begin, begin, at + 1 - begin, at + 1, {}};
    }
    before = kind;
  }
  if (within.size() < text.size()) return broken(text, begin, within.size(), at_end, "longer than the limit");
  if (!at_end) return {JsonPieceKind::kMore, begin, begin, 0, begin, {}};
  // Objects may follow that the open one seems to hold; they are looked for within reason, as each look is a new pass.
  const std::size_t from = text.size() - begin > kLongestSecondLook ? text.size() : begin + 1;
  return broken(text, begin, from, at_end, "the text ends inside an object");
}

}  // namespace yaral::ingest
