#include "detections/writer.h"

#include <sstream>

#include <gmock/gmock.h>
#include <simdjson.h>

#include "unit/detections/sample.h"

namespace yaral::detections {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string written(Format format, const std::vector<Detection>& detections, const TableStyle& style = {}) {
  std::ostringstream out;
  const auto writer = make_writer(format, out, style);
  for (const Detection& d : detections) writer->write(d);
  writer->finish();
  return out.str();
}

std::string line(const std::string& text, std::size_t number) {
  std::istringstream in(text);
  std::string out;
  for (std::size_t i = 0; i <= number; ++i)
    if (!std::getline(in, out)) return {};
  return out;
}

Detection with_command(std::string_view json_text) {
  Detection d = sample_detection();
  d.elements[0].events = {R"({"target":{"process":{"commandLine":")" + std::string(json_text) + R"("}}})"};
  return d;
}

TEST(Format, Names) {
  EXPECT_EQ(parse_format("ndjson"), Format::kNdjson);
  EXPECT_EQ(parse_format("csv"), Format::kCsv);
  EXPECT_FALSE(parse_format("NDJSON"));
  EXPECT_FALSE(parse_format(""));
}

TEST(JsonWriter, IsOneArrayForAnyNumber) {
  for (const std::size_t count : {0u, 1u, 3u}) {
    const std::string text = written(Format::kJson, std::vector<Detection>(count, sample_detection()));
    simdjson::dom::parser parser;
    simdjson::dom::array array;
    ASSERT_FALSE(parser.parse(text).get(array)) << text;
    EXPECT_EQ(array.size(), count);
    EXPECT_THAT(text, EndsWith("]\n"));
  }
}

TEST(NdjsonWriter, IsOneLineADetection) {
  EXPECT_EQ(written(Format::kNdjson, {}), "");
  const std::string text = written(Format::kNdjson, {sample_detection(), sample_detection()});
  EXPECT_EQ(std::ranges::count(text, '\n'), 2);
  EXPECT_THAT(text, EndsWith("}\n"));
}

TEST(CsvWriter, HeaderEvenWithoutDetections) {
  EXPECT_EQ(written(Format::kCsv, {}),
            "detection_time,window_start,window_end,rule,severity,risk_score,keys,events,first_event,last_event,"
            "command_line_or_path,outcomes,detection_id\r\n");
}

TEST(CsvWriter, OneRecord) {
  EXPECT_THAT(
      written(Format::kCsv, {sample_detection()}),
      EndsWith("\r\n2026-01-01T10:05:00Z,2026-01-01T10:00:00Z,2026-01-01T10:05:00Z,signing,HIGH,15,hostname=ws-1,3,"
               "2026-01-01T10:00:00.500Z,2026-01-01T10:04:00Z,signtool sign /f a.pfx,tries=12,"
               "de_00000000-0000-0000-0000-000000000002\r\n"));
}

TEST(CsvWriter, QuotesWhatNeedsIt) {
  EXPECT_THAT(written(Format::kCsv, {with_command(R"(a,\"b\"\nc)")}), HasSubstr(",\"a,\"\"b\"\"\nc\","));
}

TEST(CsvWriter, FormulasAndEscapesAreDisarmed) {
  EXPECT_THAT(written(Format::kCsv, {with_command(R"(=cmd|' /C calc'!A0)")}), HasSubstr(",'=cmd|' /C calc'!A0,"));
  EXPECT_THAT(written(Format::kCsv, {with_command(R"(-sign)")}), HasSubstr(",'-sign,"));
  EXPECT_THAT(written(Format::kCsv, {with_command(R"(x\u001b[2J)")}), HasSubstr(R"(,x\x1b[2J,)"));
}

TEST(TableWriter, NothingWithoutDetections) { EXPECT_EQ(written(Format::kTable, {}), ""); }

TEST(TableWriter, OneRow) {
  const std::string text = written(Format::kTable, {sample_detection()});
  EXPECT_EQ(line(text, 0), "TIME                      SEVERITY  RULE     KEYS           EVENTS  COMMAND LINE OR PATH");
  EXPECT_EQ(line(text, 1),
            "2026-01-01T10:00:00Z +5m  HIGH      signing  hostname=ws-1       3  signtool sign /f a.pfx");
  EXPECT_EQ(line(text, 2), "");
}

TEST(TableWriter, WithoutWindowTheTimeOfTheEvent) {
  Detection d = sample_detection();
  d.has_window = false;
  d.window_end = d.window_start;
  EXPECT_THAT(line(written(Format::kTable, {d}), 1), StartsWith("2026-01-01T10:00:00Z  HIGH"));
}

TEST(TableWriter, CutsToTheWidthOfTheTerminal) {
  const std::string text = written(Format::kTable, {with_command(std::string(500, 'x'))}, {.width = 100});
  EXPECT_THAT(line(text, 1), EndsWith("xx…"));
  EXPECT_EQ(line(text, 1).size(), 100 + std::string("…").size() - 1);
  EXPECT_THAT(written(Format::kTable, {with_command(std::string(500, 'x'))}), HasSubstr(std::string(500, 'x')));
}

TEST(TableWriter, ColoursOnlyOnRequest) {
  EXPECT_THAT(written(Format::kTable, {sample_detection()}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(written(Format::kTable, {sample_detection()}, {.colour = true}), HasSubstr("\x1b[31mHIGH\x1b[0m"));
}

TEST(TableWriter, HostileTextIsMadeVisible) {
  Detection d = with_command(R"(a\u001b[31mb\nc)");
  d.variables[0].value = Value::string("h\x1b]0;x\x07\n");
  const std::string text = written(Format::kTable, {d}, {.show_events = true});
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(line(text, 1), HasSubstr(R"(hostname=h\x1b]0;x\x07\n)"));
  EXPECT_THAT(line(text, 1), EndsWith(R"(a\x1b[31mb\nc)"));
}

TEST(TableWriter, ShowsTheEventsBehind) {
  const std::string text = written(Format::kTable, {sample_detection()}, {.show_events = true});
  EXPECT_EQ(line(text, 2), R"(  $e  2026-01-01T10:00:00.5Z  PROCESS_LAUNCH  ws-1  CORP\ana)");
  EXPECT_EQ(line(text, 3), "      target.process.command_line  signtool sign /f a.pfx");
  EXPECT_EQ(line(text, 4), "      target.process.pid           7");
  EXPECT_EQ(line(text, 5), "  $e  and 2 more events");
}

TEST(TableWriter, WritesEarlyWhenThereAreMany) {
  std::ostringstream out;
  const auto writer = make_writer(Format::kTable, out);
  for (int i = 0; i < 1000; ++i) writer->write(sample_detection());
  EXPECT_FALSE(out.str().empty());
  writer->finish();
  EXPECT_EQ(std::ranges::count(out.str(), '\n'), 1001);
}

TEST(TableWriter, SubjectComesFromTheFirstEventThatHasOne) {
  Detection d = sample_detection();
  d.elements[0].events = {"not json", "{}",
                          R"({"target":{"file":{"fullPath":"C:\\a.pfx"},"registry":{"registryKey":"HKLM"}}})"};
  EXPECT_THAT(line(written(Format::kTable, {d}), 1), EndsWith(R"(  C:\a.pfx)"));
}

}  // namespace
}  // namespace yaral::detections
