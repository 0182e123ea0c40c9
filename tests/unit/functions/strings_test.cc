#include <gtest/gtest.h>

#include "base/text.h"
#include "call.h"

namespace yaral::functions {
namespace {

constexpr std::string_view kGreek = "\u03A3\u0391";  // ΣΑ
constexpr std::string_view kBroken = "a\xC3(\xF0\x9F";

TEST(Strings, Tests) {
  check({
      {"strings.contains", {s("signtool sign"), s("tool")}, yes()},
      {"strings.contains", {s("signtool"), s("Tool")}, no()},
      {"strings.contains", {s("abc"), s("")}, yes()},
      {"strings.contains", {unset(), unset()}, yes()},
      {"strings.contains", {unset(), s("a")}, no()},
      {"strings.contains", {s(""), s("a")}, no()},
      {"strings.contains", {s(std::string_view("a\0b", 3)), s("b")}, yes()},
      {"strings.starts_with", {s("certutil -f"), s("certutil")}, yes()},
      {"strings.starts_with", {s("certutil"), s("certutil")}, yes()},
      {"strings.starts_with", {s("certutil"), s("util")}, no()},
      {"strings.starts_with", {s("a"), s("ab")}, no()},
      {"strings.starts_with", {s("certutil"), s("")}, no()},
      {"strings.starts_with", {s(""), s("")}, no()},
      {"strings.ends_with", {s("a.pfx"), s(".pfx")}, yes()},
      {"strings.ends_with", {s("a.pfx"), s("a.pfx")}, yes()},
      {"strings.ends_with", {s("a.pfx"), s(".PFX")}, no()},
      {"strings.ends_with", {s("a.pfx"), s("")}, no()},
      {"strings.ends_with", {unset(), unset()}, no()},
  });
}

TEST(Strings, CountSubstrings) {
  check({
      {"strings.count_substrings", {s("a.b.c"), s(".")}, i(2)},
      {"strings.count_substrings", {s("aaaa"), s("aa")}, i(2)},
      {"strings.count_substrings", {s("aaaa"), s("")}, i(0)},
      {"strings.count_substrings", {s("a"), s("aa")}, i(0)},
      {"strings.count_substrings", {unset(), s("a")}, i(0)},
  });
}

TEST(Strings, Concat) {
  check({
      {"strings.concat", {s("a"), s("b"), s("")}, s("ab")},
      {"strings.concat", {s("port "), i(443)}, s("port 443")},
      {"strings.concat", {i(-1), u(18446744073709551615u)}, s("-118446744073709551615")},
      {"strings.concat", {f(1.0)}, s("1")},
      {"strings.concat", {f(1.5), s("/"), f(-0.25)}, s("1.5/-0.25")},
      {"strings.concat", {f(-0.0)}, s("0")},
      {"strings.concat", {f(0.12345678901234568)}, s("0.1234567890123456")},
      {"strings.concat", {f(1e-20)}, s("0")},
      {"strings.concat", {f(1e20)}, s("100000000000000000000")},
      {"strings.concat", {f(1e300)}, s("1e+300")},
      {"strings.concat", {unset(), s("x")}, s("x")},
      {"strings.concat", {yes()}, s("true")},
  });
}

TEST(Strings, Coalesce) {
  check({
      {"strings.coalesce", {s(""), unset(), s("b"), s("c")}, s("b")},
      {"strings.coalesce", {s(" ")}, s(" ")},
      {"strings.coalesce", {s(""), s("")}, s("")},
  });
}

TEST(Strings, Base64AndHex) {
  check({
      {"strings.base64_decode", {s("aGVsbG8=")}, s("hello")},
      {"strings.base64_decode", {s("aGVsbG8")}, s("hello")},
      {"strings.base64_decode", {s("not base64!")}, s("not base64!")},
      {"strings.base64_decode", {s("")}, s("")},
      {"strings.base64_decode", {s("/w==")}, s("\uFFFD")},
      {"strings.from_base64", {s("/w==")}, b("\xff")},
      {"strings.from_base64", {s("?")}, b("")},
      {"strings.from_base64", {unset()}, b("")},
      {"strings.from_hex", {s("4D5a")}, b("MZ")},
      {"strings.from_hex", {s("4d5")}, b("")},
      {"strings.from_hex", {s("zz")}, b("")},
      {"strings.from_hex", {s("")}, b("")},
      {"bytes.to_base64", {b("MZ")}, s("TVo=")},
      {"bytes.to_base64", {b("")}, s("")},
      {"bytes.to_base64", {unset()}, s("")},
      {"bytes.to_base64", {unset(), s("none")}, s("none")},
      {"bytes.to_base64", {b("M"), s("none")}, s("TQ==")},
  });
}

TEST(Strings, LengthCountsCharacters) {
  check({
      {"strings.length", {s("abc")}, i(3)},
      {"strings.length", {s(kGreek)}, i(2)},
      {"strings.length", {s("\U0001F600")}, i(1)},
      {"strings.length", {s("\xff\xff")}, i(2)},
      {"strings.length", {unset()}, i(0)},
  });
}

TEST(Strings, Trims) {
  check({
      {"strings.trim", {s("--a-b--"), s("-")}, s("a-b")},
      {"strings.ltrim", {s("--a-b--"), s("-")}, s("a-b--")},
      {"strings.rtrim", {s("--a-b--"), s("-")}, s("--a-b")},
      {"strings.trim", {s("xyxaxy"), s("yx")}, s("a")},
      {"strings.trim", {s("aaa"), s("a")}, s("")},
      {"strings.trim", {s(" a "), s("")}, s(" a ")},
      {"strings.trim", {s("\u00E4b\u00E4"), s("\u00E4")}, s("b")},
      // The two letters share their first byte, which is no character.
      {"strings.trim", {s("\u00E4b\u00E4"), s("\u00E5")}, s("\u00E4b\u00E4")},
      {"strings.rtrim", {s("b\xA4"), s("\u00E4")}, s("b\xA4")},
      {"strings.trim",
       {s("\xff"
          "a\xff"),
        s("\xff")},
       s("\xff"
         "a\xff")},
      {"strings.trim", {unset(), s("a")}, s("")},
  });
}

TEST(Strings, ReverseAndCase) {
  check({
      {"strings.reverse", {s("abc")}, s("cba")},
      {"strings.reverse",
       {s("a\u00E4\U0001F600")},
       s("\U0001F600\u00E4"
         "a")},
      {"strings.reverse", {s("")}, s("")},
      {"strings.to_lower", {s("ABC \u00C4\u03A3")}, s("abc \u00E4\u03C3")},
      {"strings.to_upper", {s("abc \u00E4\u03C3")}, s("ABC \u00C4\u03A3")},
      {"strings.to_upper", {s("\u00DF")}, s("\u00DF")},
      {"strings.to_lower",
       {s("A\xff"
          "B")},
       s("a\xff"
         "b")},
      {"strings.to_lower", {unset()}, s("")},
  });
}

TEST(Strings, Split) {
  Caller call;
  const auto split = [&](const std::vector<Value>& arguments) { return shown(call("strings.split", arguments)); };
  EXPECT_EQ(split({s("a,b,,c")}), "[\"a\", \"b\", \"\", \"c\"]");
  EXPECT_EQ(split({s("a::b"), s("::")}), "[\"a\", \"b\"]");
  EXPECT_EQ(split({s("a:b:"), s(":")}), "[\"a\", \"b\", \"\"]");
  EXPECT_EQ(split({s(":"), s(":")}), "[\"\", \"\"]");
  EXPECT_EQ(split({s("abc"), s("x")}), "[\"abc\"]");
  EXPECT_EQ(split({s("")}), "[\"\"]");
  EXPECT_EQ(split({unset()}), "[\"\"]");
  EXPECT_EQ(split({s("a\u00E4z"), s("")}), "[\"a\", \"\u00E4\", \"z\"]");
  EXPECT_EQ(split({s(""), s("")}), "[]");
}

TEST(Strings, UrlDecode) {
  check({
      {"strings.url_decode", {s("a%20b%2Fc")}, s("a b/c")},
      {"strings.url_decode", {s("%C3%A4+")}, s("\u00E4+")},
      {"strings.url_decode", {s("100%")}, s("")},
      {"strings.url_decode", {s("%4")}, s("")},
      {"strings.url_decode", {s("%zz")}, s("")},
      {"strings.url_decode", {s("%ff")}, s("")},
      {"strings.url_decode", {s("")}, s("")},
  });
}

TEST(Strings, Entropy) {
  check({
      {"strings.shannon_entropy", {s("")}, f(0)},
      {"strings.shannon_entropy", {s("aaaa")}, f(0)},
      {"strings.shannon_entropy", {s("ab")}, f(1)},
      {"strings.shannon_entropy", {s("abcd")}, f(2)},
  });
}

TEST(Strings, LongTextStaysLinearAndBounded) {
  Caller call;
  const std::string a(1 << 20, 'a');
  const std::string nearly = std::string(1 << 19, 'a') + "b";
  EXPECT_FALSE(call("strings.contains", {s(a), s(nearly)}).as_bool());
  EXPECT_EQ(call("strings.count_substrings", {s(a), s(nearly)}).as_int(), 0);
  EXPECT_EQ(call("strings.count_substrings", {s(a), s("a")}).as_int(), 1 << 20);
  EXPECT_EQ(call("strings.trim", {s(a), s(a)}).as_text(), "");
  EXPECT_EQ(call("strings.reverse", {s(nearly)}).as_text().front(), 'b');
  EXPECT_EQ(call("strings.to_upper", {s(a)}).as_text(), std::string(1 << 20, 'A'));
  EXPECT_EQ(call("strings.split", {s(a), s(nearly)}).as_list().size(), 1);
  EXPECT_TRUE(call.quiet());

  EXPECT_EQ(call("strings.split", {s(a), s("")}).as_list().size(), 100'000);
  EXPECT_EQ(call("strings.split", {s(std::string(1 << 20, ','))}).as_list().size(), 100'000);
  EXPECT_EQ(call.notes("list longer than 100,000 elements was cut"), 2);

  const std::vector<Value> many(40, s(a));
  EXPECT_EQ(call("strings.concat", many).as_text().size(), 16u << 20);
  EXPECT_EQ(call.notes("text longer than 16 MiB was cut"), 1);
}

TEST(Strings, CutsBetweenCharacters) {
  Caller call;
  std::string text = "x";
  while (text.size() <= 16u << 20) text += "\u00E4";
  const Value cut = call("strings.concat", {s(text)});
  EXPECT_EQ(cut.as_text().size(), (16u << 20) - 1);
  EXPECT_TRUE(is_utf8(cut.as_text()));
}

TEST(Strings, BrokenUtf8IsKept) {
  Caller call;
  EXPECT_EQ(call("strings.concat", {s(kBroken)}).as_text(), kBroken);
  EXPECT_EQ(call("strings.to_lower", {s(kBroken)}).as_text(), kBroken);
  EXPECT_EQ(call("strings.reverse", {s(kBroken)}).as_text().size(), kBroken.size());
  EXPECT_EQ(call("strings.split", {s(kBroken), s("")}).as_list().size(), call("strings.length", {s(kBroken)}).as_int());
}

}  // namespace
}  // namespace yaral::functions
