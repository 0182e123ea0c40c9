#include <gmock/gmock.h>

#include <sstream>

#include "unit/cli/program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string record(const std::string& name) {
  return R"({"eventVersion":"1.08","eventTime":"2026-03-01T10:00:00Z","eventSource":"iam.amazonaws.com","eventName":")" +
         name + R"(","awsRegion":"us-east-1","userIdentity":{"type":"IAMUser","userName":"anna"}})";
}

const std::string kTrail =
    "{\"Records\":[" + record("CreateUser") + ",\n" + record("CreateKey") + ",\n" + record("ListUsers") + "]}\n";
const std::string kRecords = record("CreateUser") + "\n" + record("ListUsers") + "\n";

// Runs `normalize` over a file with that content.
int normalize(Program& program, const std::string& content, std::vector<std::string> arguments = {}) {
  const packs::TempFolder folder;
  arguments.insert(arguments.begin(), "normalize");
  arguments.push_back(folder.write("in", content));
  return program.run(arguments);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

TEST(Normalize, WritesUdmInTheOrderOfTheInput) {
  Program program;
  EXPECT_EQ(normalize(program, kTrail), kClean);
  const auto lines = lines_of(program.out());
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_THAT(lines[0], HasSubstr(R"("product_event_type":"CreateUser")"));
  EXPECT_THAT(lines[1], HasSubstr(R"("product_event_type":"CreateKey")"));
  EXPECT_THAT(lines[2], HasSubstr(R"("product_event_type":"ListUsers")"));
  EXPECT_THAT(program.err(), HasSubstr("read 1 file"));
  EXPECT_THAT(program.err(), HasSubstr("AWS_CLOUDTRAIL 3"));
  EXPECT_THAT(program.err(), Not(HasSubstr("detections")));
}

TEST(Normalize, WhatItWritesIsReadAsUdmAgain) {
  Program first;
  normalize(first, kRecords);
  for (const char* names : {"snake", "camel"}) {
    Program again;
    EXPECT_EQ(normalize(again, first.out(), {"-q", "--names", names}), kClean);
    Program back;
    normalize(back, again.out(), {"-q"});
    EXPECT_EQ(back.out(), first.out());
  }
}

TEST(Normalize, RawKeepsTheRecord) {
  Program program;
  normalize(program, "{\"a\":\"\\u00e9\"}\n", {"--raw"});
  EXPECT_THAT(program.out(), StartsWith(R"({"udm":{"metadata":)"));
  EXPECT_THAT(program.out(), HasSubstr(R"(,"raw_log":"{\"a\":\"\\u00e9\"}"})"));
  normalize(program, "{\"a\":1}\n", {"--raw", "--names", "camel"});
  EXPECT_THAT(program.out(), HasSubstr(R"(,"rawLog":"{\"a\":1}"})"));
}

TEST(Normalize, SaysWhatWasNotUnderstood) {
  Program program;
  EXPECT_EQ(normalize(program, "{\"a\":1}\n{\"b\":\n"), kClean);
  EXPECT_THAT(program.out(), HasSubstr("GENERIC_EVENT"));
  EXPECT_THAT(program.err(), HasSubstr("unrecognised JSON, kept as GENERIC_EVENT 1"));
  EXPECT_THAT(program.err(), HasSubstr("broken JSON 1"));
}

TEST(Normalize, ALogTypeCanBeForced) {
  Program program;
  normalize(program, "{\"eventName\":\"CreateUser\"}\n", {"--log-type", "aws_cloudtrail"});
  EXPECT_THAT(program.out(), HasSubstr(R"("product_event_type":"CreateUser","log_type":"AWS_CLOUDTRAIL")"));
  EXPECT_EQ(program.run({"normalize", "--log-type", "AWS_CLOUDTRIAL", "-"}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("there is no log type `AWS_CLOUDTRIAL`; did you mean `AWS_CLOUDTRAIL`?"));
}

TEST(Normalize, WrongInputs) {
  Program program;
  EXPECT_EQ(program.run({"normalize", "/nowhere"}), kWrongInput);
  EXPECT_EQ(normalize(program, "words of no format\n"), kWrongInput);
  EXPECT_EQ(program.run({"normalize"}), kMisuse);
  EXPECT_EQ(program.run({"normalize", "--from", "2026-03-02", "--to", "2026-03-01", "-"}), kMisuse);
  EXPECT_EQ(normalize(program, "{}\n", {"-o", "/nowhere/x"}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("/nowhere/x: cannot be written"));
}

TEST(DetectFormat, SaysWhatAndWhy) {
  Program program;
  const packs::TempFolder folder;
  EXPECT_EQ(program.run({"detect-format", folder.write("trail", kRecords)}), kClean);
  EXPECT_THAT(program.out(), HasSubstr("trail: NDJSON\n  most of its first lines are a JSON object each\n"));
  EXPECT_THAT(program.out(), HasSubstr("  AWS_CLOUDTRAIL, 2 events: has `eventSource`, `eventName`"));
}

TEST(DetectFormat, WindowsEventsNameTheirProvider) {
  Program program;
  EXPECT_EQ(program.run({"detect-format", std::string(YARAL_SOURCE_DIR) + "/packs/T1553.002-code-signing/samples"}),
            kClean);
  EXPECT_THAT(program.out(), HasSubstr("POWERSHELL, 6 events: a Windows event of Microsoft-Windows-PowerShell\n"));
}

TEST(DetectFormat, WhatIsNotKnown) {
  Program program;
  EXPECT_EQ(program.run({"detect-format", std::string(YARAL_SOURCE_DIR) + "/README.md", "/nowhere"}), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("README.md: text of no known format"));
  EXPECT_THAT(program.err(), HasSubstr("/nowhere: No such file or directory"));
  EXPECT_EQ(program.run({"detect-format"}), kMisuse);
}

TEST(DetectFormat, FoldersAreToldFileByFile) {
  Program program;
  const packs::TempFolder folder;
  folder.write("a trail", kRecords);
  folder.write("b notes", "nothing that anyone logs\n");
  folder.write("c event", R"({"strange":1})");
  EXPECT_EQ(program.run({"detect-format", folder.path("")}), kClean);
  const std::string out = program.out();
  EXPECT_THAT(out, HasSubstr("c event: JSON\n  begins with a single JSON object"));
  EXPECT_LT(out.find("AWS_CLOUDTRAIL"), out.find("b notes: text of no known format"));
  EXPECT_LT(out.find("b notes"), out.find("c event: JSON"));
  EXPECT_EQ(out.find("AWS_CLOUDTRAIL", out.find("b notes")), std::string::npos);
}

TEST(DetectFormat, Json) {
  Program program;
  const packs::TempFolder folder;
  EXPECT_EQ(program.run({"detect-format", "-f", "json", folder.write("trail", kTrail)}), kClean);
  EXPECT_THAT(program.out(), HasSubstr(R"("format":"JSON")"));
  EXPECT_THAT(program.out(), HasSubstr(R"({"log_type":"AWS_CLOUDTRAIL","events":3,"why":"has `eventSource`)"));
}

TEST(DetectFormat, ListsLogTypes) {
  Program program;
  EXPECT_EQ(program.run({"detect-format", "--log-types"}), kClean);
  EXPECT_THAT(program.out(), HasSubstr("AWS_CLOUDTRAIL"));
  EXPECT_THAT(program.out(), HasSubstr("WINDOWS_SYSMON"));
}

}  // namespace
}  // namespace yaral::cli
