#include <vector>

#include "ingest/json_text.h"

namespace yaral::ingest {
namespace {

constexpr std::size_t kDeepest = 1024;  // as the parser has it

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// A reader of JSON that keeps nothing but its place. Without recursion: the input may be hostile.
class Checker {
 public:
  explicit Checker(std::string_view text) : text_(text) {}

  JsonFault check() {
    if (value()) {
      while (fault_.message.empty() && !open_.empty()) after_value();
      blanks();
      if (fault_.message.empty() && at_ < text_.size()) fail("text after the end of the value");
    }
    return fault_;
  }

 private:
  bool fail(const char* message) {
    if (fault_.message.empty()) fault_ = {message, at_};
    return false;
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool ended() const { return at_ >= text_.size(); }

  void blanks() {
    while (!ended() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')) ++at_;
  }

  // Reads up to the end of a scalar or into the beginning of a container.
  bool value() {
    for (;;) {
      blanks();
      if (ended()) return fail(open_.empty() ? "no value" : "the text ends inside an object or array");
      const char c = peek();
      if (c == '"') return string();
      if (c == '-' || is_digit(c)) return number();
      if (c != '{' && c != '[') return word();
      if (open_.size() == kDeepest) return fail("nested deeper than 1024");
      ++at_;
      open_.push_back(c);
      blanks();
      if (peek() == (c == '{' ? '}' : ']') && !ended()) return true;
      if (c == '{' && !key()) return false;
    }
  }

  bool key() {
    blanks();
    if (peek() != '"') return fail(ended() ? "the text ends inside an object" : "expected a member's name in quotes");
    if (!string()) return false;
    blanks();
    if (peek() != ':') return fail(ended() ? "the text ends inside an object" : "expected ':'");
    ++at_;
    return true;
  }

  // What follows a value inside the innermost container.
  void after_value() {
    blanks();
    const bool object = open_.back() == '{';
    if (ended()) {
      fail(object ? "the text ends inside an object" : "the text ends inside an array");
    } else if (peek() == (object ? '}' : ']')) {
      ++at_;
      open_.pop_back();
    } else if (peek() != ',') {
      fail(object ? "expected ',' or '}'" : "expected ',' or ']'");
    } else {
      ++at_;
      if (object && !key()) return;
      value();
    }
  }

  bool string() {
    for (++at_; !ended(); ++at_) {
      const char c = peek();
      if (c == '"') {
        ++at_;
        return true;
      }
      if (static_cast<unsigned char>(c) < 0x20) return fail("control character inside a string");
      if (c != '\\') continue;
      ++at_;
      if (!escape()) return false;
    }
    return fail("the text ends inside a string");
  }

  bool escape() {
    if (ended()) return fail("the text ends inside a string");
    if (peek() != 'u') {
      return std::string_view("\"\\/bfnrt").find(peek()) != std::string_view::npos || fail("no such escape");
    }
    for (int i = 0; i < 4; ++i) {
      ++at_;
      if (!is_hex(peek())) return fail("expected four hex digits after \\u");
    }
    return true;
  }

  bool number() {
    const std::size_t begin = at_;
    if (peek() == '-') ++at_;
    if (!is_digit(peek())) return fail("expected a digit");
    while (is_digit(peek()) || std::string_view("+-.eE").find(peek()) != std::string_view::npos) {
      if (ended()) break;
      ++at_;
    }
    if (!is_digit(text_[at_ - 1])) {
      at_ = begin;
      return fail("bad number");
    }
    return true;
  }

  bool word() {
    for (const std::string_view literal : {"true", "false", "null"}) {
      if (text_.substr(at_).starts_with(literal)) {
        at_ += literal.size();
        return true;
      }
    }
    return fail("expected a value");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<char> open_;
  JsonFault fault_;
};

}  // namespace

JsonFault find_json_fault(std::string_view text) { return Checker(text).check(); }

}  // namespace yaral::ingest
