#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "convert/target.h"
#include "packaging/site/field_origins.h"
#include "packaging/site/rule_words.h"
#include "packs/pack.h"
#include "packs/playbook.h"
#include "rule_tests/runner.h"
#include "rule_tests/test_case.h"
#include "syntax/ast.h"
#include "syntax/source.h"

// What a package's site is made from, read before any page is written.
namespace yaral::packaging {

struct RuleFile {
  std::string path;  // in the package
  std::string page;
  std::string title;  // the rule's name; the path of a file with none or several
  std::unique_ptr<syntax::Source> source;
  syntax::File file;
  std::vector<std::string> anchors;  // of its rules on the page
  std::unique_ptr<RuleWords> words;
  std::vector<std::string> problems;  // errors of its text
};

// A file that is shown as it is: a reference list, a table, an export.
struct TextFile {
  std::string name;    // of the list or table; the path below `exports`
  std::string path;    // in the package
  std::string anchor;  // on its page
  std::string text;
  std::string schema;  // of a table, its schema file; empty when there is none
};

struct Document {
  std::string path;
  std::string page;
  std::string title;  // in the navigation
  std::string text;
};

enum class TestState : std::uint8_t { kPassed, kFailed, kBroken, kNotRun };

struct ShownTest {
  rule_tests::TestCase test;
  std::string path;    // of its file, in the package
  std::string anchor;  // on the page of tests
  TestState state = TestState::kNotRun;
  std::vector<std::string> messages;
};

// The package's rules in the language of another platform.
struct Platform {
  const convert::Target* target;
  std::vector<convert::Conversion> rules;
};

struct PackContent {
  packs::Pack pack;
  std::vector<RuleFile> rules;  // sorted by title
  std::vector<TextFile> lists;
  std::vector<TextFile> tables;
  std::vector<TextFile> exports;
  std::vector<Platform> platforms;
  std::vector<Document> documents;
  std::vector<ShownTest> tests;
  std::optional<packs::Playbook> playbook;
  FieldOrigins origins;
  std::vector<packs::FileProblem> problems;  // what could not be read
};

// Reads everything of a package but its tests, which whoever runs them adds with add_test(), and `platforms`.
PackContent read_content(packs::Pack pack);

// A test, as it was run or as it stands.
void add_test(PackContent& content, rule_tests::TestCase test, TestState state, std::vector<std::string> messages);

// The page of a rule with its anchor; empty when the package has no rule of that name.
std::string page_of_rule(const PackContent& content, std::string_view rule);
// The page that shows a file of the package; empty when none does.
std::string page_of_file(const PackContent& content, std::string_view path);

inline constexpr std::string_view kOverviewPage = "index.html";
inline constexpr std::string_view kRulesPage = "rules.html";
inline constexpr std::string_view kSourcesPage = "data-sources.html";
inline constexpr std::string_view kTuningPage = "tuning.html";
inline constexpr std::string_view kTestsPage = "tests.html";
inline constexpr std::string_view kPlatformsPage = "platforms.html";
inline constexpr std::string_view kPlaybookPage = "playbook.html";
inline constexpr std::string_view kReferencesPage = "references.html";

}  // namespace yaral::packaging
