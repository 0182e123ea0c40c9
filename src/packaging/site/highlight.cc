#include "packaging/site/highlight.h"

#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "syntax/lexer.h"

namespace yaral::packaging {

namespace {

using syntax::Keyword;
using syntax::Token;
using syntax::TokenKind;

struct TokenClass {
  TokenKind kind;
  const char* css_class;
};

// Tokens of other kinds are plain.
constexpr std::array<TokenClass, 14> kClasses = {{
    {TokenKind::kLineComment, "comment"},
    {TokenKind::kBlockComment, "comment"},
    {TokenKind::kVariable, "variable"},
    {TokenKind::kCountVariable, "variable"},
    {TokenKind::kListName, "list"},
    {TokenKind::kString, "string"},
    {TokenKind::kMultilineString, "string"},
    {TokenKind::kUnterminated, "wrong"},
    {TokenKind::kRegex, "regex"},
    {TokenKind::kInt, "number"},
    {TokenKind::kFloat, "number"},
    {TokenKind::kDuration, "number"},
    {TokenKind::kBadNumber, "wrong"},
    {TokenKind::kUnknown, "wrong"},
}};

const char* class_of(const Token& token, TokenKind before) {
  // Behind a dot it is a field, whatever it is called.
  if (token.kind == TokenKind::kWord)
    return token.keyword != Keyword::kNone && before != TokenKind::kDot ? "keyword" : nullptr;
  for (const TokenClass& row : kClasses)
    if (row.kind == token.kind) return row.css_class;
  return nullptr;
}

constexpr std::size_t kMostValuesShown = 12;
constexpr std::size_t kMostOriginsShown = 6;

void add_tip(Node link, const WordNote& note, std::span<const FieldOrigin> origins) {
  Node tip = add(link, "span", "tip");
  set(tip, "aria-hidden", "true");
  add_with_text(tip, "strong", note.name);
  add_with_text(tip, "span", note.type, "tip-type");
  if (!note.about.empty()) add_with_text(tip, "span", note.about);
  if (!note.values.empty()) {
    const std::size_t shown = std::min(note.values.size(), kMostValuesShown);
    add_with_text(
        tip, "span",
        fmt::format("One of {} values: {}{}", note.values.size(), fmt::join(std::span(note.values).first(shown), ", "),
                    shown < note.values.size() ? ", …" : ""));
  }
  for (const std::string& line : origin_lines(origins, kMostOriginsShown)) add_with_text(tip, "span", line);
}

class Highlighter {
 public:
  Highlighter(Node code, const syntax::Source& source, const RuleWords& words, const FieldOrigins& origins)
      : code_(code), source_(source), words_(words), origins_(origins) {}

  void run() {
    syntax::Diagnostics ignored;
    TokenKind before = TokenKind::kEndOfFile;
    for (const Token& token : syntax::lex(source_, ignored)) {
      if (token.begin >= written_) write(token, before);
      if (!is_trivia(token.kind)) before = token.kind;
    }
    flush();
  }

 private:
  void write(const Token& token, TokenKind before) {
    const auto words = words_.words();
    while (next_ < words.size() && words[next_].span.begin < token.begin) ++next_;
    if (next_ < words.size() && words[next_].span.begin == token.begin) return write_word(words[next_++]);
    const std::string_view text = source_.text(token.span());
    if (const char* css_class = class_of(token, before)) {
      flush();
      add_with_text(code_, "span", text, css_class);
    } else {
      plain_ += text;
    }
    written_ = token.end;
  }

  void write_word(const NotedWord& word) {
    flush();
    const WordNote& note = (word.is_function ? words_.functions() : words_.fields()).at(word.name);
    Node link = add_with_text(code_, "a", source_.text(word.span), word.is_function ? "function" : "field");
    set(link, "href", "#" + note.id);
    set(link, "aria-describedby", note.id + "-about");
    add_tip(link, note, word.is_function ? std::span<const FieldOrigin>() : origins_.of(word.name));
    written_ = word.span.end;
  }

  void flush() {
    if (!plain_.empty()) add_text(code_, plain_);
    plain_.clear();
  }

  Node code_;
  const syntax::Source& source_;
  const RuleWords& words_;
  const FieldOrigins& origins_;
  std::string plain_;          // not yet written
  std::uint32_t written_ = 0;  // bytes of the source
  std::size_t next_ = 0;       // of the words
};

Node add_word(Node body, const WordNote& note) {
  Node row = add(body, "tr");
  Node name = add(row, "th");
  set(name, "scope", "row");
  set(name, "id", note.id);
  add_name(add(name, "code"), note.name);
  Node about = add(row, "td");
  set(about, "id", note.id + "-about");
  add_with_text(about, "code", note.type, "signature");
  if (!note.about.empty()) add_with_text(about, "p", note.about);
  return about;
}

}  // namespace

void add_rule_text(Node parent, std::string_view label, const syntax::Source& source, const RuleWords& words,
                   const FieldOrigins& origins) {
  Highlighter(add_code_box(parent, label), source, words, origins).run();
}

void add_word_list(Node parent, const RuleWords& words, const FieldOrigins& origins) {
  if (!words.fields().empty()) {
    Node body = add_table(parent, "UDM fields that the rule reads", {"Field", "Type, and what it is read from"});
    for (const auto& [name, note] : words.fields()) {
      Node about = add_word(body, note);
      const auto lines = origin_lines(origins.of(name), 100);
      if (!lines.empty()) {
        Node list = add(about, "ul", "origins");
        for (const std::string& line : lines) add_with_text(list, "li", line);
      }
      if (note.values.empty()) continue;
      Node values = add(about, "details");
      add_with_text(values, "summary", fmt::format("{} values", note.values.size()));
      add_with_text(values, "p", fmt::format("{}", fmt::join(note.values, ", ")));
    }
  }
  if (words.functions().empty()) return;
  Node body = add_table(parent, "Functions that the rule calls", {"Function", "How it is called"});
  for (const auto& [name, note] : words.functions()) add_word(body, note);
}

}  // namespace yaral::packaging
