// Input made to break a parser: it must answer with a tree that holds every byte, in bounded depth.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "syntax/lexer.h"
#include "syntax/render.h"
#include "unit/syntax/ast_text.h"
#include "unit/syntax/parse_helpers.h"

namespace yaral::syntax {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::string repeated(std::string_view text, std::size_t count) {
  std::string out;
  out.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

// Joined token texts are the source; children lie within their parents, in order, each in one place.
void expect_sound(const std::string& text) {
  const Source source("x", text);
  Diagnostics diagnostics;
  const Tree tree = parse_tree(source, diagnostics);
  std::string joined;
  for (const Token& token : tree.tokens()) joined += source.text(token.span());
  ASSERT_EQ(joined, text);
  std::size_t reached = 1;
  for (NodeId id = 0; id < tree.nodes().size(); ++id) {
    const Node& parent = tree.node(id);
    std::uint32_t from = parent.first_token;
    for (NodeId child = parent.first_child; child != kNoNode; child = tree.node(child).next_sibling) {
      ++reached;
      ASSERT_LT(child, id);
      ASSERT_GE(tree.node(child).first_token, from);
      ASSERT_GE(tree.node(child).token_end, tree.node(child).first_token);
      const bool empty = tree.node(child).token_end == tree.node(child).first_token;
      ASSERT_TRUE(empty || tree.node(child).token_end <= parent.token_end);
      from = tree.node(child).token_end;
    }
  }
  ASSERT_EQ(reached, tree.nodes().size());
  const File file = build_ast(tree, source, diagnostics);
  diagnostics.sort_by_place();
  render_text({&source, diagnostics.all()}, {.colour = true, .width = 40});
}

TEST(Hostile, DeepNestingIsAnErrorAndNoCrash) {
  for (const char* open :
       {"(", "not ", "f(", "if(", "[", "((a.b(", "!", "-", "{", "any ", "1 of [", "$e.a[", "x: ", "not("}) {
    const std::string text = rule_with_events(repeated(open, 100'000));
    expect_sound(text);
    EXPECT_TRUE(Parsed(text).diagnostics.has_errors()) << open;
  }
}

TEST(Hostile, DeepNestingThatIsClosedLeavesTheRestAlone) {
  const Parsed parsed(rule_with_events(repeated("(", 100'000) + "$e.a = 1" + repeated(")", 100'000) + "\n$e.b = 2"));
  EXPECT_THAT(parsed.names(), ElementsAre("nested-too-deeply"));
  EXPECT_EQ(ast_text(parsed.file.rules.at(0).events.at(1)), "(= $e.b 2)");
}

TEST(Hostile, TheDepthLimitIsTwoHundred) {
  const auto nested = [](std::size_t depth) {
    return rule_with_events(repeated("(", depth) + "$e.a = 1" + repeated(")", depth));
  };
  EXPECT_THAT(Parsed(nested(17)).names(), IsEmpty());
  EXPECT_THAT(Parsed(nested(200)).names(), IsEmpty());
  EXPECT_THAT(Parsed(nested(201)).names(), ElementsAre("nested-too-deeply"));
}

TEST(Hostile, LongChainsOfConnectivesAreFlat) {
  const Parsed parsed(rule_with_events("$e.a = 1" + repeated(" or $e.a = 1", 100'000)));
  EXPECT_THAT(parsed.names(), IsEmpty());
  EXPECT_EQ(parsed.file.rules.at(0).events.at(0).children.size(), 100'001u);
}

TEST(Hostile, LongChainsOfArithmeticAreAnError) {
  const Parsed parsed(rule_with_events("$e.a = 1" + repeated(" + 1", 100'000) + "\n$e.b = 2"));
  EXPECT_THAT(parsed.names(), ElementsAre("nested-too-deeply"));
  EXPECT_EQ(ast_text(parsed.file.rules.at(0).events.at(1)), "(= $e.b 2)");
}

TEST(Hostile, LongLinesAreRead) {
  std::string line = "(";
  for (int i = 0; i < 124; ++i)
    line += (i ? " or " : "") + ("$e.target.process.file.full_path = \"" + repeated("x", 100) + "\"");
  line += ")";
  ASSERT_GT(line.size(), 17'000u);
  const Parsed parsed(rule_with_events(line));
  EXPECT_THAT(parsed.names(), IsEmpty());
  EXPECT_EQ(parsed.file.rules.at(0).events.at(0).children.size(), 124u);
}

TEST(Hostile, MessagesAreBounded) {
  const Parsed parsed(rule_with_events(repeated("$e.a == 'x' ) ;\n", 5'000)));
  EXPECT_LE(parsed.diagnostics.all().size(), 200u);
  EXPECT_GT(parsed.diagnostics.dropped(), 1'000u);
  EXPECT_TRUE(parsed.diagnostics.has_errors());
}

TEST(Hostile, BinaryFilesGiveOneMessage) {
  const std::string nul("rule a {\0}", 10);
  EXPECT_THAT(Parsed(nul).names(), ElementsAre("not-a-text-file"));
  EXPECT_THAT(Parsed(std::string("\xFF\xFEr\0u\0l\0e\0", 10)).names(), ElementsAre("utf-16"));
  EXPECT_THAT(Parsed(std::string("r\0u\0l\0e\0 \0", 10)).names(), ElementsAre("utf-16"));
  EXPECT_THAT(Parsed(std::string("\xFE\xFF", 2)).names(), ElementsAre("utf-16"));
  expect_sound(nul);
}

TEST(Hostile, LargeFilesAreRefused) {
  const Parsed parsed(std::string(kMaxSourceBytes + 1, ' '));
  EXPECT_THAT(parsed.names(), ElementsAre("file-too-large"));
}

TEST(Hostile, BadUtf8IsReportedOnce) {
  const Parsed parsed("// \xE9\xE9\xE9\n" + rule_with_events("$e.a = \"\xC3\x28 \xE9\" // \xFF"));
  EXPECT_THAT(parsed.names(), ElementsAre("invalid-utf-8"));
  EXPECT_EQ(parsed.file.rules.size(), 1u);
}

TEST(Hostile, EveryBytePairIsSurvived) {
  const std::string rule = rule_with_events("$e.a = \"x\" and f($e.b, `y`)");
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t at = 0; at < rule.size(); at += 3) {
      std::string changed = rule;
      changed.insert(at, 1, static_cast<char>(byte));
      expect_sound(changed);
    }
  }
}

// Rules cut up and glued together at random, with a fixed seed.
TEST(Hostile, ShuffledTokensAreSurvived) {
  const std::string_view pieces[] = {
      "rule ",    "r ",     "{",       "}",      "meta:",      "events:", "match:",  "outcome:", "condition:",
      "options:", "setup:", "export:", "stage ", "$e",         ".a",      "#e",      "%l",       "\"x\"",
      "`y`",      "/z/",    "5",       "1.5",    "5m",         "(",       ")",       "[",        "]",
      ",",        ":",      "=",       "!=",     "<",          "+",       "-",       "*",        "/",
      "%",        "!",      " and ",   " or ",   " not ",      " in ",    " regex ", " is ",     " null ",
      " nocase ", " any ",  " of ",    " over ", " by ",       " after ", "\n",      " ",        "f(",
      "if(",      "//c\n",  "/*d*/",   "\"",     "'",          "$",       "==",      "&&",       "\xE2\x80\x9C",
      "\\",       ";",      "x: ",     "max ",   " contains ", "\r\n",    "limit:",  "true ",    "."};
  std::mt19937 random(20261);
  for (int round = 0; round < 3'000; ++round) {
    std::string text = round % 2 ? "rule r {\nmeta:\nevents:\n" : "";
    const std::size_t length = random() % 60;
    for (std::size_t i = 0; i < length; ++i) text += pieces[random() % std::size(pieces)];
    SCOPED_TRACE(text);
    ASSERT_NO_FATAL_FAILURE(expect_sound(text));
  }
}

}  // namespace
}  // namespace yaral::syntax
