// The formatter on what a person would not write: it must stay what it is, and be formatted by one go.

#include <random>

#include "syntax/lexer.h"
#include "unit/syntax/format_helpers.h"

namespace yaral::syntax {
namespace {

// Blanks, line ends and comments between tokens replaced at random, wherever the text stays free of errors.
class Shaken {
 public:
  explicit Shaken(const std::string& text) : source_("x", text) {
    Diagnostics ignored;
    for (const Token& token : lex(source_, ignored)) pieces_.push_back(token);
  }

  std::string shake(std::mt19937& random, int one_in) const {
    static constexpr std::string_view kBetween[] = {
        " ",
        "\n",
        "\n\n\n",
        "\r\n\t",
        "",
        " // c\n",
        "\n  // own\n",
        " /*b*/ ",
        "\n/* own */\n",
        "/* a\n  b */",
        "\n/* at */ ",
        " /* t */\n",
        " // yaral: x\n",
        "\n\n        // deep\n\n",
        "\t",
        " /* 1 */ /* 2 */ // 3 \n",
    };
    std::string out;
    for (const Token& token : pieces_) {
      if (!is_trivia(token.kind) && std::uniform_int_distribution(1, one_in)(random) == 1)
        out += kBetween[std::uniform_int_distribution<std::size_t>(0, std::size(kBetween) - 1)(random)];
      const bool drop = token.kind == TokenKind::kNewline && std::uniform_int_distribution(1, 2 * one_in)(random) == 1;
      out += drop ? " " : source_.text(token.span());
    }
    return out;
  }

 private:
  Source source_;
  std::vector<Token> pieces_;
};

TEST(FormatRandom, ShakenRulesStayWhatTheyAre) {
  std::mt19937 random(20260301);
  int without_errors = 0;
  std::vector<fs::path> files = rule_files(kRoot / "tests" / "unit" / "semantics" / "ordinary");
  for (const fs::path& path : rule_files(kRoot / "tests" / "format")) files.push_back(path);
  for (const fs::path& path : files) {
    const std::string all = read(path);
    // One rule at a time, so that an error spoils little.
    for (std::size_t begin = 0; begin != all.npos;) {
      const std::size_t end = all.find("\nrule ", begin + 1);
      const Shaken shaken(all.substr(begin, end == all.npos ? end : end - begin));
      begin = end;
      for (int i = 0; i < 30; ++i) {
        const std::string text = shaken.shake(random, i < 10 ? 4 : 20);
        without_errors += TreeOf(text).diagnostics.has_errors() ? 0 : 1;
        expect_faithful(text);
        if (HasFatalFailure()) return;
      }
    }
  }
  EXPECT_GT(without_errors, 500);
}

// Words and signs in any order: what happens to be without errors must stay what it is, however it reads.
TEST(FormatRandom, RandomWordsStayWhatTheyAre) {
  static constexpr std::string_view kWords[] = {
      "$e.a",     "$x",      "foo",  "match", "rule", "events",  "options", "condition", "f(",   "max (",
      "(",        ")",       ")",    "[0]",   ".b",   "= 1",     "= \"s\"", "= /r/",     "!= 2", "in %l",
      "not",      "and",     "or",   "OR",    "-",    "+ 1",     "* 2",     "% 3",       "/ 4",  ",",
      "nocase",   "is null", "of",   "any",   "all",  "over 5m", "%t.c",    "= $y",      "#e",   "!$e",
      "2 of [$a", "]",       "true", "k: 1",  "*",    "// c\n",  "/* d */", "/* e\n */", "\n",   "\n\n",
      "order",    "by 1h",   "= 01", "k =",   "`r`",  "setup:",  "meta",    ":",         "$e",   "\n// own\n",
  };
  constexpr std::string_view kSections[] = {"events:", "condition:", "outcome: $o =", "match:", "export:", "options:"};
  std::mt19937 random(7);
  const auto any_of = [&random](const auto& words) {
    return std::string(words[std::uniform_int_distribution<std::size_t>(0, std::size(words) - 1)(random)]);
  };
  int without_errors = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = "rule r { " + any_of(kSections);
    for (int n = std::uniform_int_distribution(1, 9)(random); n > 0; --n) text += " " + any_of(kWords);
    text += "\n}";
    without_errors += TreeOf(text).diagnostics.has_errors() ? 0 : 1;
    expect_faithful(text);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(without_errors, 200);
}

// Expressions of all kinds and lengths, with anything between their tokens.
class RandomExpression {
 public:
  explicit RandomExpression(std::uint32_t seed) : random_(seed) { gaps_ = one_in(3); }

  std::string predicate(int depth) {
    switch (depth > 0 ? pick(9) : 8) {
      case 0: return chain("or", depth);
      case 1: return chain("and", depth);
      case 2: return "not" + gap() + predicate(depth - 1);
      case 3:
      case 4: return "(" + maybe() + predicate(depth - 1) + maybe() + ")";
      case 5: return call(depth) + gap() + "nocase";
      case 6: return operand(depth) + gap() + "in" + gap() + "regex" + gap() + "%list";
      case 7: return operand(depth) + maybe() + "<" + maybe() + operand(depth);
      default: return "$e.target.process.file.full_path" + maybe() + "=" + maybe() + text();
    }
  }

 private:
  std::string operand(int depth) {
    switch (depth > 0 ? pick(5) : 4) {
      case 0: return call(depth);
      case 1: return operand(depth - 1) + maybe() + "+" + gap() + operand(depth - 1);
      case 2: return "(" + maybe() + operand(depth - 1) + maybe() + "*" + gap() + operand(depth - 1) + maybe() + ")";
      case 3: return "if(" + maybe() + predicate(depth - 1) + maybe() + "," + gap() + text() + ")";
      default: return one_in(2) ? "$e" + maybe() + "." + maybe() + "target.port" : text();
    }
  }

  std::string call(int depth) {
    std::string out = "strings.concat(" + maybe();
    for (int n = pick(4); n > 0; --n) out += operand(depth - 1) + maybe() + "," + gap();
    return out + operand(depth - 1) + maybe() + ")";
  }

  std::string chain(const std::string& word, int depth) {
    std::string out = predicate(depth - 1);
    for (int n = pick(4); n > 0; --n) out += gap() + word + gap() + predicate(depth - 1);
    return out;
  }

  std::string text() { return '"' + std::string(one_in(6) ? 30 + pick(80) : pick(12), 'x') + '"'; }

  // Something between two tokens; nothing, most often, where that is possible.
  std::string gap() {
    static constexpr std::string_view kGaps[] = {
        "\n",          "\n\n\n",     " // c\n",      "\n// own\n",     " /* b */ ",    "\n/* own */\n",
        "\n/* at */ ", " /* t */\n", "/* m\n  m */", "\n// 1\n// 2\n", "\n\n// 3\n\n", " /* 4 */ /* 5 */ // 6\n"};
    if (!gaps_ || !one_in(6)) return one_in(12) ? "\n" : " ";
    return std::string(kGaps[pick(static_cast<int>(std::size(kGaps)))]);
  }
  std::string maybe() { return gaps_ && one_in(8) ? gap() : ""; }

  int pick(int count) { return std::uniform_int_distribution(0, count - 1)(random_); }
  bool one_in(int count) { return pick(count) == 0; }

  std::mt19937 random_;
  bool gaps_ = false;  // comments and empty lines, too
};

TEST(FormatRandom, RandomExpressionsStayWhatTheyAre) {
  int without_errors = 0;
  for (std::uint32_t seed = 0; seed < 3'000; ++seed) {
    RandomExpression random(seed);
    std::string events;
    for (int i = 0; i < 3; ++i) events += random.predicate(static_cast<int>(seed % 7)) + "\n";
    const std::string text = rule(events);
    without_errors += TreeOf(text).diagnostics.has_errors() ? 0 : 1;
    expect_faithful(text);
    if (HasFatalFailure()) return;
  }
  EXPECT_GT(without_errors, 2'000);
}

}  // namespace
}  // namespace yaral::syntax
