#include "enrich/ancestry.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "unit/enrich/events.h"

namespace yaral::enrich {
namespace {

using ::testing::IsEmpty;

std::string time_of(int minute) { return fmt::format("2026-03-01T{:02}:{:02}:00Z", 10 + minute / 60, minute % 60); }

std::string process(const std::string& name, const std::string& pid, const std::string& id = {}) {
  std::string json =
      R"({"file":{"full_path":"/bin/)" + name + R"("},"command_line":")" + name + R"( -x","pid":")" + pid;
  if (!id.empty()) json += R"(","product_specific_process_id":")" + id;
  return json + "\"}";
}

// A process id alone, as sources tell parents.
std::string pid_only(const std::string& pid) { return R"({"pid":")" + pid + "\"}"; }

std::string event_json(const std::string& type, int minute, const std::string& host, const std::string& principal,
                       const std::string& target) {
  std::string json = R"({"metadata":{"event_type":")" + type + R"(","event_timestamp":")" + time_of(minute) +
                     R"("},"principal":{"hostname":")" + host + '"';
  if (!principal.empty()) json += R"(,"process":)" + principal;
  json += "}";
  if (!target.empty()) json += R"(,"target":{"process":)" + target + "}";
  return json + "}";
}

class AncestryTest : public ::testing::Test {
 protected:
  void launch(int minute, const std::string& parent, const std::string& child, const std::string& host = "ws1") {
    started_.push_back(records_.event(event_json("PROCESS_LAUNCH", minute, host, parent, child)));
  }
  void happens(const std::string& type, int minute, const std::string& target, const std::string& host = "ws1") {
    started_.push_back(records_.event(event_json(type, minute, host, "", target)));
  }

  // What becomes of an event whose principal is that process.
  udm::Event enriched(int minute, const std::string& principal, const std::string& host = "ws1") {
    return enriched(event_json("FILE_CREATION", minute, host, principal, ""));
  }
  udm::Event enriched(const std::string& json) {
    if (!finished_) {
      // Backwards: events come in any order.
      for (auto event = started_.rbegin(); event != started_.rend(); ++event) table_.add({&*event, 1});
      table_.finish();
      finished_ = true;
    }
    udm::Event event = records_.event(json);
    ChangedEvent changed(event, records_.arena());
    fill_ancestry(changed, table_);
    return event;
  }

  Records records_;
  ProcessTable table_;

 private:
  std::vector<udm::Event> started_;
  bool finished_ = false;
};

// The programs of the principal and of its parents upwards, with what is not known as `?`.
std::string chain(const udm::Event& event, std::string path = "principal.process") {
  std::string all;
  for (int level = 0; level < 14; ++level) {
    const std::string program = texts(event, path + ".file.full_path");
    const std::string pid = texts(event, path + ".pid");
    const std::string id = texts(event, path + ".product_specific_process_id");
    if (program.empty() && pid.empty() && id.empty()) break;
    all += (level == 0 ? "" : " < ") + (program.empty() ? "?" + pid : program.substr(program.rfind('/') + 1));
    path += ".parent_process";
  }
  return all;
}

TEST_F(AncestryTest, ParentsAreFoundById) {
  launch(1, process("init", "1", "I"), process("sshd", "2", "S"));
  launch(2, process("sshd", "2", "S"), process("bash", "3", "B"));
  launch(3, process("bash", "3", "B"), process("curl", "4", "C"));
  const udm::Event event = enriched(4, R"({"product_specific_process_id":"C"})");
  EXPECT_EQ(chain(event), "curl < bash < sshd < init");
  EXPECT_EQ(texts(event, "principal.process.command_line"), "curl -x");
  EXPECT_EQ(texts(event, "principal.process.parent_process.pid"), "3");
  EXPECT_EQ(texts(event, "principal.process.parent_process.parent_process.product_specific_process_id"), "S");
  EXPECT_THAT(event.json, IsEmpty());
  EXPECT_EQ(number(event, "metadata.enrichment_state"), 1);
}

TEST_F(AncestryTest, ParentsAreFoundByProcessId) {
  launch(1, pid_only("1"), process("sshd", "2"));
  launch(2, pid_only("2"), process("bash", "3"));
  EXPECT_EQ(chain(enriched(3, pid_only("3"))), "bash < sshd < ?1");
}

TEST_F(AncestryTest, AStartGetsTheParentsOfBoth) {
  launch(1, pid_only("1"), process("sshd", "2"));
  launch(2, pid_only("2"), process("bash", "3"));
  const udm::Event event = enriched(event_json("PROCESS_LAUNCH", 2, "ws1", pid_only("2"), process("bash", "3")));
  EXPECT_EQ(chain(event), "sshd < ?1");
  EXPECT_EQ(chain(event, "target.process"), "bash < sshd < ?1");
}

TEST_F(AncestryTest, AProcessThatReplacesItselfIsNotItsOwnParent) {
  launch(1, pid_only("1"), process("sh", "5"));
  launch(2, process("sh", "5"), process("python", "5"));
  const udm::Event event = enriched(event_json("PROCESS_LAUNCH", 2, "ws1", process("sh", "5"), process("python", "5")));
  EXPECT_EQ(chain(event), "sh < ?1");
  EXPECT_EQ(chain(event, "target.process"), "python < sh < ?1");
}

TEST_F(AncestryTest, AProcessIdThatIsUsedAgainIsAnotherProcess) {
  launch(1, pid_only("1"), process("old", "7"));
  launch(5, pid_only("7"), process("child", "8"));
  launch(10, pid_only("1"), process("new", "7"));
  EXPECT_EQ(chain(enriched(4, pid_only("7"))), "old < ?1");
  EXPECT_EQ(chain(enriched(10, pid_only("7"))), "new < ?1");
  // Its parent is the one that ran when it was started, not the one that runs now.
  EXPECT_EQ(chain(enriched(20, pid_only("8"))), "child < old < ?1");
  // Before any start.
  EXPECT_EQ(chain(enriched(0, pid_only("7"))), "?7");
}

TEST_F(AncestryTest, NobodyIsFoundByTheProcessIdOfAProcessThatEnded) {
  launch(1, pid_only("1"), process("old", "7"));
  happens("PROCESS_TERMINATION", 3, pid_only("7"));
  EXPECT_EQ(chain(enriched(3, pid_only("7"))), "old < ?1");
  EXPECT_EQ(chain(enriched(4, pid_only("7"))), "?7");
}

TEST_F(AncestryTest, ProcessesEndWithTheSystem) {
  launch(1, pid_only("1"), process("old", "7"));
  launch(18, pid_only("1"), process("early", "8"));
  happens("STATUS_STARTUP", 20, "");
  EXPECT_EQ(chain(enriched(14, pid_only("7"))), "old < ?1");
  EXPECT_EQ(chain(enriched(21, pid_only("7"))), "?7");
  EXPECT_EQ(chain(enriched(21, pid_only("8"))), "early < ?1");
}

TEST_F(AncestryTest, AProcessIdAloneIsTrustedForADayWithANameForAMonth) {
  launch(0, pid_only("1"), process("old", "7"));
  const auto at = [&](const std::string& time, const std::string& process) {
    return chain(enriched(R"({"metadata":{"event_type":"FILE_CREATION","event_timestamp":")" + time +
                          R"("},"principal":{"hostname":"ws1","process":)" + process + "}}"));
  };
  const std::string named = R"({"pid":"7","file":{"full_path":"/usr/bin/old"}})";
  EXPECT_EQ(at("2026-03-02T10:00:00Z", pid_only("7")), "old < ?1");
  EXPECT_EQ(at("2026-03-02T10:00:01Z", pid_only("7")), "?7");
  EXPECT_EQ(at("2026-03-31T10:00:00Z", named), "old < ?1");
  EXPECT_EQ(at("2026-03-31T10:00:01Z", named), "old");
}

TEST_F(AncestryTest, HostsHaveProcessIdsOfTheirOwn) {
  launch(1, pid_only("1"), process("a", "7"), "ws1");
  launch(1, pid_only("1"), process("b", "7"), "WS2");
  EXPECT_EQ(chain(enriched(2, pid_only("7"), "WS1")), "a < ?1");
  EXPECT_EQ(chain(enriched(2, pid_only("7"), "ws2")), "b < ?1");
  EXPECT_EQ(chain(enriched(2, pid_only("7"), "ws3")), "?7");
}

TEST_F(AncestryTest, AnIdThatIsNotKnownIsNoOtherProcess) {
  launch(1, pid_only("1"), process("a", "7", "A"));
  EXPECT_EQ(chain(enriched(2, R"({"pid":"7","product_specific_process_id":"B"})")), "?7");
  EXPECT_EQ(chain(enriched(2, R"({"pid":"7","product_specific_process_id":"A"})")), "a < ?1");
}

TEST_F(AncestryTest, AnotherProgramIsAnotherProcess) {
  launch(1, pid_only("1"), process("a", "7"));
  EXPECT_EQ(chain(enriched(2, R"({"pid":"7","file":{"full_path":"C:\\x\\B.EXE"}})")), R"(C:\x\B.EXE)");
  EXPECT_EQ(chain(enriched(2, R"({"pid":"7","file":{"full_path":"C:\\x\\A"}})")), R"(C:\x\A < ?1)");
}

TEST_F(AncestryTest, WhatTheEventSaysStays) {
  launch(1, process("p", "1", "P"), process("a", "7", "A"));
  const udm::Event event = enriched(
      2, R"({"product_specific_process_id":"A","command_line":"own","parent_process":{"command_line":"its parent"}})");
  EXPECT_EQ(texts(event, "principal.process.command_line"), "own");
  EXPECT_EQ(texts(event, "principal.process.parent_process.command_line"), "its parent");
  EXPECT_EQ(texts(event, "principal.process.parent_process.pid"), "1");
  // A parent that contradicts the table gets nothing of it.
  const udm::Event other = enriched(2, R"({"product_specific_process_id":"A","parent_process":{"pid":"99"}})");
  EXPECT_EQ(chain(other), "a < ?99");
}

TEST_F(AncestryTest, CyclesAreCut) {
  launch(1, process("b", "2", "B"), process("a", "1", "A"));
  launch(2, process("a", "1", "A"), process("b", "2", "B"));
  EXPECT_EQ(chain(enriched(3, R"({"product_specific_process_id":"A"})")), "a < b < a");
  EXPECT_EQ(chain(enriched(3, R"({"product_specific_process_id":"B"})")), "b < a < b");
}

TEST_F(AncestryTest, ChainsHaveALimit) {
  for (int i = 0; i < 30; ++i) launch(i, pid_only(std::to_string(i)), process("p", std::to_string(i + 1)));
  const udm::Event event = enriched(40, pid_only("30"));
  std::size_t depth = 0;
  const std::string json = udm::event_json(event);
  for (std::size_t at = json.find("parentProcess"); at != std::string::npos; at = json.find("parentProcess", at + 1))
    ++depth;
  EXPECT_EQ(depth, static_cast<std::size_t>(kMostAncestors));
}

TEST_F(AncestryTest, AParentWhoseChildIsNotKnownMustBeCertain) {
  const std::string child = R"({"pid":"9","parent_process":{"pid":"7"}})";
  launch(1, pid_only("1"), process("only", "7"));
  launch(1, pid_only("1"), process("first", "7"), "ws2");
  launch(2, pid_only("1"), process("second", "7"), "ws2");
  EXPECT_EQ(chain(enriched(3, child)), "?9 < only < ?1");
  EXPECT_EQ(chain(enriched(3, child, "ws2")), "?9 < ?7");
}

TEST_F(AncestryTest, ALogonTellsTheProcessOfAnotherMachine) {
  launch(1, pid_only("1"), process("a", "7"));
  const auto from = [&](const std::string& type) {
    return chain(enriched(R"({"metadata":{"event_type":")" + type + R"(","event_timestamp":"2026-03-01T10:30:00Z"},)" +
                          R"("principal":{"hostname":"ws1","process":{"pid":"7"}},"target":{"hostname":"dc1"}})"));
  };
  EXPECT_EQ(from("USER_LOGIN"), "?7");
  EXPECT_EQ(from("NETWORK_CONNECTION"), "a < ?1");
}

TEST_F(AncestryTest, EventsThatGainNothingStayAsTheyAre) {
  launch(1, pid_only("1"), process("a", "7"));
  EXPECT_FALSE(enriched(2, pid_only("8")).json.empty());
  EXPECT_FALSE(enriched(2, "").json.empty());
}

std::uint64_t kept(const ProcessTable::Limits& limits, bool backwards, std::uint64_t& dropped, std::string& which) {
  Records records;
  ProcessTable table(limits);
  std::vector<udm::Event> events;
  events.reserve(100);
  for (int i = 0; i < 100; ++i)
    events.push_back(
        records.event(event_json("PROCESS_LAUNCH", i, "ws1", pid_only("1"), process("p", std::to_string(i + 10)))));
  if (backwards) std::ranges::reverse(events);
  table.add(events);
  table.finish();
  dropped = table.dropped();
  for (int i = 0; i < 100; ++i) {
    const std::string pid = std::to_string(i + 10);
    const ProcessTable::Query query{.host = "ws1", .facts = {.pid = pid}, .at = {.seconds = 1'772'400'000}};
    which += table.find(query, {}) != nullptr ? 'x' : '.';
  }
  return table.size();
}

TEST(ProcessTable, WhatIsLeftUnderItsLimitsDoesNotDependOnTheOrder) {
  for (const ProcessTable::Limits limits :
       {ProcessTable::Limits{.records = 30}, ProcessTable::Limits{.bytes = 12'000}}) {
    std::uint64_t dropped = 0;
    std::uint64_t dropped_backwards = 0;
    std::string which;
    std::string which_backwards;
    const std::uint64_t forwards = kept(limits, false, dropped, which);
    EXPECT_EQ(forwards, kept(limits, true, dropped_backwards, which_backwards));
    EXPECT_EQ(which, which_backwards);
    EXPECT_GT(forwards, 0u);
    EXPECT_LE(forwards, 30u);
    EXPECT_EQ(dropped, 100 - forwards);
    EXPECT_EQ(dropped, dropped_backwards);
  }
}

}  // namespace
}  // namespace yaral::enrich
