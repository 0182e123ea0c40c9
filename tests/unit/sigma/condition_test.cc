#include "sigma/condition.h"

#include <gmock/gmock.h>

namespace yaral::sigma {
namespace {

using ::testing::HasSubstr;

// The tree in words, so that a test shows it at a glance.
std::string words(const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::kSelection: return condition.name;
    case Condition::Kind::kOneOf: return "one:" + condition.name;
    case Condition::Kind::kAllOf: return "all:" + condition.name;
    case Condition::Kind::kNot: return "!" + words(condition.children.front());
    default: break;
  }
  std::string out;
  for (const Condition& child : condition.children) {
    if (!out.empty()) out += condition.kind == Condition::Kind::kAnd ? " & " : " | ";
    out += words(child);
  }
  return "(" + out + ")";
}

std::string parsed(std::string_view text) {
  const auto condition = parse_condition(text);
  return condition ? words(*condition) : "error: " + condition.error();
}

TEST(SigmaCondition, NotBindsStrongerThanAndStrongerThanOr) {
  EXPECT_EQ(parsed("a or not b and c"), "(a | (!b & c))");
  EXPECT_EQ(parsed("(a or not b) and c"), "((a | !b) & c)");
  EXPECT_EQ(parsed("not not a"), "!!a");
  EXPECT_EQ(parsed("NOT a AND b OR c"), "((!a & b) | c)");
}

TEST(SigmaCondition, Quantities) {
  EXPECT_EQ(parsed("all of selection_* and not 1 of filter_*"), "(all:selection_* & !one:filter_*)");
  EXPECT_EQ(parsed("any of them"), "one:them");
  EXPECT_EQ(parsed("1 of (a)"), "error: `a` is not expected there");
  EXPECT_THAT(parsed("2 of them"), HasSubstr("none of `1 of`"));
  EXPECT_THAT(parsed("1 of"), HasSubstr("names no selections"));
}

TEST(SigmaCondition, SaysWhatIsWrong) {
  EXPECT_THAT(parsed(""), HasSubstr("too early"));
  EXPECT_THAT(parsed("a and"), HasSubstr("too early"));
  EXPECT_THAT(parsed("(a"), HasSubstr("not closed"));
  EXPECT_THAT(parsed("a b"), HasSubstr("`b` is not expected"));
  EXPECT_THAT(parsed("and a"), HasSubstr("`and` is not expected"));
  EXPECT_THAT(parsed("selection | count() by user > 5"), HasSubstr("write a correlation"));
}

TEST(SigmaCondition, DepthIsLimited) {
  EXPECT_THAT(parsed(std::string(100'000, '(') + "a"), HasSubstr("more than 10000 words"));
  EXPECT_THAT(parsed(std::string(5'000, '(') + "a"), HasSubstr("deep"));
  std::string nots;
  for (int i = 0; i < 5'000; ++i) nots += "not ";
  EXPECT_THAT(parsed(nots + "a"), HasSubstr("deep"));
}

TEST(SigmaCondition, NamesOfSelections) {
  EXPECT_TRUE(selection_matches("them", "selection"));
  EXPECT_FALSE(selection_matches("them", "_base"));
  EXPECT_TRUE(selection_matches("selection_*", "selection_img"));
  EXPECT_FALSE(selection_matches("selection_*", "selection"));
  EXPECT_TRUE(selection_matches("*cmd*", "sel_cmd_1"));
  EXPECT_TRUE(selection_matches("a*b*c", "a-b-c"));
  EXPECT_FALSE(selection_matches("a*b", "ab-"));
  EXPECT_FALSE(selection_matches("ab*b", "ab"));
}

}  // namespace
}  // namespace yaral::sigma
