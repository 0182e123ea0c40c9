#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/engine.h"
#include "engine/text_store.h"
#include "semantics/bind.h"
#include "udm/json.h"

namespace yaral::engine {
namespace {

TEST(TextStore, KeepsTextsWhereverTheyLie) {
  TextStore store(100);
  std::vector<std::string> texts;
  std::vector<std::string_view> kept;
  for (int i = 0; i < 3000; ++i)
    texts.push_back(std::string(static_cast<std::size_t>(i) * 11 % 20'000, 'x') + std::to_string(i));
  texts.emplace_back();
  texts.push_back(std::string(40u << 20, 'y'));  // longer than a stretch of the file
  texts.emplace_back("last");
  for (const std::string& text : texts) kept.push_back(store.keep(text));
  store.flush();
  for (std::size_t i = 0; i < texts.size(); ++i) ASSERT_EQ(kept[i], texts[i]) << i;
}

TEST(TextStore, WithoutAFileAllStaysInMemory) {
  ::setenv("TMPDIR", "/nowhere", 1);
  TextStore store(0);
  const std::string_view kept = store.keep("text");
  store.flush();
  ::unsetenv("TMPDIR");
  EXPECT_EQ(kept, "text");
  EXPECT_EQ(store.in_memory(), 4u);
}

constexpr std::string_view kRule = R"(
rule r {
  meta:
  events:
    $e.metadata.event_type = "USER_LOGIN"
    $e.principal.hostname = $h
  match:
    $h over 5m
  condition:
    $e
})";

struct Result {
  std::size_t detections;
  std::uint64_t passed;
  std::map<std::string, std::uint64_t> notes;
};

// A thousand events, each of another host.
Result run(std::size_t memory) {
  semantics::CompiledFile file = semantics::compile("r.yaral", std::string(kRule));
  std::vector<plan::PlanProblem> problems;
  const plan::Lookups lookups;
  const plan::Plan plan(std::move(file.rules), lookups, problems);
  Engine engine(plan, {.memory = memory});
  udm::JsonDecoder decoder(nullptr);
  for (int i = 0; i < 1000; ++i) {
    Arena arena;
    const std::string json = R"({"metadata":{"id":")" + std::to_string(i) +
                             R"(","event_type":"USER_LOGIN","event_timestamp":"2026-01-01T10:00:00Z"},)" +
                             R"("principal":{"hostname":"host)" + std::to_string(i) + "\"}}";
    const std::vector<udm::Event> events{*decoder.decode(json, arena)};
    engine.ingest(0, events);
  }
  const std::size_t found = engine.finish().size();
  return {found, engine.stats().front().events, engine.stats().front().notes.counts()};
}

TEST(Memory, WhatFindsNoRoomIsCounted) {
  const Result all = run(0);
  EXPECT_EQ(all.detections, 1000u);
  EXPECT_EQ(all.passed, 1000u);
  EXPECT_TRUE(all.notes.empty());
  EXPECT_EQ(run(10u << 20).detections, 1000u);
  const Result some = run(50'000);
  EXPECT_GT(some.detections, 100u);
  EXPECT_LT(some.detections, 600u);
  EXPECT_EQ(some.passed, 1000u) << "it is known that they passed";
  ASSERT_EQ(some.notes.size(), 1u);
  EXPECT_EQ(some.notes.begin()->second, 1000u - some.detections);
  EXPECT_EQ(run(1).detections, 0u);
}

}  // namespace
}  // namespace yaral::engine
