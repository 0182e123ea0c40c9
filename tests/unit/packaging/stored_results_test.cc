#include "rule_tests/stored_results.h"

#include <gmock/gmock.h>

#include "rule_tests/report.h"

namespace yaral::rule_tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(StoredResults, ReadsWhatReportsWrite) {
  ScopeReport report{.scope = "a-pack", .rules = 1};
  for (const Verdict verdict : {Verdict::kPassed, Verdict::kFailed, Verdict::kBroken}) {
    RunTest run{.test = {.name = "a \"test\"\n\x01", .file = "tests/a.test.yaml"}, .result = {.verdict = verdict}};
    if (verdict != Verdict::kPassed) run.result.messages = {"one", "two <b>"};
    report.tests.push_back(std::move(run));
  }
  const auto results = read_results(to_json({&report, 1}));
  ASSERT_TRUE(results) << results.error();
  ASSERT_EQ(results->size(), 3u);
  EXPECT_EQ((*results)[0].verdict, Verdict::kPassed);
  EXPECT_EQ((*results)[1].verdict, Verdict::kFailed);
  EXPECT_EQ((*results)[2].verdict, Verdict::kBroken);
  EXPECT_EQ((*results)[2].scope, "a-pack");
  EXPECT_EQ((*results)[2].name, "a \"test\"\n\x01");
  EXPECT_EQ((*results)[2].file, "tests/a.test.yaml");
  EXPECT_THAT((*results)[2].messages, ElementsAre("one", "two <b>"));
}

TEST(StoredResults, NoneAreNoMistake) { EXPECT_TRUE(read_results("[]")->empty()); }

TEST(StoredResults, TellsWhatIsNoResults) {
  EXPECT_THAT(read_results("").error(), HasSubstr("no JSON"));
  EXPECT_THAT(read_results("[{").error(), HasSubstr("no JSON"));
  for (const char* text : {"{}", "1", "[1]", "[{}]", R"([{"scope":"a","tests":{}}])", R"([{"scope":"a","tests":[1]}])",
                           R"([{"scope":"a","tests":[{"name":"n","verdict":"well"}]}])",
                           R"([{"scope":"a","tests":[{"verdict":"passed"}]}])"})
    EXPECT_THAT(read_results(text).error(), HasSubstr("yaral test --format json")) << text;
}

}  // namespace
}  // namespace yaral::rule_tests
