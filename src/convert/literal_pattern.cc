#include "convert/literal_pattern.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/text.h"

namespace yaral::convert {

namespace {

using Texts = std::vector<std::string>;

constexpr int kMaxDepth = 16;
constexpr std::string_view kOperators = "*+{^$";
constexpr std::string_view kBlank = "\\s";

// Expands a pattern into the texts that it matches. Stops, with good() false, at what it does not know.
class Expander {
 public:
  Expander(std::string_view pattern, std::size_t most) : rest_(pattern), most_(most) {}

  Texts run() {
    Texts out = alternatives(0);
    good_ &= rest_.empty();
    return out;
  }
  bool good() const { return good_; }
  // Whether there are alternatives outside of groups.
  bool chooses() const { return chooses_; }

 private:
  Texts alternatives(int depth) {
    Texts out = sequence(depth);
    while (good_ && take('|')) {
      chooses_ |= depth == 0;
      for (std::string& text : sequence(depth)) out.push_back(std::move(text));
      good_ &= out.size() <= most_;
    }
    return out;
  }

  Texts sequence(int depth) {
    Texts out{""};
    while (good_ && !rest_.empty() && rest_.front() != '|' && rest_.front() != ')') {
      Texts next = item(depth);
      if (take('?')) next.emplace_back();
      if (!rest_.empty() && (rest_.front() == '?' || kOperators.find(rest_.front()) != kOperators.npos)) good_ = false;
      append(out, next);
    }
    return out;
  }

  void append(Texts& out, const Texts& next) {
    if (!good_ || next.empty() || out.size() * next.size() > most_) {
      good_ = false;
      return;
    }
    Texts both;
    for (const std::string& before : out)
      for (const std::string& after : next) both.push_back(before + after);
    out = std::move(both);
  }

  Texts item(int depth) {
    if (take('(')) return group(depth + 1);
    if (take('[')) return characters();
    if (rest_.starts_with(kBlank)) return blanks();
    const std::string one = character(".[]()*+?{}|^$");
    return {one};
  }

  Texts group(int depth) {
    if (depth > kMaxDepth) good_ = false;
    if (rest_.starts_with('?')) {
      if (!rest_.starts_with("?:")) good_ = false;
      rest_.remove_prefix(std::min<std::size_t>(2, rest_.size()));
    }
    if (!good_) return {};
    Texts out = alternatives(depth);
    good_ &= take(')');
    return out;
  }

  Texts characters() {
    Texts out;
    if (rest_.starts_with('^') || rest_.starts_with(']')) good_ = false;
    while (good_ && !rest_.empty() && rest_.front() != ']') {
      if (rest_.starts_with(kBlank)) {
        std::ranges::move(blanks(), std::back_inserter(out));
      } else {
        out.push_back(character("["));
      }
      // A dash is a range unless it stands at an end.
      if (rest_.starts_with('-') && !rest_.starts_with("-]")) good_ = false;
    }
    good_ &= take(']') && out.size() <= most_;
    return out;
  }

  Texts blanks() {
    rest_.remove_prefix(kBlank.size());
    return {" ", "\t", "\n", "\f", "\r"};
  }

  // One character that stands for itself, or is escaped.
  std::string character(std::string_view special) {
    if (take('\\')) {
      // Escaped letters and digits mean something else.
      if (rest_.empty() || !is_ascii(rest_.substr(0, 1)) || is_word(rest_.front())) good_ = false;
    } else if (special.find(rest_.front()) != special.npos) {
      good_ = false;
    }
    if (!good_) return {};
    const CodePoint point = first_code_point(rest_);
    std::string out(rest_.substr(0, point.bytes));
    rest_.remove_prefix(point.bytes);
    return out;
  }

  static bool is_word(char c) { return (c >= '0' && c <= '9') || ascii_lower(c) != c || ascii_upper(c) != c; }

  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
  std::size_t most_;
  bool good_ = true;
  bool chooses_ = false;
};

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool ends_escaped(std::string_view text) {
  std::size_t backslashes = 0;
  while (backslashes < text.size() && text[text.size() - 1 - backslashes] == '\\') ++backslashes;
  return backslashes % 2 == 1;
}

// Where the group that begins at `at` is closed; the size of the pattern when it is not.
std::size_t end_of_group(std::string_view pattern, std::size_t at) {
  int depth = 0;
  for (bool in_class = false; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c == '\\') {
      ++at;
    } else if (in_class || c == '[') {
      in_class = c != ']';
    } else if (c == '(') {
      ++depth;
    } else if (c == ')' && --depth == 0) {
      return at;
    }
  }
  return pattern.size();
}

// Where a group begins that is the end of the pattern; the size of the pattern when there is none.
std::size_t last_group(std::string_view pattern) {
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '\\') {
      ++at;
    } else if (pattern[at] == '[') {
      at = std::min(pattern.find(']', at + 2), pattern.size());
    } else if (pattern[at] == '(') {
      const std::size_t end = end_of_group(pattern, at);
      if (end + 1 == pattern.size()) return at;
      at = end;
    }
  }
  return pattern.size();
}

// `(^|a)b` is `^b` and `(a)b`, `b(c|$)` is `b$` and `b(c)`.
std::vector<std::string> without_optional_anchors(std::string_view pattern) {
  std::vector<std::string> starts;
  for (const std::string_view open : {"(^|", "(?:^|"}) {
    if (!pattern.starts_with(open)) continue;
    const std::size_t end = end_of_group(pattern, 0);
    if (end == pattern.size()) break;
    const std::string rest(pattern.substr(end + 1));
    starts = {'^' + rest, '(' + std::string(pattern.substr(open.size(), end - open.size())) + ')' + rest};
    break;
  }
  if (starts.empty()) starts.emplace_back(pattern);
  std::vector<std::string> out;
  for (const std::string& start : starts) {
    const std::size_t group = start.ends_with("|$)") ? last_group(start) : start.size();
    if (group == start.size()) {
      out.push_back(start);
      continue;
    }
    out.push_back(start.substr(0, group) + '$');
    out.push_back(start.substr(0, start.size() - 3) + ')');
  }
  return out;
}

std::optional<LiteralPattern> one_pattern(std::string_view pattern, bool nocase, std::size_t most) {
  LiteralPattern out{.texts = {}, .nocase = nocase};
  const std::string_view whole = pattern;
  out.from_start = take_prefix(pattern, "^");
  // Found anywhere, the match needs no text around it.
  if (!out.from_start) take_prefix(pattern, ".*");
  if (pattern.ends_with('$') && !ends_escaped(pattern.substr(0, pattern.size() - 1))) {
    out.to_end = true;
    pattern.remove_suffix(1);
  } else if (pattern.ends_with(".*") && !ends_escaped(pattern.substr(0, pattern.size() - 2))) {
    pattern.remove_suffix(2);
  }
  Expander expander(pattern, most);
  out.texts = expander.run();
  if (!expander.good() || std::ranges::any_of(out.texts, &std::string::empty)) return {};
  // What was taken off belongs to the first or the last alternative alone, unless a group holds them together.
  if (expander.chooses() && pattern.size() != whole.size()) return {};
  std::ranges::sort(out.texts);
  out.texts.erase(std::ranges::unique(out.texts).begin(), out.texts.end());
  return out;
}

}  // namespace

std::vector<LiteralPattern> literal_patterns(std::string_view pattern, bool nocase, std::size_t most) {
  nocase |= take_prefix(pattern, "(?i)");
  std::vector<LiteralPattern> out;
  for (const std::string& part : without_optional_anchors(pattern)) {
    auto literal = one_pattern(part, nocase, most);
    if (!literal) return {};
    most -= std::min(most, literal->texts.size());
    out.push_back(std::move(*literal));
  }
  return out;
}

}  // namespace yaral::convert
