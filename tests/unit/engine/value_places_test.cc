#include "engine/value_places.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "engine/walk.h"
#include "plan/plan.h"
#include "semantics/bind.h"
#include "udm/json.h"
#include "udm/path.h"

namespace yaral::engine {
namespace {

constexpr const char* kRule = R"(
rule r {
  meta:
    author = "x"
  events:
    $e.metadata.event_type != "USER_LOGOUT"
    $e.metadata.event_timestamp.seconds > 1
    $e.principal.hostname != ""
    $e.principal.port > 0
    $e.principal.user.userid = ""
    $e.principal.ip[0] != ""
    $e.principal.ip[1] != ""
    $e.principal.ip[2] != ""
    $e.about[1].hostname != "a"
    $e.target.hostname != "b"
    $e.target.process.command_line != "c"
    $e.additional.fields["k"] != "d"
    $e.principal.labels["a"] != "e"
    $e.principal.labels["b"] != "f"
    any $e.principal.ip = "10.0.0.9"
    any $e.about.ip = "10.0.0.9"
    any $e.target.ip = "10.0.0.9"
  condition:
    $e
})";

plan::Plan make_plan() {
  semantics::CompiledFile file = semantics::compile("r.yaral", kRule);
  EXPECT_EQ(file.rules.size(), 1u);
  std::vector<plan::PlanProblem> problems;
  const plan::Lookups lookups;
  return plan::Plan(std::move(file.rules), lookups, problems);
}

std::string line(const std::string& host, int port, const std::string& about, const std::string& key) {
  return R"({"metadata":{"event_type":"USER_LOGIN","event_timestamp":"2026-01-01T00:00:00Z"},"principal":{"hostname":")" +
         host + R"(","port":)" + std::to_string(port) + R"(,"ip":["10.0.0.1",")" + host + R"("],"labels":[{"key":")" +
         key + R"(","value":")" + host + R"("}]},"about":)" + about + R"(,"additional":{")" + key + R"(":"v"}})" + "\n";
}

TEST(ValuePlaces, ReadsWhatWalkingReads) {
  const plan::Plan plan = make_plan();
  const std::span<const plan::Slot> all = plan.slots();
  std::string text;
  for (int i = 0; i < 40; ++i)
    text += line("h" + std::to_string(i), i,
                 i % 3 == 0 ? R"([{"hostname":"x"},{"hostname":"y","ip":["10.0.0.2"]}])" : R"([{"hostname":"z"}])",
                 i % 5 == 0 ? "a" : "k");
  const std::size_t size = text.size();
  text.append(64, '\0');
  udm::JsonDecoder decoder;
  Arena arena;
  ValuePlaces places(all);
  std::size_t from_images = 0;
  std::size_t lacking = 0;
  decoder.open_lines(std::string_view(text).substr(0, size));
  for (std::string_view rest = std::string_view(text).substr(0, size); !rest.empty();) {
    const std::size_t end = rest.find('\n');
    const auto event = decoder.decode(rest.substr(0, end), arena);
    ASSERT_TRUE(event);
    rest.remove_prefix(end + 1);
    places.open(*event->root);
    for (std::uint32_t slot = 0; slot < all.size(); ++slot) {
      std::vector<Value> values;
      udm::collect(*event->root, all[slot].path, values);
      lacking += places.lacks(slot) ? 1 : 0;
      EXPECT_TRUE(!places.lacks(slot) || values.empty()) << all[slot].path.text;
      if (all[slot].list) continue;
      const Value* const value = places.read(slot);
      if (!value) continue;
      ++from_images;
      const Value walked = walk(Value::message(const_cast<udm::Message*>(event->root)), all[slot].path.steps);
      EXPECT_EQ(value->kind(), walked.kind()) << all[slot].path.text;
      EXPECT_EQ(hash_value(*value), hash_value(walked)) << all[slot].path.text;
    }
  }
  EXPECT_EQ(all.size(), 17u);
  EXPECT_GT(lacking, 100u);
  EXPECT_GT(from_images, 200u);
}

TEST(ValuePlaces, WhatIsNoCopyOfAnImageIsWalked) {
  const plan::Plan plan = make_plan();
  const std::span<const plan::Slot> all = plan.slots();
  const std::string text = line("h", 1, "[]", "a");
  udm::JsonDecoder decoder;
  Arena arena;
  ValuePlaces places(all);
  places.open(*decoder.decode(text, arena)->root);
  EXPECT_FALSE(places.read(2));
}

}  // namespace
}  // namespace yaral::engine
