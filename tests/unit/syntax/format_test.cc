// tests/format holds pairs NAME.yaral and NAME.formatted. With YARAL_UPDATE=1 the second are written anew: read the
// difference before committing it.

#include "syntax/format.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "syntax/lexer.h"
#include "syntax/parse.h"

namespace yaral::syntax {
namespace {

namespace fs = std::filesystem;

using testing::HasSubstr;
using testing::Not;

const fs::path kRoot = YARAL_SOURCE_DIR;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::vector<fs::path> rule_files(const fs::path& folder) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".yaral") out.push_back(entry.path());
  std::ranges::sort(out);
  return out;
}

struct TreeOf {
  explicit TreeOf(const std::string& text) : source("test.yaral", text), tree(parse_tree(source, diagnostics)) {}

  Source source;
  Diagnostics diagnostics;
  Tree tree;
};

std::string formatted(const std::string& text) {
  const TreeOf parsed(text);
  return format(parsed.tree, parsed.source).value();
}

// Formatted once and twice is the same, and says what the text says.
void expect_faithful(const std::string& text) {
  const TreeOf before(text);
  if (before.diagnostics.has_errors()) return;
  const std::string once = format(before.tree, before.source).value();
  const TreeOf after(once);
  ASSERT_FALSE(after.diagnostics.has_errors()) << after.diagnostics.all().front().message << "\n"
                                               << text << "\n=>\n"
                                               << once;
  const auto difference = first_difference(before.tree, before.source, after.tree, after.source);
  ASSERT_FALSE(difference) << before.source.position(difference->begin).line << ":\n" << text << "\n=>\n" << once;
  ASSERT_EQ(format(after.tree, after.source), once) << "from:\n" << text;
}

void expect_tidy(const std::string& text) {
  EXPECT_TRUE(text.empty() || text.ends_with('\n'));
  EXPECT_FALSE(text.ends_with("\n\n"));
  EXPECT_THAT(text, Not(HasSubstr("\n\n\n")));
}

class FormatGolden : public testing::TestWithParam<fs::path> {};

TEST_P(FormatGolden, IsAsExpected) {
  const std::string text = read(GetParam());
  ASSERT_FALSE(TreeOf(text).diagnostics.has_errors()) << TreeOf(text).diagnostics.all().front().message;
  const fs::path expected = fs::path(GetParam()).replace_extension(".formatted");
  if (std::getenv("YARAL_UPDATE")) {
    std::ofstream(expected, std::ios::binary) << formatted(text);
    return;
  }
  ASSERT_TRUE(fs::exists(expected)) << "run with YARAL_UPDATE=1 to write " << expected;
  EXPECT_EQ(formatted(text), read(expected));
  expect_tidy(formatted(text));
  expect_faithful(text);
}

std::string name_of(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.stem().string();
  std::ranges::replace(name, '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, FormatGolden, testing::ValuesIn(rule_files(kRoot / "tests" / "format")), name_of);

TEST(Format, EveryRuleOfTheRepositoryStaysWhatItIs) {
  for (const char* folder : {"packs", "tests"}) {
    for (const fs::path& path : rule_files(kRoot / folder)) {
      SCOPED_TRACE(path);
      expect_faithful(read(path));
    }
  }
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

std::string rule(const std::string& events) {
  return "rule r {\n  meta:\n\n  events:\n" + events + "\n\n  condition:\n    $e\n}\n";
}

TEST(Format, FilesWithoutRules) {
  EXPECT_EQ(formatted(""), "");
  EXPECT_EQ(formatted(" \n\t\r\n"), "");
  EXPECT_EQ(formatted("\xEF\xBB\xBF"), "");
  EXPECT_EQ(formatted("\n\n  // a \n\n\n  /* b */ // c"), "// a\n\n/* b */ // c\n");
}

TEST(Format, LinesOfOneHundredAndTwentyColumns) {
  const auto events = [](std::size_t size) {
    const std::string call = "    strings.contains($e.principal.hostname, \"\")";
    return "    strings.contains($e.principal.hostname, \"" + repeated("\u00e9", size - call.size()) + "\")";
  };
  EXPECT_EQ(formatted(rule(events(120))), rule(events(120)));
  EXPECT_THAT(formatted(rule(events(121))), HasSubstr("    strings.contains(\n      $e.principal.hostname,\n"));
}

TEST(Format, SeventeenParenthesesAroundManyAlternatives) {
  std::string alternatives;
  for (int i = 0; i < 124; ++i)
    alternatives += (i > 0 ? " or " : "") + ("$e.target.file.full_path = \"" + repeated("x", 110) + "\"");
  ASSERT_GT(alternatives.size(), 17'000U);
  const std::string text = rule(repeated("(", 17) + alternatives + repeated(")", 17));
  expect_faithful(text);
  EXPECT_THAT(formatted(text), HasSubstr("    (((((((((((((((((\n      $e.target"));
  EXPECT_THAT(formatted(text), HasSubstr("\"\n    )))))))))))))))))\n"));
  EXPECT_EQ(std::ranges::count(formatted(text), '\n'), 7 + 2 + 124 + 1);
}

TEST(Format, AtTheLimitsOfTheParser) {
  expect_faithful(rule(repeated("(", 200) + "$e.target.port = 1" + repeated(")", 200)));
  expect_faithful(rule(repeated("(\n// c\n", 200) + "$e.target.port = 1" + repeated(")", 200)));
  expect_faithful(rule(repeated("not ", 200) + "$e.target.port = 1"));
  expect_faithful(rule(repeated("f(1, ", 200) + "1" + repeated(")", 200)));
  expect_faithful(rule("$e.target.port = 1" + repeated(" + 1", 600)));
  expect_faithful(rule("$e.target.port = 1" + repeated(" or $e.target.port = 1", 20'000)));
  expect_faithful(rule(repeated("/*\n*/ $e.target.port = 1 // c\n", 20'000)));
}

// Deep nesting may multiply the size of a text: there is an end to it.
TEST(Format, ResultsTooLargeForARuleFileAreRefused) {
  const TreeOf parsed(rule(repeated(repeated("f(1,", 199) + "1" + repeated(")", 199) + "=1\n", 1000)));
  ASSERT_FALSE(parsed.diagnostics.has_errors());
  EXPECT_EQ(format(parsed.tree, parsed.source), std::nullopt);
}

TEST(Format, AWordThatWouldReadAsAHeaderBeginsNoLine) {
  expect_faithful(rule("$e or // c\n match in %x"));
  expect_faithful(rule("$e.target.port = 1 match in %x $e.target.port = 1 options = 1"));
  expect_faithful(rule("f($e // c\n, " + repeated("1, ", 50) + " meta: 1)"));
  EXPECT_EQ(formatted(rule("$e.target.port = 1 match in %x")), rule("    $e.target.port = 1 match in %x"));
}

TEST(FirstDifference, IsFoundInTokensCommentsAndStructure) {
  const auto place = [](const std::string& a, const std::string& b) {
    const TreeOf left(rule(a));
    const TreeOf right(rule(b));
    const auto at = first_difference(left.tree, left.source, right.tree, right.source);
    return at ? std::string(left.source.text(*at)) : std::string();
  };
  EXPECT_EQ(place("$e.a = 1 OR $e.b = 2", " $e\n.a=1\nor $e.b  =  2"), "");
  EXPECT_EQ(place("$e.a = 1 // c  \n", "$e.a = 1\n\n// c\n"), "");
  EXPECT_EQ(place("$e.a = 1", "$e.a = 2"), "1");
  EXPECT_EQ(place("$e.a = 01", "$e.a = 1"), "01");
  EXPECT_EQ(place("$e.a = \"x\"", "$e.a = \"X\""), "\"x\"");
  EXPECT_EQ(place("$e.Or = 1", "$e.or = 1"), "Or");
  EXPECT_EQ(place("$e.a = 1 or $e.b = 1", "$e.a = 1 OR $e.b = 1"), "or");
  EXPECT_EQ(place("$e.a = 1", "$e.a = 1 $e.b = 1"), "condition");
  EXPECT_EQ(place("$e.a = 1 /* b */", "$e.a = 1"), "/* b */");
  EXPECT_EQ(place("/*a*/ $e.a = 1 // b", "/*a*/ $e.a = 1 // c"), "// b");
  EXPECT_EQ(place("foo (1)", "foo\n(1)"), "1");
}

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

TEST(Format, ShakenRulesStayWhatTheyAre) {
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
TEST(Format, RandomWordsStayWhatTheyAre) {
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

}  // namespace
}  // namespace yaral::syntax
