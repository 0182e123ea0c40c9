#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "syntax/diagnostic.h"
#include "syntax/silence.h"
#include "unit/syntax/parse_helpers.h"

namespace yaral::syntax {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Diagnostics, KeepOnlyTheFirstErrorsButCountAll) {
  Diagnostics diagnostics(3);
  for (std::uint32_t i = 0; i < 5; ++i) diagnostics.report(Code::kDoubleEquals, {i, i}, "x").help = "y";
  EXPECT_EQ(diagnostics.all().size(), 3u);
  EXPECT_EQ(diagnostics.error_count(), 5u);
  EXPECT_EQ(diagnostics.dropped(), 2u);
}

TEST(Diagnostics, LimitWarningsApartFromErrors) {
  Diagnostics diagnostics(2);
  for (int i = 0; i < 9; ++i) diagnostics.report(Code::kNotIn, {0, 0}, "x");
  diagnostics.report(Code::kDoubleEquals, {0, 0}, "x");
  EXPECT_EQ(diagnostics.all().size(), 3u);
  EXPECT_EQ(diagnostics.error_count(), 1u);
}

TEST(Diagnostics, StrictMakesErrorsOfWhatSecOpsRefuses) {
  Diagnostics diagnostics;
  diagnostics.report(Code::kNotIn, {0, 0}, "refused by SecOps");
  diagnostics.report(Code::kUnknownEscape, {0, 0}, "a warning everywhere");
  EXPECT_FALSE(diagnostics.has_errors());
  diagnostics.make_strict();
  EXPECT_EQ(diagnostics.error_count(), 1u);
  EXPECT_EQ(diagnostics.all()[1].severity, Severity::kWarning);
}

TEST(Diagnostics, SortByPlaceAndKeepTheOrderAtOnePlace) {
  Diagnostics diagnostics;
  diagnostics.report(Code::kNotIn, {5, 6}, "c");
  diagnostics.report(Code::kNotIn, {1, 9}, "b");
  diagnostics.report(Code::kNotIn, {1, 2}, "a");
  diagnostics.report(Code::kNotIn, {5, 6}, "d");
  diagnostics.sort_by_place();
  std::string order;
  for (const Diagnostic& d : diagnostics.all()) order += d.message;
  EXPECT_EQ(order, "abcd");
}

std::vector<std::string_view> after_silencing(const std::string& text, bool strict = false) {
  Parsed parsed(text);
  if (strict) parsed.diagnostics.make_strict();
  silence_allowed(parsed.source, parsed.diagnostics);
  return parsed.names();
}

TEST(Silence, ACommentSpeaksOfItsLineOrTheNextLineOfCode) {
  EXPECT_THAT(after_silencing(rule_with_events("$e.a not in %l // yaral: allow(not-in)")), IsEmpty());
  EXPECT_THAT(after_silencing(rule_with_events("$e.a not in %l //yaral:allow( YL1021 )")), IsEmpty());
  EXPECT_THAT(after_silencing(rule_with_events("// yaral: allow(not-in)\n\n// other\n$e.a not in %l")), IsEmpty());
  EXPECT_THAT(after_silencing(rule_with_events("// yaral: allow(unknown-escape, not-in)\n$e.a not in %l")), IsEmpty());
}

TEST(Silence, AndOfNoOther) {
  EXPECT_THAT(after_silencing(rule_with_events("$e.a = 1 // yaral: allow(not-in)\n$e.a not in %l")),
              ElementsAre("not-in"));
  EXPECT_THAT(after_silencing(rule_with_events("// yaral: allow(not-in)\n$e.b = 1\n$e.a not in %l")),
              ElementsAre("not-in"));
  EXPECT_THAT(after_silencing(rule_with_events("$e.a not in %l\n// yaral: allow(not-in)")), ElementsAre("not-in"));
  EXPECT_THAT(after_silencing(rule_with_events("$e.a not in %l // yaral: allow(unknown-escape)")),
              ElementsAre("not-in"));
  EXPECT_THAT(after_silencing(rule_with_events("$e.a not in %l // allow(not-in)")), ElementsAre("not-in"));
  EXPECT_THAT(after_silencing(rule_with_events("$e.a not in %l // yaral: allow(not-in")), ElementsAre("not-in"));
}

TEST(Silence, CommentsOfOtherLanguagesSayNothing) {
  EXPECT_THAT(after_silencing(rule_with_events("#\n$e.a not in %l")), ElementsAre("foreign-comment", "not-in"));
  EXPECT_THAT(after_silencing(rule_with_events("-- yaral: allow(not-in)\n$e.a not in %l")),
              ElementsAre("foreign-comment", "not-in"));
}

TEST(Silence, ErrorsStay) {
  EXPECT_THAT(after_silencing(rule_with_events("$e.a not in %l // yaral: allow(not-in)"), true), ElementsAre("not-in"));
  EXPECT_THAT(after_silencing(rule_with_events("$e.a == 1 // yaral: allow(double-equals)")),
              ElementsAre("double-equals", "unknown-allow"));
}

TEST(Silence, UnknownNamesAreReported) {
  EXPECT_THAT(after_silencing(rule_with_events("$e.a = 1 // yaral: allow(nonsense, YL9999)")),
              ElementsAre("unknown-allow", "unknown-allow"));
  EXPECT_THAT(after_silencing(rule_with_events("$e.a = 1 // yaral: allow()")), ElementsAre("unknown-allow"));
  EXPECT_THAT(after_silencing(rule_with_events("$e.a = \"// yaral: allow(nonsense)\"")), IsEmpty());
}

}  // namespace
}  // namespace yaral::syntax
