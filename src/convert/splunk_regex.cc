#include "convert/splunk_regex.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace yaral::convert {

namespace {

bool is_unsafe(char c) { return c == '`' || c == '$' || is_ascii_control(c); }

std::string code(char c) { return fmt::format("\\x{:02x}", static_cast<unsigned char>(c)); }

// Reads a pattern from left to right.
class Rewriter {
 public:
  explicit Rewriter(std::string_view pattern) : pattern_(pattern), of_lines_(sets_line_flag(pattern)) {}

  std::string run() {
    while (at_ < pattern_.size()) step();
    return out_;
  }

 private:
  // Whether `(?m)` may be on somewhere.
  static bool sets_line_flag(std::string_view pattern) {
    for (std::size_t at = pattern.find("(?"); at != std::string_view::npos; at = pattern.find("(?", at + 2)) {
      const std::string_view flags = pattern.substr(at + 2, pattern.find_first_not_of("imsU", at + 2) - at - 2);
      if (flags.find('m') != std::string_view::npos) return true;
    }
    return false;
  }

  void step() {
    const char c = pattern_[at_];
    if (c == '\\' && at_ + 1 < pattern_.size()) return escape(pattern_[at_ + 1]);
    if (in_class_ && pattern_.substr(at_).starts_with("[:")) return named_class();
    ++at_;
    if (!in_class_ && c == '$') {
      out_ += of_lines_ ? "(?=\\n|\\z)" : "\\z";
      return;
    }
    out_ += is_unsafe(c) ? code(c) : std::string(1, c);
    if (in_class_ && c == ']' && at_ > first_) in_class_ = false;
    if (!in_class_ && c == '[') open_class();
  }

  // A `]` that is the first in a class is one of its members.
  void open_class() {
    in_class_ = true;
    first_ = at_ + (at_ < pattern_.size() && pattern_[at_] == '^' ? 2 : 1);
  }

  // `[:alpha:]`
  void named_class() {
    const std::size_t end = std::min(pattern_.find(":]", at_), pattern_.size());
    out_ += pattern_.substr(at_, end + 2 - at_);
    at_ = std::min(end + 2, pattern_.size());
  }

  void escape(char next) {
    at_ += 2;
    if (next == 'Q' && !in_class_) return quoted();
    if (is_unsafe(next)) {
      out_ += code(next);
    } else {
      out_ += '\\';
      out_ += next;
    }
  }

  // `\Q…\E`
  void quoted() {
    const std::size_t end = std::min(pattern_.find("\\E", at_), pattern_.size());
    out_ += escaped_for_pcre(pattern_.substr(at_, end - at_));
    at_ = std::min(end + 2, pattern_.size());
  }

  std::string_view pattern_;
  bool of_lines_;
  bool in_class_ = false;
  std::size_t at_ = 0;
  std::size_t first_ = 0;  // where the first member of the class ends
  std::string out_;
};

}  // namespace

std::string escaped_for_pcre(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_unsafe(c)) {
      out += code(c);
    } else {
      if (std::string_view("\\^.|?*+()[]{}").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string splunk_regex(std::string_view pattern) { return Rewriter(pattern).run(); }

}  // namespace yaral::convert
