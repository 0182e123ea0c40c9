#include <charconv>
#include <cstdint>
#include <optional>

#include "base/text.h"
#include "ingest/json_text.h"

namespace yaral::ingest {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

class Repairer {
 public:
  Repairer(std::string_view text, std::string& to) : text_(text), to_(to) {}

  bool run() {
    to_.clear();
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        string();
      } else if (c == '-' || is_digit(c)) {
        number();
      } else if (c == '\0') {
        replace(1, " ");
      } else {
        keep(1);
      }
    }
    return changed_;
  }

 private:
  void keep(std::size_t count) {
    to_.append(text_.substr(at_, count));
    at_ += count;
  }
  void replace(std::size_t count, std::string_view by) {
    to_.append(by);
    at_ += count;
    changed_ = true;
  }

  void string() {
    keep(1);
    while (at_ < text_.size()) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (c == '\\') {
        escape();
      } else if (c < 0x20) {
        static constexpr char kHex[] = "0123456789abcdef";
        const char escaped[] = {'\\', 'u', '0', '0', kHex[c >> 4], kHex[c & 15]};
        replace(1, {escaped, sizeof escaped});
      } else if (c < 0x80) {
        keep(1);
        if (c == '"') return;
      } else if (const CodePoint point = first_code_point(text_.substr(at_)); point.valid) {
        keep(point.bytes);
      } else {
        replace(1, kReplacementText);
      }
    }
  }

  std::optional<std::uint32_t> code_unit(std::size_t at) const {
    if (at + 6 > text_.size() || text_[at] != '\\' || text_[at + 1] != 'u') return std::nullopt;
    std::uint32_t unit = 0;
    const char* begin = text_.data() + at + 2;
    const auto [end, error] = std::from_chars(begin, begin + 4, unit, 16);
    if (error != std::errc() || end != begin + 4) return std::nullopt;
    return unit;
  }

  void escape() {
    const auto unit = code_unit(at_);
    if (!unit || *unit < 0xD800 || *unit >= 0xE000) {
      keep(unit ? 6 : 2);
      return;
    }
    const auto low = *unit < 0xDC00 ? code_unit(at_ + 6) : std::nullopt;
    if (low && *low >= 0xDC00 && *low < 0xE000) {
      keep(12);
    } else {
      replace(6, "\\ufffd");
    }
  }

  void number() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && (is_digit(text_[end]) || std::string_view("+-.eE").contains(text_[end]))) ++end;
    const std::string_view digits = text_.substr(at_, end - at_);
    std::int64_t small = 0;
    std::uint64_t large = 0;
    const auto fits = [&](auto& number) {
      return std::from_chars(digits.data(), digits.data() + digits.size(), number).ec == std::errc();
    };
    if (digits.size() < 19 || digits.find_first_of(".eE") != std::string_view::npos || fits(small) || fits(large)) {
      keep(digits.size());
    } else {
      replace(digits.size(), "\"" + std::string(digits) + "\"");
    }
  }

  std::string_view text_;
  std::string& to_;
  std::size_t at_ = 0;
  bool changed_ = false;
};

}  // namespace

bool repair_json(std::string_view text, std::string& to) { return Repairer(text, to).run(); }

}  // namespace yaral::ingest
