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
  return format(parsed.tree, parsed.source);
}

// Formatted once and twice is the same, and says what the text says.
void expect_faithful(const std::string& text) {
  const TreeOf before(text);
  const std::string once = format(before.tree, before.source);
  const TreeOf after(once);
  if (before.diagnostics.has_errors()) return;
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
  EXPECT_THAT(text, Not(HasSubstr(" \n")));
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

}  // namespace
}  // namespace yaral::syntax
