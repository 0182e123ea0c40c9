#include "attack/coverage.h"

#include <algorithm>
#include <fstream>
#include <map>

#include <gmock/gmock.h>

#include "attack/meta_keys.h"
#include "base/text.h"

namespace yaral::attack {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

RuleFacts rule(const std::string& name, std::vector<RuleMeta> meta) {
  return {.name = name, .file = "rules.yaral", .line = 1, .meta = std::move(meta)};
}

Coverage coverage_of(const std::vector<RuleFacts>& rules) {
  Coverage coverage;
  for (const RuleFacts& facts : rules) coverage.add(facts);
  return coverage;
}

std::vector<std::string_view> techniques(const CoveredRule& covered) {
  std::vector<std::string_view> ids;
  ids.reserve(covered.techniques.size());
  for (const Technique* technique : covered.techniques) ids.push_back(technique->id);
  return ids;
}

const Column& column(const std::vector<Column>& columns, std::string_view tactic) {
  return *std::ranges::find_if(columns, [&](const Column& one) { return one.tactic->id == tactic; });
}

TEST(MetaKeys, AreInOrderAndEachIsThereOnce) {
  EXPECT_EQ(std::ranges::adjacent_find(meta_keys(), std::ranges::greater_equal(), &MetaKey::key), meta_keys().end());
  for (const MetaKey& row : meta_keys()) EXPECT_EQ(meaning_of(row.key), row.holds) << row.key;
}

TEST(MetaKeys, CaseAndNumbersDoNotMatter) {
  EXPECT_EQ(meaning_of("MITRE_Attack_Technique"), Holds::kTechniques);
  EXPECT_EQ(meaning_of("mitre_T1"), Holds::kTechniques);
  EXPECT_EQ(meaning_of("mitre_TA2"), Holds::kTactics);
  EXPECT_EQ(meaning_of("technique_12"), Holds::kTechniques);
  for (const char* other : {"", "_", "12", "author", "techniq", "reference", "severity"})
    EXPECT_EQ(meaning_of(other), std::nullopt) << other;
}

// The keys in the rows of the page that say what they hold.
TEST(MetaKeys, ThePageListsThemAll) {
  const std::map<std::string_view, Holds> kinds{{"techniques", Holds::kTechniques},
                                                {"tactics", Holds::kTactics},
                                                {"both", Holds::kBoth},
                                                {"ids among other things, which are left alone", Holds::kIds}};
  std::map<std::string, Holds> listed;
  std::ifstream page(YARAL_SOURCE_DIR "/docs/coverage.md");
  for (std::string line; std::getline(page, line);) {
    const std::vector<std::string_view> cells = split(line, '|');
    if (cells.size() != 4 || !kinds.contains(ascii_trim(cells[2]))) continue;
    for (const std::string_view key : split(cells[1], ','))
      listed.emplace(std::string(ascii_trim(key)), kinds.at(ascii_trim(cells[2])));
  }
  std::map<std::string, Holds> known;
  for (const MetaKey& row : meta_keys()) known.emplace("`" + std::string(row.key) + "`", row.holds);
  EXPECT_EQ(listed, known);
}

TEST(Coverage, ARevokedTechniqueCountsForItsReplacement) {
  const Coverage coverage = coverage_of({rule("a", {{"technique", "T1562.001, T1685", 3}})});
  EXPECT_THAT(techniques(coverage.rules[0]), ElementsAre("T1685"));
  ASSERT_THAT(coverage.problems, SizeIs(1));
  EXPECT_EQ(coverage.problems[0].line, 3u);
  EXPECT_EQ(coverage.problems[0].problem.fault, Fault::kRevokedTechnique);
}

TEST(Coverage, RulesWithoutATechniqueAreThoseThatNameNone) {
  const Coverage coverage =
      coverage_of({rule("none", {{"author", "T1059", 2}}), rule("empty", {{"technique", " ", 2}}),
                   rule("tactic", {{"tactic", "Execution", 2}}), rule("unknown", {{"technique", "T9999", 2}}),
                   rule("deprecated", {{"technique", "T1043", 2}})});
  std::vector<bool> named;
  named.reserve(coverage.rules.size());
  for (const CoveredRule& covered : coverage.rules) named.push_back(covered.names_technique);
  EXPECT_THAT(named, ElementsAre(false, false, false, true, true));
  for (const CoveredRule& covered : coverage.rules) EXPECT_THAT(covered.techniques, IsEmpty()) << covered.name;
}

TEST(Coverage, KeysAreReadTogetherAndProblemsComeByLine) {
  const Coverage coverage = coverage_of({rule("a", {{"mitre_attack_subtechnique", "Cloud Accounts", 3},
                                                    {"mitre_attack_tactic", "Impact", 4},
                                                    {"mitre_attack_technique_id", "T1078, T9999", 5}})});
  EXPECT_THAT(techniques(coverage.rules[0]), ElementsAre("T1078", "T1078.004"));
  ASSERT_THAT(coverage.problems, SizeIs(2));
  EXPECT_EQ(coverage.problems[0].line, 4u);
  EXPECT_EQ(coverage.problems[0].problem.fault, Fault::kForeignTactic);
  EXPECT_EQ(coverage.problems[1].line, 5u);
}

TEST(Coverage, ATacticOfOneOfTheTechniquesIsEnough) {
  const Coverage coverage =
      coverage_of({rule("a", {{"technique", "T1059, T1003", 2}, {"tactic", "Execution, Credential Access", 3}})});
  EXPECT_THAT(coverage.problems, IsEmpty());
}

TEST(Coverage, TheTechniqueOfThePackageCountsToo) {
  RuleFacts facts = rule("a", {{"tactic", "Defense Evasion", 2}});
  facts.also = {find_technique("T1553.002")};
  const Coverage coverage = coverage_of({facts});
  EXPECT_THAT(techniques(coverage.rules[0]), ElementsAre("T1553.002"));
  EXPECT_TRUE(coverage.rules[0].names_technique);
  EXPECT_THAT(coverage.problems, IsEmpty());
}

TEST(Matrix, ATechniqueCountsTheRulesOfItsSubtechniquesOnce) {
  const Coverage coverage =
      coverage_of({rule("both", {{"technique", "T1059, T1059.001", 2}}), rule("sub", {{"technique", "T1059.001", 2}}),
                   rule("other", {{"technique", "T1059.003", 2}})});
  const std::vector<Column> columns = matrix_of(coverage);
  ASSERT_THAT(columns, SizeIs(15));
  const Column& execution = column(columns, "TA0002");
  ASSERT_THAT(execution.covered, SizeIs(1));
  const Cell& cell = execution.covered[0];
  EXPECT_EQ(cell.technique->id, "T1059");
  EXPECT_THAT(cell.rules, SizeIs(1));
  EXPECT_THAT(cell.all, SizeIs(3));
  ASSERT_THAT(cell.subtechniques, SizeIs(2));
  EXPECT_THAT(cell.subtechniques[0].rules, SizeIs(2));
  EXPECT_THAT(column(columns, "TA0040").covered, IsEmpty());
}

TEST(Matrix, ATechniqueOfSeveralTacticsIsInEach) {
  const Coverage coverage = coverage_of({rule("a", {{"technique", "T1078", 2}})});
  const std::vector<Column> columns = matrix_of(coverage);
  EXPECT_THAT(column(columns, "TA0001").covered, SizeIs(1));
  EXPECT_THAT(column(columns, "TA0003").covered, SizeIs(1));
  EXPECT_THAT(covered_techniques(coverage), SizeIs(1));
}

TEST(Matrix, EveryCurrentTechniqueHasAPlace) {
  Coverage coverage;
  for (const Technique& technique : all_techniques())
    if (technique.status == Status::kCurrent)
      coverage.add(rule(std::string(technique.id), {{"technique", std::string(technique.id), 2}}));
  for (const Column& one : matrix_of(coverage)) EXPECT_EQ(one.covered.size(), one.techniques) << one.tactic->name;
}

}  // namespace
}  // namespace yaral::attack
