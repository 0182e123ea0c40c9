#include "ingest/audit_records.h"

#include <gtest/gtest.h>

#include "ingest/framer.h"
#include "read_helpers.h"

namespace yaral::ingest {
namespace {

std::string line(int serial, const std::string& type, const std::string& fields = "a=b") {
  return "type=" + type + " msg=audit(1767607200.123:" + std::to_string(serial) + "): " + fields + "\n";
}

TEST(AuditRecords, TheStampOfALine) {
  EXPECT_EQ(audit_id("type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e"), "1364481363.243:24287");
  EXPECT_EQ(audit_id("node=web1 type=CWD msg=audit(1364481363.243:24287): cwd=\"/\""), "1364481363.243:24287");
  EXPECT_EQ(audit_id("audit: type=1400 audit(1364481363.243:24287): apparmor=\"DENIED\""), "1364481363.243:24287");
  EXPECT_EQ(audit_id("type=CWD msg=audit(03/28/2013 16:36:03.243:24287) : cwd=/"), "03/28/2013 16:36:03.243:24287");
  for (const char* none : {"", "type=CWD", "msg=audit(", "msg=audit(12.3:4", "call audit(name)", "audit(x.1:2): "}) {
    EXPECT_EQ(audit_id(none), "") << none;
  }
  EXPECT_EQ(audit_id(std::string(300, 'x') + "audit(1.2:3): "), "") << "too far behind to be a header";
}

TEST(AuditRecords, TheNodeOfALine) {
  EXPECT_EQ(audit_node("node=web1 type=CWD msg=audit(1.2:3): a=b"), "web1");
  EXPECT_EQ(audit_node("node=web1"), "web1");
  EXPECT_EQ(audit_node("type=CWD msg=audit(1.2:3): node=x"), "");
}

// What the records' lines are joined to.
std::vector<std::string> joined(const std::vector<std::string>& lines, const std::vector<std::string>& hosts = {}) {
  AuditRecords records;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    Envelope envelope;
    if (i < hosts.size()) envelope.host = hosts[i];
    records.add(audit_id(lines[i]), lines[i], envelope);
  }
  Arena arena;
  std::vector<std::string> texts;
  for (const AuditRecords::Event& event : records.take()) texts.emplace_back(audit_record(event, arena).text);
  EXPECT_TRUE(records.take().empty());
  return texts;
}

TEST(AuditRecords, LinesOfOneEventComeTogetherInTheirOrder) {
  EXPECT_EQ(joined({"a audit(1.0:1): ", "b audit(1.0:2): ", "c audit(1.0:1): ", "d audit(1.0:2): "}),
            std::vector<std::string>({"a audit(1.0:1): \nc audit(1.0:1): ", "b audit(1.0:2): \nd audit(1.0:2): "}));
}

TEST(AuditRecords, EventsOfDifferentMachinesStayApart) {
  EXPECT_EQ(joined({"node=a audit(1.0:1): ", "node=b audit(1.0:1): ", "node=a audit(1.0:1): x"}).size(), 2u);
  EXPECT_EQ(joined({"x audit(1.0:1): ", "y audit(1.0:1): ", "z audit(1.0:1): "}, {"web1", "web2", "web1"}).size(), 2u);
}

TEST(AuditRecords, ASerialThatComesAgainMuchLaterIsAnotherEvent) {
  std::vector<std::string> lines = {"audit(1.0:1): first"};
  for (int i = 2; i < 70; ++i) lines.push_back("audit(1.0:" + std::to_string(i) + "): ");
  lines.push_back("audit(1.0:1): again");
  EXPECT_EQ(joined(lines).size(), lines.size());
}

TEST(AuditRecords, LinesThatFollowEachOtherAreNotCopied) {
  const std::string text = "a audit(1.0:1): \nb audit(1.0:1): ";
  AuditRecords records;
  const std::size_t size = text.find('\n');
  records.add("1.0:1", std::string_view(text).substr(0, size), {});
  records.add("1.0:1", std::string_view(text).substr(size + 1), {});
  Arena arena;
  EXPECT_EQ(audit_record(records.take().front(), arena).text.data(), text.data());
}

TEST(AuditRecords, TheCutComesBeforeWhatMayGoOn) {
  const std::string done = line(1, "SYSCALL") + line(1, "EOE");
  const std::string open = line(2, "SYSCALL") + line(3, "SYSCALL") + line(2, "PATH");
  EXPECT_EQ(audit_cut(done + open), done.size() - line(1, "EOE").size() - line(1, "SYSCALL").size())
      << "the first is among the lines near the end as well";
  std::string many;
  for (int i = 10; i < 300; ++i) many += line(i, "SYSCALL");
  const std::size_t cut = audit_cut(many);
  EXPECT_GT(cut, 0u);
  EXPECT_LT(cut, many.size());
  EXPECT_EQ(many[cut - 1], '\n');
}

TEST(AuditRecords, AnEventOfManyLinesIsNotCut) {
  std::string text = line(1, "SYSCALL") + line(2, "SYSCALL");
  for (int i = 0; i < 500; ++i) text += line(2, "EXECVE");
  EXPECT_EQ(audit_cut(text), line(1, "SYSCALL").size());
}

TEST(AuditRecords, OtherTextIsCutAtItsEnd) {
  EXPECT_EQ(audit_cut("a\nb\n"), 4u);
  EXPECT_EQ(audit_cut("a\n\n"), 3u);
  EXPECT_EQ(audit_cut("\n"), 1u);
  EXPECT_EQ(audit_cut(""), 0u);
}

// Four events at a time, each of many records: more than one block, so that borders fall into events.
std::string launches(int count) {
  std::string text;
  for (int first = 0; first < count; first += 4) {
    const auto each = [&](const std::string& type, const auto& fields) {
      for (int i = first; i < first + 4; ++i) text += line(i, type, fields(i));
    };
    each("SYSCALL", [](int i) {
      return "arch=c000003e syscall=59 success=yes exit=0 ppid=1 pid=" + std::to_string(i + 2) +
             " auid=1000 uid=0 euid=0 comm=\"id\" exe=\"/usr/bin/id\" key=\"exec\"";
    });
    each("EXECVE", [](int i) { return "argc=2 a0=\"id\" a1=\"" + std::to_string(i) + "\""; });
    each("CWD", [](int i) { return "cwd=\"/home/" + std::to_string(i) + "\""; });
    each("PATH", [](int) { return "item=0 name=\"/usr/bin/id\" nametype=NORMAL"; });
    each("PROCTITLE", [](int) { return "proctitle=\"" + std::string(60, 'x') + "\""; });
  }
  return text;
}

TEST(AuditRecords, EventsAreWholeOverTheBordersOfBlocksWithAnyThreads) {
  constexpr int kCount = 8000;
  const std::string text = launches(kCount);
  ASSERT_GT(text.size(), 3 * kBlockSize);
  TempDir dir;
  const std::string file = dir.write("audit.log", text);
  std::vector<std::string> expected;
  for (const unsigned threads : {1u, 2u, 4u}) {
    Outcome run;
    read(run, {file}, threads);
    EXPECT_EQ(run.report.events, static_cast<std::uint64_t>(kCount)) << threads;
    EXPECT_TRUE(run.report.weakened.empty()) << run.report.weakened.begin()->first;
    const std::vector<std::string> events = run.gathered.sorted();
    if (expected.empty()) expected = events;
    EXPECT_TRUE(events == expected) << threads;
  }
  for (const std::string& event : expected) {
    ASSERT_TRUE(event.contains("\"command_line\":\"id ") && event.contains("\"cwd\":\"/home/") &&
                event.contains("\"proctitle\":\"xxx"))
        << event;
  }
}

TEST(AuditRecords, OtherLinesAmongThem) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("mixed.log", line(1, "SYSCALL", "arch=c000003e syscall=59 success=yes exe=\"/bin/id\" pid=7") +
                                        "Jan  5 10:00:00 web1 cron[1]: (root) CMD (true)\n----\n" +
                                        line(1, "EXECVE", "argc=1 a0=\"id\""))});
  EXPECT_EQ(run.report.events_by_log_type["AUDITD"], 1u);
  EXPECT_EQ(run.report.events_by_log_type["NIX_SYSTEM"], 1u);
  EXPECT_TRUE(run.report.problems.empty());
  EXPECT_TRUE(run.gathered.any_contains("\"command_line\":\"id\""));
}

}  // namespace
}  // namespace yaral::ingest
