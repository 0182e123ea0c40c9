#include "sigma/reader.h"

#include <gmock/gmock.h>

namespace yaral::sigma {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct Read {
  Documents documents;
  std::vector<packs::FileProblem> problems;
};

Read read(const std::string& text) {
  Read out;
  read_documents("r.yml", text, out.documents, out.problems);
  return out;
}

const std::string kSource = "logsource: {category: process_creation, product: Windows}\n";

TEST(SigmaReader, ReadsARule) {
  const Read out = read("title: T\nid: i\nlevel: high\ntags: [attack.t1003]\n" + kSource +
                        "detection:\n  sel:\n    Image|endswith|all: [a, b]\n    X: null\n  words: [k, {Y: 1}, l]\n"
                        "  condition: [sel, words]\n");
  EXPECT_THAT(out.problems, IsEmpty());
  ASSERT_THAT(out.documents.rules, SizeIs(1));
  const Rule& rule = out.documents.rules[0];
  EXPECT_EQ(rule.source.product, "windows");
  EXPECT_THAT(rule.conditions, ElementsAre("sel", "words"));
  ASSERT_THAT(rule.selections, SizeIs(2));
  EXPECT_THAT(rule.selections[0].alternatives[0][0].modifiers, ElementsAre("endswith", "all"));
  EXPECT_TRUE(rule.selections[0].alternatives[0][1].values[0].is_null);
  ASSERT_THAT(rule.selections[1].alternatives, SizeIs(2));
  EXPECT_EQ(rule.selections[1].alternatives[1][0].field, "");
  EXPECT_THAT(rule.selections[1].alternatives[1][0].values, SizeIs(2));
}

TEST(SigmaReader, ABrokenDocumentIsToldAndTheOthersRead) {
  const Read out = read("title: A\n---\ntitle: B\n" + kSource + "detection: {s: {F: v}, condition: s}\n---\n- no\n");
  EXPECT_THAT(out.documents.rules, SizeIs(1));
  EXPECT_THAT(out.problems, IsEmpty());
  EXPECT_EQ(out.documents.others, 2u);
  const Read broken = read("title: A\ndetection: {s: {F: v}, condition: s}\n---\ntitle: B\n" + kSource +
                           "detection: {s: {F: v}, condition: s}\n");
  EXPECT_THAT(broken.documents.rules, SizeIs(1));
  ASSERT_THAT(broken.problems, SizeIs(1));
  EXPECT_EQ(broken.problems[0].line, 1);
  EXPECT_THAT(broken.problems[0].message, HasSubstr("logsource"));
}

TEST(SigmaReader, SaysWhatIsWrongAndWhere) {
  const auto problem = [](const std::string& text) {
    const Read out = read(text);
    return out.problems.empty() ? "none" : packs::to_string(out.problems[0]);
  };
  EXPECT_THAT(problem("title: [\n"), HasSubstr("r.yml:"));
  EXPECT_THAT(problem(kSource + "detection: {s: {F: v}, condition: s}"), HasSubstr("needs a `title`"));
  EXPECT_THAT(problem("title: T\n" + kSource), HasSubstr("needs a `detection`"));
  EXPECT_THAT(problem("title: T\n" + kSource + "detection: {s: {F: v}}"), HasSubstr("needs a `condition`"));
  EXPECT_THAT(problem("title: T\n" + kSource + "detection: {s: [], condition: s}"), HasSubstr("`s` is empty"));
  EXPECT_THAT(problem("title: T\n" + kSource + "detection: {s: {F: []}, condition: s}"), HasSubstr("no values"));
  EXPECT_THAT(problem("title: T\n" + kSource + "detection: {s: {F: {a: b}}, condition: s}"),
              HasSubstr("r.yml:3: a value must be"));
  EXPECT_THAT(problem("action: global\ntitle: T\n"), HasSubstr("`action`"));
  EXPECT_THAT(problem("title: T\ncorrelation: {type: event_count, rules: a}\n"), HasSubstr("`timespan`"));
  EXPECT_THAT(problem("title: T\n" + kSource + "filter: {rules: any, s: {F: v}}\n"), HasSubstr("`condition`"));
}

TEST(SigmaReader, AliasesThatMultiplyEndSomewhere) {
  std::string text =
      "title: T\n" + kSource + "detection:\n  condition: s\n  s:\n    - &a {F: &v [x, x, x, x, x, x, x, x, x, x]}\n";
  for (int i = 0; i < 30'000; ++i) text += "    - *a\n";
  const Read out = read(text);
  ASSERT_THAT(out.problems, SizeIs(1));
  EXPECT_THAT(out.problems[0].message, HasSubstr("more than 200000 values"));
  EXPECT_THAT(out.documents.rules, IsEmpty());
}

TEST(SigmaReader, HostileFiles) {
  EXPECT_THAT(read(std::string("a\0b", 3)).documents.rules, IsEmpty());
  EXPECT_EQ(read("? [a, b]\n: c\n").documents.others, 1u);
  EXPECT_THAT(read("title: T\n" + kSource + "detection: {? [a] : {F: v}, condition: s}").problems, SizeIs(1));
  EXPECT_THAT(read("").problems, IsEmpty());
}

TEST(SigmaReader, CorrelationsAndFilters) {
  const Read out = read(
      "title: C\ncorrelation:\n  type: value_count\n  rules: [a, b]\n  group-by: [User]\n  timespan: 5m\n"
      "  aliases: {u: {a: User, b: TargetUserName}}\n  condition: {gte: 3, field: Image}\n---\n"
      "title: F\n" +
      kSource + "filter: {rules: [a], s: {F: v}, condition: not s}\n");
  EXPECT_THAT(out.problems, IsEmpty());
  ASSERT_THAT(out.documents.correlations, SizeIs(1));
  EXPECT_EQ(out.documents.correlations[0].field, "Image");
  EXPECT_THAT(out.documents.correlations[0].bounds, SizeIs(1));
  EXPECT_THAT(out.documents.correlations[0].aliases[0].fields, SizeIs(2));
  ASSERT_THAT(out.documents.filters, SizeIs(1));
  EXPECT_FALSE(out.documents.filters[0].any_rule);
}

}  // namespace
}  // namespace yaral::sigma
