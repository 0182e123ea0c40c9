#include "syntax/lexer.h"

#include <fmt/format.h>

#include <algorithm>

#include "syntax/lexer_rules.h"
#include "syntax/operator_words.h"
#include "syntax/operators.h"
#include "syntax/quote.h"
#include "syntax/utf8.h"

namespace yaral::syntax {
namespace {

class Lexer {
 public:
  Lexer(const Source& source, Diagnostics& diagnostics) : text_(source.text()), diagnostics_(diagnostics) {}

  std::vector<Token> run() {
    if (text_.starts_with("\xEF\xBB\xBF")) add(TokenKind::kByteOrderMark, 3);
    while (at_ < text_.size()) lex_one();
    add(TokenKind::kEndOfFile, 0);
    return std::move(tokens_);
  }

 private:
  std::string_view rest() const { return text_.substr(at_); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  Token& add(TokenKind kind, std::size_t size, Keyword keyword = Keyword::kNone) {
    Token token;
    token.kind = kind;
    token.keyword = keyword;
    token.line_start = line_start_;
    token.begin = static_cast<std::uint32_t>(at_);
    token.end = static_cast<std::uint32_t>(at_ + size);
    at_ += size;
    if (kind == TokenKind::kNewline) line_start_ = true;
    if (!is_trivia(kind)) {
      operand_before_ = ends_operand(token, before_) && !is_operator_word(token);
      before_ = kind;
      line_start_ = false;
    }
    tokens_.push_back(token);
    return tokens_.back();
  }

  // `matches /re/`: an error, but the pattern is one.
  bool is_operator_word(const Token& token) const {
    return token.kind == TokenKind::kWord && before_ != TokenKind::kDot &&
           !function_for_operator_word(text_.substr(token.begin, token.end - token.begin)).empty();
  }

  Diagnostic& report(Code code, std::size_t size, std::string message) {
    const auto begin = static_cast<std::uint32_t>(at_);
    return diagnostics_.report(code, {begin, static_cast<std::uint32_t>(at_ + size)}, std::move(message));
  }

  Diagnostic& report_replaceable(Code code, std::size_t size, std::string message, std::string replacement) {
    Diagnostic& d = report(code, size, std::move(message));
    d.fix = Fix{fmt::format("write {}", quote(replacement)), {{d.primary.span, std::move(replacement)}}};
    return d;
  }

  void lex_one() {
    const char c = peek();
    if (c == ' ' || c == '\t' || c == '\v' || c == '\f') return lex_blank();
    if (c == '\r' || c == '\n') return void(add(TokenKind::kNewline, c == '\r' && peek(1) == '\n' ? 2 : 1));
    if (c == '/' && peek(1) == '/') return void(add(TokenKind::kLineComment, line_length(rest())));
    if (c == '/' && peek(1) == '*') return lex_block_comment();
    if (is_word_start(c)) return lex_word();
    if (is_digit(c)) return lex_number();
    if (c == '"' || c == '`') return lex_string();
    if (c == '\'') return lex_single_quoted();
    if (line_start_ && begins_foreign_comment(rest())) return lex_foreign_comment();
    if (c == '$' || c == '#') return lex_sigil(c);
    if (c == '%' && is_word_start(peek(1)) && !(operand_before_ && !line_start_)) {
      return void(add(TokenKind::kListName, 1 + word_length(text_.substr(at_ + 1))));
    }
    if (c == '/' && !operand_before_) return lex_regex();
    if (lex_operator()) return;
    lex_strange();
  }

  void lex_blank() {
    std::size_t size = 1;
    while (peek(size) == ' ' || peek(size) == '\t' || peek(size) == '\v' || peek(size) == '\f') ++size;
    add(TokenKind::kBlank, size);
  }

  void lex_block_comment() {
    const std::size_t end = text_.find("*/", at_ + 2);
    if (end == text_.npos) {
      report(Code::kUnterminatedComment, 2, "this comment is not closed before the end of the file").help =
          operand_before_ || line_start_ ? "close it with `*/`"
                                         : "close it with `*/`; a pattern begins otherwise, as in `/.*…/`";
      return void(add(TokenKind::kBlockComment, text_.size() - at_));
    }
    const bool breaks_line = text_.substr(at_, end - at_).find_first_of("\r\n") != text_.npos;
    add(TokenKind::kBlockComment, end + 2 - at_);
    if (breaks_line) line_start_ = true;
  }

  void lex_foreign_comment() {
    const std::size_t sign = peek() == '#' ? 1 : 2;
    Diagnostic& d = report(Code::kForeignComment, sign,
                           fmt::format("comments begin with `//`, not with {}", quote(rest().substr(0, sign))));
    d.fix = Fix{"write `//`", {{d.primary.span, "//"}}};
    add(TokenKind::kLineComment, line_length(rest()));
  }

  void lex_word() {
    const std::size_t size = word_length(rest());
    const Token previous = tokens_.empty() ? Token{} : tokens_.back();
    const bool flags = previous.kind == TokenKind::kRegex && previous.end == at_;
    if (flags) report_regex_flags(size);
    add(TokenKind::kWord, size, find_keyword(rest().substr(0, size)));
    if (flags) tokens_.back().keyword = Keyword::kNocase;
  }

  // /re/i and its kin: read as `nocase`, which is nearly always what is meant.
  void report_regex_flags(std::size_t size) {
    const std::string_view flags = rest().substr(0, size);
    Diagnostic& d = report(Code::kRegexFlags, size,
                           fmt::format("a regular expression takes no flags, found {} after it", quote(flags)));
    if (flags == "i") d.fix = Fix{"write `nocase`", {{d.primary.span, " nocase"}}};
    d.help = "write `nocase` after the comparison, or flags within the pattern: `/(?i)…/`, `/(?s)…/`";
  }

  void lex_number() {
    const NumberShape shape = number_shape(rest());
    if (shape.kind == TokenKind::kBadNumber) {
      Diagnostic& d =
          report(Code::kBadNumber, shape.size, fmt::format("{} is not a number", quote(rest().substr(0, shape.size))));
      d.help = shape.dotted ? "addresses and versions are strings: put it in quotes"
                            : "a duration is a whole number and a unit: `90m`";
      if (shape.dotted)
        d.fix = Fix{"put it in quotes", {{d.primary.span, fmt::format("\"{}\"", rest().substr(0, shape.size))}}};
    }
    add(shape.kind, shape.size);
  }

  void lex_string() {
    const char quote_mark = peek();
    const std::size_t size = literal_length(rest(), quote_mark == '"');
    if (size != 0) return void(add(TokenKind::kString, size));
    if (const std::size_t long_size = multiline_string_length(rest()); long_size != 0) {
      return void(add(TokenKind::kMultilineString, long_size));
    }
    const std::size_t to_line_end = trimmed_line_length(rest());
    report_unterminated(to_line_end);
    add(TokenKind::kUnterminated, to_line_end);
  }

  // The mark is either the first of two or the second: `BLOCK"`.
  void report_unterminated(std::size_t size) {
    const bool double_quote = peek() == '"';
    Diagnostic& d = report(Code::kUnterminatedString, size, "this string is not closed on its line");
    d.help = double_quote
                 ? "close it with `\"`; within a string write `\\\"` for a quotation mark and `\\\\` for a backslash"
                 : "close it with a back quote; a back-quoted string cannot hold one";
    const bool after_word = !tokens_.empty() && tokens_.back().kind == TokenKind::kWord && tokens_.back().end == at_;
    if (size != 1 || !after_word || before_dot()) return;
    const Span word = tokens_.back().span();
    d.message = "this string is not opened";
    d.help = "";
    d.fix = Fix{"open it", {{{word.begin, word.begin}, std::string(1, peek())}}};
  }

  // Whether the last word is a name in a path.
  bool before_dot() const { return tokens_.size() > 1 && tokens_[tokens_.size() - 2].kind == TokenKind::kDot; }

  void lex_single_quoted() {
    const std::size_t closed_size = literal_length(rest(), false);
    const std::size_t size = closed_size == 0 ? trimmed_line_length(rest()) : closed_size;
    Diagnostic& d =
        report(Code::kSingleQuotes, size, "strings are written in double quotes or back quotes, not in single quotes");
    if (closed_size != 0) {
      const std::string_view inner = rest().substr(1, size - 2);
      d.fix = Fix{"use double quotes", {{d.primary.span, fmt::format("\"{}\"", escape(inner))}}};
    }
    add(closed_size == 0 ? TokenKind::kUnterminated : TokenKind::kString, size);
  }

  void lex_sigil(char sigil) {
    const std::size_t name = word_length(text_.substr(at_ + 1));
    if (name != 0) return void(add(sigil == '$' ? TokenKind::kVariable : TokenKind::kCountVariable, 1 + name));
    const std::string_view after = text_.substr(at_ + 1);
    const std::size_t blank = std::min(after.find_first_not_of(" \t"), after.size());
    const std::size_t separate_name = word_length(after.substr(blank));
    Diagnostic& d =
        report(Code::kMissingVariableName, 1, fmt::format("a variable name must follow `{}` directly", sigil));
    if (const std::size_t after_dollar = sigil == '#' && after.starts_with('$') ? word_length(after.substr(1)) : 0) {
      d.fix = Fix{"remove the `$`", {{{d.primary.span.end, d.primary.span.end + 1}, ""}}};
      return void(add(TokenKind::kCountVariable, 2 + after_dollar));
    }
    if (separate_name == 0) {
      d.help = "names begin with a letter or `_` and go on with letters, digits and `_`";
      return void(add(TokenKind::kLoneSigil, 1));
    }
    d.fix =
        Fix{"remove the blank", {{{d.primary.span.end, d.primary.span.end + static_cast<std::uint32_t>(blank)}, ""}}};
    add(sigil == '$' ? TokenKind::kVariable : TokenKind::kCountVariable, 1 + blank + separate_name);
  }

  void lex_regex() {
    const std::size_t size = literal_length(rest(), true);
    if (size != 0 && peek(size) == '/' && peek(size + 1) != '/' && peek(size + 1) != '*') return lex_bare_slashes(size);
    if (size != 0) return void(add(TokenKind::kRegex, size));
    const std::size_t to_line_end = trimmed_line_length(rest());
    report(Code::kUnterminatedRegex, to_line_end, "this regular expression is not closed on its line").help =
        "close it with `/`; within the pattern write `\\/` for a slash";
    add(TokenKind::kUnterminated, to_line_end);
  }

  // `/https://host/`: the pattern seems to end at the first slash within it, `size` bytes from here.
  void lex_bare_slashes(std::size_t size) {
    const std::size_t more = literal_length(text_.substr(at_ + size), true);
    const auto second = static_cast<std::uint32_t>(at_ + size);
    Diagnostic& d = report(Code::kUnterminatedRegex, size + more, "a slash within a pattern is written `\\/`");
    if (more != 0) d.fix = Fix{"escape the slashes", {{{second - 1, second - 1}, "\\"}, {{second, second}, "\\"}}};
    add(TokenKind::kUnterminated, size + std::max<std::size_t>(more, 1));
  }

  bool lex_operator() {
    if (rest().starts_with("==")) {
      report_replaceable(Code::kDoubleEquals, 2, "equality is written `=`, not `==`", "=");
      add(TokenKind::kEqual, 2);
      return true;
    }
    for (const ForeignOperator& o : kForeignOperators) {
      if (!rest().starts_with(o.text)) continue;
      report_replaceable(Code::kForeignOperator, o.text.size(),
                         fmt::format("{} is not an operator of YARA-L", quote(o.text)), std::string(o.replacement));
      add(o.kind, o.text.size(), o.keyword);
      return true;
    }
    for (const Operator& o : kOperators) {
      if (!rest().starts_with(o.text)) continue;
      add(o.kind, o.text.size());
      return true;
    }
    return false;
  }

  // Characters that have no place outside strings and comments.
  void lex_strange() {
    const Character c = decode_utf8(text_, at_);
    if (is_smart_quote(c.code)) return lex_smart_quoted(c);
    if (c.code == 0xA0 || c.code == 0x3000 || (is_invisible(c.code) && c.valid)) {
      Diagnostic& d =
          report(Code::kInvisibleCharacter, c.size,
                 fmt::format("the invisible character U+{:04X} stands here", static_cast<std::uint32_t>(c.code)));
      d.fix = Fix{"replace it by a blank", {{d.primary.span, " "}}};
      return void(add(TokenKind::kBlank, c.size));
    }
    std::size_t size = c.size;
    while (at_ + size < text_.size() && static_cast<unsigned char>(text_[at_ + size]) >= 0x80) {
      const Character next = decode_utf8(text_, at_ + size);
      if (is_smart_quote(next.code) || is_invisible(next.code)) break;
      size += next.size;
    }
    if (c.valid) report_unknown(c, size);
    add(TokenKind::kUnknown, size);
  }

  void report_unknown(Character c, std::size_t size) {
    Diagnostic& d =
        report(Code::kUnknownCharacter, size, fmt::format("{} has no meaning here", quote(rest().substr(0, size))));
    if (c.code == ';') d.fix = Fix{"remove it", {{d.primary.span, ""}}};
    if (c.code == ';') d.help = "predicates and assignments need no terminator";
    if (c.code == '?') d.help = "a choice is written `if(condition, value, other value)`";
    if (c.code == '^') d.help = "patterns stand between slashes or in back quotes: `/^…/`";
    if (c.code >= 0x80) d.help = "outside strings and comments only ASCII characters are used";
  }

  void lex_smart_quoted(Character open) {
    const std::string_view text = rest();
    std::size_t close = open.size;
    Character c;
    bool closed = false;
    for (; !closed && close < text.size() && text[close] != '\r' && text[close] != '\n'; close += c.size) {
      c = decode_utf8(text, close);
      closed = is_smart_quote(c.code) || c.code == '"';
    }
    if (closed) close -= c.size;
    const std::size_t size = closed ? close + c.size : trimmed_line_length(rest());
    Diagnostic& d = report(Code::kSmartQuotes, size, "typographic quotation marks do not make a string");
    d.help = "word processors and web pages change `\"` into these";
    if (closed)
      d.fix = Fix{"use straight quotes",
                  {{d.primary.span, fmt::format("\"{}\"", text.substr(open.size, close - open.size))}}};
    add(closed ? TokenKind::kString : TokenKind::kUnterminated, size);
  }

  std::string_view text_;
  Diagnostics& diagnostics_;
  std::size_t at_ = 0;
  bool line_start_ = true;
  bool operand_before_ = false;  // `/` is a division and `%` a modulus
  TokenKind before_ = TokenKind::kEndOfFile;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> lex(const Source& source, Diagnostics& diagnostics) {
  if (check_is_text(source, diagnostics)) return Lexer(source, diagnostics).run();
  const auto end = static_cast<std::uint32_t>(source.text().size());
  return {Token{TokenKind::kNotText, Keyword::kNone, true, 0, end},
          Token{TokenKind::kEndOfFile, Keyword::kNone, false, end, end}};
}

}  // namespace yaral::syntax
