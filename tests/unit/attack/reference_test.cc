#include "attack/reference.h"

#include <gmock/gmock.h>

namespace yaral::attack {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Reference read(std::string_view value, Holds holds = Holds::kTechniques) {
  Reference reference;
  read_value(value, holds, reference);
  return reference;
}

std::string techniques(const Reference& reference) {
  std::string text;
  for (const Technique* technique : reference.techniques)
    text += (text.empty() ? "" : " ") + std::string(technique->id);
  return text;
}

std::string tactics(const Reference& reference) {
  std::string text;
  for (const NamedTactic& named : reference.tactics) text += (text.empty() ? "" : " ") + std::string(named.tactic->id);
  return text;
}

// The only problem of a value.
std::string problem(std::string_view value, Holds holds, Fault fault) {
  const Reference reference = read(value, holds);
  EXPECT_THAT(reference.problems, SizeIs(1)) << value;
  if (reference.problems.empty()) return {};
  EXPECT_EQ(reference.problems[0].fault, fault) << reference.problems[0].message;
  return reference.problems[0].message;
}

TEST(Reference, SeveralInOneValue) {
  EXPECT_EQ(techniques(read("T1059, T1071.001;t1003 | T1047\nT1059")), "T1059 T1071.001 T1003 T1047");
  EXPECT_EQ(techniques(read("T1059 T1071 and T1003")), "T1059 T1071 T1003");
  EXPECT_EQ(techniques(read("PowerShell, Subvert Trust Controls: Code Signing")), "T1059.001 T1553.002");
  EXPECT_EQ(techniques(read("T1553.002 - Code Signing, whatever it is: T1059")), "T1553.002 T1059");
  EXPECT_EQ(techniques(read("/etc/passwd and /etc/shadow")), "T1003.008");
  for (const char* empty : {"", "   ", ",;,|\n"}) {
    EXPECT_EQ(techniques(read(empty)), "");
    EXPECT_THAT(read(empty).problems, IsEmpty());
  }
}

TEST(Reference, TacticsOfBothVersions) {
  EXPECT_EQ(tactics(read("Execution, TA0003", Holds::kTactics)), "TA0002 TA0003");
  EXPECT_EQ(tactics(read("defense-evasion", Holds::kTactics)), "TA0005");
  EXPECT_EQ(tactics(read("Stealth", Holds::kTactics)), "TA0005");
  EXPECT_EQ(tactics(read("DefenseImpairment", Holds::kTactics)), "TA0112");
}

TEST(Reference, BothKindsInOneValue) {
  const Reference reference = read("t1078, initial_access", Holds::kBoth);
  EXPECT_EQ(techniques(reference), "T1078");
  EXPECT_EQ(tactics(reference), "TA0001");
  EXPECT_THAT(reference.problems, IsEmpty());
}

TEST(Reference, IdsAmongOtherThings) {
  const Reference reference = read("windows, T7, attack.t1059.001, attack.execution, TA0002, t10595", Holds::kIds);
  EXPECT_EQ(techniques(reference), "T1059.001");
  EXPECT_EQ(tactics(reference), "TA0002");
  EXPECT_THAT(reference.problems, IsEmpty());
  problem("attack.t9999", Holds::kIds, Fault::kUnknownTechnique);
}

TEST(Reference, UnknownTechniques) {
  EXPECT_THAT(problem("T1553.099", Holds::kTechniques, Fault::kUnknownTechnique),
              AllOf(HasSubstr("no technique `T1553.099`"), HasSubstr("T1553.001 to T1553.006")));
  EXPECT_THAT(problem("T1553.2", Holds::kTechniques, Fault::kUnknownTechnique), HasSubstr("`T1553.2`"));
  EXPECT_THAT(problem("T1047.001", Holds::kTechniques, Fault::kUnknownTechnique),
              HasSubstr("has no sub-techniques: write T1047"));
  EXPECT_THAT(problem("T15553", Holds::kTechniques, Fault::kUnknownTechnique), HasSubstr("did you mean"));
  EXPECT_THAT(problem("Code Singing", Holds::kTechniques, Fault::kUnknownTechnique),
              HasSubstr("did you mean `Code Signing`"));
  EXPECT_THAT(problem("nothing like it at all", Holds::kTechniques, Fault::kUnknownTechnique),
              HasSubstr("write its id"));
}

TEST(Reference, RevokedTechniquesSayWhatReplacesThem) {
  EXPECT_THAT(problem("T1562.001", Holds::kTechniques, Fault::kRevokedTechnique),
              AllOf(HasSubstr("T1562.001 (Disable or Modify Tools) is revoked"), HasSubstr("write T1685")));
  EXPECT_THAT(problem("Impair Defenses", Holds::kTechniques, Fault::kRevokedTechnique), HasSubstr("write T1685"));
  EXPECT_EQ(techniques(read("T1562.001")), "T1562.001");
  EXPECT_THAT(problem("T1043", Holds::kTechniques, Fault::kDeprecatedTechnique), HasSubstr("nothing replaces it"));
}

TEST(Reference, ANameOfSeveralNeedsTheOneAbove) {
  EXPECT_THAT(problem("Cloud Accounts", Holds::kTechniques, Fault::kAmbiguousTechnique),
              AllOf(HasSubstr("T1078.004 (Valid Accounts: Cloud Accounts)"), HasSubstr("T1585.003")));
  EXPECT_EQ(techniques(read("Valid Accounts, Cloud Accounts")), "T1078 T1078.004");
  EXPECT_EQ(techniques(read("T1585.003, Cloud Accounts")), "T1585.003");
}

TEST(Reference, TheOtherKindInItsPlace) {
  EXPECT_THAT(problem("TA0002", Holds::kTechniques, Fault::kWrongKind), HasSubstr("is a tactic; name a technique"));
  EXPECT_THAT(problem("Defense Evasion", Holds::kTechniques, Fault::kWrongKind), HasSubstr("is a tactic"));
  EXPECT_THAT(problem("T1059", Holds::kTactics, Fault::kWrongKind), HasSubstr("name its tactic: TA0002 (Execution)"));
  EXPECT_THAT(problem("PowerShell", Holds::kTactics, Fault::kWrongKind), HasSubstr("TA0002"));
}

TEST(Reference, UnknownTactics) {
  EXPECT_THAT(problem("Executoin", Holds::kTactics, Fault::kUnknownTactic), HasSubstr("did you mean `Execution`?"));
  EXPECT_THAT(problem("TA0999", Holds::kTactics, Fault::kUnknownTactic), HasSubstr("`TA0999`"));
  EXPECT_THAT(problem("chaos", Holds::kTactics, Fault::kUnknownTactic), HasSubstr("such as Execution or TA0002"));
}

TEST(Reference, TheSameMistakeIsToldOnce) {
  Reference reference;
  read_value("T9999, T9999", Holds::kTechniques, reference);
  read_value("T9999", Holds::kBoth, reference);
  EXPECT_THAT(reference.problems, SizeIs(1));
}

TEST(Reference, LongAndHostileValues) {
  EXPECT_THAT(problem(std::string(1'000'000, 'x'), Holds::kTechniques, Fault::kUnknownTechnique),
              SizeIs(::testing::Lt(200u)));
  EXPECT_THAT(problem("\xff\xfe", Holds::kTechniques, Fault::kUnknownTechnique), HasSubstr("`\xEF\xBF\xBD"));
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "x,";
  const Reference reference = read(many);
  ASSERT_THAT(reference.problems, SizeIs(2));
  EXPECT_EQ(reference.problems[1].fault, Fault::kTooMany);
}

TEST(CheckReference, WhatIsRightInOneOfTheVersionsIsRight) {
  const std::string name = "Subvert Trust Controls: Code Signing";
  for (const std::string tactic : {"Defense Evasion", "Defense Impairment", "TA0005", "TA0112"})
    EXPECT_THAT(check_reference("T1553.002", std::vector{tactic}, name), IsEmpty()) << tactic;
  EXPECT_THAT(check_reference("T1553.002", {}), IsEmpty());
  EXPECT_THAT(check_reference("T1553.002", {}, "Code Signing"), IsEmpty());
}

TEST(CheckReference, ANewNameDoesNotHoldForTheFormerVersion) {
  // Code signing went to Defense Impairment when Stealth took the id of Defense Evasion.
  const auto problems = check_reference("T1553.002", std::vector<std::string>{"Stealth"});
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems[0].fault, Fault::kForeignTactic);
  EXPECT_THAT(problems[0].message, AllOf(HasSubstr("Stealth (TA0005) is no tactic"),
                                         HasSubstr("TA0112 (Defense Impairment)"), HasSubstr("Defense Evasion")));
}

TEST(CheckReference, EachForeignTacticIsToldAndARevokedTechniqueKeepsItsOwn) {
  const auto problems = check_reference(
      "T1562.001", std::vector<std::string>{"Defense Evasion", "Defense Impairment", "Impact", "Collection"});
  std::vector<Fault> faults;
  faults.reserve(problems.size());
  for (const Problem& one : problems) faults.push_back(one.fault);
  EXPECT_THAT(faults, ElementsAre(Fault::kRevokedTechnique, Fault::kForeignTactic, Fault::kForeignTactic));
}

TEST(CheckReference, TheNameMustBeTheTechniques) {
  const auto problems = check_reference("T1553.002", {}, "Code Signing Certificates");
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems[0].fault, Fault::kWrongName);
  EXPECT_THAT(problems[0].message, HasSubstr("write \"Subvert Trust Controls: Code Signing\""));
}

}  // namespace
}  // namespace yaral::attack
