#include <gtest/gtest.h>

#include "call.h"

namespace yaral::functions {
namespace {

TEST(ExtractHostname, FindsTheHost) {
  check({
      {"strings.extract_hostname", {s("https://www.example.com/a?b#c")}, s("www.example.com")},
      {"strings.extract_hostname", {s("www.example.com")}, s("www.example.com")},
      {"strings.extract_hostname", {s("http://user:password@a.b:80/path?query")}, s("a.b")},
      {"strings.extract_hostname", {s("//a.b/path")}, s("a.b")},
      {"strings.extract_hostname", {s("  https://a.b  ")}, s("a.b")},
      {"strings.extract_hostname", {s("see http://a.b/c")}, s("a.b")},
      {"strings.extract_hostname", {s("https://[2001:db8::1]:443/x")}, s("[2001:db8::1]")},
      {"strings.extract_hostname", {s("http:\\\\a.b\\c")}, s("a.b")},
      {"strings.extract_hostname", {s("\\\\server\\share")}, s("server")},
      {"strings.extract_hostname", {s("a.b/redirect?to=http://c.d")}, s("a.b")},
      {"strings.extract_hostname", {s("a.b?to=http://c.d")}, s("a.b")},
      {"strings.extract_hostname", {s("1234")}, s("1234")},
      {"strings.extract_hostname", {s("mailto:?to=")}, s("mailto")},
      {"strings.extract_hostname", {s("test#@google.com")}, s("test")},
  });
}

TEST(ExtractHostname, GivesNothingWithoutHost) {
  for (const std::string_view url :
       {"", "\\\\\\\\", "/path", "?q", "http://", "http:///x", "#", "https://[::1", "two words"})
    check({{"strings.extract_hostname", {s(url)}, s("")}});
  check({{"strings.extract_hostname", {unset()}, s("")}});
}

TEST(ExtractDomain, IsSuffixAndOneLabel) {
  check({
      {"strings.extract_domain", {s("http://a.b.co.in")}, s("b.co.in")},
      {"strings.extract_domain", {s("https://mail.google.com/x")}, s("google.com")},
      {"strings.extract_domain", {s("google.com")}, s("google.com")},
      {"strings.extract_domain", {s("www.Example.Co.UK")}, s("Example.Co.UK")},
      {"strings.extract_domain", {s("www.example.com.")}, s("example.com")},
      {"strings.extract_domain", {s("http://\u5377\u7B52\u7EB8.\u4E2D\u56FD")}, s("\u5377\u7B52\u7EB8.\u4E2D\u56FD")},
      // Exceptions and wildcards of the list.
      {"strings.extract_domain", {s("a.www.ck")}, s("www.ck")},
      {"strings.extract_domain", {s("a.b.ck")}, s("a.b.ck")},
      {"strings.extract_domain", {s("b.ck")}, s("")},
  });
}

// Suffixes that companies run themselves do not count.
TEST(ExtractDomain, KnowsOnlyIcannSuffixes) {
  check({
      {"strings.extract_domain", {s("a.us.com")}, s("us.com")},
      {"strings.extract_domain", {s("someone.github.io")}, s("github.io")},
  });
}

TEST(ExtractDomain, GivesNothingWithoutSuffix) {
  for (const std::string_view url :
       {"", "com", "co.in", "user#@host", "1234", "localhost", "host.localdomain", "10.0.0.1", "http://[2001:db8::1]/",
        "a..com", ".com", "http://user@", "mailto:?to=", "a.com\xff.com"}) {
    check({{"strings.extract_domain", {s(url)}, s("")}});
  }
}

TEST(ExtractDomain, TakesHostileText) {
  Caller call;
  std::string dots;
  for (int n = 0; n < 1 << 18; ++n) dots += "a.co.";
  EXPECT_EQ(call("strings.extract_domain", {s(dots)}).as_text(), "");
  EXPECT_EQ(call("strings.extract_domain", {s(std::string(1 << 20, '.'))}).as_text(), "");
  EXPECT_EQ(call("strings.extract_hostname", {s(std::string(1 << 20, '@'))}).as_text(), "");
  EXPECT_EQ(call("strings.extract_domain", {s(std::string_view("a\0.com", 6))}).as_text(), "");
}

}  // namespace
}  // namespace yaral::functions
