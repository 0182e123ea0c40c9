#include "convert/kusto_regex.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace yaral::convert {

namespace {

// Characters that either engine may take for an operator; all others are not escaped, since an escape may mean more.
constexpr std::string_view kMeta = "\\.+*?()|[]{}^$#&-~";

bool is_octal(char c) { return c >= '0' && c <= '7'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class Writer {
 public:
  explicit Writer(std::string_view pattern) : rest_(pattern) {}

  std::expected<std::string, std::string> run() {
    while (!rest_.empty() && error_.empty()) {
      if (rest_.front() == '\\') {
        escape();
      } else if (in_class_) {
        in_class();
      } else {
        outside();
      }
    }
    if (!error_.empty()) return std::unexpected(error_);
    return out_;
  }

 private:
  char take() {
    const char c = rest_.front();
    rest_.remove_prefix(1);
    return c;
  }

  void literal(char c) {
    if (kMeta.find(c) != std::string_view::npos) out_ += '\\';
    out_ += c;
  }

  void outside() {
    if (rest_.front() == '{' && !repeats()) {
      take();
      out_ += "\\{";
    } else if (rest_.front() == '[') {
      out_ += take();
      in_class_ = true;
      if (rest_.starts_with('^')) out_ += take();
      if (rest_.starts_with(']')) literal(take());
    } else {
      out_ += take();
    }
  }

  // Whether the brace begins {2}, {2,} or {2,5}.
  bool repeats() const {
    std::size_t at = 1;
    const auto digits = [&] {
      const std::size_t before = at;
      while (at < rest_.size() && is_digit(rest_[at])) ++at;
      return at > before;
    };
    if (!digits()) return false;
    if (at < rest_.size() && rest_[at] == ',') {
      ++at;
      digits();
    }
    return at < rest_.size() && rest_[at] == '}';
  }

  // Rust has operators on sets within classes: `[`, `&&`, `~~`, `--`.
  void in_class() {
    if (rest_.starts_with("[:")) {
      const std::size_t end = std::min(rest_.find(":]"), rest_.size() - 2) + 2;
      out_ += rest_.substr(0, end);
      rest_.remove_prefix(end);
      return;
    }
    if (rest_.starts_with("--")) error_ = "`--` within a class";
    const char c = take();
    if (c == '[' || c == '&' || c == '~') out_ += '\\';
    out_ += c;
    if (c == ']') in_class_ = false;
  }

  void escape() {
    take();
    if (rest_.empty()) return;
    const char c = rest_.front();
    if (c == 'C') {
      error_ = "one byte (\\C)";
    } else if (c == 'Q') {
      take();
      const std::size_t end = std::min(rest_.find("\\E"), rest_.size());
      for (const char quoted : rest_.substr(0, end)) literal(quoted);
      rest_.remove_prefix(std::min(end + 2, rest_.size()));
    } else if (is_octal(c)) {
      octal();
    } else if (rest_.starts_with("p{^") || rest_.starts_with("P{^")) {
      error_ = "negated names of classes (\\p{^…})";
    } else if (is_letter(c)) {
      out_ += '\\';
      out_ += take();
      // Braces that belong to the escape.
      if (rest_.starts_with('{') && (c == 'x' || c == 'p' || c == 'P')) braces();
    } else {
      literal(take());
    }
  }

  void braces() {
    const std::size_t end = std::min(rest_.find('}'), rest_.size() - 1) + 1;
    out_ += rest_.substr(0, end);
    rest_.remove_prefix(end);
  }

  void octal() {
    int value = 0;
    for (int digits = 0; digits < 3 && !rest_.empty() && is_octal(rest_.front()); ++digits)
      value = value * 8 + (take() - '0');
    out_ += fmt::format("\\x{{{:x}}}", value);
  }

  std::string_view rest_;
  std::string out_;
  std::string error_;
  bool in_class_ = false;
};

}  // namespace

std::expected<std::string, std::string> kusto_regex(std::string_view pattern) { return Writer(pattern).run(); }

}  // namespace yaral::convert
