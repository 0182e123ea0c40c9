// Whole files: ordinary rules, strictness, limits, hostile input.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "syntax/render.h"
#include "unit/semantics/bind_helpers.h"

namespace yaral::semantics {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

const fs::path kSource = YARAL_SOURCE_DIR;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string repeat(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

TEST(Compile, OrdinaryRulesHaveNoErrors) {
  std::size_t rules = 0;
  for (const auto& entry : fs::directory_iterator(kSource / "tests/unit/semantics/ordinary")) {
    const CompiledFile file = compile(entry.path().filename().string(), read(entry.path()));
    EXPECT_FALSE(file.diagnostics.has_errors()) << syntax::render_text({file.source.get(), file.diagnostics.all()}, {});
    EXPECT_EQ(file.rules.size(), file.rule_count);
    rules += file.rules.size();
  }
  EXPECT_GE(rules, 60U);
}

TEST(Compile, TheRuleTheProjectStartedFromHasOneWarning) {
  const fs::path seed = kSource / "../shared/seed/t1553.002-code-signing.txt";
  if (!fs::exists(seed)) GTEST_SKIP() << seed << " is not there";
  const std::string text = read(seed);
  const std::size_t begin = text.find("rule t1553");
  const std::size_t end = text.find("} Chronicle", begin);
  ASSERT_NE(end, std::string::npos);
  const CompiledFile file = compile("seed.yaral", text.substr(begin, end - begin + 1));
  EXPECT_THAT(codes(file), ElementsAre("YL5001"));
  EXPECT_EQ(file.rules.size(), 1U);
}

TEST(Compile, AnErrorInOneRuleLeavesTheOthers) {
  const CompiledFile file = compile("f", R"(
rule a { meta: events: $e.target.port = 1 condition: $e }
rule b { meta: events: $e.target.prt = 1 condition: $e }
rule c { meta: events: $e.target.port = = 1 condition: $e }
rule d { meta: events: $e.target.port = 2 condition: $e }
)");
  EXPECT_EQ(file.rule_count, 4U);
  ASSERT_EQ(file.rules.size(), 2U);
  EXPECT_EQ(file.rules[0].name, "a");
  EXPECT_EQ(file.rules[1].name, "d");
}

TEST(Compile, StrictRefusesWhatSecOpsRefuses) {
  const std::string rule = "events: $e.target.port = 1 match: $e.principal.hostname over 5m condition: $e";
  EXPECT_EQ(compile_sections(rule).rules.size(), 1U);
  const CompiledFile strict = compile_sections(rule, {.strict = true});
  EXPECT_TRUE(strict.rules.empty());
  EXPECT_TRUE(strict.diagnostics.has_errors());
  const std::string harmless = "events: $e.target.port = 1 $h = $e.principal.hostname match: $h over 3d condition: $e";
  EXPECT_THAT(codes(compile_sections(harmless, {.strict = true})), ElementsAre("YL5005"));
  EXPECT_EQ(compile_sections(harmless, {.strict = true}).rules.size(), 1U);
}

TEST(Compile, CommentsSilenceWarningsButNotErrors) {
  const std::string allowed =
      "events: $e.target.port = 1\nmatch:\n$e.principal.hostname over 5m  // yaral: allow(YL5001)\ncondition: $e";
  EXPECT_THAT(codes(compile_sections(allowed)), IsEmpty());
  EXPECT_THAT(codes(compile_sections(allowed, {.strict = true})), Contains("YL5001"));
}

TEST(Compile, SyntaxErrorsHaveNoFollowUps) {
  // The placeholder, the variable and the outcome are defined in what could not be read.
  EXPECT_THAT(codes(compile_sections("events: $e.principal.hostname = $h $e.target.port = = $p\nmatch: $h over 5m "
                                     "outcome: $n = $p condition: $e and $n > 1")),
              ElementsAre(testing::StartsWith("YL1")));
}

TEST(Compile, AllMistakesOfARuleAreFound) {
  EXPECT_THAT(
      codes(compile_sections("events: $e.metadata.event_type = \"X\"\n$e.target.port = \"a\"\nmatch: $q over 5s\n"
                             "outcome: $o = $e.principal.ip\ncondition: $e and $z\noptions: x = true")),
      ElementsAre("YL2010", "YL2011", "YL2024", "YL2103", "YL2205", "YL2024", "YL2401"));
}

TEST(Limits, WindowsAndOutcomesAtTheirEdges) {
  const auto window = [](const std::string& w) {
    return codes(compile_sections("events: $h = $e.principal.hostname match: $h " + w + " condition: $e"));
  };
  EXPECT_THAT(window("over 1m"), IsEmpty());
  EXPECT_THAT(window("over 59s"), ElementsAre("YL2103"));
  EXPECT_THAT(window("over 48h"), IsEmpty());
  EXPECT_THAT(window("over 2881m"), ElementsAre("YL5005"));
  EXPECT_THAT(window("by 72h"), IsEmpty());
  EXPECT_THAT(window("by 73h"), ElementsAre("YL5005"));
  EXPECT_THAT(window("over 14d"), ElementsAre("YL5005"));
  EXPECT_THAT(window("over 337h"), ElementsAre("YL2104"));
  const auto outcomes = [](int n) {
    std::string text = "events: $e.target.port = 1 outcome: ";
    for (int i = 0; i < n; ++i) text += "$o" + std::to_string(i) + " = 1 ";
    return codes(compile_sections(text + "condition: $e"));
  };
  EXPECT_THAT(outcomes(20), IsEmpty());
  EXPECT_THAT(outcomes(21), ElementsAre("YL2201"));
}

TEST(Limits, LookUpsAndDepthAtTheirEdges) {
  const auto lookups = [](const std::string& mode, int n) {
    return codes(
        compile_sections("events: " + repeat("$e.principal.hostname in " + mode + " %l ", n) + "condition: $e"));
  };
  EXPECT_THAT(lookups("", 10), IsEmpty());
  EXPECT_THAT(lookups("", 11), ElementsAre("YL2028"));
  EXPECT_THAT(lookups("regex", 5), IsEmpty());
  EXPECT_THAT(lookups("regex", 6), ElementsAre("YL2028"));
  EXPECT_THAT(lookups("cidr", 6), ElementsAre("YL2028"));
  const auto depth = [](int n) {
    return codes(compile_sections("events: " + repeat("strings.to_lower(", n) + "$e.principal.hostname" +
                                  repeat(")", n) + " = \"x\" condition: $e"));
  };
  EXPECT_THAT(depth(20), IsEmpty());
  EXPECT_THAT(depth(21), ElementsAre("YL3006"));
}

TEST(Hostile, LargeFilesAreRefused) {
  const CompiledFile file = compile("big", std::string((8U << 20) + 1, ' '));
  EXPECT_THAT(codes(file), ElementsAre("YL0004"));
  EXPECT_EQ(file.rule_count, 0U);
}

TEST(Hostile, ThousandsOfMistakesAreCutOff) {
  std::string events;
  for (int i = 0; i < 20'000; ++i)
    events += "$e.principal.f" + std::to_string(i) + " = $p" + std::to_string(i) + " nofun($q) = 1\n";
  const CompiledFile file = compile_sections("events:\n" + events + "condition: $e and $x");
  EXPECT_TRUE(file.rules.empty());
  EXPECT_LE(file.diagnostics.all().size(), 400U);
  EXPECT_GT(file.diagnostics.dropped(), 1000U);
}

TEST(Hostile, RulesBehindThousandsOfMistakesAreNotTakenForGood) {
  const std::string bad = "rule b { meta: events: $e.target.prt = 1 condition: $e }\n";
  const CompiledFile file = compile("f", repeat(bad, 300));
  EXPECT_EQ(file.rule_count, 300U);
  EXPECT_TRUE(file.rules.empty());
}

TEST(Hostile, ManyKeysVariablesAndPlaceholders) {
  std::string events;
  std::string keys;
  for (int i = 0; i < 20'000; ++i) {
    const std::string n = std::to_string(i);
    events += "$p" + n + " = $v" + n + ".principal.hostname\n";
    keys += (i > 0 ? ", $p" : "$p") + n;
  }
  EXPECT_THAT(codes(compile_sections("events:\n" + events + "match: " + keys + " over 5m\ncondition: $v0")),
              Contains("YL2053"));
}

TEST(Hostile, LongChainsOfPlaceholders) {
  std::string events = "$p0 = $e.principal.hostname\n";
  for (int i = 1; i < 5'000; ++i)
    events += "$p" + std::to_string(i) + " = strings.concat($p" + std::to_string(i - 1) + ", $e.target.hostname)\n";
  EXPECT_THAT(codes(compile_sections("events:\n" + events + "condition: $e")), Contains("YL2036"));
  std::string backwards = "$q0 != \"x\"\n";
  for (int i = 0; i < 5'000; ++i)
    backwards += "$q" + std::to_string(i) + " = strings.concat($q" + std::to_string(i + 1) + ", $e.target.hostname)\n";
  EXPECT_THAT(codes(compile_sections("events:\n" + backwards + "$q5000 = $e.principal.hostname\ncondition: $e")),
              Contains("YL2036"));
}

TEST(Hostile, ALineOfThousandsOfAlternatives) {
  const std::string one = "$e.principal.hostname = \"x\" or ";
  EXPECT_THAT(codes(compile_sections("events: " + repeat(one, 20'000) + "$e.target.port = 1\ncondition: $e")),
              IsEmpty());
}

}  // namespace
}  // namespace yaral::semantics
