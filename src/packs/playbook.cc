#include "packs/playbook.h"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "base/time.h"
#include "packs/files.h"
#include "packs/search_query.h"
#include "packs/yaml_reader.h"

namespace yaral::packs {

namespace {

constexpr std::array<std::string_view, 9> kPhases = {"prepare",   "triage",  "scope",       "evidence", "contain",
                                                     "eradicate", "recover", "communicate", "close"};
constexpr std::array<std::string_view, 3> kPlatforms = {"windows", "macos", "linux"};

bool is_id(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

// The names in braces of a text. Braces around anything but a name are the text's own: `{1,3}`, `Get-Item {…}`.
std::vector<std::string> placeholders(std::string_view text) {
  std::vector<std::string> names;
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    const std::size_t end = text.find('}', at);
    if (end == std::string_view::npos) break;
    const std::string_view name = text.substr(at + 1, end - at - 1);
    const auto of_name = [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9'); };
    if (!name.empty() && !(name[0] >= '0' && name[0] <= '9') && std::ranges::all_of(name, of_name))
      names.emplace_back(name);
  }
  return names;
}

class PlaybookReader {
 public:
  PlaybookReader(std::string file, const PlaybookContext& context, std::vector<FileProblem>& problems)
      : file_(std::move(file)),
        context_(context),
        problems_(problems),
        known_(context.variables.begin(), context.variables.end()) {}

  Playbook read(const YAML::Node& root) {
    YamlMap map(root, "the playbook", file_, problems_);
    map.required("title", made_.title);
    map.required("version", made_.version);
    map.child("steps", true);
    for (const YAML::Node& node : map.entries("severity_criteria")) read_criterion(node);
    for (const YAML::Node& node : map.entries("escalation")) read_escalation(node);
    for (const YAML::Node& node : map.entries("steps")) read_step(node);
    check_branches();
    return std::move(made_);
  }

 private:
  void read_criterion(const YAML::Node& node) {
    YamlMap map(node, "an entry of `severity_criteria`", file_, problems_);
    SeverityCriterion& made = made_.severity_criteria.emplace_back();
    map.required("severity", made.severity);
    map.required("when", made.when);
  }

  void read_escalation(const YAML::Node& node) {
    YamlMap map(node, "an entry of `escalation`", file_, problems_);
    Escalation& made = made_.escalation.emplace_back();
    map.required("when", made.when);
    map.required("to", made.to);
    map.required("within", made.within);
    if (!made.within.empty() && !parse_duration(made.within))
      map.report(node, fmt::format("`within` must be a length of time such as 15m or 4h, not `{}`", made.within));
  }

  void read_step(const YAML::Node& node) {
    PlaybookStep& step = made_.steps.emplace_back();
    step.line = static_cast<std::uint32_t>(node.Mark().line + 1);
    YamlMap map(node, "a step", file_, problems_);
    map.required("id", step.id);
    map.required("phase", step.phase);
    map.required("title", step.title);
    map.required("action", step.action);
    map.optional("rules", step.rules);
    map.optional("inputs", step.inputs);
    map.optional("gives", step.gives);
    map.optional("true_positive_if", step.true_positive_if);
    map.optional("false_positive_if", step.false_positive_if);
    map.optional("destructive", step.destructive);
    map.optional("approval", step.approval);
    map.optional("rollback", step.rollback);
    for (const YAML::Node& search : map.entries("searches")) read_search(search, step);
    for (const YAML::Node& command : map.entries("commands")) read_command(command, step);
    for (const YAML::Node& branch : map.entries("next")) read_branch(branch, step);
    check_step(map, node, step);
    known_.insert(step.gives.begin(), step.gives.end());
  }

  void read_search(const YAML::Node& node, PlaybookStep& step) {
    YamlMap map(node, "an entry of `searches`", file_, problems_);
    PlaybookSearch& search = step.searches.emplace_back();
    map.required("name", search.name);
    map.required("query", search.query);
    if (search.query.empty()) return;
    if (const std::string mistake = search_mistake(search.query); !mistake.empty())
      map.report(node["query"], fmt::format("the search `{}`: {}", search.name, mistake));
    check_placeholders(map, node["query"], search.query, step);
  }

  void read_command(const YAML::Node& node, PlaybookStep& step) {
    YamlMap map(node, "an entry of `commands`", file_, problems_);
    PlaybookCommand& command = step.commands.emplace_back();
    map.required("platform", command.platform);
    map.required("run", command.run);
    if (!command.platform.empty() && std::ranges::find(kPlatforms, command.platform) == kPlatforms.end())
      map.report(node["platform"], "`platform` must be windows, macos or linux");
    check_placeholders(map, node["run"], command.run, step);
  }

  void read_branch(const YAML::Node& node, PlaybookStep& step) {
    YamlMap map(node, "an entry of `next`", file_, problems_);
    PlaybookBranch& branch = step.next.emplace_back();
    map.optional("if", branch.when);
    map.required("go", branch.go);
  }

  void check_step(YamlMap& map, const YAML::Node& node, const PlaybookStep& step) {
    if (!step.id.empty() && !is_id(step.id))
      map.report(node["id"], fmt::format("the id `{}` must be of lower-case letters, digits and hyphens", step.id));
    if (!step.id.empty() && !ids_.insert(step.id).second)
      map.report(node["id"], fmt::format("there is a step `{}` above", step.id));
    if (!step.phase.empty() && std::ranges::find(kPhases, step.phase) == kPhases.end())
      map.report(node["phase"], fmt::format("`{}` is no phase: it is one of {}", step.phase, fmt::join(kPhases, ", ")));
    for (const std::string& rule : step.rules)
      if (std::ranges::find(context_.rules, rule) == context_.rules.end())
        map.report(node["rules"], fmt::format("the package has no rule `{}`; {}", rule,
                                              did_you_mean(nearest_names(rule, context_.rules))));
    for (const std::string& input : step.inputs)
      if (!known_.contains(input))
        map.report(
            node["inputs"],
            fmt::format("`{}` is no match or outcome variable of the rules, and no step before gives it", input));
    if (step.destructive && (step.approval.empty() || step.rollback.empty()))
      map.report(node, fmt::format("the step `{}` is destructive: it needs `approval` and `rollback`", step.id));
  }

  void check_placeholders(YamlMap& map, const YAML::Node& where, const std::string& text, const PlaybookStep& step) {
    for (const std::string& name : placeholders(text))
      if (std::ranges::find(step.inputs, name) == step.inputs.end())
        map.report(where, fmt::format("`{{{}}}` is not among the step's `inputs`", name));
  }

  void check_branches() {
    for (const PlaybookStep& step : made_.steps)
      for (const PlaybookBranch& branch : step.next)
        if (!branch.go.empty() && !ids_.contains(branch.go))
          problems_.push_back(
              {file_, step.line, fmt::format("the step `{}` leads to `{}`, which is no step", step.id, branch.go)});
  }

  std::string file_;
  const PlaybookContext& context_;
  std::vector<FileProblem>& problems_;
  std::set<std::string> known_;  // what stands for a value by now
  std::set<std::string> ids_;
  Playbook made_;
};

}  // namespace

std::expected<Playbook, std::vector<FileProblem>> read_playbook(const std::string& file,
                                                                const PlaybookContext& context) {
  const auto text = read_text_file(file, 1u << 20);
  if (!text) return std::unexpected(std::vector<FileProblem>{{file, 0, text.error()}});
  std::vector<FileProblem> problems;
  Playbook playbook;
  with_yaml(file, *text, problems,
            [&](const YAML::Node& root) { playbook = PlaybookReader(file, context, problems).read(root); });
  std::ranges::stable_sort(problems, {}, &FileProblem::line);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return playbook;
}

}  // namespace yaral::packs
