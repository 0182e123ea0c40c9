#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

// Patterns of RE2 as trees: for languages that cannot take them as they are written, and for what follows from them.
namespace yaral {

struct CodeRange {
  char32_t first = 0;
  char32_t last = 0;

  bool operator==(const CodeRange&) const = default;
};

struct RegexNode {
  enum class Kind : std::uint8_t {
    kCharacters,  // one of `ranges`, or with `negated` one of all others
    kAny,         // any character
    kSequence,    // `args`, one after the other; none: the empty text
    kChoice,      // one of `args`
    kRepeat,      // args[0], `least` to `most` times; kNoLimit
    kTextStart,
    kTextEnd,
    kWordBoundary,
    kNoWordBoundary,
  };
  static constexpr int kNoLimit = -1;

  Kind kind = Kind::kSequence;
  std::vector<RegexNode> args;
  std::vector<CodeRange> ranges;  // sorted, none touching another
  bool negated = false;
  int least = 0;
  int most = 0;

  bool is(Kind wanted) const { return kind == wanted; }
  bool is_empty() const { return kind == Kind::kSequence && args.empty(); }
  bool operator==(const RegexNode&) const = default;
};

enum class RegexDetail : std::uint8_t {
  kExact,
  kWidened,  // what the tree cannot say exactly may match more: edges of lines, case beyond ASCII
};

// Takes a pattern apart that RE2 accepts. Flags and case are resolved into classes, groups are only what holds together,
// repetition is neither lazy nor greedy. The error names what has no place in such a tree.
std::expected<RegexNode, std::string> parse_regex(std::string_view pattern, bool nocase,
                                                  RegexDetail detail = RegexDetail::kExact);

// Sequences within a sequence and choices within a choice become one; of a single part, the part.
RegexNode sequence_of(std::vector<RegexNode> args);
RegexNode choice_of(std::vector<RegexNode> args);

}  // namespace yaral
