#include <filesystem>

#include <gmock/gmock.h>
#include <simdjson.h>

#include "unit/cli/program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

using packs::TempFolder;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kBad = "rule bad {\n meta:\n events:\n $e.metadata.event_typo = \"X\"\n condition:\n $e\n}\n";

TEST(Check, AGoodRuleIsClean) {
  const TempFolder folder;
  Program program;
  EXPECT_EQ(program.run({"check", folder.write("a.yaral", rule_text("a"))}), kClean);
  EXPECT_THAT(program.out(), IsEmpty());
  EXPECT_EQ(program.err(), "checked 1 rule in 1 file: 0 errors, 0 warnings\n");
}

TEST(Check, ErrorsOfAllFilesAreShown) {
  const TempFolder folder;
  folder.write("a.yaral", kBad);
  folder.write("b.yaral", rule_text("b"));
  folder.write("c/d.yaral", kBad);
  Program program;
  EXPECT_EQ(program.run({"check", folder.path()}), kWrongInput);
  EXPECT_THAT(program.out(), HasSubstr("a.yaral"));
  EXPECT_THAT(program.out(), HasSubstr("d.yaral"));
  EXPECT_THAT(program.out(), HasSubstr("event_typo"));
  EXPECT_THAT(program.err(), HasSubstr("in 3 files: 2 errors"));
}

TEST(Check, StandardInput) {
  Program program;
  EXPECT_EQ(program.run({"check", "-"}, rule_text("a")), kClean);
  EXPECT_EQ(program.run({"check", "-"}, kBad), kWrongInput);
  EXPECT_THAT(program.out(), HasSubstr("<stdin>"));
}

TEST(Check, WhatIsNotThereIsAnErrorAndTheRestIsChecked) {
  const TempFolder folder;
  Program program;
  EXPECT_EQ(program.run({"check", folder.path("none"), folder.write("a.yaral", rule_text("a"))}), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("none: no such file or folder"));
  EXPECT_THAT(program.err(), HasSubstr("checked 1 rule in 1 file"));
  std::filesystem::create_directory(folder.path("empty"));
  EXPECT_EQ(program.run({"check", folder.path("empty")}), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("no rules in this folder"));
}

TEST(Check, BinaryFile) {
  const TempFolder folder;
  Program program;
  EXPECT_EQ(program.run({"check", folder.write("a.yaral", std::string("\x7f"
                                                                      "ELF\0\x01\x02",
                                                                      7))}),
            kWrongInput);
  EXPECT_THAT(program.out(), HasSubstr("not a text file"));
}

TEST(Check, StrictRefusesWhatSecOpsRefuses) {
  const TempFolder folder;
  const std::string rule = folder.write(
      "a.yaral",
      "rule a {\n meta:\n author = \"t\"\n events:\n $e.metadata.event_type = \"PROCESS_LAUNCH\"\n match:\n"
      " $e.principal.hostname over 5m\n condition:\n $e\n}\n");
  Program program;
  EXPECT_EQ(program.run({"check", rule}), kClean);
  EXPECT_THAT(program.err(), HasSubstr("1 warning"));
  EXPECT_EQ(program.run({"check", "--strict", rule}), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("1 error,"));
}

TEST(Check, MachineFormatsAreOneDocument) {
  const TempFolder folder;
  folder.write("a.yaral", kBad);
  folder.write("b.yaral", kBad);
  Program program;
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  EXPECT_EQ(program.run({"check", "--format", "json", folder.path()}), kWrongInput);
  ASSERT_FALSE(parser.parse(program.out()).get(document));
  EXPECT_EQ(document["files"].get_uint64().value(), 2u);
  EXPECT_EQ(document["errors"].get_uint64().value(), 2u);
  EXPECT_EQ(program.run({"check", "--format", "sarif", folder.path()}), kWrongInput);
  ASSERT_FALSE(parser.parse(program.out()).get(document));
  EXPECT_EQ(document["runs"].at(0)["results"].get_array().size(), 2u);
  EXPECT_EQ(program.run({"check", "--format", "github", folder.path()}), kWrongInput);
  EXPECT_THAT(program.out(), HasSubstr("::error file="));
  EXPECT_EQ(program.run({"check", "--format", "secops", folder.path()}), kWrongInput);
  EXPECT_THAT(program.out(),
              AllOf(HasSubstr("{\"file\":"), HasSubstr("\"success\":false,\"compilationDiagnostics\":[{")));
}

TEST(Check, TheBundledRulesAreStrictlyClean) {
  Program program;
  EXPECT_EQ(program.run({"check", "--strict", YARAL_SOURCE_DIR "/packs"}), kClean) << program.out();
  EXPECT_THAT(program.err(), HasSubstr("0 errors, 0 warnings"));
}

TEST(Check, ExplainsCodesAndNames) {
  Program program;
  ASSERT_EQ(program.run({"check", "--explain", "YL2001"}), kClean);
  const std::string entry = program.out();
  EXPECT_THAT(entry, HasSubstr("YL2001 unknown-field\nError: "));
  EXPECT_THAT(program.err(), IsEmpty());
  EXPECT_EQ(program.run({"check", "--explain", "yl2001"}), kClean);
  EXPECT_EQ(program.out(), entry);
  EXPECT_EQ(program.run({"check", "--explain", "unknown-field"}), kClean);
  EXPECT_EQ(program.out(), entry);
  ASSERT_EQ(program.run({"check", "--explain", "YL1021"}), kClean);
  EXPECT_THAT(program.out(), HasSubstr("Warning, an error with --strict: "));
}

TEST(Check, ExplainOfNothingIsMisuse) {
  Program program;
  EXPECT_EQ(program.run({"check", "--explain", "unknwon-field"}), kMisuse);
  EXPECT_THAT(program.out(), IsEmpty());
  EXPECT_THAT(program.err(), HasSubstr("there is no diagnostic `unknwon-field`; did you mean `unknown-field`?"));
  EXPECT_EQ(program.run({"check", "--explain", ""}), kMisuse);
  EXPECT_EQ(program.run({"check", "--explain"}), kMisuse);
  EXPECT_EQ(program.run({"check", "--explain", "YL2001", "rules"}), kMisuse);
}

}  // namespace
}  // namespace yaral::cli
