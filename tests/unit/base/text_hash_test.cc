#include "base/text_hash.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace yaral {
namespace {

// Every byte of a text counts, and its size, whatever part of the function reads them.
TEST(TextHash, TextsThatDifferDiffer) {
  const TextHash hash;
  std::set<std::size_t> seen;
  std::size_t texts = 0;
  for (std::size_t size = 0; size < 70; ++size) {
    const std::string plain(size, 'x');
    seen.insert(hash(plain));
    ++texts;
    for (std::size_t i = 0; i < size; ++i) {
      std::string other = plain;
      other[i] = 'y';
      seen.insert(hash(other));
      ++texts;
    }
  }
  EXPECT_EQ(seen.size(), texts);
}

TEST(TextHash, TheSameTextsAreTheSameWhereverTheyStand) {
  const TextHash hash;
  const std::string text = "0123456789abcdefghijklmnopqrstuvwxyz";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const std::string shifted = "__" + text.substr(0, size) + "##";
    EXPECT_EQ(hash(text.substr(0, size)), hash(std::string_view(shifted).substr(2, size))) << size;
  }
}

}  // namespace
}  // namespace yaral
