#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include <sys/stat.h>
#include <unistd.h>

#include "cli/format_file.h"
#include "cli/unified_diff.h"
#include "semantics/bind.h"
#include "unit/cli/program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

namespace fs = std::filesystem;

using packs::TempFolder;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

const std::string kUgly =
    "rule r {meta:events:\n$e.metadata.event_type=\"PROCESS_LAUNCH\"   OR $e.target.port=1\ncondition: $e}";
const std::string kTidy =
    "rule r {\n  meta:\n\n  events:\n    $e.metadata.event_type = \"PROCESS_LAUNCH\" or $e.target.port = 1\n\n"
    "  condition:\n    $e\n}\n";
const std::string kBroken = "rule r {\n meta:\n events:\n $e.target.port = = 1\n condition:\n $e\n}\n";

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(Fmt, RewritesFilesInPlace) {
  const TempFolder folder;
  const std::string ugly = folder.write("a.yaral", kUgly);
  folder.write("sub/b.yl2", kUgly);
  folder.write("tidy.yaral", kTidy);
  folder.write("other.txt", kUgly);
  Program program;
  EXPECT_EQ(program.run({"fmt", folder.path()}), kClean);
  EXPECT_EQ(read(ugly), kTidy);
  EXPECT_EQ(read(folder.path("sub/b.yl2")), kTidy);
  EXPECT_EQ(read(folder.path("other.txt")), kUgly);
  EXPECT_THAT(program.out(), IsEmpty());
  EXPECT_EQ(program.err(), "formatted 2 of 3 files\n");
  EXPECT_EQ(program.run({"fmt", folder.path()}), kClean);
  EXPECT_EQ(program.err(), "formatted 0 of 3 files\n");
}

TEST(Fmt, StandardInputGoesToStandardOutput) {
  Program program;
  EXPECT_EQ(program.run({"fmt", "-"}, kUgly), kClean);
  EXPECT_EQ(program.out(), kTidy);
  EXPECT_THAT(program.err(), IsEmpty());
  EXPECT_EQ(program.run({"fmt", "-"}, kTidy), kClean);
  EXPECT_EQ(program.out(), kTidy);
  EXPECT_EQ(program.run({"fmt", "-"}, ""), kClean);
  EXPECT_THAT(program.out(), IsEmpty());
  EXPECT_EQ(program.run({"fmt", "--check", "-"}, kUgly), kFindings);
  EXPECT_EQ(program.out(), "<stdin>\n");
}

TEST(Fmt, CheckListsWhatWouldChangeAndWritesNothing) {
  const TempFolder folder;
  const std::string ugly = folder.write("a.yaral", kUgly);
  const std::string tidy = folder.write("b.yaral", kTidy);
  Program program;
  EXPECT_EQ(program.run({"fmt", "--check", ugly, tidy}), kFindings);
  EXPECT_EQ(program.out(), ugly + "\n");
  EXPECT_EQ(program.err(), "would format 1 of 2 files\n");
  EXPECT_EQ(read(ugly), kUgly);
  EXPECT_EQ(program.run({"fmt", "--check", tidy}), kClean);
  EXPECT_THAT(program.out(), IsEmpty());
}

TEST(Fmt, DiffShowsWhatWouldChangeAndWritesNothing) {
  const TempFolder folder;
  const std::string ugly = folder.write("a.yaral", kUgly);
  Program program;
  EXPECT_EQ(program.run({"fmt", "--diff", ugly}), kFindings);
  EXPECT_THAT(program.out(),
              StartsWith("--- " + ugly + "\n+++ " + ugly + "\n@@ -1,3 +1,9 @@\n-rule r {meta:events:\n"));
  EXPECT_THAT(program.out(), HasSubstr("-condition: $e}\n\\ No newline at end of file\n+rule r {\n"));
  EXPECT_EQ(read(ugly), kUgly);
  EXPECT_EQ(program.run({"fmt", "--check", "--diff", ugly}), kFindings);
  EXPECT_THAT(program.out(), StartsWith("--- "));
  EXPECT_EQ(program.run({"fmt", "--diff", folder.write("b.yaral", kTidy)}), kClean);
  EXPECT_THAT(program.out(), IsEmpty());
}

TEST(Fmt, FilesWithErrorsOfSyntaxStayAsTheyAre) {
  const TempFolder folder;
  const std::string broken = folder.write("a.yaral", kBroken);
  const std::string ugly = folder.write("b.yaral", kUgly);
  Program program;
  EXPECT_EQ(program.run({"fmt", folder.path()}), kWrongInput);
  EXPECT_EQ(read(broken), kBroken);
  EXPECT_EQ(read(ugly), kTidy);
  EXPECT_THAT(program.out(), IsEmpty());
  EXPECT_THAT(program.err(), HasSubstr("a.yaral:4"));
  EXPECT_THAT(program.err(), HasSubstr("a.yaral: not formatted because of its errors"));
  EXPECT_EQ(program.run({"fmt", "-"}, kBroken), kWrongInput);
  EXPECT_THAT(program.out(), IsEmpty());
  EXPECT_EQ(program.run({"fmt", "--check", folder.path()}), kWrongInput);
  // Two items or one with something missing: nobody knows what was meant.
  std::string missing = kUgly;
  missing.replace(missing.find("port="), 5, "port ");
  EXPECT_EQ(program.run({"fmt", "-"}, missing), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("YL1009"));
}

TEST(Fmt, FilesWithOtherErrorsAreFormatted) {
  Program program;
  std::string text = kUgly;
  text.replace(text.find("target.port"), 11, "target.prt");
  EXPECT_EQ(program.run({"fmt", "-"}, text), kClean);
  EXPECT_THAT(program.out(), HasSubstr("or $e.target.prt = 1\n"));
}

TEST(Fmt, WhatIsNotThereOrNoTextIsAnErrorAndTheRestIsFormatted) {
  const TempFolder folder;
  const std::string ugly = folder.write("b.yaral", kUgly);
  const std::string binary = folder.write("c.yaral", std::string("\x7f"
                                                                 "ELF\0\x01",
                                                                 6));
  Program program;
  EXPECT_EQ(program.run({"fmt", folder.path("none"), ugly, binary}), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("none: no such file or folder"));
  EXPECT_THAT(program.err(), HasSubstr("not a text file"));
  EXPECT_EQ(read(ugly), kTidy);
}

TEST(Fmt, PermissionsStayAndLinksAreFollowed) {
  const TempFolder folder;
  const std::string ugly = folder.write("real/a.yaral", kUgly);
  ASSERT_EQ(::chmod(ugly.c_str(), 0640), 0);
  fs::create_symlink("real/a.yaral", folder.path("link.yaral"));
  Program program;
  EXPECT_EQ(program.run({"fmt", folder.path("link.yaral")}), kClean);
  EXPECT_EQ(read(ugly), kTidy);
  EXPECT_TRUE(fs::is_symlink(folder.path("link.yaral")));
  struct stat status{};
  ASSERT_EQ(::stat(ugly.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0640U);
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path("real")), fs::directory_iterator()), 1);
}

TEST(Fmt, FilesThatCannotBeReadOrWritten) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read and write everything";
  const TempFolder folder;
  const std::string unreadable = folder.write("a.yaral", kUgly);
  const std::string unwritable = folder.write("b.yaral", kUgly);
  const std::string good = folder.write("c.yaral", kUgly);
  ASSERT_EQ(::chmod(unreadable.c_str(), 0), 0);
  ASSERT_EQ(::chmod(unwritable.c_str(), 0444), 0);
  Program program;
  EXPECT_EQ(program.run({"fmt", unreadable, good}), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("a.yaral: permission denied"));
  EXPECT_EQ(read(good), kTidy);
  EXPECT_EQ(program.run({"fmt", unwritable}), kMisuse);
  EXPECT_THAT(program.err(), HasSubstr("b.yaral: cannot be written"));
  EXPECT_EQ(read(unwritable), kUgly);
}

TEST(Fmt, MisuseAndHelp) {
  Program program;
  EXPECT_EQ(program.run({"fmt"}), kMisuse);
  EXPECT_EQ(program.run({"fmt", "--indent", "4", "x"}), kMisuse);
  EXPECT_EQ(program.run({"fmt", "--help"}), kClean);
  EXPECT_THAT(program.out(), HasSubstr("yaral fmt --check rules/"));
}

TEST(Fmt, ResultsThatAreTooLargeAreRefused) {
  std::string deep;
  for (int i = 0; i < 199; ++i) deep += "f(1,";
  deep += "1" + std::string(199, ')') + "=1\n";
  std::string events;
  for (int i = 0; i < 1000; ++i) events += deep;
  Program program;
  EXPECT_EQ(program.run({"fmt", "-"}, "rule r { meta: events: " + events + " condition: $e }"), kWrongInput);
  EXPECT_THAT(program.err(), HasSubstr("<stdin>: would have more than 8388608 bytes"));
  EXPECT_THAT(program.out(), IsEmpty());
}

TEST(Fmt, TheBundledRulesAreFormatted) {
  Program program;
  EXPECT_EQ(program.run({"fmt", "--check", YARAL_SOURCE_DIR "/packs"}), kClean) << program.out();
}

std::string difference(const std::string& before, const std::string& after) {
  return difference_in_meaning(syntax::Source("r.yaral", before), syntax::Source("r.yaral", after));
}

// The codes of all that is said of a rule file, silenced warnings left out.
std::vector<std::string_view> codes(const std::string& text) {
  const semantics::CompiledFile compiled = semantics::compile("r.yaral", text);
  std::vector<std::string_view> out;
  for (const syntax::Diagnostic& d : compiled.diagnostics.all()) out.push_back(syntax::info(d.code).code);
  std::ranges::sort(out);
  return out;
}

// Of whatever has no errors of syntax.
void expect_same_meaning(const std::string& name, const std::string& text) {
  const FormattedFile file = format_file(name, text);
  EXPECT_EQ(file.problem, "");
  EXPECT_EQ(format_file(name, file.text).text, file.text) << name;
  EXPECT_EQ(codes(file.text), codes(text)) << name;
}

TEST(FormatFile, EveryRuleOfTheRepositoryKeepsItsMeaning) {
  std::size_t files = 0;
  for (const char* folder : {"packs", "tests"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(YARAL_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".yaral") continue;
      expect_same_meaning(entry.path(), read(entry.path()));
      ++files;
    }
  }
  EXPECT_GT(files, 200U);
}

TEST(FormatFile, EveryRuleOfTheConformanceCasesKeepsItsMeaning) {
  std::size_t rules = 0;
  for (const auto& entry : fs::directory_iterator(YARAL_SOURCE_DIR "/tests/conformance")) {
    const std::string text = read(entry.path());
    constexpr std::string_view kFence = "\n```yaral\n";
    for (std::size_t at = text.find(kFence); at != text.npos; at = text.find(kFence, at + 1)) {
      const std::size_t begin = at + kFence.size();
      expect_same_meaning(entry.path(), text.substr(begin, text.find("\n```", begin) + 1 - begin));
      ++rules;
    }
  }
  EXPECT_GT(rules, 100U);
}

TEST(DifferenceInMeaning, SpansTokensStructureAndBoundRules) {
  EXPECT_EQ(difference(kUgly, kTidy), "");
  EXPECT_EQ(difference(kTidy, kTidy + "// more\n"), "r.yaral:1:1: formatting would change what is written here");
  std::string other = kTidy;
  other.replace(other.find("= 1"), 3, "= 2");
  EXPECT_EQ(difference(kTidy, other), "r.yaral:5:67: formatting would change what is written here");
  EXPECT_THAT(difference(kTidy, kBroken), StartsWith("r.yaral:"));
}

std::string lines(int from, int to, int without = -1) {
  std::string out;
  for (int i = from; i < to; ++i)
    if (i != without) out += std::to_string(i) + "\n";
  return out;
}

TEST(UnifiedDiff, Hunks) {
  EXPECT_EQ(unified_diff("a", "b", "x\n", "x\n"), "");
  EXPECT_EQ(unified_diff("a", "b", "", "x\n"), "--- a\n+++ b\n@@ -0,0 +1 @@\n+x\n");
  EXPECT_EQ(unified_diff("a", "b", "x\n", ""), "--- a\n+++ b\n@@ -1 +0,0 @@\n-x\n");
  EXPECT_EQ(unified_diff("a", "b", lines(0, 20, 10), lines(0, 20)),
            "--- a\n+++ b\n@@ -8,6 +8,7 @@\n 7\n 8\n 9\n+10\n 11\n 12\n 13\n");
  EXPECT_EQ(unified_diff("a", "b", "1\nx", "1\nx\n"),
            "--- a\n+++ b\n@@ -1,2 +1,2 @@\n 1\n-x\n\\ No newline at end of file\n+x\n");
}

TEST(UnifiedDiff, NearChangesShareAHunkAndFarOnesDoNot) {
  const auto hunks = [](int distance) {
    const std::string between = lines(0, distance);
    const std::string diff = unified_diff("a", "b", "x\n" + between + "x\n", "y\n" + between + "z\n");
    std::size_t count = 0;
    for (std::size_t at = diff.find("@@ -"); at != diff.npos; at = diff.find("@@ -", at + 1)) ++count;
    return count;
  };
  EXPECT_EQ(hunks(6), 1U);
  EXPECT_EQ(hunks(7), 2U);
}

TEST(UnifiedDiff, AlikeLinesInLargeTexts) {
  std::string a;
  std::string b;
  for (int i = 0; i < 200'000; ++i) {
    a += "same\n";
    b += i % 2 ? "same\n" : " same\n";
  }
  EXPECT_TRUE(unified_diff("a", "b", a, b).ends_with("\n same\n"));
}

}  // namespace
}  // namespace yaral::cli
