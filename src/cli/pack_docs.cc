#include "cli/pack_docs.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/convert_input.h"
#include "cli/site_folder.h"
#include "cli/test_scopes.h"
#include "packaging/site/site.h"
#include "packs/files.h"
#include "packs/find.h"
#include "rule_tests/runner.h"
#include "rule_tests/stored_results.h"
#include "rule_tests/test_reader.h"

namespace yaral::cli {

namespace {

namespace fs = std::filesystem;
using packaging::PackContent;
using packaging::TestState;
using rule_tests::StoredResult;

constexpr const char* kFooter =
    "Writes a site that needs neither network nor server: open DIR/index.html. Several packages get a page that lists\n"
    "them, and a folder each.\n\n"
    "Examples:\n"
    "  yaral pack docs T1553.002 -o site/                 a package, its tests run now\n"
    "  yaral pack docs -o site/                           all bundled packages\n"
    "  yaral test T1553.002 -f json -o results.json\n"
    "  yaral pack docs T1553.002 -o site/ --results results.json\n\n"
    "Exit codes: 0 written, whatever the tests say; 2 something of a package is wrong, the rest is written;\n"
    "3 the command cannot be run.";

TestState state_of(rule_tests::Verdict verdict) {
  switch (verdict) {
    case rule_tests::Verdict::kPassed: return TestState::kPassed;
    case rule_tests::Verdict::kFailed: return TestState::kFailed;
    case rule_tests::Verdict::kBroken: break;
  }
  return TestState::kBroken;
}

std::string file_name(const std::string& path) { return fs::path(path).filename().string(); }

class SiteMaker {
 public:
  SiteMaker(const PackDocsOptions& options, const Console& console)
      : options_(options), console_(console), schemas_({}, console) {}

  int run() {
    if (!read_stored()) return kMisuse;
    for (packs::Pack& pack : find_packs()) read(std::move(pack));
    if (contents_.empty()) {
      if (!wrong_) print_error(console_, "no package was found; set YARAL_PACKS, or name one");
      return kWrongInput;
    }
    const packaging::SiteFiles files =
        contents_.size() == 1 ? packaging::pack_site(contents_.front()) : packaging::packs_site(contents_);
    if (const std::string problem = write_site(options_.output, files, options_.force); !problem.empty()) {
      print_error(console_, problem);
      return kMisuse;
    }
    summarise(files.size());
    return wrong_ ? kWrongInput : kClean;
  }

 private:
  bool read_stored() {
    if (options_.results.empty()) return true;
    const auto text = packs::read_text_file(options_.results);
    auto results = text ? rule_tests::read_results(*text) : std::unexpected(text.error());
    if (!results) {
      print_error(console_, fmt::format("{}: {}", options_.results, results.error()));
      return false;
    }
    stored_ = std::move(*results);
    return true;
  }

  // Each once, in the order asked for.
  std::vector<packs::Pack> find_packs() {
    const std::vector<std::string> folders = packs::pack_folders(console_.executable, console_.pack_path);
    std::vector<packs::FoundPacks> found;
    if (options_.packs.empty()) found.push_back(packs::bundled_packs(folders));
    for (const std::string& name : options_.packs) found.push_back(packs::find_packs(name, folders));
    std::vector<packs::Pack> all;
    std::set<std::string> seen;
    for (packs::FoundPacks& some : found) {
      tell(some.problems);
      for (packs::Pack& pack : some.packs) {
        std::error_code error;
        if (seen.insert(fs::weakly_canonical(pack.folder, error).string()).second) all.push_back(std::move(pack));
      }
    }
    return all;
  }

  void read(packs::Pack pack) {
    const TestScopes scopes = find_test_scopes({.paths = {pack.folder}}, console_);
    PackContent& content = contents_.emplace_back(packaging::read_content(std::move(pack)));
    add_platforms(content);
    std::vector<packs::FileProblem> problems = std::move(content.problems);
    std::ranges::copy(scopes.problems, std::back_inserter(problems));
    for (const TestScope& scope : scopes.scopes) {
      std::vector<rule_tests::TestCase> tests;
      for (const std::string& file : scope.tests)
        std::ranges::move(rule_tests::read_tests(file, problems), std::back_inserter(tests));
      for (const rule_tests::TestCase& test : tests) std::ranges::copy(test.mistakes, std::back_inserter(problems));
      if (stored_) {
        add_stored(content, std::move(tests));
      } else {
        run_tests(content, scope, std::move(tests));
      }
    }
    tell(problems);
  }

  void add_platforms(PackContent& content) {
    // What is wrong with rules and lists is among the content's problems already.
    std::ostringstream nowhere;
    const Console quiet{.in = console_.in, .out = nowhere, .err = nowhere, .executable = console_.executable};
    const ConvertInput input({.packs = {content.pack.folder}}, quiet);
    for (const convert::Target& target : convert::all_targets())
      content.platforms.push_back({.target = &target, .rules = input.to(target, schemas_)});
  }

  void add_stored(PackContent& content, std::vector<rule_tests::TestCase> tests) const {
    for (rule_tests::TestCase& test : tests) {
      const auto found = std::ranges::find_if(*stored_, [&](const StoredResult& result) {
        return result.name == test.name && result.scope == content.pack.id &&
               file_name(result.file) == file_name(test.file);
      });
      const bool known = found != stored_->end();
      packaging::add_test(content, std::move(test), known ? state_of(found->verdict) : TestState::kNotRun,
                          known ? found->messages : std::vector<std::string>());
    }
  }

  static void run_tests(PackContent& content, const TestScope& scope, std::vector<rule_tests::TestCase> tests) {
    // What is wrong with the rules' files is among the content's problems.
    std::vector<semantics::CompiledFile> wrong;
    std::vector<packs::FileProblem> problems;
    const rule_tests::RuleTexts rules(scope.scope, false, wrong, problems);
    const rule_tests::Runner runner(scope.scope, rules, {.explain = false});
    for (rule_tests::TestCase& test : tests) {
      rule_tests::TestResult result = runner.run(test);
      packaging::add_test(content, std::move(test), state_of(result.verdict), std::move(result.messages));
    }
  }

  void tell(const std::vector<packs::FileProblem>& problems) {
    for (const packs::FileProblem& problem : problems) print_error(console_, packs::to_string(problem));
    wrong_ |= !problems.empty();
  }

  void summarise(std::size_t files) const {
    std::size_t tests = 0;
    std::size_t passed = 0;
    for (const PackContent& content : contents_) {
      tests += content.tests.size();
      passed +=
          static_cast<std::size_t>(std::ranges::count(content.tests, TestState::kPassed, &packaging::ShownTest::state));
    }
    console_.err << fmt::format("{}: {} of {} written; {} of {} passed\n", options_.output, counted(files, "file"),
                                counted(contents_.size(), "package"), passed, counted(tests, "test"));
  }

  const PackDocsOptions& options_;
  const Console& console_;
  TargetSchemas schemas_;
  std::optional<std::vector<StoredResult>> stored_;
  std::vector<PackContent> contents_;
  bool wrong_ = false;
};

}  // namespace

int pack_docs(const PackDocsOptions& options, const Console& console) { return SiteMaker(options, console).run(); }

void add_pack_docs(CLI::App& pack_command, Action& action) {
  CLI::App* command = pack_command.add_subcommand("docs", "Write a site about packages");
  const auto options = std::make_shared<PackDocsOptions>();
  command->add_option("PACK", options->packs, "Packages: ids, ATT&CK techniques, folders (none: all bundled ones)");
  command->add_option("--output,-o", options->output, "Folder to write to")->required();
  command->add_option("--results", options->results,
                      "Results of `yaral test --format json`, to show in place of running the tests");
  command->add_flag("--force", options->force, "Write into a folder that holds other files");
  command->footer(kFooter);
  command->callback(
      [options, &action] { action = [options](const Console& console) { return pack_docs(*options, console); }; });
}

}  // namespace yaral::cli
