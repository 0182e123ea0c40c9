#include <algorithm>
#include <cerrno>
#include <map>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "cli/compile_files.h"
#include "cli/coverage_report.h"
#include "cli/input_options.h"
#include "cli/named_packs.h"
#include "cli/output.h"
#include "cli/rule_files.h"
#include "plan/plan.h"
#include "syntax/render.h"

namespace yaral::cli {

namespace {

struct CoverageOptions {
  std::vector<std::string> paths;
  std::vector<std::string> packs;
  std::string format = "table";
  std::string output;
  bool verbose = false;
};

struct Format {
  std::string_view name;
  std::string (*write)(const CoverageReport&, const Terminal&);
};
constexpr std::array kFormats{
    Format{"table", coverage_table},
    Format{"markdown", [](const CoverageReport& report, const Terminal&) { return coverage_markdown(report); }},
    Format{"navigator", [](const CoverageReport& report, const Terminal&) { return coverage_layer(report); }},
    Format{"json", [](const CoverageReport& report, const Terminal&) { return coverage_json(report); }},
};

class Counter {
 public:
  Counter(const CoverageOptions& options, const Console& console) : options_(options), console_(console) {}

  int run() {
    std::vector<std::string> paths = options_.paths;
    packs::FoundPacks chosen = named_packs(options_.packs, console_);
    tell(chosen.problems);
    for (const packs::Pack& pack : chosen.packs) add_pack(pack, paths);
    const RuleFiles files = find_rule_files(paths);
    tell(files.problems);
    const std::size_t unreadable = compile_files(files.paths, false, all_threads(), console_,
                                                 [&](const semantics::CompiledFile& file) { add_file(file); });
    wrong_ |= unreadable > 0;
    tell_problems();
    const int code = write();
    return code == kClean ? verdict() : code;
  }

 private:
  // What the package says about itself holds for each of its rules.
  void add_pack(const packs::Pack& pack, std::vector<std::string>& paths) {
    report_.packs.push_back(pack.id);
    const std::string manifest = pack.path("pack.yaml");
    for (attack::Problem& problem :
         attack::check_reference(pack.attack.technique, pack.attack.tactics, pack.attack.name))
      report_.coverage.problems.push_back({.file = manifest, .line = 0, .rule = {}, .problem = std::move(problem)});
    attack::Reference named;
    read_value(pack.attack.technique, attack::Holds::kTechniques, named);
    for (const std::string& rule : pack.rules) {
      also_[pack.path(rule)] = named.techniques;
      // Before the user's: a file that is there twice is read as the package's.
      paths.insert(paths.begin(), pack.path(rule));
    }
  }

  void add_file(const semantics::CompiledFile& file) {
    ++report_.files;
    std::vector<syntax::Diagnostic> errors;
    for (const syntax::Diagnostic& d : file.diagnostics.all())
      if (d.severity == syntax::Severity::kError) errors.push_back(d);
    console_.err << syntax::render_text({.source = file.source.get(), .diagnostics = errors},
                                        {.colour = console_.err_terminal.colour});
    wrong_ |= file.diagnostics.has_errors();
    report_.broken_rules += file.rule_count - std::min(file.rule_count, file.rules.size());
    for (const semantics::BoundRule& rule : file.rules) report_.coverage.add(facts_of(rule));
  }

  attack::RuleFacts facts_of(const semantics::BoundRule& rule) const {
    attack::RuleFacts facts{.name = rule.name, .file = rule.file, .line = rule.line};
    for (const semantics::MetaPair& pair : rule.meta)
      facts.meta.push_back({.key = pair.key, .value = pair.value, .line = pair.line});
    if (const auto said = also_.find(rule.file); said != also_.end()) facts.also = said->second;
    return facts;
  }

  void tell(const std::vector<packs::FileProblem>& problems) {
    for (const packs::FileProblem& problem : problems) print_error(console_, packs::to_string(problem));
    wrong_ |= !problems.empty();
  }

  void tell_problems() const {
    for (const attack::RuleProblem& problem : report_.coverage.problems)
      print_warning(console_, packs::to_string({.file = problem.file,
                                                .line = problem.line,
                                                .message = plan::about_rule(problem.rule, problem.problem.message)}));
    if (!options_.verbose) return;
    for (const attack::CoveredRule* rule : rules_without_technique(report_.coverage))
      print_warning(console_, packs::to_string({.file = rule->file,
                                                .line = rule->line,
                                                .message = plan::about_rule(rule->name,
                                                                            "it names no ATT&CK technique; add one to "
                                                                            "`meta`: technique = \"T1553.002\"")}));
  }

  int write() const {
    errno = 0;
    return with_output(options_.output, console_, [&](std::ostream& out) -> int {
      const Terminal terminal = options_.output.empty() ? console_.out_terminal : Terminal{};
      out << std::ranges::find(kFormats, options_.format, &Format::name)->write(report_, terminal);
      return finish_output(out, options_.output, console_) ? kClean : kMisuse;
    });
  }

  int verdict() const {
    const attack::Coverage& coverage = report_.coverage;
    const std::size_t unfiled = rules_without_technique(coverage).size();
    console_.err << fmt::format(
        "covered {} by {} in {} (ATT&CK {}); {}{}{}\n", techniques_text(coverage),
        counted(coverage.rules.size(), "rule"), counted(report_.files, "file"), attack::version(),
        counted(coverage.problems.size(), "problem"),
        unfiled ? fmt::format(", {} without a technique", counted(unfiled, "rule")) : "",
        report_.broken_rules ? fmt::format(", {} not counted because of errors", counted(report_.broken_rules, "rule"))
                             : "");
    if (unfiled && !options_.verbose) console_.err << "--verbose lists the rules without a technique\n";
    if (wrong_) return kWrongInput;
    return coverage.problems.empty() ? kClean : kFindings;
  }

  const CoverageOptions& options_;
  const Console& console_;
  CoverageReport report_;
  std::map<std::string, std::vector<const attack::Technique*>> also_;  // by file
  bool wrong_ = false;
};

}  // namespace

void add_coverage(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("coverage", "Count the ATT&CK techniques that rules are about");
  const auto options = std::make_shared<CoverageOptions>();
  CLI::Option* paths =
      command->add_option("PATH", options->paths, "Rule files, folders with rule files, or - for standard input");
  CLI::Option* packs = command
                           ->add_option("--pack,-p", options->packs,
                                        "Detection package: its id, ATT&CK technique or folder (may be repeated)")
                           ->allow_extra_args(false);
  std::vector<std::string> formats;
  formats.reserve(kFormats.size());
  for (const Format& format : kFormats) formats.emplace_back(format.name);
  command->add_option("--format,-f", options->format, "table, markdown, navigator (a layer) or json")
      ->check(CLI::IsMember(formats))
      ->capture_default_str();
  command->add_option("--output,-o", options->output, "File to write to instead of standard output")->type_name("FILE");
  command->add_flag("--verbose,-v", options->verbose, "List the rules that name no technique, too");
  command->footer(
      "Examples:\n"
      "  yaral coverage rules/                                  a matrix of what has rules\n"
      "  yaral coverage --format navigator -o layer.json rules/ a layer for the ATT&CK Navigator\n"
      "  yaral coverage --format markdown rules/ > COVERAGE.md\n"
      "  yaral coverage --pack T1553.002                        what a package covers\n\n"
      "Techniques and tactics are read from the `meta` of rules: technique, tactic, mitre_attack_technique and the\n"
      "like. Ids that are unknown or revoked and tactics that do not fit are told.\n"
      "Exit codes: 0 all is well, 1 problems with techniques or tactics, 2 a rule or a file is wrong, 3 the command\n"
      "cannot be run.");
  command->callback([options, paths, packs, &action] {
    if (paths->empty() && packs->empty()) throw CLI::RequiredError("PATH or --pack");
    action = [options](const Console& console) { return Counter(*options, console).run(); };
  });
}

}  // namespace yaral::cli
