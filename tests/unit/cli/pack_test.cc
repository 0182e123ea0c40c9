#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <sys/stat.h>

#include <simdjson.h>

#include "packs/files.h"
#include "program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

using packs::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class PackCommand : public ::testing::Test {
 protected:
  // A package as `pack new` makes it.
  PackCommand() : program_(folder_.path("packs")) {
    EXPECT_EQ(
        program_.run({"pack", "new", pack(), "--technique", "T1105", "--title", "Ingress: \"Tool\" {ID} Transfer"}),
        kClean)
        << program_.err();
  }

  std::string pack() const { return folder_.path("packs/T1105-download"); }
  int check() { return program_.run({"pack", "check", pack()}); }
  void replace(const std::string& file, const std::string& from, const std::string& to) {
    std::string text = packs::read_text_file(pack() + "/" + file).value();
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    folder_.write("packs/T1105-download/" + file, text.replace(at, from.size(), to));
  }

  TempFolder folder_;
  Program program_;
};

TEST_F(PackCommand, ANewPackageIsWholeAndPassesItsTests) {
  EXPECT_EQ(check(), kClean) << program_.out();
  EXPECT_THAT(program_.out(), HasSubstr("1 package: 0 wrong, 0 lacking"));
  EXPECT_EQ(program_.run({"test", pack()}), kClean) << program_.out() << program_.err();
  EXPECT_EQ(program_.run({"check", "--strict", pack() + "/rules"}), kClean) << program_.out();
  EXPECT_EQ(program_.run({"fmt", "--check", pack() + "/rules"}), kClean) << program_.out();
}

TEST_F(PackCommand, NewRefuses) {
  EXPECT_EQ(program_.run({"pack", "new", pack(), "--technique", "T1105", "--title", "x"}), kMisuse);
  EXPECT_THAT(program_.err(), HasSubstr("is there already"));
  EXPECT_EQ(program_.run({"pack", "new", folder_.path("b"), "--technique", "1105", "--title", "x"}), kMisuse);
  EXPECT_THAT(program_.err(), HasSubstr("`1105`"));
  EXPECT_EQ(program_.run({"pack", "new", folder_.path("b"), "--technique", "PowerShell", "--title", "x"}), kMisuse);
  EXPECT_THAT(program_.err(), HasSubstr("name the technique by its id"));
  EXPECT_EQ(program_.run({"pack", "new", folder_.path("b"), "--technique", "T1086", "--title", "x"}), kMisuse);
  EXPECT_THAT(program_.err(), HasSubstr("T1059.001")) << "what replaced it";
  EXPECT_EQ(program_.run({"pack", "new", folder_.path("a b"), "--technique", "T1105", "--title", "x"}), kMisuse);
  EXPECT_THAT(program_.err(), HasSubstr("a package's id is of letters"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path("b")));
  EXPECT_EQ(program_.run({"pack", "new", "/proc/none/x", "--technique", "T1105", "--title", "x"}), kMisuse);
  EXPECT_EQ(program_.run({"pack"}), kMisuse);
  for (const char* title : {"", "two\nlines", "\x1b[31m"}) {
    EXPECT_EQ(program_.run({"pack", "new", folder_.path("b"), "--technique", "T1105", "--title", title}), kMisuse);
    EXPECT_THAT(program_.err(), HasSubstr("--title must be a line of text"));
  }
  EXPECT_EQ(program_.run({"pack", "export", pack(), "-o", ""}), kMisuse);
  EXPECT_THAT(program_.err(), HasSubstr("name a folder to write to"));
}

TEST_F(PackCommand, APipeAmongTheFilesIsNoFile) {
  ASSERT_EQ(::mkfifo((pack() + "/rules/pipe.yaral").c_str(), 0600), 0);
  replace("pack.yaml", "rules:\n", "rules:\n  - rules/pipe.yaral\n");
  ASSERT_EQ(::mkfifo((pack() + "/tests/pipe.test.yaml").c_str(), 0600), 0);
  EXPECT_EQ(check(), kWrongInput);
  EXPECT_THAT(program_.out(), AllOf(HasSubstr("pipe.yaral: is a pipe"), HasSubstr("pipe.test.yaml: is a pipe")));
}

TEST_F(PackCommand, CheckTellsOfManifestsThatCannotBeUsed) {
  replace("pack.yaml", "severity: medium", "severity: huge\nseverity: low");
  EXPECT_EQ(check(), kWrongInput);
  EXPECT_THAT(program_.out(),
              AllOf(HasSubstr("pack.yaml:6: `severity` is given twice"),
                    HasSubstr("pack.yaml:5: `severity` must be low"), HasSubstr("1 package: 2 wrong, 0 lacking")));
  EXPECT_EQ(program_.run({"pack", "check", pack(), "--format", "json"}), kWrongInput);
  EXPECT_THAT(program_.out(), HasSubstr(R"("line":6,"message":"`severity` is given twice")"));
}

TEST_F(PackCommand, NamesThatLeadOutOrActOnTheTerminal) {
  replace("pack.yaml", "id: T1105-download", "id: ../../evil");
  replace("pack.yaml", "list: t1105_trusted_hosts", "list: \"\\e[31m\"");
  EXPECT_EQ(check(), kWrongInput);
  EXPECT_THAT(program_.out(), HasSubstr("`id` is `../../evil`: a package's id is of letters"));
  EXPECT_EQ(program_.run({"pack", "show", pack()}), kClean);
  EXPECT_THAT(program_.out(), AllOf(HasSubstr("add to: \\x1b[31m"), Not(HasSubstr("\x1b"))));
}

TEST(PackOutput, WhatCannotBeWrittenIsTold) {
  TempFolder folder;
  std::istringstream in;
  std::ofstream out("/dev/full");
  std::ostringstream err;
  const Console console{.in = in,
                        .out = out,
                        .err = err,
                        .out_terminal = {},
                        .err_terminal = {},
                        .executable = "/nowhere/bin/yaral",
                        .pack_path = ""};
  const std::vector<std::string> made = {"pack", "new", folder.path("T1105-x"), "-t", "T1105", "--title", "x"};
  EXPECT_EQ(cli::run(made, console), kMisuse);
  EXPECT_THAT(err.str(), HasSubstr("could not be written"));
}

TEST_F(PackCommand, CheckTellsWhatIsLacking) {
  replace("rules/t1105_tool_started.yaral", "    blind_spots = \"Say what it cannot see\"\n", "");
  replace("tests/procedures.test.yaml", "signal: \"Sysmon 1: the tool\"", "signal: another");
  replace("CHANGELOG.md", "0.1.0", "0.0.1");
  replace("playbook.md", "(playbook.yaml)", "(playbok.yaml)");
  std::filesystem::remove(pack() + "/strategy.md");
  folder_.write("packs/T1105-download/lists/unused.txt", "");
  EXPECT_EQ(check(), kFindings);
  for (const char* part :
       {"rule t1105_tool_started: `meta` does not say its `blind_spots`",
        "no test shows the signal `Sysmon 1: the tool` of `Test 1`", "tests name the signal `another` of `Test 1`",
        "it does not say what is new in version 0.1.0", "playbook.md:3: the link to `playbok.yaml` leads nowhere",
        "strategy.md: the document is missing", "unused.txt: no rule of the package uses this list",
        "neither `false_positives` nor `tunables` say what unused is for"})
    EXPECT_THAT(program_.out(), HasSubstr(part));
}

TEST_F(PackCommand, CheckTellsWhatIsWrong) {
  replace("rules/t1105_tool_started.yaral", "%t1105_trusted_hosts", "%t1105_untrusted_hosts");
  replace("playbook.yaml", "inputs: [hostname]", "inputs: [host]");
  replace("tests/procedures.test.yaml", "exactly: 1", "exactly: one");
  EXPECT_EQ(check(), kWrongInput);
  for (const char* part : {"the package has no list t1105_untrusted_hosts.txt",
                           "`host` is no match or outcome variable", "`exactly` must be a number"})
    EXPECT_THAT(program_.out(), HasSubstr(part));
  EXPECT_EQ(program_.run({"pack", "check", pack(), "--format", "json"}), kWrongInput);
  simdjson::dom::parser parser;
  EXPECT_EQ(parser.parse(program_.out()).error(), simdjson::SUCCESS);

  replace("rules/t1105_tool_started.yaral", "condition:", "condotion:");
  EXPECT_EQ(check(), kWrongInput);
  EXPECT_THAT(program_.out(), HasSubstr("t1105_tool_started.yaral:"));
  EXPECT_EQ(program_.run({"pack", "check", folder_.path("nowhere")}), kWrongInput);
}

TEST_F(PackCommand, ListAndShow) {
  EXPECT_EQ(program_.run({"pack", "list"}), kClean);
  EXPECT_THAT(program_.out(), HasSubstr("T1105-download  0.1.0  Ingress: \"Tool\" {ID} Transfer (1 rule, medium)"));
  EXPECT_EQ(program_.run({"pack", "list", "--format", "json"}), kClean);
  EXPECT_THAT(program_.out(), HasSubstr(R"("technique":"T1105")"));
  EXPECT_EQ(program_.run({"pack", "show", "t1105"}), kClean) << program_.err();
  EXPECT_THAT(program_.out(), AllOf(HasSubstr("t1105_tool_started"), HasSubstr("WINDOWS_SYSMON (Sysmon; 1)"),
                                    HasSubstr("add to: t1105_trusted_hosts")));
  EXPECT_EQ(program_.run({"pack", "show", "T1105", "--format", "json"}), kClean);
  EXPECT_THAT(program_.out(), HasSubstr(R"("confidence":"Medium")"));
  EXPECT_EQ(program_.run({"pack", "show", "T9999"}), kWrongInput);
}

TEST_F(PackCommand, ExportForSecOps) {
  folder_.write("packs/T1105-download/lists/t1105_trusted_hosts.txt", "// comment\nbuild\\\\01\n");
  const std::string to = folder_.path("out");
  EXPECT_EQ(program_.run({"pack", "export", pack(), "-o", to}), kClean) << program_.err();
  EXPECT_THAT(packs::read_text_file(to + "/rules/t1105_tool_started.yaral").value(),
              HasSubstr("rule t1105_tool_started {"));
  EXPECT_THAT(packs::read_text_file(to + "/reference_lists/t1105_trusted_hosts.json").value(),
              AllOf(HasSubstr(R"("value":"build\\01")"), HasSubstr("REFERENCE_LIST_SYNTAX_TYPE_PLAIN_TEXT_STRING"),
                    Not(HasSubstr("comment"))));
  EXPECT_EQ(program_.run({"pack", "export", pack(), "-o", to}), kMisuse) << "it is not empty now";
  replace("rules/t1105_tool_started.yaral", "condition:", "condotion:");
  EXPECT_EQ(program_.run({"pack", "export", pack(), "-o", folder_.path("out2")}), kWrongInput);
  EXPECT_THAT(program_.out(), IsEmpty());
}

}  // namespace
}  // namespace yaral::cli
