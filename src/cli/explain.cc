#include <algorithm>
#include <ctime>
#include <memory>
#include <optional>
#include <ostream>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "base/nearest.h"
#include "cli/command.h"
#include "cli/compile_files.h"
#include "cli/scan_rules.h"
#include "explain/empty_lookups.h"
#include "explain/explainer.h"
#include "explain/explanation_json.h"
#include "explain/meaning.h"
#include "explain/text_writer.h"
#include "ingest/read.h"
#include "syntax/render.h"
#include "udm/json.h"

namespace yaral::cli {

namespace {

using explain::Explanation;
using semantics::BoundRule;

constexpr const char* kFooter =
    "Examples:\n"
    "  yaral explain my.yaral                          what the rules mean, and how they are run\n"
    "  yaral explain my.yaral --rule brute_force host.evtx  why it fires on these logs, or not\n"
    "  yaral explain my.yaral --lists lists/ --format json events.ndjson\n\n"
    "Inputs are those of `yaral scan`. `left` counts the records that satisfy a line and all above it, `alone` those that\n"
    "satisfy the line.\n"
    "Exit codes: 0 explained, 2 a rule or an input is wrong, 3 the command cannot be run.";

struct ExplainCommand {
  ScanOptions scan;
  std::string rule;  // empty: all of the file
  std::string format = "text";
};

// What is to be explained, and whether all of it could be used.
struct Explained {
  std::vector<Explanation> explanations;
  bool wrong = false;
};

class Reader : public ingest::BatchConsumer {
 public:
  Reader(explain::Explainer& explainer, bool history) : explainer_(explainer), history_(history) {}
  void consume(unsigned, const ingest::EventBatch& batch) override {
    history_ ? explainer_.ingest_history(batch.events) : explainer_.ingest(batch.events);
  }

 private:
  explain::Explainer& explainer_;
  bool history_;
};

// What to say to a name that is none of these.
std::string known_names(const std::string& wanted, const std::vector<std::string>& names) {
  constexpr std::size_t kMost = 10;
  if (const std::string near = did_you_mean(nearest_names(wanted, names)); !near.empty()) return near;
  const std::span shown = std::span(names).first(std::min(names.size(), kMost));
  return fmt::format("there is {}{}", fmt::join(shown, ", "), names.size() > kMost ? ", …" : "");
}

// False after telling that there is no rule of that name.
bool has_rule(const std::vector<std::string>& names, const std::string& wanted, const Console& console) {
  if (names.empty()) return false;  // what is wrong with the file has been told
  if (wanted.empty() || std::ranges::find(names, wanted) != names.end()) return true;
  print_error(console, fmt::format("no rule `{}` can run here; {}", wanted, known_names(wanted, names)));
  return false;
}

// The rules of a file, errors told. Lists do not matter to what a rule means.
std::vector<BoundRule> compile_rules(const ExplainCommand& command, const Console& console, bool& wrong) {
  std::vector<BoundRule> rules;
  const std::size_t unreadable = compile_files(
      command.scan.rules, command.scan.strict, command.scan.threads, console, [&](semantics::CompiledFile file) {
        if (file.diagnostics.has_errors())
          console.err << syntax::render_text({.source = file.source.get(), .diagnostics = file.diagnostics.all()},
                                             {.colour = console.err_terminal.colour});
        wrong |= file.diagnostics.has_errors();
        std::ranges::move(file.rules, std::back_inserter(rules));
      });
  wrong |= unreadable > 0;
  if (rules.empty() && !wrong) print_error(console, command.scan.rules.front() + ": there is no rule in this file");
  return rules;
}

Explanation explain_alone(BoundRule rule) {
  Explanation made{.meaning = explain::meaning_of(rule), .outcome = std::nullopt};
  const plan::Lookups lookups = explain::empty_lookups(rule);
  std::vector<plan::PlanProblem> problems;
  std::vector<BoundRule> rules;
  rules.push_back(std::move(rule));
  const plan::Plan plan(std::move(rules), lookups, problems);
  if (!plan.rules().empty()) add_plan(plan.rules().front(), made.meaning);
  return made;
}

std::vector<std::string> names_of(const std::vector<BoundRule>& rules) {
  std::vector<std::string> names;
  for (const BoundRule& rule : rules) names.push_back(rule.name);
  return names;
}

// Without events.
Explained explain_rules(const ExplainCommand& command, const Console& console) {
  Explained result;
  std::vector<BoundRule> rules = compile_rules(command, console, result.wrong);
  if (!has_rule(names_of(rules), command.rule, console)) result.wrong = true;
  for (BoundRule& rule : rules)
    if (command.rule.empty() || rule.name == command.rule)
      result.explanations.push_back(explain_alone(std::move(rule)));
  return result;
}

// Gives the events of the inputs to the explainer; `history`: to its metrics alone. Problems are told.
void read_into(explain::Explainer& explainer, const plan::Plan& plan, const std::vector<std::string>& inputs,
               const std::string& log_type, bool history, const Console& console, bool& wrong) {
  if (inputs.empty()) return;
  const udm::Projection projection(plan.paths());
  Reader reader(explainer, history);
  const ingest::ReadReport read =
      ingest::read_inputs({.inputs = inputs, .threads = 1, .projection = &projection, .log_type = log_type}, reader);
  for (const ingest::Problem& problem : read.problems)
    if (problem.fatal) print_error(console, problem.file + ": " + problem.message);
  if (read.events == 0 && !read.has_fatal()) print_warning(console, "no events were found in the inputs");
  wrong |= read.has_fatal();
}

Explained explain_events(const ExplainCommand& command, const Console& console) {
  Explained result;
  ScanRules loaded = load_scan_rules(command.scan, console);
  result.wrong = loaded.wrong;
  std::vector<plan::PlanProblem> problems;
  const plan::Plan plan(std::move(loaded.rules), loaded.context.lookups, problems);
  std::vector<std::uint32_t> wanted;
  std::vector<std::string> names;
  for (std::uint32_t i = 0; i < plan.rules().size(); ++i) {
    names.push_back(plan.rules()[i].rule->name);
    if (command.rule.empty() || names.back() == command.rule) wanted.push_back(i);
  }
  explain::Explainer explainer(
      plan, wanted,
      {.now_seconds = std::time(nullptr), .hop_grid = command.scan.hop_grid, .verbose = command.scan.verbose});
  std::ranges::copy(explainer.problems(), std::back_inserter(problems));
  for (const plan::PlanProblem& problem : problems)
    print_error(console, plan::about_rule(problem.rule, problem.message));
  result.wrong |= !problems.empty();
  if (!has_rule(names, command.rule, console)) {
    result.wrong = true;
    return result;
  }
  for (const plan::PlanProblem& warning : explainer.warnings())
    if (command.rule.empty() || warning.rule == command.rule)
      print_warning(console, plan::about_rule(warning.rule, warning.message));
  explainer.add_entities(loaded.context.entities.records);
  read_into(explainer, plan, command.scan.metrics_history, command.scan.log_type, true, console, result.wrong);
  read_into(explainer, plan, command.scan.inputs, command.scan.log_type, false, console, result.wrong);
  result.explanations = explainer.finish();
  return result;
}

int run_explain(const ExplainCommand& command, const Console& console) {
  const Explained result =
      command.scan.inputs.empty() ? explain_rules(command, console) : explain_events(command, console);
  if (command.format == "json") {
    console.out << explain::to_json(result.explanations);
  } else {
    std::string_view between;
    for (const Explanation& explanation : result.explanations) {
      console.out << between << explain::to_text(explanation, {.verbose = command.scan.verbose});
      between = "\n\n";
    }
  }
  console.out.flush();
  return result.wrong ? kWrongInput : kClean;
}

}  // namespace

void add_explain(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("explain", "Say what a rule means, and why it fired on logs or did not");
  const auto options = std::make_shared<ExplainCommand>();
  options->scan.rules.resize(1);
  command->add_option("RULE-FILE", options->scan.rules.front(), "Rule file, or - for standard input")->required();
  command->add_option("INPUT", options->scan.inputs,
                      "Files, folders, archives of logs; none: only what the rule means");
  command->add_option("--rule", options->rule, "The rule to explain; without it all of the file");
  command->add_option("--lists", options->scan.lists, "Folder of reference lists, NAME.txt (may be repeated)")
      ->allow_extra_args(false);
  command->add_option("--tables", options->scan.tables, "Folder of data tables, NAME.csv (may be repeated)")
      ->allow_extra_args(false);
  command
      ->add_option("--entities", options->scan.entities,
                   "Entity records as JSON: file, archive or folder (may be repeated)")
      ->allow_extra_args(false);
  add_log_type_option(*command, options->scan);
  command->add_flag("--hop-grid", options->scan.hop_grid, "Lay hop windows on a grid, as SecOps does");
  command
      ->add_option("--metrics-history", options->scan.metrics_history,
                   "Events before those of the inputs, which only metrics count (may be repeated)")
      ->allow_extra_args(false);
  command->add_option("--format,-f", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_flag("--strict", options->scan.strict, "Refuse rules that SecOps refuses");
  command->add_flag("--verbose,-v", options->scan.verbose,
                    "All values and groups, and the rule's meaning with events too");
  command->footer(kFooter);
  command->callback(
      [options, &action] { action = [options](const Console& console) { return run_explain(*options, console); }; });
}

}  // namespace yaral::cli
