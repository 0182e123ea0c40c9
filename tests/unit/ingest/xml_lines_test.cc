// Windows events as XML inside files of log lines and of JSON lines.
#include <gtest/gtest.h>

#include "ingest/xml_lines.h"
#include "read_helpers.h"

namespace yaral::ingest {
namespace {

void read_text(Outcome& run, const std::string& text) {
  const TempDir dir;
  read(run, {dir.write("log", text)});
}

std::string syslog_line(int number) {
  return "Mar  2 10:00:00 web1 sshd[" + std::to_string(number) + "]: Failed password for root\n";
}

std::string syslog_lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += syslog_line(i);
  return text;
}

std::string json_lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += beats_line("whoami") + "\n";
  return text;
}

// One element a line, as viewers write it.
std::string over_lines(std::string xml) {
  for (std::size_t at = xml.find("><"); at != std::string::npos; at = xml.find("><", at)) xml.replace(at, 2, ">\n  <");
  return xml + "\n";
}

std::uint64_t count_of(const ReadReport& report, const std::string& log_type) {
  const auto found = report.events_by_log_type.find(log_type);
  return found == report.events_by_log_type.end() ? 0 : found->second;
}

TEST(XmlLines, EventsOverSeveralLinesStandBetweenLogLines) {
  Outcome run;
  read_text(run, syslog_lines(40) + "<?xml version='1.0' encoding='utf-8'?>\n<Events>\n" +
                     over_lines(event_xml("first", 1)) + over_lines(event_xml("second", 2)) + "</Events>\n" +
                     syslog_line(41));
  EXPECT_EQ(run.report.events, 43u);
  EXPECT_EQ(count_of(run.report, "WINDOWS_SYSMON"), 2u);
  EXPECT_TRUE(run.gathered.any_contains("second"));
  EXPECT_TRUE(run.report.problems.empty()) << run.report.problems.front().message;
}

TEST(XmlLines, EventsOverSeveralLinesStandBetweenJsonLines) {
  Outcome run;
  read_text(run, json_lines(5) + over_lines(event_xml("first")) + json_lines(1));
  EXPECT_EQ(run.report.events, 7u);
  EXPECT_TRUE(run.report.problems.empty()) << run.report.problems.front().message;
}

TEST(XmlLines, LineMayHoldManyEvents) {
  std::string line = "<Events>";
  for (int i = 0; i < 33; ++i) line += event_xml("number" + std::to_string(i), i + 1);
  line += "</Events>\n";
  for (const std::string& others : {json_lines(4), syslog_lines(4)}) {
    Outcome run;
    read_text(run, others + line + others);
    EXPECT_EQ(run.report.events, 41u);
    EXPECT_TRUE(run.gathered.any_contains("number32"));
    EXPECT_TRUE(run.report.problems.empty()) << run.report.problems.front().message;
  }
}

TEST(XmlLines, EventsBehindASyslogHeaderKeepItInTheirSource) {
  class Sources : public BatchConsumer {
   public:
    void consume(unsigned, const EventBatch& batch) override {
      for (const udm::Event& event : batch.events) sources.emplace_back(event.source);
    }
    std::vector<std::string> sources;
  };
  const TempDir dir;
  const std::string xml = over_lines(event_xml("first"));
  const std::string record = "<13>Mar  2 10:00:00 dc1 agent: " + xml.substr(0, xml.size() - 1);
  Sources consumer;
  read_inputs({.inputs = {dir.write("log", syslog_lines(3) + record + "\n")}}, consumer);
  ASSERT_EQ(consumer.sources.size(), 4u);
  EXPECT_EQ(consumer.sources.back(), record);
}

TEST(XmlLines, EventsAreWholeAcrossBlocks) {
  std::string text = syslog_lines(10);
  for (int i = 0; i < 8000; ++i) text += over_lines(event_xml("c" + std::to_string(i), i + 1));
  ASSERT_GT(text.size(), 3u << 20);
  Outcome run;
  read_text(run, text);
  EXPECT_EQ(run.report.events, 8010u);
  EXPECT_TRUE(run.report.problems.empty()) << run.report.problems.front().message;
}

TEST(XmlLines, EventMayBeLongerThanABlock) {
  Outcome run;
  read_text(run, syslog_lines(10) + over_lines(event_xml(std::string(3 << 20, 'x'))) + syslog_lines(5));
  EXPECT_EQ(run.report.events, 16u);
  EXPECT_EQ(count_of(run.report, "WINDOWS_SYSMON"), 1u);
}

TEST(XmlLines, EventThatDoesNotEndCostsNoOtherRecord) {
  const std::string cut = over_lines(event_xml("cut"));
  Outcome run;
  read_text(run, syslog_lines(20) + cut.substr(0, cut.find("<EventRecordID")) + "\n" + syslog_lines(7) +
                     over_lines(event_xml("whole")));
  EXPECT_EQ(run.report.events, 28u);
  EXPECT_TRUE(run.gathered.any_contains("whole"));
  EXPECT_TRUE(has_problem(run.report, "line 21", "the Event element does not end"));
}

TEST(XmlLines, ManyElementsThatDoNotEndTakeNoQuadraticTime) {
  std::string text = syslog_lines(100);
  for (int i = 0; i < 60000; ++i) text += "<Event ><![CDATA[\n";
  text += "]]>\n" + syslog_lines(100);
  Outcome run;
  read_text(run, text);
  EXPECT_EQ(run.report.events, 200u);
  EXPECT_GT(skipped(run.report, "broken event XML"), 0u);
}

TEST(XmlLines, CutIsBeforeAnEventThatMayGoOn) {
  const std::string whole = "one line\n<Event>\n<System/>\n</Event>\n";
  const std::string open = "<Event xmlns='x'>\n<System>\n";
  EXPECT_EQ(event_xml_cut(whole), whole.size());
  EXPECT_EQ(event_xml_cut(whole + open), whole.size());
  EXPECT_EQ(event_xml_cut("<Events>\n" + open), 9u);
  EXPECT_EQ(event_xml_cut("<Event/>\n"), 9u);
  EXPECT_EQ(event_xml_cut("says <Event> and no more\n"), 25u);
  EXPECT_EQ(event_xml_cut(""), 0u);
}

}  // namespace
}  // namespace yaral::ingest
