#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>
#include <set>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/test_scopes.h"
#include "cli/watch.h"
#include "rule_tests/near_misses.h"
#include "rule_tests/report.h"
#include "rule_tests/test_reader.h"
#include "syntax/render.h"

namespace yaral::cli {

namespace {

using rule_tests::Scope;
using rule_tests::ScopeReport;

constexpr const char* kFooter =
    "PATH is a package (id, ATT&CK technique or folder), a folder of rules, a rule file, or a file of tests\n"
    "(NAME.test.yaml); none: all bundled packages.\n\n"
    "Examples:\n"
    "  yaral test T1553.002                          the tests of a package\n"
    "  yaral test rules/ --format junit -o tests.xml for CI\n"
    "  yaral test rules/ --name 'brute force'        tests with this in their name\n"
    "  yaral test rules/ --coverage                  and what no test ever made true or false\n"
    "  yaral test rules/ --near-misses new.test.yaml write tests with one thing changed\n\n"
    "Exit codes: 0 all passed, 1 a test failed, 2 a test or a rule is wrong, 3 the command cannot be run.";

struct TestOptions {
  ScopeOptions scopes;
  std::string name;
  std::string format = "table";
  std::string output;
  std::string near_misses;
  bool coverage = false;
  bool watch = false;
  bool hop_grid = false;
  bool verbose = false;
};

// What one run of all tests gave.
struct TestRun {
  std::vector<ScopeReport> reports;
  std::vector<rule_tests::NearMiss> near_misses;
  std::vector<std::string> files;  // and folders, that it depends on
  bool wrong = false;              // a rule, list or test file could not be used as it is
};

class Tester {
 public:
  Tester(const TestOptions& options, const Console& console) : options_(options), console_(console) {}

  TestRun run() {
    TestScopes found = find_test_scopes(options_.scopes, console_);
    tell(found.problems);
    for (const TestScope& scope : found.scopes) test(scope);
    return std::move(run_);
  }

 private:
  void test(const TestScope& scope) {
    std::vector<semantics::CompiledFile> wrong;
    std::vector<packs::FileProblem> problems;
    const rule_tests::RuleTexts rules(scope.scope, options_.scopes.strict, wrong, problems);
    for (const semantics::CompiledFile& file : wrong)
      console_.err << syntax::render_text({.source = file.source.get(), .diagnostics = file.diagnostics.all()},
                                          {.colour = console_.err_terminal.colour});
    run_.wrong |= !wrong.empty();
    ScopeReport& report =
        run_.reports.emplace_back(ScopeReport{.scope = scope.scope.name, .rules = rules.names().size()});
    for (const auto& paths : {scope.scope.rules, scope.scope.lists, scope.scope.tables})
      std::ranges::copy(paths, std::back_inserter(run_.files));
    std::vector<rule_tests::TestCase> tests;
    for (const std::string& file : scope.tests) {
      std::ranges::move(rule_tests::read_tests(file, problems), std::back_inserter(tests));
      run_.files.push_back(file);
    }
    tell(problems);
    find_untested(tests, rules, report);
    std::erase_if(tests, [&](const auto& test) { return !test.name.contains(options_.name); });
    run_tests(scope.scope, rules, tests, report);
  }

  void run_tests(const Scope& scope, const rule_tests::RuleTexts& rules, std::vector<rule_tests::TestCase>& tests,
                 ScopeReport& report) {
    const rule_tests::Runner runner(scope, rules, {.hop_grid = options_.hop_grid});
    rule_tests::PredicateCoverage predicates;
    for (rule_tests::TestCase& test : tests) {
      for (const auto& paths : {test.inputs, test.history, test.entities})
        std::ranges::copy(paths, std::back_inserter(run_.files));
      rule_tests::TestResult result = runner.run(test);
      if (options_.coverage) predicates.add(runner.explain(test, test.rules.empty() ? rules.names() : test.rules));
      if (!options_.near_misses.empty() && result.verdict == rule_tests::Verdict::kPassed)
        near_misses(test, runner, rules);
      report.tests.push_back({std::move(test), std::move(result)});
    }
    if (!options_.coverage) return;
    report.with_predicates = true;
    report.predicates = predicates.all().size();
    report.one_sided = predicates.one_sided();
  }

  void near_misses(const rule_tests::TestCase& test, const rule_tests::Runner& runner,
                   const rule_tests::RuleTexts& rules) {
    rule_tests::NearMisses more = rule_tests::make_near_misses(test, runner, rules);
    for (const std::string& note : more.notes) print_warning(console_, "no near misses: " + note);
    std::ranges::move(more.made, std::back_inserter(run_.near_misses));
  }

  static void find_untested(const std::vector<rule_tests::TestCase>& tests, const rule_tests::RuleTexts& rules,
                            ScopeReport& report) {
    std::set<std::string> tested;
    for (const rule_tests::TestCase& test : tests)
      for (const rule_tests::Expectation& expectation : test.expect) tested.insert(expectation.rule);
    for (const std::string& rule : rules.names())
      if (!tested.contains(rule)) report.untested.push_back(rule);
  }

  void tell(const std::vector<packs::FileProblem>& problems) {
    for (const packs::FileProblem& problem : problems) print_error(console_, packs::to_string(problem));
    run_.wrong |= !problems.empty();
  }

  const TestOptions& options_;
  const Console& console_;
  TestRun run_;
};

std::string report_text(const TestRun& run, const TestOptions& options, const Console& console) {
  if (options.format == "junit") return rule_tests::to_junit(run.reports);
  if (options.format == "tap") return rule_tests::to_tap(run.reports);
  if (options.format == "json") return rule_tests::to_json(run.reports);
  return rule_tests::to_table(
      run.reports, {.colour = options.output.empty() && console.out_terminal.colour, .verbose = options.verbose});
}

// False, after telling, when the file could not be written.
bool write_near_misses(const TestRun& run, const TestOptions& options, const Console& console) {
  if (options.near_misses.empty()) return true;
  std::size_t still = 0;
  for (const rule_tests::NearMiss& miss : run.near_misses) still += miss.still_detected;
  if (run.near_misses.empty()) {
    print_warning(console, "no near misses could be made; nothing was written");
    return true;
  }
  const int code = with_output(options.near_misses, console, [&](std::ostream& out) {
    out << rule_tests::test_file_text(run.near_misses, options.near_misses);
    return finish_output(out, options.near_misses, console) ? kClean : kMisuse;
  });
  if (code == kClean)
    console.err << fmt::format("{}: {} written; {} of them are still detected\n", options.near_misses,
                               counted(run.near_misses.size(), "near miss test"), still);
  return code == kClean;
}

int exit_code(const TestRun& run) {
  const rule_tests::TestCounts counts = count(run.reports);
  if (run.wrong || counts.broken > 0) return kWrongInput;
  return counts.failed > 0 ? kFindings : kClean;
}

int run_once(const TestOptions& options, const Console& console, std::vector<std::string>* files) {
  TestRun run = Tester(options, console).run();
  if (files != nullptr) *files = std::move(run.files);
  const rule_tests::TestCounts counts = count(run.reports);
  if (counts.passed + counts.failed + counts.broken == 0 && !run.wrong) {
    print_error(console, options.name.empty() ? "there are no tests (NAME.test.yaml) here"
                                              : fmt::format("no test has `{}` in its name", options.name));
    return kWrongInput;
  }
  const int written = with_output(options.output, console, [&](std::ostream& out) {
    out << report_text(run, options, console);
    return finish_output(out, options.output, console) ? kClean : kMisuse;
  });
  if (written != kClean || !write_near_misses(run, options, console)) return kMisuse;
  return exit_code(run);
}

int run_test(const TestOptions& options, const Console& console) {
  if (!options.watch) return run_once(options, console, nullptr);
  if (!options.output.empty() || !options.near_misses.empty()) {
    print_error(console, "--watch goes with neither --output nor --near-misses");
    return kMisuse;
  }
  return watch(options.scopes.paths, console,
               [&](std::vector<std::string>& files) { return run_once(options, console, &files); });
}

}  // namespace

void add_test(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("test", "Run the tests of packages and rules");
  const auto options = std::make_shared<TestOptions>();
  command->add_option("PATH", options->scopes.paths, "Packages, folders of rules, rule files, files of tests");
  command->add_option("--name,-n", options->name, "Only tests with this in their name");
  command->add_option("--lists", options->scopes.lists, "Folder of reference lists, NAME.txt (may be repeated)")
      ->allow_extra_args(false);
  command->add_option("--tables", options->scopes.tables, "Folder of data tables, NAME.csv (may be repeated)")
      ->allow_extra_args(false);
  command->add_option("--format,-f", options->format, "table, junit, json or tap")
      ->check(CLI::IsMember({"table", "junit", "json", "tap"}))
      ->capture_default_str();
  command->add_option("--output,-o", options->output, "File to write the results to");
  command->add_flag("--coverage", options->coverage, "Tell which predicates no test made true, or false");
  command->add_option("--near-misses", options->near_misses,
                      "File to write tests to that are those that pass with one thing changed");
  command->add_flag("--watch", options->watch, "Run again whenever a file changes");
  command->add_flag("--hop-grid", options->hop_grid, "Lay hop windows on a grid, as SecOps does");
  command->add_flag("--strict", options->scopes.strict, "Refuse rules that SecOps refuses");
  command->add_flag("--verbose,-v", options->verbose, "All that is known about failed tests");
  command->footer(kFooter);
  command->callback(
      [options, &action] { action = [options](const Console& console) { return run_test(*options, console); }; });
}

}  // namespace yaral::cli
