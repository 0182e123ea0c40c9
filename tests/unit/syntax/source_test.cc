#include "syntax/source.h"

#include <gtest/gtest.h>

namespace yaral::syntax {
namespace {

TEST(Source, CountsLinesAndCharacters) {
  const Source source("x", "aé\r\n日b\rc\n");
  EXPECT_EQ(source.line_count(), 4u);
  EXPECT_EQ(source.line(1), "aé");
  EXPECT_EQ(source.line(2), "日b");
  EXPECT_EQ(source.line(3), "c");
  EXPECT_EQ(source.line(4), "");
  const Position b = source.position(static_cast<std::uint32_t>(source.text().find('b')));
  EXPECT_EQ(b.line, 2u);
  EXPECT_EQ(b.column, 2u);
}

TEST(Source, TakesPositionsBehindItsEndAsItsEnd) {
  const Source source("x", "ab");
  EXPECT_EQ(source.position(99).column, 3u);
  EXPECT_EQ(Source("x", "").position(0).line, 1u);
}

TEST(Span, CoversBoth) { EXPECT_EQ(cover({3, 5}, {1, 4}), (Span{1, 5})); }

}  // namespace
}  // namespace yaral::syntax
