#include "detections/terminal_text.h"

#include <gtest/gtest.h>

namespace yaral::detections {
namespace {

TEST(VisibleText, OrdinaryTextStays) {
  EXPECT_EQ(visible_text(R"(C:\Temp\a "b" %x)"), R"(C:\Temp\a "b" %x)");
  EXPECT_EQ(visible_text("Größe 日本 🙂"), "Größe 日本 🙂");
  EXPECT_EQ(visible_text(""), "");
}

TEST(VisibleText, NothingActsOnTheTerminal) {
  EXPECT_EQ(visible_text("a\x1b]0;title\x07"), R"(a\x1b]0;title\x07)");
  EXPECT_EQ(visible_text("a\r\n\tb\x7f"), R"(a\r\n\tb\x7f)");
  EXPECT_EQ(visible_text("\xC2\x9B"
                         "31m"),
            R"(\u009b31m)");                                         // CSI in one character
  EXPECT_EQ(visible_text("exe\xE2\x80\xAEtxt"), R"(exe\u202etxt)");  // right-to-left override
  EXPECT_EQ(visible_text("a\xEF\xBB\xBF"
                         "b"),
            R"(a\ufeffb)");
  EXPECT_EQ(visible_text("\xF3\xA0\x81\x81"), R"(\U000e0041)");  // a tag character
  EXPECT_EQ(visible_text(std::string_view("\0", 1)), R"(\x00)");
}

TEST(VisibleText, IllFormedUtf8IsShownByteByByte) {
  EXPECT_EQ(visible_text("a\xff\xc3"), R"(a\xff\xc3)");
  EXPECT_EQ(visible_text("\xE2\x80"), R"(\xe2\x80)");
}

TEST(VisibleLines, KeepsTabsAndLineEndsOnly) { EXPECT_EQ(visible_lines("a\tb\r\nc\x1b"), "a\tb\r\nc\\x1b"); }

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("日本"), 4u);
  EXPECT_EQ(display_width("e\xCC\x81"), 1u);
  EXPECT_EQ(display_width("…"), 1u);
}

TEST(CutToWidth, CutsAtTheLimitAndNotBelow) {
  EXPECT_EQ(cut_to_width("abcdef", 6), "abcdef");
  EXPECT_EQ(cut_to_width("abcdefg", 6), "abcde…");
  EXPECT_EQ(cut_to_width("日本語", 5), "日本…");
  EXPECT_EQ(cut_to_width("日本語", 4), "日…");
  EXPECT_EQ(cut_to_width("abc", 1), "…");
  EXPECT_EQ(cut_to_width("abc", 0), "abc");
}

}  // namespace
}  // namespace yaral::detections
