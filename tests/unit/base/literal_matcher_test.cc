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

TEST(LiteralMatcher, AgreesWithSearchingOneByOne) {
  std::mt19937 random(7);
  const auto text_of = [&](std::size_t longest) {
    std::string text(random() % longest, 'a');
    for (char& c : text) c = "abAB\\\xc3"[random() % 6];
    return text;
  };
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> literals;
    for (int i = 0; i < 8; ++i) literals.push_back(ascii_lower(text_of(6)));
    const LiteralMatcher matcher(literals);
    const std::string text = text_of(40);
    std::set<std::uint32_t> expected;
    for (std::uint32_t i = 0; i < literals.size(); ++i)
      if (!literals[i].empty() && ascii_lower(text).contains(literals[i])) expected.insert(i);
    EXPECT_EQ(found(matcher, text), expected) << text;
  }
}

}  // namespace
}  // namespace yaral
