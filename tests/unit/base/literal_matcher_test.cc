#include "base/literal_matcher.h"

#include <gmock/gmock.h>

#include <random>
#include <set>

#include "base/text.h"

namespace yaral {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::set<std::uint32_t> found(const LiteralMatcher& matcher, std::string_view text) {
  std::set<std::uint32_t> numbers;
  matcher.find(text, [&](std::uint32_t number) { numbers.insert(number); });
  return numbers;
}

TEST(LiteralMatcher, FindsAllWhereverTheyOverlap) {
  const std::vector<std::string> literals = {"he", "she", "his", "hers", "e", "she"};
  const LiteralMatcher matcher(literals);
  EXPECT_THAT(found(matcher, "ushers"), ElementsAre(0, 1, 3, 4, 5));
  EXPECT_THAT(found(matcher, "HIS"), ElementsAre(2));
  EXPECT_THAT(found(matcher, ""), IsEmpty());
  EXPECT_THAT(found(matcher, "xyz\xff\0"), IsEmpty());
}

TEST(LiteralMatcher, NothingToFind) {
  EXPECT_THAT(found(LiteralMatcher(std::vector<std::string>{}), "text"), IsEmpty());
  EXPECT_THAT(found(LiteralMatcher(std::vector<std::string>{""}), "text"), IsEmpty());
}

// `screened`: literals are so long that texts are screened for them.
void expect_agreement_with_searching_one_by_one(bool screened, std::string_view letters) {
  std::mt19937 random(7);
  const auto text_of = [&](std::size_t shortest, std::size_t longest) {
    std::string text(shortest + random() % (longest - shortest), 'a');
    for (char& c : text) c = letters[random() % letters.size()];
    return text;
  };
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::string> literals;
    const std::size_t shortest = screened ? LiteralScreen::kShortest + random() % 8 : 0;
    for (int i = 0; i < 8; ++i) literals.push_back(ascii_lower(text_of(shortest, shortest + 6)));
    const LiteralMatcher matcher(literals);
    ASSERT_TRUE(matcher.screens() || !screened);
    std::string text = text_of(0, 60);
    if (round % 2 == 0) text.insert(random() % (text.size() + 1), literals.front());
    std::set<std::uint32_t> expected;
    for (std::uint32_t i = 0; i < literals.size(); ++i)
      if (!literals[i].empty() && ascii_lower(text).contains(literals[i])) expected.insert(i);
    EXPECT_EQ(found(matcher, text), expected) << text;
    if (matcher.next(text, 0) == LiteralMatcher::npos) {
      EXPECT_TRUE(expected.empty()) << text;
    }
  }
}

TEST(LiteralMatcher, AgreesWithSearchingOneByOne) {
  constexpr std::string_view kFew("abAB\\\xc3");
  constexpr std::string_view kMany("abcdefghijklmnopqrstuvwxyzABCDEFGHIJ\\:.{[@`\xc3\x00", 46);
  expect_agreement_with_searching_one_by_one(false, kFew);
  expect_agreement_with_searching_one_by_one(true, kFew);
  expect_agreement_with_searching_one_by_one(true, kMany);
}

TEST(LiteralMatcher, PassesOverWhatHasNoLiterals) {
  const std::vector<std::string> literals = {"signtool", "certutil"};
  const LiteralMatcher matcher(literals);
  ASSERT_TRUE(matcher.screens());
  EXPECT_EQ(matcher.next("C:\\Windows\\notepad.exe", 0), LiteralMatcher::npos);
  EXPECT_EQ(matcher.next("", 0), LiteralMatcher::npos);
  EXPECT_EQ(matcher.next("certuti", 0), LiteralMatcher::npos) << "too short";
  EXPECT_LE(matcher.next("run CertUtil", 0), 4u);
  EXPECT_LE(matcher.next("run CertUtil", 4), 4u);
  EXPECT_EQ(matcher.next("run CertUtil", 5), LiteralMatcher::npos) << "too little is left";
}

// The blocks that are looked at are of three bytes then: they may be a text's last.
TEST(LiteralMatcher, ThreeBytesAreScreenedForToo) {
  const std::vector<std::string> literals = {"/fd", "signtool"};
  const LiteralMatcher matcher(literals);
  ASSERT_TRUE(matcher.screens());
  EXPECT_THAT(found(matcher, "/fd"), ElementsAre(0));
  EXPECT_THAT(found(matcher, "x /FD"), ElementsAre(0));
  EXPECT_THAT(found(matcher, "signtool /fd"), ElementsAre(0, 1));
  EXPECT_EQ(matcher.next("/f", 0), LiteralMatcher::npos);
  EXPECT_EQ(matcher.next("notepad /f", 0), LiteralMatcher::npos);
}

}  // namespace
}  // namespace yaral
