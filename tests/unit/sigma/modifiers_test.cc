#include "sigma/modifiers.h"

#include <gmock/gmock.h>

namespace yaral::sigma {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

FieldTest field_test(std::vector<std::string> modifiers, std::vector<std::string> values) {
  FieldTest out{.field = "F", .modifiers = std::move(modifiers), .values = {}};
  for (std::string& value : values) out.values.push_back({.text = std::move(value)});
  return out;
}

std::vector<std::string> texts(const std::vector<std::string>& modifiers, const std::string& value) {
  const auto match = apply_modifiers(field_test(modifiers, {value}));
  std::vector<std::string> out;
  if (!match) return {"error: " + match.error()};
  for (const Match& one : match->matches)
    out.push_back(plain_text(one.pattern).value_or(to_expression(one.pattern).body));
  return out;
}

TEST(SigmaModifiers, Encodings) {
  EXPECT_THAT(texts({"base64"}, "foobar"), ElementsAre("Zm9vYmFy"));
  // `foobar` at the three places of a group of three bytes.
  EXPECT_THAT(texts({"base64offset"}, "foobar"), ElementsAre("Zm9vYmFy", "Zvb2Jhc", "mb29iYX"));
  EXPECT_THAT(texts({"wide"}, "ab"), ElementsAre(std::string("a\0b\0", 4)));
  EXPECT_THAT(texts({"utf16be"}, "a"), ElementsAre(std::string("\0a", 2)));
  EXPECT_THAT(texts({"utf16"}, "a"), ElementsAre(std::string("\xff\xfe"
                                                             "a\0",
                                                             4)));
  EXPECT_THAT(texts({"utf16le"}, "\xF0\x9F\x98\x80"), ElementsAre(std::string("\x3d\xd8\x00\xde", 4)));
  EXPECT_THAT(texts({"wide", "base64"}, "IEX"), ElementsAre("SQBFAFgA"));
  EXPECT_THAT(texts({"base64"}, "a*b").front(), HasSubstr("without wildcards"));
  EXPECT_THAT(texts({"base64offset", "contains", "all"}, "ab").size(), 3);
  EXPECT_THAT(texts({"all", "base64offset"}, "abc").front(), HasSubstr("cannot stand together"));
}

TEST(SigmaModifiers, RegularExpressionsAreAsWritten) {
  const auto match = apply_modifiers(field_test({"re", "i", "m", "s"}, {R"(a\\*b)"}));
  ASSERT_TRUE(match);
  EXPECT_EQ(match->matches[0].kind, Match::Kind::kRegex);
  EXPECT_EQ(match->matches[0].text, R"(a\\*b)");
  EXPECT_EQ(match->matches[0].flags, "ims");
}

TEST(SigmaModifiers, WrongUse) {
  const auto problem = [](std::vector<std::string> modifiers, const std::string& value) {
    return texts(modifiers, value).front();
  };
  EXPECT_THAT(problem({"i"}, "a"), HasSubstr("must follow `re`"));
  EXPECT_THAT(problem({"re", "startswith"}, "a"), HasSubstr("cannot follow `re`"));
  EXPECT_THAT(problem({"contain"}, "a"), HasSubstr("did you mean `contains`?"));
  EXPECT_THAT(problem({"gt"}, "five"), HasSubstr("needs numbers, not `five`"));
  EXPECT_THAT(problem({"exists"}, "maybe"), HasSubstr("needs true or false"));
  EXPECT_THAT(problem({"hour"}, "noon"), HasSubstr("needs numbers"));
  EXPECT_THAT(problem({"expand"}, "%admins%"), HasSubstr("in place of the placeholder"));
  FieldTest of_null = field_test({"contains"}, {""});
  of_null.values[0].is_null = true;
  EXPECT_THAT(apply_modifiers(of_null).error(), HasSubstr("means nothing"));
}

TEST(SigmaModifiers, AnythingMeansThatThereIsAValue) {
  const auto match = apply_modifiers(field_test({}, {"*"}));
  ASSERT_TRUE(match);
  EXPECT_EQ(match->matches[0].kind, Match::Kind::kExists);
}

}  // namespace
}  // namespace yaral::sigma
