#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <semaphore>
#include <string>
#include <thread>
#include <utility>

#include "read_helpers.h"
#include "udm/path.h"

namespace yaral::ingest {
namespace {

namespace fs = std::filesystem;

std::string lines(int count, const std::string& prefix) {
  std::string text;
  for (int i = 0; i < count; ++i) text += udm_line(prefix + std::to_string(i)) + "\n";
  return text;
}

std::string utf16(std::string_view ascii, bool big, bool mark) {
  std::string out;
  const auto add = [&](char low, char high) {
    out += big ? high : low;
    out += big ? low : high;
  };
  if (mark) add('\xFF', '\xFE');
  for (const char c : ascii) add(c, '\0');
  return out;
}

TEST(Read, LinesOfUdm) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("a.log", lines(3, "e"))});
  EXPECT_EQ(run.report.events, 3u);
  EXPECT_EQ(run.report.records, 3u);
  EXPECT_EQ(run.report.files, 1u);
  ASSERT_EQ(run.report.by_file.size(), 1u);
  EXPECT_EQ(run.report.by_file[0].format, "NDJSON");
  EXPECT_TRUE(run.gathered.any_contains("\"e2\""));
  EXPECT_TRUE(run.report.problems.empty());
}

// Leaves out events described as "out", and names the host of the others.
class HostEditor : public BatchEditor {
 public:
  void edit(unsigned, EventBatch& batch) override {
    std::erase_if(batch.events, [](const udm::Event& e) { return e.json.contains("\"out\""); });
    for (udm::Event& event : batch.events) {
      udm::Message* root = udm::copy(*event.root, batch.arena);
      udm::put(*root, *udm::resolve(udm::event_root(), "principal.hostname"), Value::string("named"), batch.arena);
      event.root = root;
      event.json = {};
    }
  }
};

TEST(Read, AnEditorChangesAndLeavesOut) {
  TempDir dir;
  Outcome run;
  HostEditor editor;
  read(run, {.inputs = {dir.write("a", udm_line("in") + "\n" + udm_line("out") + "\n")}, .editors = {&editor}});
  ASSERT_EQ(run.gathered.events.size(), 1u);
  EXPECT_TRUE(run.gathered.any_contains("\"in\""));
  EXPECT_TRUE(run.gathered.any_contains("\"hostname\":\"named\""));
}

TEST(Read, TextsAreReadAsFilesAre) {
  TempDir dir;
  Outcome run;
  read(run, {.inputs = {dir.write("a", lines(1, "file"))},
             .texts = {{"given", lines(2, "text") + "{broken"}, {"none", ""}}});
  EXPECT_EQ(run.report.events, 3u);
  EXPECT_EQ(run.report.by_file.size(), 2u);
  EXPECT_TRUE(run.gathered.any_contains("text1"));
  EXPECT_TRUE(std::ranges::any_of(run.report.problems, [](const Problem& p) { return p.file == "given"; }));
}

TEST(Read, ValuesOfLongListsKeepTheirElements) {
  for (const int count : {3, 400}) {
    TempDir dir;
    Outcome run;
    std::string properties;
    for (int i = 0; i < count; ++i) {
      const std::string n = std::to_string(i);
      properties += std::string(i == 0 ? "" : ",") + R"({"Name":"p)" + n + R"(","NewValue":"new)" + n +
                    R"(","OldValue":"old)" + n + "\"}";
    }
    read(run,
         {dir.write(
             "a",
             R"({"CreationTime":"2026-03-01T10:00:00","Operation":"Update user.","Workload":"AzureActiveDirectory",)"
             R"("RecordType":8,"Id":"1","UserId":"u@example.com","ModifiedProperties":[)" +
                 properties + "]}\n")});
    const std::string last = std::to_string(count - 1);
    EXPECT_TRUE(run.gathered.any_contains("\"key\":\"p" + last + "\"")) << run.gathered.events.front();
    EXPECT_TRUE(run.gathered.any_contains("new" + last));
  }
}

// Lines are looked at many at a time; what is wrong with one must not touch the others, wherever it stands among them.
TEST(Read, ManyLinesWithBrokenOnesBetween) {
  const std::vector<std::string> broken = {R"({"metadata":{"event_type":"GENERIC_EVENT","description":"not closed}})",
                                           R"({"metadata":{"event_type":"GENERIC_EVENT","description":tru}})",
                                           R"({"metadata":{"event_type":"GENERIC_EVENT","description":"x"}}})",
                                           "{\"metadata\":{\"event_type\":\"GENERIC_EVENT\",\"description\":\"\t", "{"};
  for (const std::size_t every : {7u, 1000u}) {
    std::string text;
    std::vector<std::string> expected;
    std::uint64_t wrong = 0;
    for (std::size_t i = 0; i < 5000; ++i) {
      if (i % every == 3) {
        text += broken[i / every % broken.size()] + "\n";
        ++wrong;
      }
      std::string name = std::to_string(i) + std::string(i % 150, 'x');
      if (i % 1000 == 500) name += std::string(100'000, 'y');  // longer than what is looked at together
      text += udm_line(name) + (i % 5 == 0 ? "\r\n" : i % 11 == 0 ? "\n\n" : "\n");
      expected.push_back(name);
    }
    TempDir dir;
    Outcome run;
    read(run, {dir.write("a.ndjson", text)});
    EXPECT_EQ(run.report.events, expected.size());
    EXPECT_EQ(run.report.skipped["broken JSON"], wrong);
    ASSERT_EQ(run.gathered.events.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
      ASSERT_TRUE(run.gathered.events[i].contains("\"" + expected[i] + "\"")) << i;
  }
}

TEST(Read, AFileMayMixShapesLineByLine) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("mixed", udm_line("one") + "\n" + beats_line("two") + "\r\n\n" + R"({"any":"thing"})" + "\n")});
  EXPECT_EQ(run.report.events, 3u);
  EXPECT_EQ(run.report.events_by_log_type["WINDOWS_SYSMON"], 1u);
  EXPECT_EQ(run.report.events_by_log_type["JSON"], 1u);
  EXPECT_EQ(run.report.weakened["unrecognised JSON, kept as GENERIC_EVENT"], 1u);
  EXPECT_TRUE(run.gathered.any_contains("\"any\":\"thing\""));
}

TEST(Read, ABrokenLineIsToldAndTheOthersSurvive) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("a", udm_line("one") + "\n" + R"({"metadata": {"event_type" "X"}})" + "\n" + udm_line("three") +
                                "\n{\"cut\": \"of")});
  EXPECT_EQ(run.report.events, 2u);
  EXPECT_EQ(run.report.records, 4u);
  EXPECT_EQ(skipped(run.report, "broken JSON"), 2u);
  EXPECT_TRUE(has_problem(run.report, "line 2", "column 28: expected ':'"));
  EXPECT_TRUE(has_problem(run.report, "line 4", "the text ends inside a string"));
  EXPECT_FALSE(run.report.has_fatal());
}

TEST(Read, ABrokenFirstLineDoesNotHideTheFormat) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("a", "{\"cut\": \n" + lines(3, "e"))});
  EXPECT_EQ(run.report.events, 3u);
  EXPECT_TRUE(has_problem(run.report, "line 1", ""));
}

TEST(Read, LinesThatHoldArrays) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("a", udm_line("zero") + "\n[" + udm_line("one") + "," + udm_line("two") + "]\n[]\n")});
  EXPECT_EQ(run.report.events, 3u);
  EXPECT_TRUE(has_problem(run.report, "line 3", "an array without objects"));
}

TEST(Read, OddTextInARecordSurvives) {
  TempDir dir;
  Outcome run;
  std::string nul = beats_line("x");
  nul.replace(nul.find("\"x\""), 3, std::string("\"n\0l\"", 5));
  read(run, {dir.write("a", beats_line("\\ud800 lone") + "\n" + beats_line("bad \xFF byte") + "\n" + nul + "\n" +
                                R"({"EventID":1,"Channel":"X","Huge":123456789012345678901234567890})" + "\n")});
  EXPECT_EQ(run.report.events, 4u);
  EXPECT_TRUE(run.gathered.any_contains("\xEF\xBF\xBD lone"));
  EXPECT_TRUE(run.gathered.any_contains("bad \xEF\xBF\xBD byte"));
  EXPECT_TRUE(run.gathered.any_contains("n\\u0000l"));
  EXPECT_TRUE(run.gathered.any_contains("123456789012345678901234567890"));
}

TEST(Read, DeepNestingIsCountedNotFollowed) {
  TempDir dir;
  Outcome run;
  const std::string deep = "{\"a\":" + std::string(5000, '[') + std::string(5000, ']') + "}";
  read(run, {dir.write("a", udm_line("one") + "\n" + deep + "\n" + udm_line("two") + "\n")});
  EXPECT_EQ(run.report.events, 2u);
  EXPECT_EQ(run.report.skipped.size(), 1u);
}

TEST(Read, ALineBeyondTheLimitIsSkippedWithItsNumber) {
  TempDir dir;
  ReadOptions options;
  options.record_limit = 4 << 20;
  options.inputs = {dir.write("a", udm_line("one") + "\n" + "{\"a\":\"" + std::string(9 << 20, 'x') + "\"}\n" +
                                       udm_line("three") + "\n{\"b\":\"" + std::string(6 << 20, 'y') + "\"}")};
  Outcome run;
  read(run, options);
  EXPECT_EQ(run.report.events, 2u);
  EXPECT_EQ(skipped(run.report, "record too long"), 2u);
  EXPECT_TRUE(has_problem(run.report, "line 2", "longer than"));
  EXPECT_TRUE(has_problem(run.report, "line 4", "longer than"));
}

TEST(Read, AFirstRecordBeyondTheLimitIsSkipped) {
  TempDir dir;
  ReadOptions options;
  options.record_limit = 1 << 20;
  const std::string huge = "{\"a\":\"" + std::string(5 << 20, 'x') + "\"}";
  options.inputs = {dir.write("lines", huge + "\n" + udm_line("two") + "\n"),
                    dir.write("array", "[" + huge + ",\n" + udm_line("two") + "]")};
  Outcome run;
  read(run, options);
  EXPECT_EQ(run.report.events, 2u);
  EXPECT_EQ(run.report.problems.size(), 2u);
  EXPECT_TRUE(has_problem(run.report, "line 1", "longer than"));
}

TEST(Read, ALineAsLongAsTheLimitIsRead) {
  TempDir dir;
  ReadOptions options;
  const std::string line = R"({"a":")" + std::string(3 << 20, 'x') + R"("})";
  options.inputs = {dir.write("a", "{}\n" + line + "\n" + line + "x\n")};
  options.record_limit = line.size();
  Outcome run;
  read(run, options);
  EXPECT_EQ(run.report.events, 2u);
  EXPECT_EQ(skipped(run.report, "record too long"), 1u);
}

TEST(Read, JsonArrayOfAnySize) {
  TempDir dir;
  std::string text = "[\n";
  for (int i = 0; i < 20000; ++i) text += (i == 0 ? "  " : ",\n  ") + udm_line("e" + std::to_string(i));
  Outcome run;
  read(run, {dir.write("a.json", text + "\n]\n")}, 3);
  EXPECT_EQ(run.report.events, 20000u);
  EXPECT_EQ(run.report.by_file[0].format, "JSON");
  EXPECT_TRUE(run.gathered.any_contains("\"e19999\""));
}

TEST(Read, PrettyPrintedAndConcatenatedObjects) {
  TempDir dir;
  const std::string pretty =
      "{\n  \"metadata\": {\n    \"event_type\": \"GENERIC_EVENT\"\n  },\n  \"principal\": {}\n}";
  Outcome run;
  read(run, {dir.write("a", pretty + "\n" + pretty + pretty + "\n"), dir.write("b", "[" + pretty + "]"),
             dir.write("c", pretty)});
  EXPECT_EQ(run.report.events, 5u);
  EXPECT_TRUE(run.report.problems.empty());
}

TEST(Read, WrapperWithAnArrayOfEvents) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("a.json", "{\"events\": [" + udm_line("one") + ", " + udm_line("two") + "]}")});
  EXPECT_EQ(run.report.events, 2u);
}

TEST(Read, ABrokenObjectInAnArrayIsToldAndTheOthersSurvive) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("a", "[\n  " + udm_line("one") + ",\n  {\"unclosed\": {\"x\": 1},\n  " + udm_line("three") +
                                ",\n  {\"bad\" 1},\n  " + udm_line("five") + "\n]")});
  EXPECT_EQ(run.report.events, 3u);
  EXPECT_TRUE(has_problem(run.report, "line 3", "does not end before the next"));
  EXPECT_TRUE(has_problem(run.report, "line 5", "expected ':'"));
}

TEST(Read, EventXml) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("a.xml", "<?xml version='1.0'?>\n<Events>\n" + event_xml("one", 1) + "\n" + event_xml("two", 2) +
                                    "\n</Events>\n"),
             dir.write("b", event_xml("three") + "\n<Event><broken\n" + event_xml("four") + "\n")});
  EXPECT_EQ(run.report.events, 4u);
  EXPECT_EQ(run.report.events_by_log_type["WINDOWS_SYSMON"], 4u);
  EXPECT_EQ(skipped(run.report, "broken record") + skipped(run.report, "broken event XML"), 1u);
  EXPECT_TRUE(has_problem(run.report, "line 2", ""));
  EXPECT_EQ(run.report.by_file[0].format, "Windows event XML");
}

TEST(Read, TextBetweenEventsIsCounted) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("a", event_xml("one") + "\n01/14/2021 11:41:39 PM\nLogName=Security\n\n" + event_xml("two") +
                                "\nend")});
  EXPECT_EQ(run.report.events, 2u);
  EXPECT_EQ(skipped(run.report, "line of text between events"), 3u);
  EXPECT_TRUE(has_problem(run.report, "line 2", "3 lines skipped"));
}

TEST(Read, TextBetweenObjectsIsCounted) {
  TempDir dir;
  Outcome run;
  const std::string object = "{\n \"a\": 1\n}";
  read(run,
       {dir.write("a", object + "\nMar  1 10:00:00 web1 sshd[1]: message\nmore\n" + object + ",\n" + object + "\n"),
        dir.write("b", "{\"events\": [" + udm_line("one") + "],\n\"next\": \"page\"}\n")});
  EXPECT_EQ(run.report.events, 4u);
  EXPECT_EQ(skipped(run.report, "line of text between events"), 2u);
  EXPECT_TRUE(has_problem(run.report, "line 4", "2 lines skipped"));
}

TEST(Read, ByteOrderMarksAndUtf16) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("bom8", "\xEF\xBB\xBF" + udm_line("bom8") + "\n"),
             dir.write("le", utf16(udm_line("le") + "\n", false, true)),
             dir.write("be", utf16(udm_line("be") + "\n", true, true)),
             dir.write("le0", utf16(udm_line("le0") + "\r\n", false, false)),
             dir.write("xml", utf16(event_xml("wide"), false, true))});
  EXPECT_EQ(run.report.events, 5u);
  for (const char* name : {"bom8", "le", "be", "le0", "wide"}) {
    EXPECT_TRUE(run.gathered.any_contains("\"" + std::string(name) + "\"")) << name;
  }
}

TEST(Read, SurrogatesInUtf16) {
  TempDir dir;
  std::string text = utf16(R"({"EventID":1,"Channel":"X","Face":")", false, true);
  text += std::string("\x3D\xD8\x00\xDE", 4) + std::string("\x00\xD8", 2);  // U+1F600, then a lone one
  text += utf16("\"}\n", false, false);
  Outcome run;
  read(run, {dir.write("a", text)});
  EXPECT_TRUE(run.gathered.any_contains("\xF0\x9F\x98\x80\xEF\xBF\xBD"));
}

TEST(Read, AnEmptyFileIsANoteOnly) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("empty", "")});
  EXPECT_EQ(run.report.events, 0u);
  EXPECT_EQ(skipped(run.report, "empty file"), 1u);
  EXPECT_FALSE(run.report.has_fatal());
}

TEST(Read, UnknownContentIsFatalOnlyWhereNamed) {
  TempDir dir;
  dir.write("sub/notes.txt", "just some text\n");
  dir.write("sub/good", lines(1, "e"));
  Outcome folder;
  read(folder, {dir.path("sub")});
  EXPECT_EQ(folder.report.events, 1u);
  EXPECT_EQ(skipped(folder.report, "text of no known format"), 1u);
  EXPECT_FALSE(folder.report.has_fatal());

  Outcome named;
  read(named, {dir.path("sub/notes.txt"), dir.path("sub/good")});
  EXPECT_EQ(named.report.events, 1u);
  EXPECT_TRUE(named.report.has_fatal());

  Outcome binary;
  read(binary, {dir.write("bin", std::string("\x7F"
                                             "ELF\1\2\0\0\0\0\0\1\1\1\0\0\0",
                                             17))});
  EXPECT_EQ(skipped(binary.report, "binary data of no known format"), 1u);
  EXPECT_TRUE(binary.report.has_fatal());
}

TEST(Read, AFileOfNothingButMistakesIsFatalWhereNamed) {
  TempDir dir;
  Outcome named;
  read(named, {dir.write("broken.json", "{broken\n")}, 1);
  EXPECT_TRUE(named.report.has_fatal());
  Outcome in_folder;
  read(in_folder, {dir.path()}, 1);
  EXPECT_FALSE(in_folder.report.has_fatal());
}

TEST(Read, AListWithoutObjectsGivesItsReason) {
  TempDir dir;
  Outcome run;
  const std::string deep = std::string(200000, '[') + std::string(200000, ']');
  read(run, {dir.write("deep", deep), dir.write("empty", "[]")});
  EXPECT_EQ(run.report.events, 0u);
  EXPECT_EQ(skipped(run.report, "file without events"), 2u);
  EXPECT_TRUE(has_problem(run.report, "", "no JSON object in it"));
  EXPECT_FALSE(run.report.has_fatal());
}

TEST(Read, TheClosingLineOfTheUnifiedLogIsNoEvent) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("log", udm_line("a") + "\n" + R"({"count":3,"finished":1})" + "\n" +
                                  R"({"count":3,"finished":1,"job":"b"})" + "\n"),
             dir.write("nothing found", R"({"count":0,"finished":1})"
                                        "\n")});
  EXPECT_EQ(run.report.events, 2u);
  EXPECT_EQ(skipped(run.report, "closing line of `log show`"), 2u);
  EXPECT_FALSE(run.report.has_fatal());
}

TEST(Read, EventsWithoutATimeThatCanBeReadAreCounted) {
  TempDir dir;
  Outcome run;
  read(run, {dir.write("log", R"({"timestamp":"0000-01-01T00:00:00Z","a":1})"
                              "\n"
                              R"({"timestamp":1e300,"a":2})"
                              "\n"
                              R"({"timestamp":"2026-03-02T08:00:00Z","a":3})"
                              "\n")});
  EXPECT_EQ(run.report.events, 3u);
  EXPECT_EQ(run.report.weakened["event without a time that can be read"], 2u);
}

TEST(Read, MissingFileIsFatal) {
  Outcome run;
  read(run, {"/nonexistent/file.json"});
  EXPECT_TRUE(run.report.has_fatal());
  EXPECT_EQ(run.report.files, 0u);
}

TEST(Read, FoldersAreReadWhollyAndJunkIsNot) {
  TempDir dir;
  dir.write("in/a.json", lines(1, "a"));
  dir.write("in/deep/er/b.json", lines(1, "b"));
  dir.write("in/._a.json", "junk");
  dir.write("in/__MACOSX/x.json", lines(5, "junk"));
  dir.write("in/.hidden/y.json", lines(5, "junk"));
  fs::create_directory_symlink(dir.path("in"), dir.path("in/deep/loop"));
  fs::create_symlink(dir.path("in/nowhere"), dir.path("in/dangling"));
  Outcome run;
  read(run, {dir.path("in")});
  EXPECT_EQ(run.report.events, 2u);
  EXPECT_EQ(skipped(run.report, "hidden file"), 3u);
  EXPECT_EQ(skipped(run.report, "unreadable file"), 1u);
  EXPECT_FALSE(run.report.has_fatal());
}

TEST(Read, WithoutPermission) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  TempDir dir;
  dir.write("in/closed/a.json", lines(1, "a"));
  dir.write("in/b.json", lines(1, "b"));
  const std::string secret = dir.write("in/c.json", lines(1, "c"));
  chmod(dir.path("in/closed").c_str(), 0);
  chmod(secret.c_str(), 0);
  Outcome run;
  read(run, {dir.path("in")});
  chmod(dir.path("in/closed").c_str(), 0700);
  EXPECT_EQ(run.report.events, 1u);
  EXPECT_EQ(skipped(run.report, "unreadable folder"), 1u);
  EXPECT_EQ(skipped(run.report, "unreadable file"), 1u);
}

TEST(Read, TimesOutsideAreLeftOutAndCounted) {
  TempDir dir;
  const auto at = [](const std::string& time) {
    return R"({"metadata":{"event_type":"GENERIC_EVENT","event_timestamp":")" + time + "\"}}\n";
  };
  ReadOptions options;
  options.inputs = {
      dir.write("a", at("2024-01-01T00:00:00Z") + at("2024-01-02T00:00:00Z") + at("2024-01-03T00:00:00Z"))};
  options.from = parse_timestamp("2024-01-02T00:00:00Z");
  options.to = parse_timestamp("2024-01-03T00:00:00Z");
  Outcome run;
  read(run, options);
  EXPECT_EQ(run.report.events, 1u);
  EXPECT_EQ(run.report.records, 3u);
  EXPECT_EQ(run.report.outside_time, 2u);
}

TEST(Read, ProblemsAreBoundedSortedAndCounted) {
  TempDir dir;
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "{broken}\n";
  Outcome run;
  read(run, {dir.write("a", udm_line("x") + "\n" + text)}, 2);
  ASSERT_EQ(run.report.problems.size(), 1000u);
  EXPECT_EQ(run.report.problems_dropped, 500u);
  EXPECT_EQ(run.report.problems.front().place, "line 2");
  EXPECT_EQ(run.report.problems.back().place, "line 1001");
  EXPECT_EQ(skipped(run.report, "broken JSON"), 1500u);
}

std::string describe(const ReadReport& report) {
  std::string text = std::to_string(report.files) + " " + std::to_string(report.bytes) + " " +
                     std::to_string(report.records) + " " + std::to_string(report.events) + "\n";
  for (const auto& [reason, count] : report.skipped) text += reason + " " + std::to_string(count) + "\n";
  for (const auto& [type, count] : report.events_by_log_type) text += type + " " + std::to_string(count) + "\n";
  for (const Problem& p : report.problems) text += p.file + "|" + p.place + "|" + p.message + "\n";
  for (const FileReport& f : report.by_file) text += f.file + " " + f.format + " " + std::to_string(f.events) + "\n";
  return text;
}

TEST(Read, TheNumberOfThreadsChangesNothing) {
  TempDir dir;
  std::string big;
  for (int i = 0; i < 30000; ++i) {
    big += i % 1000 == 7 ? "{\"broken\": " + std::to_string(i) + "\n" : udm_line("big" + std::to_string(i)) + "\n";
  }
  dir.write("in/big.json", big);
  for (int i = 0; i < 50; ++i) dir.write("in/small" + std::to_string(i), lines(3, "s" + std::to_string(i) + "-"));
  dir.write("in/x.xml", event_xml("one") + event_xml("two"));
  Outcome one;
  read(one, {dir.path("in")}, 1);
  EXPECT_EQ(one.report.events, 30000u - 30 + 150 + 2);
  const auto expected = one.gathered.sorted();
  for (const unsigned threads : {2u, 5u}) {
    Outcome many;
    read(many, {dir.path("in")}, threads);
    EXPECT_EQ(describe(many.report), describe(one.report));
    EXPECT_EQ(many.gathered.sorted(), expected);
  }
}

TEST(Read, ProgressCountsBytesAndEvents) {
  TempDir dir;
  Progress progress;
  ReadOptions options;
  const std::string content = lines(100, "e");
  options.inputs = {dir.write("a", content)};
  options.progress = &progress;
  Outcome run;
  read(run, options);
  EXPECT_EQ(progress.bytes_total, content.size());
  EXPECT_EQ(progress.bytes_done, content.size());
  EXPECT_EQ(progress.events, 100u);
}

TEST(Read, ANamedPipeIsReadToItsEnd) {
  TempDir dir;
  const std::string pipe = dir.path("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const pid_t child = fork();
  if (child == 0) {
    std::ofstream(pipe) << lines(500, "p");
    _exit(0);
  }
  Outcome run;
  read(run, {pipe});
  EXPECT_EQ(run.report.events, 500u);
}

// Opening a pipe takes until somebody writes to it: the other thread must not take that for the end of all inputs.
TEST(Read, AllThreadsWorkOnAFileThatOpensLate) {
  TempDir dir;
  const std::string pipe = dir.path("pipe");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  struct Consumer : BatchConsumer {
    void consume(unsigned worker, const EventBatch&) override {
      came[1 - worker].release();
      if (std::exchange(asked[worker], true)) return;
      met[worker] = came[worker].try_acquire_for(std::chrono::seconds(60));
    }
    std::array<std::counting_semaphore<>, 2> came{std::counting_semaphore<>(0), std::counting_semaphore<>(0)};
    std::array<bool, 2> asked{};
    std::array<bool, 2> met{};
  } consumer;
  std::jthread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    std::ofstream(pipe) << lines(100'000, "p");
  });
  const ReadReport report = read_inputs({.inputs = {pipe}, .threads = 2}, consumer);
  writer.join();
  EXPECT_EQ(report.events, 100'000u);
  EXPECT_TRUE(consumer.met[0] && consumer.met[1]);
}

// How many of the events that the parts hold, one each, arrive before the next part is written.
int arrive_in_time(const std::vector<std::string>& parts) {
  TempDir dir;
  const std::string pipe = dir.path("pipe");
  EXPECT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  std::counting_semaphore<> arrived(0);
  struct Consumer : BatchConsumer {
    explicit Consumer(std::counting_semaphore<>& to) : arrived(to) {}
    void consume(unsigned, const EventBatch& batch) override {
      if (!batch.events.empty()) arrived.release();
    }
    std::counting_semaphore<>& arrived;
  } consumer(arrived);
  int in_time = 0;
  std::jthread writer([&] {
    std::ofstream out(pipe);
    for (const std::string& part : parts) {
      // A line is not handed over before its end.
      const std::size_t half = part.size() / 2 | 1;
      out << part.substr(0, half) << std::flush << part.substr(half) << std::flush;
      if (arrived.try_acquire_for(std::chrono::seconds(60))) ++in_time;
    }
  });
  const ReadReport report = read_inputs({.inputs = {pipe}, .live = true}, consumer);
  writer.join();
  EXPECT_EQ(report.events, parts.size());
  return in_time;
}

TEST(Read, LiveHandsOverWhatIsThere) {
  const std::string one = udm_line("one") + "\n";
  const std::string two = udm_line("two") + "\n";
  EXPECT_EQ(arrive_in_time({one, two}), 2);
  EXPECT_EQ(arrive_in_time({utf16(one, false, true), utf16(two, false, false)}), 2);
}

}  // namespace
}  // namespace yaral::ingest
