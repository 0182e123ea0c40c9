#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

namespace fs = std::filesystem;
using packs::TempFolder;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class PackDocs : public ::testing::Test {
 protected:
  PackDocs() : program_(folder_.path("packs")) { write_pack("one"); }

  void write_pack(const std::string& id, const std::string& expect = "exactly: 1") {
    const std::string base = "packs/" + id + "/";
    folder_.write(
        base + "pack.yaml",
        "id: " + id + "\ntitle: Pack " + id +
            "\nversion: 1.0.0\nseverity: low\nsummary: s\nplatforms: [windows]\nreferences: [a]\n"
            "rules: [rules/r.yaral]\ntests: tests\nattack: {version: '18', technique: T1, name: n, tactics: [t], "
            "url: 'https://example.org/'}\n");
    folder_.write(base + "rules/r.yaral", rule_text("finds_" + id));
    folder_.write(base + "tests/a.test.yaml",
                  "tests:\n  - name: a launch\n    events:\n      - metadata.event_type: PROCESS_LAUNCH\n"
                  "        metadata.event_timestamp: \"2026-03-01T10:00:00Z\"\n        principal.hostname: h\n"
                  "        target.process.pid: '1'\n    expect:\n      - rule: finds_" +
                      id + "\n        " + expect + "\n");
  }

  int docs(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"pack", "docs", "-o", folder_.path("site")});
    return program_.run(arguments);
  }

  std::string page(const std::string& name) { return read(folder_.path("site/" + name)); }

  TempFolder folder_;
  Program program_;
};

TEST_F(PackDocs, RunsTheTestsAndWritesASite) {
  EXPECT_EQ(docs({"one"}), 0) << program_.err();
  EXPECT_EQ(program_.out(), "");
  EXPECT_THAT(program_.err(), HasSubstr("1 of 1 test passed"));
  EXPECT_THAT(page("index.html"), HasSubstr("Pack one"));
  EXPECT_THAT(page("tests.html"), AllOf(HasSubstr("a launch"), HasSubstr(" passed</span>")));
  EXPECT_TRUE(fs::exists(folder_.path("site/style.css")));
  EXPECT_TRUE(fs::exists(folder_.path("site/script.js")));
}

TEST_F(PackDocs, FailedTestsAreShownAndNoError) {
  write_pack("one", "exactly: 2");
  EXPECT_EQ(docs({"one"}), 0);
  EXPECT_THAT(page("tests.html"), HasSubstr(" failed</span>"));
  EXPECT_THAT(program_.err(), HasSubstr("0 of 1 test passed"));
}

TEST_F(PackDocs, SeveralPackagesGetAnIndex) {
  write_pack("two");
  EXPECT_EQ(docs({}), 0) << program_.err();
  EXPECT_THAT(page("index.html"), AllOf(HasSubstr("one/index.html"), HasSubstr("two/index.html")));
  EXPECT_THAT(page("two/index.html"), HasSubstr("href=\"../index.html\""));
}

TEST_F(PackDocs, APackageNamedTwiceIsWrittenOnce) {
  EXPECT_EQ(docs({"one", folder_.path("packs/one")}), 0);
  EXPECT_THAT(page("index.html"), HasSubstr("<h1>Pack one</h1>"));
}

TEST_F(PackDocs, TakesStoredResults) {
  program_.run({"test", "one", "--format", "json"});
  std::string results = program_.out();
  results.replace(results.find("\"passed\",\"detections\""), 8, "\"broken\"");
  const std::string file = folder_.write("results.json", results);
  EXPECT_EQ(docs({"one", "--results", file}), 0) << program_.err();
  EXPECT_THAT(page("tests.html"), HasSubstr(" broken</span>"));
}

TEST_F(PackDocs, TestsWithoutStoredResultWereNotRun) {
  const std::string file = folder_.write("results.json", "[]");
  EXPECT_EQ(docs({"one", "--results", file}), 0);
  EXPECT_THAT(page("tests.html"), HasSubstr(" not run</span>"));
}

TEST_F(PackDocs, RefusesResultsThatAreNone) {
  EXPECT_EQ(docs({"one", "--results", folder_.write("results.json", "{}")}), 3);
  EXPECT_THAT(program_.err(), HasSubstr("results.json: holds no results"));
  EXPECT_EQ(docs({"one", "--results", folder_.path("nowhere.json")}), 3);
  EXPECT_FALSE(fs::exists(folder_.path("site")));
}

TEST_F(PackDocs, LeavesFoldersOfOthersAlone) {
  folder_.write("site/index.html", "mine");
  EXPECT_EQ(docs({"one"}), 3);
  EXPECT_THAT(program_.err(), HasSubstr("--force"));
  EXPECT_EQ(page("index.html"), "mine");
  EXPECT_FALSE(fs::exists(folder_.path("site/style.css")));
  folder_.write("site/other.txt", "kept");
  EXPECT_EQ(docs({"one", "--force"}), 0);
  EXPECT_THAT(page("index.html"), HasSubstr("Pack one"));
  EXPECT_EQ(page("other.txt"), "kept");
}

TEST_F(PackDocs, ReplacesItsOwnSiteAndRemovesWhatIsNoMorePartOfIt) {
  write_pack("two");
  EXPECT_EQ(docs({}), 0);
  folder_.write("site/mine.txt", "kept");
  EXPECT_EQ(docs({"one"}), 0);
  EXPECT_TRUE(fs::exists(folder_.path("site/rule-r.html")));
  EXPECT_FALSE(fs::exists(folder_.path("site/two")));
  EXPECT_EQ(page("mine.txt"), "kept");
}

TEST_F(PackDocs, AMarkerCannotNameWhatLiesOutside) {
  const std::string outside = folder_.write("outside.txt", "kept");
  folder_.write("site/.yaral-site", "../outside.txt\n" + outside + "\nlinked/outside.txt\n");
  fs::create_directory_symlink(folder_.path(), folder_.path("site/linked"));
  EXPECT_EQ(docs({"one"}), 0);
  EXPECT_EQ(read(outside), "kept");
}

TEST_F(PackDocs, LinksAreReplacedAndNotFollowed) {
  const std::string outside = folder_.write("outside.txt", "kept");
  fs::create_directories(folder_.path("site"));
  fs::create_symlink(outside, folder_.path("site/index.html"));
  EXPECT_EQ(docs({"one", "--force"}), 0) << program_.err();
  EXPECT_EQ(read(outside), "kept");
  EXPECT_FALSE(fs::is_symlink(folder_.path("site/index.html")));
}

TEST_F(PackDocs, AFolderThatIsALinkStopsIt) {
  write_pack("two");
  fs::create_directories(folder_.path("elsewhere"));
  fs::create_directories(folder_.path("site"));
  fs::create_directory_symlink(folder_.path("elsewhere"), folder_.path("site/two"));
  EXPECT_EQ(docs({"--force"}), 3);
  EXPECT_THAT(program_.err(), HasSubstr("in the way"));
  EXPECT_TRUE(fs::is_empty(folder_.path("elsewhere")));
}

TEST_F(PackDocs, WhatIsWrongIsToldAndTheRestWritten) {
  folder_.write("packs/one/rules/r.yaral", "rule broken {");
  EXPECT_EQ(docs({"one"}), 2);
  EXPECT_THAT(program_.err(), HasSubstr("r.yaral:"));
  EXPECT_THAT(page("rule-r.html"), HasSubstr("This file has errors"));
  EXPECT_EQ(docs({"nowhere"}), 2);
  EXPECT_THAT(program_.err(), AllOf(HasSubstr("no such pack"), Not(HasSubstr("written"))));
}

TEST_F(PackDocs, NeedsAFolderToWriteTo) {
  EXPECT_EQ(program_.run({"pack", "docs", "one"}), 3);
  EXPECT_THAT(program_.err(), HasSubstr("--output"));
  EXPECT_EQ(program_.run({"pack", "docs", "one", "-o", folder_.path("packs/one/pack.yaml")}), 3);
  EXPECT_THAT(program_.err(), HasSubstr("is no folder"));
}

}  // namespace
}  // namespace yaral::cli
