#include "engine/text_memory.h"

#include <gmock/gmock.h>

#include <string>

namespace yaral::engine {
namespace {

using Known = TextMemory::Known;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Of a filter that knows predicates 0 (needs "sign") and 1 (needs "cert"), beside a third that no literal decides about.
class TextMemoryTest : public ::testing::Test {
 protected:
  TextMemoryTest() {
    access_.by_place = {{{4}, {5}}, {{6}}};
    access_.all = {4, 5, 6};
    memory_.use(filter_);
    other_ = memory_.add_predicate();
    memory_.use(access_);
  }

  std::uint32_t number(std::string_view text) { return memory_.number(text, 1); }
  std::vector<std::uint32_t> accessed(std::uint32_t text) {
    const auto all = memory_.accessed(text);
    return {all.begin(), all.end()};
  }

  plan::TextFilter filter_{{{10, "sign"}, {11, "cert"}}};
  plan::AccessPlan::Slot access_;
  TextMemory memory_;
  std::uint32_t other_ = 0;
};

TEST_F(TextMemoryTest, WhatLacksItsLiteralsIsFalse) {
  const std::uint32_t text = number("signtool");
  EXPECT_EQ(memory_.known(text, 0), Known::kNo);
  EXPECT_EQ(memory_.known(text, 1), Known::kExcluded);
  EXPECT_EQ(memory_.known(text, other_), Known::kNo);
  EXPECT_THAT(accessed(text), ElementsAre(4, 5));
  EXPECT_THAT(accessed(number("")), IsEmpty());
}

TEST_F(TextMemoryTest, ResultsAreRememberedOfEachText) {
  const std::uint32_t text = number("sign");
  memory_.remember(text, 0, true);
  memory_.remember(text, other_, false);
  const std::uint32_t another = number("sign cert");
  EXPECT_EQ(memory_.known(another, 0), Known::kNo);
  EXPECT_EQ(memory_.known(another, other_), Known::kNo);
  EXPECT_EQ(number("sign"), text);
  EXPECT_EQ(memory_.known(text, 0), Known::kTrue);
  EXPECT_EQ(memory_.known(text, other_), Known::kFalse);
}

TEST_F(TextMemoryTest, WhereALetterIsOneOfAsciiInAnotherCaseEverythingIsPossible) {
  const std::uint32_t text = number("ſign");
  EXPECT_EQ(memory_.known(text, 0), Known::kNo);
  EXPECT_EQ(memory_.known(text, 1), Known::kNo);
  memory_.remember(text, 1, false);
  EXPECT_EQ(memory_.known(text, 1), Known::kFalse);
  EXPECT_THAT(accessed(text), ElementsAre(4, 5, 6));
  EXPECT_EQ(memory_.known(number("Übersign"), 1), Known::kExcluded);
}

TEST_F(TextMemoryTest, TextsWithoutLiteralsHaveNoNumberOfTheirOwn) {
  const std::uint32_t text = number("notepad.exe");
  EXPECT_EQ(text, TextMemory::kBarren);
  EXPECT_EQ(memory_.known(text, 0), Known::kExcluded);
  EXPECT_THAT(accessed(text), IsEmpty());
  EXPECT_TRUE(memory_.filters(1));
  EXPECT_FALSE(memory_.filters(other_));
  const std::uint32_t own = memory_.own_number("notepad.exe", 1);
  memory_.remember(own, other_, true);
  EXPECT_EQ(memory_.known(memory_.own_number("notepad.exe", 2), other_), Known::kTrue);
  EXPECT_EQ(memory_.known(own, 1), Known::kExcluded);
  EXPECT_THAT(accessed(own), IsEmpty());
}

TEST_F(TextMemoryTest, WhereMostTextsHaveLiteralsAllGetNumbers) {
  for (int i = 0; i < 2000; ++i) number("sign" + std::to_string(i));
  const std::uint32_t text = number("notepad.exe");
  EXPECT_NE(text, TextMemory::kBarren);
  EXPECT_EQ(memory_.known(text, 0), Known::kExcluded);
  EXPECT_THAT(accessed(text), IsEmpty());
}

TEST_F(TextMemoryTest, EntriesDemandFurtherLiteralsOfTheSameText) {
  access_.by_place = {{{4, 0}, {5}}, {{6}}};
  access_.demands = {{{1}}};
  EXPECT_THAT(accessed(number("signtool")), ElementsAre(5));
  EXPECT_THAT(accessed(number("signcert")), ElementsAre(4, 5, 6));
}

TEST_F(TextMemoryTest, LongTextsAreKnownForAnEvent) {
  std::string text = "sign" + std::string(3000, 's');
  const std::uint32_t first = memory_.number(text, 7);
  EXPECT_EQ(memory_.known(first, 1), Known::kExcluded);
  EXPECT_THAT(accessed(first), ElementsAre(4, 5));
  memory_.remember(first, 0, true);
  EXPECT_EQ(memory_.number(text, 7), first);
  EXPECT_EQ(memory_.known(first, 0), Known::kTrue);
  text.replace(0, 4, "cert");  // what stands in its place in the next event
  const std::uint32_t next = memory_.number(text, 8);
  EXPECT_EQ(memory_.known(next, 0), Known::kExcluded);
  EXPECT_THAT(accessed(next), ElementsAre(6));
}

TEST_F(TextMemoryTest, ForgetsWhenFull) {
  const std::uint32_t first = number("sign");
  memory_.remember(first, 0, true);
  for (int i = 0; i < 20'000; ++i) number("cert" + std::string(1000, 'x') + std::to_string(i));
  const std::uint32_t again = number("sign");
  EXPECT_EQ(memory_.known(again, 0), Known::kNo);
  EXPECT_THAT(accessed(again), ElementsAre(4, 5));
}

}  // namespace
}  // namespace yaral::engine
