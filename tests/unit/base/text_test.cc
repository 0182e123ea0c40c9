#include "base/text.h"

#include <gtest/gtest.h>

#include <clocale>

#include "base/json_text.h"

namespace yaral {
namespace {

using namespace std::string_literals;
using namespace std::string_view_literals;

TEST(Utf8, TellsWellFormedFromIllFormed) {
  for (const std::string_view good : {""sv, "abc"sv, "\0"sv, "ä€😀"sv, "\xF4\x8F\xBF\xBF"sv, "\xED\x9F\xBF"sv}) {
    EXPECT_TRUE(is_utf8(good));
    EXPECT_EQ(to_valid_utf8(good), good);
  }
  for (const std::string_view bad : {"\x80"sv, "\xC0\x80"sv, "\xC3"sv, "\xE0\x80\x80"sv, "\xED\xA0\x80"sv,
                                     "\xF0\x80\x80\x80"sv, "\xF4\x90\x80\x80"sv, "\xFF"sv, "a\xE2\x82"sv}) {
    EXPECT_FALSE(is_utf8(bad));
    EXPECT_TRUE(is_utf8(to_valid_utf8(bad)));
  }
}

TEST(Utf8, ReplacesEachMaximalIllFormedSequenceOnce) {
  EXPECT_EQ(to_valid_utf8("a\xFFz"), "a\uFFFDz");
  EXPECT_EQ(to_valid_utf8("\xE2\x82z"), "\uFFFDz");
  EXPECT_EQ(to_valid_utf8("\xE2\x82"), "\uFFFD");
  EXPECT_EQ(to_valid_utf8("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(to_valid_utf8("\xF0\x9F\x98\x41"), "\uFFFDA");
}

TEST(Utf8, CountsCodePoints) {
  EXPECT_EQ(utf8_length(""), 0u);
  EXPECT_EQ(utf8_length("aä€😀"), 4u);
  EXPECT_EQ(utf8_length("\xFF\xFF"), 2u);
}

TEST(Utf8, AppendsOnlyScalarValues) {
  std::string out;
  for (const char32_t c : {U'a', U'ä', U'€', U'😀', char32_t{0xD800}, char32_t{0x110000}}) append_utf8(out, c);
  EXPECT_EQ(out, "aä€😀\uFFFD\uFFFD");
}

TEST(Utf16, ConvertsBothByteOrders) {
  EXPECT_EQ(utf16le_to_utf8("a\0\xAC\x20\x3D\xD8\x00\xDE"sv), "a€😀");
  EXPECT_EQ(utf16be_to_utf8("\0a\x20\xAC\xD8\x3D\xDE\x00"sv), "a€😀");
  EXPECT_EQ(utf16le_to_utf8(""), "");
}

TEST(Utf16, ReplacesWhatIsBroken) {
  EXPECT_EQ(utf16le_to_utf8("\x3D\xD8"sv), "\uFFFD");      // high surrogate at the end
  EXPECT_EQ(utf16le_to_utf8("\x3D\xD8z\0"sv), "\uFFFDz");  // high surrogate alone
  EXPECT_EQ(utf16le_to_utf8("\x00\xDEz\0"sv), "\uFFFDz");  // low surrogate alone
  EXPECT_EQ(utf16le_to_utf8("z\0q"sv), "z\uFFFD");         // odd byte
  EXPECT_EQ(utf16le_to_utf8("\x3D\xD8\x3D\xD8\x00\xDE"sv), "\uFFFD😀");
}

TEST(FoldCase, BringsVariantsOfALetterTogether) {
  const std::pair<const char*, const char*> same[] = {
      {"WEB-01", "web-01"}, {"ÄÖÜ", "äöü"},       {"ΣΊΣΥΦΟΣ", "σίσυφος"},
      {"ЖУК", "жук"},       {"\u00B5", "\u03BC"},  // micro sign, mu
      {"\u212A", "k"},                             // Kelvin sign
      {"\u017F", "S"},                             // long s
      {"\u1E9E", "ß"},                             // capital sharp s
      {"Ǆ", "ǆ"},           {"Ⅷ", "ⅷ"},
  };
  for (const auto& [a, b] : same) {
    EXPECT_EQ(fold_case(a), fold_case(b)) << a;
    EXPECT_TRUE(equal_folded(a, b)) << a;
  }
}

TEST(FoldCase, KeepsDifferentLettersApart) {
  const std::pair<const char*, const char*> different[] = {
      {"a", "b"}, {"ß", "ss"}, {"\u0131", "i"}, {"\u0130", "i"}, {"a", "ä"}, {"abc", "ab"}, {"", "x"}, {"ä", "äx"},
  };
  for (const auto& [a, b] : different) EXPECT_FALSE(equal_folded(a, b)) << a << ' ' << b;
}

TEST(FoldCase, KeepsIllFormedBytes) {
  EXPECT_EQ(fold_case("A\xFFÄ"), "a\xFFä");
  EXPECT_FALSE(equal_folded("\xFF", "\xFE"));
}

TEST(FoldCase, DoesNotDependOnTheLocaleOfTheProcess) {
  std::setlocale(LC_ALL, "C");
  EXPECT_TRUE(equal_folded("ÉCOLE", "école"));
}

TEST(Ascii, TrimLowerSplit) {
  EXPECT_EQ(ascii_trim(" \t a b \r\n\v\f"), "a b");
  EXPECT_EQ(ascii_trim("  "), "");
  EXPECT_EQ(ascii_lower("AbÄ"), "abÄ");
  EXPECT_TRUE(ascii_equal_nocase("SHA256", "sha256"));
  EXPECT_FALSE(ascii_equal_nocase("a", "ab"));
  EXPECT_EQ(split("a,,b,", ','), (std::vector<std::string_view>{"a", "", "b", ""}));
  EXPECT_EQ(split("", ','), std::vector<std::string_view>{""});
}

TEST(JsonText, EscapesWhatJsonMustNotHold) {
  std::string out;
  append_json_string(out, "a\"\\/\b\f\n\r\t\x01\x1F\x7F\0ä😀\xFFz"sv);
  EXPECT_EQ(out, R"("a\"\\/\b\f\n\r\t\u0001\u001f\u007f\u0000ä😀)"s + "\uFFFDz\"");
}

TEST(JsonText, WritesShortestNumbers) {
  const std::pair<double, const char*> rows[] = {
      {0.0, "0"}, {5.0, "5"}, {0.1, "0.1"}, {-2.5, "-2.5"}, {1e300, "1e+300"}};
  for (const auto& [number, expected] : rows) {
    std::string out;
    append_json_number(out, number);
    EXPECT_EQ(out, expected);
  }
  std::string out;
  append_json_number(out, -std::numeric_limits<double>::infinity());
  EXPECT_EQ(out, "\"-Infinity\"");
}

}  // namespace
}  // namespace yaral
