#include "explain/rule_profile.h"

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "semantics/bind.h"
#include "udm/json.h"

namespace yaral::explain {
namespace {

using ::testing::HasSubstr;

// The profile of rules over events, all of them read by one worker.
ScanProfile profile(const std::string& rules, const std::vector<std::string>& events) {
  semantics::CompiledFile file = semantics::compile("r.yaral", rules);
  EXPECT_FALSE(file.diagnostics.has_errors());
  std::vector<plan::PlanProblem> problems;
  const plan::Lookups lookups;
  const plan::Plan plan(std::move(file.rules), lookups, problems);
  engine::Engine engine(plan, {.costs = true});
  udm::JsonDecoder decoder(nullptr);
  for (const std::string& json : events) {
    Arena arena;
    const std::vector<udm::Event> batch{*decoder.decode(json, arena)};
    engine.ingest(0, batch);
  }
  engine.finish();
  return profile_of(plan, engine);
}

std::string event(int number, const std::string& type, const std::string& rest) {
  const std::string n = std::to_string(number);
  return R"({"metadata":{"id":")" + n + R"(","event_type":")" + type + R"(","event_timestamp":"2026-01-01T10:00:)" +
         (number % 60 < 10 ? "0" : "") + std::to_string(number % 60) + "Z\"}," + rest + "}";
}

TEST(RuleProfile, CallsAndHitsAreCounted) {
  std::vector<std::string> events;
  for (int i = 0; i < 30; ++i)
    events.push_back(event(i, i % 3 == 0 ? "USER_LOGIN" : "NETWORK_DNS",
                           R"("principal":{"hostname":")" + std::string(i < 15 ? "ws-1" : "srv-1") + "\"}"));
  const ScanProfile scan = profile(R"(rule logins {
  meta:
  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.principal.hostname = /^ws/
    $e.principal.hostname != "ws-2"
  condition:
    $e
})",
                                   events);
  EXPECT_EQ(scan.events, 30u);
  ASSERT_EQ(scan.rules.size(), 1u);
  const RuleProfile& rule = scan.rules.front();
  EXPECT_EQ(rule.rule, "logins");
  EXPECT_EQ(rule.file, "r.yaral");
  EXPECT_EQ(rule.line, 1u);
  EXPECT_EQ(rule.groups, 5u);
  EXPECT_EQ(rule.largest_group, 1u);
  EXPECT_EQ(rule.detections, 5u);
  ASSERT_EQ(rule.variables.size(), 1u);
  EXPECT_EQ(rule.variables[0].name, "$e");
  EXPECT_EQ(rule.variables[0].tried, 10u) << "its gate keeps the others away";
  EXPECT_EQ(rule.variables[0].passed, 5u);
  ASSERT_EQ(rule.variables[0].predicates.size(), 3u);
  const PredicateProfile& pattern = rule.variables[0].predicates[1];
  EXPECT_EQ(pattern.line, 5u);
  EXPECT_EQ(pattern.text, "$e.principal.hostname = /^ws/");
  EXPECT_EQ(pattern.calls, 10u);
  EXPECT_EQ(pattern.hits, 5u);
  EXPECT_EQ(pattern.remembered, 8u) << "of two different texts";
  EXPECT_EQ(pattern.excluded, 0u);
  EXPECT_EQ(rule.variables[0].predicates[2].calls, 5u);
}

TEST(RuleProfile, WhatLiteralsAnswerIsCounted) {
  const std::vector<std::string> events{event(1, "USER_LOGIN", R"("principal":{"hostname":"alpha"})"),
                                        event(2, "USER_LOGIN", R"("principal":{"hostname":"alpha-omega"})")};
  const ScanProfile scan = profile(R"(rule r {
  meta:
  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.principal.hostname = /alpha/
    not ($e.principal.hostname = /omega/ or $e.principal.hostname = /gamma\d/ or $e.principal.hostname = /delta/)
  condition:
    $e
})",
                                   events);
  const VariableProfile& variable = scan.rules.front().variables.front();
  EXPECT_EQ(variable.predicates[1].excluded, 0u);
  EXPECT_EQ(variable.predicates[2].calls, 2u);
  EXPECT_EQ(variable.predicates[2].hits, 1u);
  EXPECT_EQ(variable.predicates[2].excluded, 3u) << "three parts of the first event; the second is decided by `omega`";
}

// One rule that does everything wrong, and a good one.
TEST(RuleProfile, EachAdviceHasAnExample) {
  std::vector<std::string> events;
  for (int i = 0; i < 24'000; ++i)
    events.push_back(event(i, i % 2 == 0 ? "USER_LOGIN" : "NETWORK_DNS",
                           R"("principal":{"hostname":"h)" + std::to_string(i % 5000) +
                               R"(","ip":["10.0.0.1"]},"target":{"ip":["10.0.0.2"],"port":)" + std::to_string(i % 50) +
                               "}"));
  const ScanProfile scan = profile(R"(rule costly {
  meta:
  events:
    $e.target.port < 1000
    $e.principal.hostname != "x"
    $e.target.port > 45
    $e.principal.ip != $e.target.ip
    $e.target.port = $port
  match:
    $port over 1h
  condition:
    #e > 100000
}
rule patterns {
  meta:
  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.principal.hostname = /h\d/
    not re.regex($e.principal.hostname, `.*H0.*`) nocase
    $e.metadata.event_type = $type
  match:
    $type over 1h
  condition:
    #e > 100000
}
rule crossed {
  meta:
  events:
    $a.metadata.event_type = "USER_LOGIN"
    $a.target.port = 2
    $b.metadata.event_type = "NETWORK_DNS"
    $b.target.port = 3
    $a.target.port <= $b.target.port
    $a.principal.ip[0] = $ip
    $b.principal.ip[0] = $ip
  match:
    $ip over 1h
  condition:
    $a and $b
}
rule good {
  meta:
  events:
    $e.metadata.event_type = "FILE_CREATION"
    $e.target.port = 1
  condition:
    $e
})",
                                   events);
  std::set<std::string> kinds;
  for (const RuleProfile& rule : scan.rules) {
    for (const Advice& advice : rule.advice) {
      kinds.emplace(advice.kind);
      EXPECT_NE(rule.rule, "good") << advice.text;
      if (advice.kind == "rejects-last") {
        EXPECT_EQ(advice.line, 6u) << advice.text;
        EXPECT_THAT(advice.text, HasSubstr("the 2 before it"));
      }
      if (advice.kind == "contains") {
        EXPECT_EQ(advice.line, 19u);
        EXPECT_THAT(advice.text, HasSubstr("`strings.contains(strings.to_lower($e.principal.hostname), \"h0\")`"));
      }
    }
  }
  std::ifstream file(YARAL_SOURCE_DIR "/docs/performance.md");
  const std::string page{std::istreambuf_iterator<char>(file), {}};
  for (const std::string_view kind : advice_kinds()) {
    EXPECT_TRUE(kinds.contains(std::string(kind))) << kind;
    EXPECT_THAT(page, HasSubstr("| `" + std::string(kind) + "` |"));
  }
}

}  // namespace
}  // namespace yaral::explain
