// Good rules of the repository, each broken in one place: the compiler must answer, with an error and without a flood.
// What is made here is wrong by construction (an odd bracket, an operator twice), so that nothing depends on the
// compiler's own opinion.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "semantics/bind.h"
#include "syntax/lexer.h"
#include "syntax/render.h"

namespace yaral::semantics {
namespace {

namespace fs = std::filesystem;
using syntax::Token;
using syntax::TokenKind;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// The texts of all rules that compile, from `rule` to `}`.
const std::vector<std::string>& good_rules() {
  static const std::vector<std::string> rules = [] {
    std::vector<std::string> texts;
    for (const char* folder : {"tests/unit/semantics/ordinary", "packs"}) {
      for (const auto& entry : fs::recursive_directory_iterator(fs::path(YARAL_SOURCE_DIR) / folder)) {
        if (entry.path().extension() != ".yaral") continue;
        for (const BoundRule& rule : compile(entry.path().filename(), read(entry.path())).rules)
          texts.push_back(rule.text);
      }
    }
    std::sort(texts.begin(), texts.end());
    return texts;
  }();
  return rules;
}

// A rule and its tokens, blanks and comments left out.
struct Tokens {
  explicit Tokens(const std::string& rule) : source("x", rule) {
    syntax::Diagnostics none;
    for (const Token& token : syntax::lex(source, none))
      if (!is_trivia(token.kind) && token.kind != TokenKind::kEndOfFile) tokens.push_back(token);
  }
  std::string_view text(const Token& token) const { return source.text(token.span()); }
  std::string without(const Token& token) const {
    return std::string(source.text()).erase(token.begin, token.end - token.begin);
  }
  std::string with(std::uint32_t at, std::string_view inserted) const {
    return std::string(source.text()).insert(at, inserted);
  }

  syntax::Source source;
  std::vector<Token> tokens;
};

struct Counts {
  std::size_t snippets = 0;
  std::size_t errors = 0;
  std::size_t most = 0;
};

// Compiles and prints, which must end well; every place lies within the text.
CompiledFile survive(const std::string& text) {
  CompiledFile file = compile("broken", text);
  for (const syntax::Diagnostic& d : file.diagnostics.all()) {
    EXPECT_LE(d.primary.span.begin, d.primary.span.end) << d.message << "\n" << text;
    EXPECT_LE(d.primary.span.end, text.size()) << d.message << "\n" << text;
    EXPECT_FALSE(d.message.empty()) << text;
  }
  const std::string rendered = syntax::render_text({file.source.get(), file.diagnostics.all()}, {});
  EXPECT_EQ(rendered.empty(), file.diagnostics.all().empty()) << text;
  return file;
}

void expect_refused(const std::string& text, std::string_view how, Counts& counts) {
  const CompiledFile file = survive(text);
  ++counts.snippets;
  counts.errors += file.diagnostics.error_count();
  counts.most = std::max(counts.most, file.diagnostics.error_count());
  EXPECT_TRUE(file.diagnostics.has_errors()) << how << "\n" << text;
  EXPECT_TRUE(file.rules.empty()) << how << "\n" << text;
}

class Malformed : public testing::Test {
 protected:
  // One mistake gives one message, or seldom two.
  void TearDown() override {
    EXPECT_LE(counts.errors, 2 * counts.snippets);
    EXPECT_LE(counts.most, 12U);  // a literal without an end among many arguments, one a line
  }
  Counts counts;
};

TEST_F(Malformed, CutOff) {
  for (const std::string& rule : good_rules())
    for (std::size_t size = 1; size < rule.size(); size += 37) expect_refused(rule.substr(0, size), "cut off", counts);
}

TEST_F(Malformed, OddBrackets) {
  for (const std::string& rule : good_rules()) {
    const Tokens tokens(rule);
    for (const Token& token : tokens.tokens) {
      const std::string_view text = tokens.text(token);
      if (text.size() != 1 || std::string_view("()[]{}").find(text) == text.npos) continue;
      expect_refused(tokens.without(token), "without a bracket", counts);
      expect_refused(tokens.with(token.end, text), "with a bracket twice", counts);
    }
  }
}

TEST_F(Malformed, OperatorsTwice) {
  for (const std::string& rule : good_rules()) {
    const Tokens tokens(rule);
    for (const Token& token : tokens.tokens) {
      const bool comparison = token.kind >= TokenKind::kEqual && token.kind <= TokenKind::kGreaterEqual;
      const bool connective = token.keyword == syntax::Keyword::kAnd || token.keyword == syntax::Keyword::kOr;
      const bool other = token.kind == TokenKind::kComma || token.kind == TokenKind::kDot ||
                         token.kind == TokenKind::kColon || token.kind == TokenKind::kPlus ||
                         token.kind == TokenKind::kStar;
      if (!comparison && !connective && !other) continue;
      expect_refused(tokens.with(token.end, ' ' + std::string(tokens.text(token))), "twice", counts);
    }
  }
}

TEST_F(Malformed, VariablesWithoutSign) {
  for (const std::string& rule : good_rules()) {
    const Tokens tokens(rule);
    for (const Token& token : tokens.tokens) {
      if (token.kind != TokenKind::kVariable && token.kind != TokenKind::kListName) continue;
      expect_refused(std::string(rule).erase(token.begin, 1), "without a sign", counts);
    }
  }
}

TEST_F(Malformed, StraySigns) {
  constexpr std::string_view kStray[] = {")", "]", "}", ";", "&&", "==", "@", "?", "'", "$", "\xE2\x80\x9C"};
  std::size_t round = 0;
  for (const std::string& rule : good_rules()) {
    const Tokens tokens(rule);
    for (std::size_t i = round % 5; i + 1 < tokens.tokens.size(); i += 5) {
      const std::string_view stray = kStray[++round % std::size(kStray)];
      expect_refused(tokens.with(tokens.tokens[i].end, ' ' + std::string(stray) + ' '), stray, counts);
    }
  }
}

TEST_F(Malformed, UnclosedLiterals) {
  for (const std::string& rule : good_rules()) {
    const Tokens tokens(rule);
    for (const Token& token : tokens.tokens) {
      if (token.kind != TokenKind::kString && token.kind != TokenKind::kRegex) continue;
      expect_refused(std::string(rule).erase(token.end - 1, 1), "not closed", counts);
      expect_refused(std::string(rule).erase(token.begin, 1), "not opened", counts);
    }
  }
}

// Where no one can say beforehand whether the result is a rule: it must only end well.
TEST_F(Malformed, TokensMovedAtRandom) {
  std::mt19937 random(2026);
  for (int round = 0; round < 2'500; ++round) {
    const std::string& rule = good_rules()[random() % good_rules().size()];
    const Tokens tokens(rule);
    const std::size_t at = random() % (tokens.tokens.size() - 1);
    const Token& token = tokens.tokens[at];
    const Token& other = tokens.tokens[round % 2 ? at + 1 : random() % tokens.tokens.size()];
    switch (round % 4) {
      case 0: survive(tokens.without(token)); break;
      case 1: survive(tokens.with(token.begin, std::string(tokens.text(other)) + ' ')); break;
      case 2: survive(tokens.with(token.end, ' ' + std::string(tokens.text(token)))); break;
      default: {
        std::string swapped = rule;
        swapped.replace(other.begin, other.end - other.begin, tokens.text(token));
        if (other.begin > token.begin) swapped.replace(token.begin, token.end - token.begin, tokens.text(other));
        survive(swapped);
      }
    }
  }
}

}  // namespace
}  // namespace yaral::semantics
