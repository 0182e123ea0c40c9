#include "packaging/check.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "attack/reference.h"
#include "base/text.h"
#include "packaging/links.h"
#include "packaging/scaffold.h"
#include "packs/files.h"
#include "packs/playbook.h"
#include "packs/tables.h"
#include "rule_tests/test_reader.h"
#include "semantics/bind.h"
#include "semantics/lookups_read.h"

namespace yaral::packaging {

namespace {

using packs::FileProblem;
using packs::Pack;
using semantics::BoundRule;

// What a rule of a package says of itself in `meta`.
constexpr std::array<std::string_view, 7> kMetaKeys = {"author",     "description",     "severity",   "technique",
                                                       "confidence", "expected_volume", "blind_spots"};
constexpr std::array<std::string_view, 5> kDocuments = {packs::kGuideFile, packs::kPlaybookFile, packs::kPlaybookSteps,
                                                        packs::kStrategyFile, packs::kChangesFile};

std::uint32_t line_of(std::string_view text, std::string_view what) {
  const std::size_t at = text.find(what);
  return at == std::string_view::npos ? 0
                                      : static_cast<std::uint32_t>(std::ranges::count(text.substr(0, at), '\n') + 1);
}

class Checker {
 public:
  explicit Checker(const Pack& pack) : pack_(pack), manifest_(pack.path("pack.yaml")) {}

  std::vector<CheckProblem> run() {
    PackRules read = read_rules(pack_);
    add_all(Weight::kWrong, std::move(read.problems));
    rules_ = std::move(read.rules);
    if (const std::string mistake = id_mistake(pack_.id); !mistake.empty())
      wrong(manifest_, 0, fmt::format("`id` is `{}`: {}", pack_.id, mistake));
    check_attack();
    check_rules();
    check_lists();
    check_tables();
    check_tunables();
    check_tests();
    check_documents();
    check_playbook();
    std::ranges::stable_sort(problems_, {},
                             [](const CheckProblem& p) { return std::tie(p.problem.file, p.problem.line); });
    return std::move(problems_);
  }

 private:
  void check_attack() {
    const packs::Attack& named = pack_.attack;
    for (attack::Problem& problem : attack::check_reference(named.technique, named.tactics))
      wrong(manifest_, 0, "`attack`: " + std::move(problem.message));
  }

  void check_rules() {
    std::map<std::string, std::string> seen;
    for (const BoundRule& rule : rules_) {
      const auto [known, fresh] = seen.try_emplace(rule.name, rule.file);
      if (!fresh) wrong(rule.file, 0, fmt::format("there is another rule {} in {}", rule.name, known->second));
      for (const std::string_view key : kMetaKeys)
        if (std::ranges::find(rule.meta, key, &semantics::MetaPair::key) == rule.meta.end())
          lacking(rule.file, 0, fmt::format("rule {}: `meta` does not say its `{}`", rule.name, key));
    }
  }

  // Names of the files with an ending that a folder of the pack holds.
  std::set<std::string> names_in(const std::string& folder, std::string_view ending) {
    std::set<std::string> names;
    if (folder.empty()) return names;
    const auto entries = packs::sorted_entries(pack_.path(folder));
    if (!entries) return names;
    for (const std::string& entry : *entries) {
      std::string name = std::filesystem::path(entry).filename().string();
      if (name.ends_with(ending)) names.insert(name.substr(0, name.size() - ending.size()));
    }
    return names;
  }

  void check_lists() {
    const std::set<std::string> there = names_in(pack_.lists, ".txt");
    std::set<std::string> used;
    for (const BoundRule& rule : rules_)
      for (const std::string& name : semantics::lists_read(rule))
        if (used.insert(name).second && !there.contains(name))
          wrong(rule.file, 0, fmt::format("rule {}: the package has no list {}.txt", rule.name, name));
    for (const std::string& name : there)
      if (!used.contains(name)) lacking(list_file(name), 0, "no rule of the package uses this list");
    for (const packs::FalsePositive& positive : pack_.false_positives)
      if (!positive.list.empty() && !there.contains(positive.list))
        wrong(manifest_, 0,
              fmt::format("`false_positives` names the list {}, which is not in the package", positive.list));
    std::vector<FileProblem> problems;
    if (!pack_.lists.empty()) (void)packs::read_lists(pack_.path(pack_.lists), problems);
    add_all(Weight::kWrong, std::move(problems));
  }

  std::string list_file(const std::string& name) const { return pack_.path(pack_.lists + "/" + name + ".txt"); }

  void check_tables() {
    std::vector<FileProblem> problems;
    if (!pack_.tables.empty()) (void)packs::read_tables(pack_.path(pack_.tables), problems);
    add_all(Weight::kWrong, std::move(problems));
    const std::set<std::string> there = names_in(pack_.tables, ".csv");
    std::set<std::string> used;
    for (const BoundRule& rule : rules_) used.merge(semantics::tables_read(rule));
    for (const std::string& name : used)
      if (!there.contains(name))
        wrong(manifest_, 0, fmt::format("a rule needs the table {}.csv, which is not in the package", name));
    for (const std::string& name : there)
      if (!used.contains(name))
        lacking(pack_.path(pack_.tables + "/" + name + ".csv"), 0, "no rule of the package uses this table");
  }

  void check_tunables() {
    const std::set<std::string> lists = names_in(pack_.lists, ".txt");
    const std::set<std::string> tables = names_in(pack_.tables, ".csv");
    std::set<std::string> described;
    for (const packs::Tunable& tunable : pack_.tunables) {
      described.insert(tunable.list.empty() ? tunable.table : tunable.list);
      if (!tunable.list.empty() && !lists.contains(tunable.list))
        wrong(manifest_, 0,
              fmt::format("the tunable `{}` is the list {}, which is not in the package", tunable.name, tunable.list));
      if (!tunable.table.empty() && !tables.contains(tunable.table))
        wrong(
            manifest_, 0,
            fmt::format("the tunable `{}` is the table {}, which is not in the package", tunable.name, tunable.table));
    }
    for (const packs::FalsePositive& positive : pack_.false_positives) described.insert(positive.list);
    for (const auto& names : {lists, tables})
      for (const std::string& name : names)
        if (!described.contains(name))
          lacking(manifest_, 0, fmt::format("neither `false_positives` nor `tunables` say what {} is for", name));
  }

  void check_tests() {
    if (pack_.tests.empty()) return lacking(manifest_, 0, "there are no tests (`tests: tests`)");
    std::vector<FileProblem> problems;
    std::vector<rule_tests::TestCase> tests;
    for (const std::string& file : rule_tests::find_test_files(pack_.path(pack_.tests), problems))
      std::ranges::move(rule_tests::read_tests(file, problems), std::back_inserter(tests));
    for (rule_tests::TestCase& test : tests) std::ranges::move(test.mistakes, std::back_inserter(problems));
    add_all(Weight::kWrong, std::move(problems));
    check_tested(tests);
    check_procedures(tests);
  }

  void check_tested(const std::vector<rule_tests::TestCase>& tests) {
    std::set<std::string> finding;
    std::set<std::string> silent;
    for (const rule_tests::TestCase& test : tests)
      for (const rule_tests::Expectation& expectation : test.expect)
        if (expectation.none() || expectation.least > 0)
          (expectation.none() ? silent : finding).insert(expectation.rule);
    for (const BoundRule& rule : rules_) {
      if (!finding.contains(rule.name))
        lacking(rule.file, 0, fmt::format("rule {}: no test expects it to find something", rule.name));
      if (!silent.contains(rule.name))
        lacking(rule.file, 0, fmt::format("rule {}: no test expects it to find nothing", rule.name));
    }
  }

  void check_procedures(const std::vector<rule_tests::TestCase>& tests) {
    std::set<std::pair<std::string, std::string>> shown;
    for (const rule_tests::TestCase& test : tests)
      if (!test.procedure.empty()) shown.emplace(test.procedure, test.signal);
    for (const packs::Procedure& procedure : pack_.procedures)
      for (const std::string& signal : procedure.signals)
        if (!shown.contains({procedure.name, signal}))
          lacking(manifest_, 0, fmt::format("no test shows the signal `{}` of `{}`", signal, procedure.name));
    for (const auto& [name, signal] : shown) {
      const auto procedure = std::ranges::find(pack_.procedures, name, &packs::Procedure::name);
      if (procedure == pack_.procedures.end()) {
        lacking(manifest_, 0, fmt::format("tests name the procedure `{}`, which `procedures` does not", name));
      } else if (!signal.empty() && std::ranges::find(procedure->signals, signal) == procedure->signals.end()) {
        lacking(manifest_, 0,
                fmt::format("tests name the signal `{}` of `{}`, which `procedures` does not", signal, name));
      }
    }
  }

  void check_documents() {
    for (const std::string_view name : kDocuments) {
      const std::string file = pack_.path(name);
      if (!packs::exists(file)) {
        lacking(file, 0, "the document is missing");
      } else if (name.ends_with(".md")) {
        check_document(file, name == packs::kChangesFile);
      }
    }
    if (packs::exists(pack_.path("README.md"))) check_document(pack_.path("README.md"), false);
  }

  void check_document(const std::string& file, bool changes) {
    const auto text = packs::read_text_file(file);
    if (!text) return wrong(file, 0, text.error());
    for (const Link& link : broken_links(*text, file))
      lacking(file, link.line, fmt::format("the link to `{}` leads nowhere", link.target));
    if (changes && line_of(*text, pack_.version) == 0)
      lacking(file, 0, fmt::format("it does not say what is new in version {}", pack_.version));
  }

  void check_playbook() {
    const std::string file = pack_.path(packs::kPlaybookSteps);
    if (!packs::exists(file)) return;
    packs::PlaybookContext context;
    for (const BoundRule& rule : rules_) {
      context.rules.push_back(rule.name);
      for (const semantics::MatchKey& key : rule.keys) context.variables.push_back(key.name);
      for (const semantics::Outcome& outcome : rule.outcomes) context.variables.push_back(outcome.name);
    }
    if (auto playbook = packs::read_playbook(file, context); !playbook)
      add_all(Weight::kWrong, std::move(playbook.error()));
  }

  void add_all(Weight weight, std::vector<FileProblem> problems) {
    for (FileProblem& problem : problems) problems_.push_back({weight, std::move(problem)});
  }
  void wrong(std::string file, std::uint32_t line, std::string message) {
    problems_.push_back({Weight::kWrong, {std::move(file), line, std::move(message)}});
  }
  void lacking(std::string file, std::uint32_t line, std::string message) {
    problems_.push_back({Weight::kLacking, {std::move(file), line, std::move(message)}});
  }

  const Pack& pack_;
  std::string manifest_;
  std::vector<BoundRule> rules_;
  std::vector<CheckProblem> problems_;
};

}  // namespace

PackRules read_rules(const Pack& pack) {
  PackRules result;
  for (const std::string& relative : pack.rules) {
    const std::string path = pack.path(relative);
    auto text = packs::read_text_file(path);
    if (!text) {
      result.problems.push_back({path, 0, text.error()});
      continue;
    }
    semantics::CompiledFile compiled = semantics::compile(path, std::move(*text), {.strict = true});
    for (const syntax::Diagnostic& diagnostic : compiled.diagnostics.all())
      if (diagnostic.severity == syntax::Severity::kError)
        result.problems.push_back({path, compiled.source->line_at(diagnostic.primary.span.begin), diagnostic.message});
    std::ranges::move(compiled.rules, std::back_inserter(result.rules));
  }
  return result;
}

std::vector<CheckProblem> check(const Pack& pack) { return Checker(pack).run(); }

}  // namespace yaral::packaging
