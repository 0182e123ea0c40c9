#include "attack/technique.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

namespace yaral::attack {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string_view> ids(const std::vector<const Technique*>& techniques) {
  std::vector<std::string_view> out;
  out.reserve(techniques.size());
  for (const Technique* technique : techniques) out.push_back(technique->id);
  return out;
}

std::vector<std::string_view> ids(const std::vector<const Tactic*>& tactics) {
  std::vector<std::string_view> out;
  out.reserve(tactics.size());
  for (const Tactic* tactic : tactics) out.push_back(tactic->id);
  return out;
}

std::string text_of(const std::string& relative) {
  std::ifstream file(YARAL_SOURCE_DIR "/" + relative);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Technique, RowsAreInOrderAndEachIdIsThereOnce) {
  EXPECT_GT(all_techniques().size(), 800u);
  EXPECT_EQ(std::ranges::adjacent_find(all_techniques(), std::ranges::greater_equal(), &Technique::id),
            all_techniques().end());
  EXPECT_EQ(all_tactics().size(), 15u);
}

TEST(Technique, CurrentOnesHaveTacticsAndOthersHaveNone) {
  for (const Technique& technique : all_techniques()) {
    const auto tactics = tactics_of(technique);
    EXPECT_EQ(tactics.empty(), technique.status != Status::kCurrent) << technique.id;
    EXPECT_THAT(tactics, Not(::testing::Contains(nullptr))) << technique.id;
    EXPECT_THAT(former_tactics_of(technique), Not(::testing::Contains(nullptr))) << technique.id;
  }
}

TEST(Technique, EveryRevokedOneIsReplacedByACurrentOneAndDeprecatedOnesAreNot) {
  for (const Technique& technique : all_techniques()) {
    const Technique* next = successor(technique);
    EXPECT_EQ(next == nullptr, technique.status == Status::kDeprecated) << technique.id;
    if (next) {
      EXPECT_EQ(next->status, Status::kCurrent) << technique.id;
      EXPECT_EQ(next == &technique, technique.status == Status::kCurrent) << technique.id;
    }
  }
}

TEST(Technique, EverySubtechniqueHasOneAbove) {
  for (const Technique& technique : all_techniques()) {
    EXPECT_FALSE(is_subtechnique(parent(technique))) << technique.id;
    EXPECT_EQ(&parent(technique) == &technique, !is_subtechnique(technique)) << technique.id;
  }
}

TEST(Technique, IsFoundByIdWhateverTheCase) {
  ASSERT_NE(find_technique("T1553.002"), nullptr);
  EXPECT_EQ(find_technique("T1553.002")->name, "Code Signing");
  EXPECT_EQ(find_technique("t1553.002"), find_technique("T1553.002"));
  for (const char* wrong : {"", "T", "T1553.2", "T1553.002 ", "T1553.0021", "T9999", "TA0005", "\xff"})
    EXPECT_EQ(find_technique(wrong), nullptr) << wrong;
  ASSERT_NE(find_tactic("ta0005"), nullptr);
  EXPECT_EQ(find_tactic("TA0005")->name, "Stealth");
  EXPECT_EQ(find_tactic("TA9999"), nullptr);
}

TEST(Technique, IsFoundByNameAloneAndBehindTheOneAbove) {
  EXPECT_THAT(ids(techniques_named("Subvert Trust Controls")), ElementsAre("T1553"));
  // T1116, which was revoked, had the name as well.
  EXPECT_THAT(ids(techniques_named("Code Signing")), ElementsAre("T1553.002"));
  EXPECT_THAT(ids(techniques_named("Subvert Trust Controls: Code Signing")), ElementsAre("T1553.002"));
  EXPECT_THAT(ids(techniques_named("subvert_trust_controls - code-signing")), ElementsAre("T1553.002"));
  EXPECT_THAT(ids(techniques_named("Cloud Accounts")), ElementsAre("T1078.004", "T1585.003", "T1586.003"));
  EXPECT_THAT(techniques_named("Coding"), IsEmpty());
  EXPECT_THAT(techniques_named(""), IsEmpty());
  EXPECT_THAT(techniques_named("---"), IsEmpty());
}

TEST(Technique, FormerNamesAreUnderstood) {
  EXPECT_THAT(ids(techniques_named("Exploitation for Defense Evasion")), ElementsAre("T1211"));
  EXPECT_THAT(ids(techniques_named("Exploitation for Stealth")), ElementsAre("T1211"));
  // Nothing current has the name.
  EXPECT_THAT(ids(techniques_named("Impair Defenses")), ElementsAre("T1562"));
}

TEST(Technique, ReplacementsAreFollowedToTheEnd) {
  EXPECT_EQ(successor(*find_technique("T1116"))->id, "T1553.002");
  // T1073 became T1574.002, which was revoked in its turn.
  EXPECT_EQ(find_technique("T1073")->replaced_by, "T1574.002");
  EXPECT_EQ(find_technique("T1574.002")->status, Status::kRevoked);
  EXPECT_EQ(successor(*find_technique("T1073")), successor(*find_technique("T1574.002")));
}

TEST(Technique, TacticsOfBothVersions) {
  const Technique& technique = *find_technique("T1553.002");
  EXPECT_THAT(ids(tactics_of(technique)), ElementsAre("TA0112"));
  EXPECT_THAT(ids(former_tactics_of(technique)), ElementsAre("TA0005"));
  const Technique& unchanged = *find_technique("T1059");
  EXPECT_EQ(tactics_of(unchanged), former_tactics_of(unchanged));
}

TEST(Technique, DetectionStrategiesWithTheirAnalytics) {
  const Strategy* strategy = find_strategy("t1553.002");
  ASSERT_NE(strategy, nullptr);
  EXPECT_EQ(strategy->id, "DET0230");
  const std::vector<Analytic> analytics = analytics_of(*strategy);
  ASSERT_EQ(analytics.size(), 2u);
  EXPECT_EQ(analytics[0].id, "AN0643");
  EXPECT_EQ(analytics[0].platform, "Windows");
  EXPECT_EQ(analytics[1].id, "AN0644");
  EXPECT_EQ(analytics[1].platform, "macOS");
  EXPECT_EQ(find_strategy("T9999"), nullptr);
}

TEST(Technique, EveryAnalyticHasAnIdAndAPlatform) {
  std::size_t strategies = 0;
  for (const Technique& technique : all_techniques()) {
    const Strategy* strategy = find_strategy(technique.id);
    if (!strategy) continue;
    ++strategies;
    for (const Analytic& analytic : analytics_of(*strategy)) {
      EXPECT_TRUE(analytic.id.starts_with("AN") && analytic.id.size() == 6) << strategy->id;
      EXPECT_THAT(std::string(analytic.platform), Not(IsEmpty())) << strategy->id;
    }
  }
  EXPECT_GT(strategies, 600u);
}

TEST(Technique, TheNoticeOfMitreIsKept) {
  const std::string notice =
      "The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.";
  for (const char* file : {"src/attack/tactics.def", "src/attack/techniques.def", "src/attack/strategies.def", "NOTICE",
                           "docs/coverage.md"})
    EXPECT_THAT(text_of(file), HasSubstr(notice)) << file;
}

}  // namespace
}  // namespace yaral::attack
