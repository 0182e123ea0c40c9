#include <atomic>

#include <gtest/gtest.h>

#include "engine/engine.h"
#include "semantics/bind.h"
#include "udm/json.h"

namespace yaral::engine {
namespace {

constexpr std::string_view kRule = R"(
rule r {
  meta:
  events:
    $a.metadata.event_type = "USER_LOGIN"
    $b.metadata.event_type = "USER_LOGIN"
    $a.principal.hostname = $h
    $b.principal.hostname = $h
  match:
    $h over 5m
  condition:
    $a and $b
})";

constexpr std::string_view kEvents[] = {
    R"({"metadata":{"id":"1","event_type":"USER_LOGIN","event_timestamp":"2026-01-01T10:00:00Z"},"principal":{"hostname":"a"}})",
    R"({"metadata":{"id":"2","event_type":"USER_LOGIN","event_timestamp":"2026-01-01T10:00:00Z"},"principal":{"hostname":"a"}})",
};

std::size_t detections(const std::atomic<bool>* stop) {
  semantics::CompiledFile file = semantics::compile("r.yaral", std::string(kRule));
  std::vector<plan::PlanProblem> problems;
  const plan::Lookups lookups;
  const plan::Plan plan(std::move(file.rules), lookups, problems);
  Engine engine(plan, {.stop = stop});
  Arena arena;
  udm::JsonDecoder decoder(nullptr);
  std::vector<udm::Event> events;
  for (const std::string_view line : kEvents) events.push_back(*decoder.decode(line, arena));
  engine.ingest(0, events);
  return engine.finish().size();
}

TEST(Stop, NothingIsJudgedByAPartOfItsEvents) {
  const std::atomic<bool> asked{true};
  const std::atomic<bool> not_asked{false};
  EXPECT_EQ(detections(&asked), 0u);
  EXPECT_EQ(detections(&not_asked), 1u);
  EXPECT_EQ(detections(nullptr), 1u);
}

}  // namespace
}  // namespace yaral::engine
