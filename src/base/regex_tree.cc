#include "base/regex_tree.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace yaral {

namespace {

using Kind = RegexNode::Kind;
using Ranges = std::vector<CodeRange>;

constexpr int kMaxDepth = 100;
constexpr char32_t kLastCodePoint = 0x10FFFF;

struct NamedClass {
  std::string_view name;
  std::span<const CodeRange> ranges;
};

constexpr CodeRange kDigits[] = {{'0', '9'}};
constexpr CodeRange kWord[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
constexpr CodeRange kPerlSpace[] = {{'\t', '\n'}, {'\f', '\r'}, {' ', ' '}};
constexpr CodeRange kAlnum[] = {{'0', '9'}, {'A', 'Z'}, {'a', 'z'}};
constexpr CodeRange kAlpha[] = {{'A', 'Z'}, {'a', 'z'}};
constexpr CodeRange kAscii[] = {{0, 0x7F}};
constexpr CodeRange kBlank[] = {{'\t', '\t'}, {' ', ' '}};
constexpr CodeRange kControl[] = {{0, 0x1F}, {0x7F, 0x7F}};
constexpr CodeRange kGraph[] = {{'!', '~'}};
constexpr CodeRange kLower[] = {{'a', 'z'}};
constexpr CodeRange kPrint[] = {{' ', '~'}};
constexpr CodeRange kPunct[] = {{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}};
constexpr CodeRange kSpace[] = {{'\t', '\r'}, {' ', ' '}};
constexpr CodeRange kUpper[] = {{'A', 'Z'}};
constexpr CodeRange kHex[] = {{'0', '9'}, {'A', 'F'}, {'a', 'f'}};

constexpr NamedClass kPerl[] = {{"d", kDigits}, {"w", kWord}, {"s", kPerlSpace}};
constexpr NamedClass kPosix[] = {{"alnum", kAlnum},   {"alpha", kAlpha},  {"ascii", kAscii}, {"blank", kBlank},
                                 {"cntrl", kControl}, {"digit", kDigits}, {"graph", kGraph}, {"lower", kLower},
                                 {"print", kPrint},   {"punct", kPunct},  {"space", kSpace}, {"upper", kUpper},
                                 {"word", kWord},     {"xdigit", kHex}};

void tidy(Ranges& ranges) {
  std::ranges::sort(ranges, {}, &CodeRange::first);
  Ranges out;
  for (const CodeRange& range : ranges) {
    if (!out.empty() && range.first <= out.back().last + 1) {
      out.back().last = std::max(out.back().last, range.last);
    } else {
      out.push_back(range);
    }
  }
  ranges = std::move(out);
}

Ranges others(Ranges ranges) {
  tidy(ranges);
  Ranges out;
  char32_t next = 0;
  for (const CodeRange& range : ranges) {
    if (range.first > next) out.push_back({next, range.first - 1});
    next = range.last + 1;
  }
  if (next <= kLastCodePoint) out.push_back({next, kLastCodePoint});
  return out;
}

// The part of a range within [first, last], moved to the other case.
void add_moved(Ranges& out, const CodeRange& range, char32_t first, char32_t last, int by) {
  const char32_t low = std::max(range.first, first);
  const char32_t high = std::min(range.last, last);
  if (low > high) return;
  out.push_back(
      {static_cast<char32_t>(static_cast<int>(low) + by), static_cast<char32_t>(static_cast<int>(high) + by)});
}

struct Flags {
  bool nocase = false;
  bool dot_is_all = false;
  bool lines = false;
};

class Parser {
 public:
  Parser(std::string_view pattern, bool nocase, RegexDetail detail)
      : rest_(pattern), flags_{.nocase = nocase}, widened_(detail == RegexDetail::kWidened) {}

  std::expected<RegexNode, std::string> run() {
    RegexNode out = choice(0);
    if (error_.empty() && !rest_.empty()) error_ = "what follows " + std::string(rest_.substr(0, 1));
    if (!error_.empty()) return std::unexpected(error_);
    return out;
  }

 private:
  RegexNode choice(int depth) {
    const Flags outside = flags_;
    std::vector<RegexNode> args{sequence(depth)};
    while (take("|")) args.push_back(sequence(depth));
    flags_ = outside;
    return choice_of(std::move(args));
  }

  RegexNode sequence(int depth) {
    std::vector<RegexNode> args;
    while (error_.empty() && !rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
      if (take("\\Q")) {
        quoted(args);
        continue;
      }
      args.push_back(item(depth));
      repeat_once(args.back());
    }
    return sequence_of(std::move(args));
  }

  // Up to \E, or the end of the pattern; what repeats, repeats the last character. What repeats after an empty \Q\E, repeats what
  // stands before that, even if it is repeated already.
  void quoted(std::vector<RegexNode>& args) {
    const bool empty = rest_.empty() || rest_.starts_with("\\E");
    while (!rest_.empty() && !take("\\E")) args.push_back(characters({}, next(), false));
    if (empty) {
      refuse_repetition("an empty \\Q\\E");
    } else {
      repeat_once(args.back());
    }
  }

  // RE2 takes nothing that is repeated twice.
  void repeat_once(RegexNode& node) {
    if (repeated(node)) refuse_repetition("a repetition");
  }

  void refuse_repetition(std::string_view after) {
    const std::string_view there = rest_;
    RegexNode any;
    if (repeated(any)) error_ = fmt::format("{} after {}", there.substr(0, 1), after);
  }

  RegexNode item(int depth) {
    if (take("(")) return group(depth + 1);
    if (take("[")) return bracketed();
    if (take(".")) {
      return flags_.dot_is_all ? RegexNode{.kind = Kind::kAny}
                               : RegexNode{.kind = Kind::kCharacters, .ranges = {{'\n', '\n'}}, .negated = true};
    }
    if (take("^")) return line_edge(Kind::kTextStart);
    if (take("$")) return line_edge(Kind::kTextEnd);
    if (rest_.starts_with('\\')) return escape();
    return characters({}, next(), false);
  }

  RegexNode line_edge(Kind kind) {
    if (!flags_.lines) return {.kind = kind};
    if (!widened_) error_ = "the flag (?m)";
    return {};
  }

  RegexNode group(int depth) {
    if (depth > kMaxDepth) {
      error_ = "groups so deep";
      return {};
    }
    const Flags outside = flags_;
    if (take("?P<") || take("?<")) {
      skip_past('>');
    } else if (take("?")) {
      bool on = true;
      while (error_.empty() && !rest_.empty() && rest_.front() != ':' && rest_.front() != ')') flag(on);
      // Flags by themselves hold up to the end of the group around them. What repeats behind them, repeats what stands before.
      if (take(")")) {
        refuse_repetition("flags");
        return {};
      }
      take(":");
    }
    RegexNode out = choice(depth);
    flags_ = outside;
    if (!take(")") && error_.empty()) error_ = "a group without end";
    return out;
  }

  void flag(bool& on) {
    switch (rest_.front()) {
      case '-': on = false; break;
      case 'i': flags_.nocase = on; break;
      case 's': flags_.dot_is_all = on; break;
      case 'm': flags_.lines = on; break;
      case 'U': break;  // which of the matches comes first
      default: error_ = fmt::format("the flag {}", rest_.substr(0, 1));
    }
    rest_.remove_prefix(1);
  }

  bool repeated(RegexNode& node) {
    if (!error_.empty() || rest_.empty()) return false;
    int least = 0;
    int most = RegexNode::kNoLimit;
    if (take("*")) {
    } else if (take("+")) {
      least = 1;
    } else if (take("?")) {
      most = 1;
    } else if (!bounds(least, most)) {
      return false;
    }
    take("?");
    RegexNode out{.kind = Kind::kRepeat, .least = least, .most = most};
    out.args.push_back(std::move(node));
    node = std::move(out);
    return true;
  }

  // {n}, {n,} or {n,m}; anything else in braces is text.
  bool bounds(int& least, int& most) {
    if (!rest_.starts_with('{')) return false;
    std::string_view at = rest_.substr(1);
    if (!whole_number(at, least)) return false;
    most = least;
    if (at.starts_with(',')) {
      at.remove_prefix(1);
      if (!whole_number(at, most)) most = RegexNode::kNoLimit;
    }
    if (!at.starts_with('}')) return false;
    rest_ = at.substr(1);
    return true;
  }

  // Without zeros at its begin.
  static bool whole_number(std::string_view& at, int& out) {
    if (at.size() > 1 && at[0] == '0' && at[1] >= '0' && at[1] <= '9') return false;
    std::size_t digits = 0;
    int value = 0;
    while (digits < at.size() && digits < 5 && at[digits] >= '0' && at[digits] <= '9')
      value = value * 10 + (at[digits++] - '0');
    at.remove_prefix(digits);
    if (digits > 0) out = value;
    return digits > 0;
  }

  RegexNode escape() {
    Ranges ranges;
    if (bool negated = false; perl_class(ranges, negated)) return characters(std::move(ranges), {}, negated);
    if (take("\\A")) return {.kind = Kind::kTextStart};
    if (take("\\z")) return {.kind = Kind::kTextEnd};
    if (take("\\b")) return {.kind = Kind::kWordBoundary};
    if (take("\\B")) return {.kind = Kind::kNoWordBoundary};
    return characters({}, escaped(), false);
  }

  bool perl_class(Ranges& out, bool& negated) {
    if (rest_.size() < 2 || rest_[0] != '\\') return false;
    const char small = ascii_lower(rest_[1]);
    for (const NamedClass& known : kPerl) {
      if (known.name[0] != small) continue;
      out.assign(known.ranges.begin(), known.ranges.end());
      negated = rest_[1] != small;
      rest_.remove_prefix(2);
      return true;
    }
    return false;
  }

  // One character after a backslash.
  char32_t escaped() {
    rest_.remove_prefix(1);
    if (rest_.empty()) {
      error_ = "a backslash at the end";
      return 0;
    }
    constexpr std::pair<char, char32_t> kLetters[] = {{'a', 7},    {'f', '\f'}, {'n', '\n'},
                                                      {'r', '\r'}, {'t', '\t'}, {'v', '\v'}};
    for (const auto& [letter, value] : kLetters)
      if (take({&letter, 1})) return value;
    if (take("x")) return hexadecimal();
    const char c = rest_.front();
    if (c >= '0' && c <= '7') return octal();
    const bool letter = ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z';
    if (letter) error_ = fmt::format("the escape \\{}", c);
    return next();
  }

  char32_t hexadecimal() {
    if (!take("{")) return digits(2, 16);
    const char32_t value = digits(std::numeric_limits<int>::max(), 16);
    take("}");
    return value;
  }

  char32_t octal() { return digits(3, 8); }

  char32_t digits(int most, int base) {
    char32_t value = 0;
    for (int i = 0; i < most && !rest_.empty(); ++i) {
      const char c = ascii_lower(rest_.front());
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : base;
      if (digit >= base) break;
      value = static_cast<char32_t>(value * static_cast<char32_t>(base) + static_cast<char32_t>(digit));
      value = std::min(value, kLastCodePoint);
      rest_.remove_prefix(1);
    }
    return value;
  }

  RegexNode bracketed() {
    const bool negated = take("^");
    Ranges ranges;
    for (bool first = true; error_.empty() && !rest_.empty() && (first || rest_.front() != ']'); first = false) {
      Ranges named;
      bool without = false;
      if (posix_class(named, without) || perl_class(named, without)) {
        if (without) named = others(std::move(named));
        std::ranges::move(named, std::back_inserter(ranges));
        continue;
      }
      CodeRange range;
      range.first = range.last = one_of_class();
      if (rest_.size() > 1 && rest_[0] == '-' && rest_[1] != ']') {
        take("-");
        range.last = one_of_class();
      }
      ranges.push_back(range);
    }
    if (!take("]") && error_.empty()) error_ = "a class without end";
    return characters(std::move(ranges), {}, negated);
  }

  char32_t one_of_class() { return rest_.starts_with('\\') ? escaped() : next(); }

  bool posix_class(Ranges& out, bool& negated) {
    if (!rest_.starts_with("[:")) return false;
    std::string_view name = rest_.substr(2);
    negated = name.starts_with('^');
    if (negated) name.remove_prefix(1);
    for (const NamedClass& known : kPosix) {
      if (!name.starts_with(known.name) || !name.substr(known.name.size()).starts_with(":]")) continue;
      out.assign(known.ranges.begin(), known.ranges.end());
      rest_ = name.substr(known.name.size() + 2);
      return true;
    }
    negated = false;
    return false;
  }

  RegexNode characters(Ranges ranges, std::optional<char32_t> one, bool negated) {
    if (one) ranges.push_back({*one, *one});
    if (flags_.nocase) {
      const std::string problem = fold(ranges);
      if (!problem.empty() && widened_) return {.kind = Kind::kAny};
      if (!problem.empty()) error_ = problem;
    }
    tidy(ranges);
    return {.kind = Kind::kCharacters, .ranges = std::move(ranges), .negated = negated};
  }

  // Adds the other case of ASCII letters, and tells of what else would have one. The Kelvin sign and the long s, which RE2 takes
  // for k and s, are left out.
  static std::string fold(Ranges& ranges) {
    std::string problem;
    Ranges more;
    for (const CodeRange& range : ranges) {
      add_moved(more, range, 'a', 'z', 'A' - 'a');
      add_moved(more, range, 'A', 'Z', 'a' - 'A');
      if (range.last > 0x7F && range.first != range.last && range.last != kLastCodePoint)
        problem = "ranges of letters beyond ASCII without case";
      std::string letter;
      append_utf8(letter, range.first);
      if (range.first > 0x7F && range.first == range.last && has_case(range.first))
        problem = fmt::format("{} without case", letter);
    }
    std::ranges::move(more, std::back_inserter(ranges));
    return problem;
  }

  // Whether a letter beyond ASCII may have another case: scripts that do.
  static bool has_case(char32_t c) {
    return (c >= 0xB5 && c <= 0x58F) || (c >= 0x10A0 && c <= 0x10FF) || (c >= 0x13A0 && c <= 0x13FF) ||
           (c >= 0x1C80 && c <= 0x1FFF) || (c >= 0x2100 && c <= 0x24FF) || (c >= 0x2C00 && c <= 0x2D2F) ||
           (c >= 0xA640 && c <= 0xABBF) || (c >= 0xFF21 && c <= 0xFF5A) || c >= 0x10400;
  }

  char32_t next() {
    if (rest_.empty()) {
      error_ = "an end in the middle";
      return 0;
    }
    const CodePoint point = first_code_point(rest_);
    rest_.remove_prefix(point.bytes);
    return point.value;
  }

  void skip_past(char c) {
    const std::size_t at = rest_.find(c);
    rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at + 1);
  }

  bool take(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }

  std::string_view rest_;
  Flags flags_;
  bool widened_;
  std::string error_;
};

RegexNode joined(Kind kind, std::vector<RegexNode> args) {
  std::vector<RegexNode> flat;
  for (RegexNode& arg : args) {
    if (arg.is(kind)) {
      std::ranges::move(arg.args, std::back_inserter(flat));
    } else {
      flat.push_back(std::move(arg));
    }
  }
  if (flat.size() == 1) {
    RegexNode only = std::move(flat.front());
    return only;
  }
  return {.kind = kind, .args = std::move(flat)};
}

}  // namespace

RegexNode sequence_of(std::vector<RegexNode> args) { return joined(Kind::kSequence, std::move(args)); }
RegexNode choice_of(std::vector<RegexNode> args) { return joined(Kind::kChoice, std::move(args)); }

std::expected<RegexNode, std::string> parse_regex(std::string_view pattern, bool nocase, RegexDetail detail) {
  return Parser(pattern, nocase, detail).run();
}

}  // namespace yaral
