#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/engine.h"
#include "semantics/bind.h"
#include "udm/json.h"

namespace yaral::engine {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string rule(const std::string& events, const std::string& rest) {
  return "rule r {\n meta:\n events:\n  $e.metadata.event_type = \"USER_LOGIN\"\n" + events + rest + "}";
}

const std::string kByHost = "  $e.principal.hostname = $h\n";

std::string login(const std::string& id, const std::string& host, const std::string& time) {
  return R"({"metadata":{"id":")" + id + R"(","event_type":"USER_LOGIN","event_timestamp":"2026-01-01T)" + time +
         R"(Z"},"principal":{"hostname":")" + host + "\"}}";
}

// An engine that takes events one by one.
class Live {
 public:
  explicit Live(const std::string& text, bool hop_grid = false)
      : plan_(compile(text), lookups_, problems_), engine_(plan_, {.hop_grid = hop_grid}) {}

  // The windows of what one event makes at once; its time where there is no window.
  std::vector<std::string> feed(const std::string& event) {
    const std::vector<udm::Event> events = {*decoder_.decode(texts_.copy(event), texts_)};
    engine_.ingest(0, events);
    std::vector<std::string> starts;
    for (const detections::Detection& d : engine_.take_early()) starts.push_back(format_timestamp(d.window_start));
    return starts;
  }

  // What is left to tell at the end, and how many there are in all.
  std::pair<std::size_t, std::size_t> finish() {
    const auto all = engine_.finish();
    std::size_t left = 0;
    for (const detections::Detection& d : all) left += engine_.told_early(d) ? 0 : 1;
    return {left, all.size()};
  }

 private:
  static std::vector<semantics::BoundRule> compile(const std::string& text) {
    semantics::CompiledFile file = semantics::compile("r.yaral", text);
    EXPECT_EQ(file.rules.size(), 1u) << text;
    return std::move(file.rules);
  }

  const plan::Lookups lookups_;
  std::vector<plan::PlanProblem> problems_;
  plan::Plan plan_;
  Engine engine_;
  Arena texts_;
  udm::JsonDecoder decoder_{nullptr};
};

TEST(Early, WithoutMatchEveryEventIsTold) {
  Live live(rule("", " condition:\n  $e\n"));
  EXPECT_THAT(live.feed(login("1", "a", "10:00:00")), ElementsAre("2026-01-01T10:00:00Z"));
  EXPECT_THAT(live.feed(login("2", "a", "10:00:01")), ElementsAre("2026-01-01T10:00:01Z"));
  EXPECT_THAT(live.finish(), testing::Pair(0, 2));
}

TEST(Early, AnEventReadTwiceIsToldOnce) {
  Live live(rule("", " condition:\n  $e\n"));
  EXPECT_EQ(live.feed(login("1", "a", "10:00:00")).size(), 1u);
  EXPECT_THAT(live.feed(login("1", "a", "10:00:00")), IsEmpty());
  EXPECT_THAT(live.finish(), testing::Pair(0, 1));
}

TEST(Early, AWindowIsToldByItsFirstEvent) {
  Live live(rule(kByHost, " match:\n  $h over 5m\n condition:\n  $e\n"));
  EXPECT_THAT(live.feed(login("1", "a", "10:00:00")), ElementsAre("2026-01-01T10:00:00Z"));
  EXPECT_THAT(live.feed(login("2", "a", "10:04:59")), IsEmpty());
  EXPECT_THAT(live.feed(login("3", "b", "10:04:59")), ElementsAre("2026-01-01T10:04:59Z")) << "another key";
  EXPECT_THAT(live.feed(login("4", "a", "10:05:00")), ElementsAre("2026-01-01T10:05:00Z")) << "outside of the window";
  EXPECT_THAT(live.finish(), testing::Pair(0, 3));
}

TEST(Early, ALateEventOpensAWindowOfItsOwn) {
  Live live(rule(kByHost, " match:\n  $h over 5m\n condition:\n  $e\n"));
  EXPECT_EQ(live.feed(login("1", "a", "10:04:00")).size(), 1u);
  EXPECT_THAT(live.feed(login("2", "a", "10:03:00")), ElementsAre("2026-01-01T10:03:00Z"));
  EXPECT_THAT(live.finish(), testing::Pair(0, 1)) << "in the end it is one window, which was told";
}

TEST(Early, WhatOneEventCannotDecideWaitsForTheEnd) {
  const std::string waiting[] = {
      rule(kByHost, " match:\n  $h over 5m\n condition:\n  #e > 1\n"),
      rule(kByHost, " match:\n  $h over 5m\n condition:\n  #e < 5 and $e\n"),
      rule(kByHost, " match:\n  $h over 5m\n outcome:\n  $n = count($e.metadata.id)\n condition:\n  $e and $n > 0\n"),
      rule(kByHost, " match:\n  $h by 5m\n condition:\n  $e\n"),
      rule(kByHost, " match:\n  $h over 5m\n condition:\n  $e\n options:\n  suppression_window = 1h\n"),
      rule(kByHost + "  $f.principal.hostname = $h\n  $f.metadata.event_type = \"USER_LOGIN\"\n",
           " match:\n  $h over 5m\n condition:\n  $e and $f\n"),
  };
  for (const std::string& text : waiting) {
    Live live(text);
    EXPECT_THAT(live.feed(login("1", "a", "10:00:00")), IsEmpty()) << text;
    EXPECT_THAT(live.feed(login("2", "a", "10:00:01")), IsEmpty()) << text;
    EXPECT_THAT(live.finish(), testing::Pair(1, 1)) << text;
  }
}

TEST(Early, WindowsOnAGridWaitForTheEnd) {
  Live live(rule(kByHost, " match:\n  $h over 5m\n condition:\n  $e\n"), true);
  EXPECT_THAT(live.feed(login("1", "a", "10:00:00")), IsEmpty());
  EXPECT_THAT(live.finish(), testing::Pair(1, 1));
}

}  // namespace
}  // namespace yaral::engine
