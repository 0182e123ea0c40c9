#include <algorithm>
#include <cerrno>
#include <map>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/nearest.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/compile_files.h"
#include "cli/context_files.h"
#include "cli/named_packs.h"
#include "cli/output.h"
#include "cli/output_folder.h"
#include "cli/rule_files.h"
#include "convert/target.h"
#include "packs/files.h"
#include "packs/list_set.h"
#include "syntax/json_writer.h"
#include "syntax/render.h"

namespace yaral::cli {

namespace {

struct ConvertOptions {
  std::vector<std::string> rules;
  std::vector<std::string> packs;
  std::vector<std::string> lists;
  std::vector<std::string> tables;
  std::vector<std::string> fields;
  std::string target;
  std::string format = "text";
  std::string output;
  bool list_targets = false;
};

class Converter {
 public:
  Converter(const ConvertOptions& options, const convert::Target& target, const Console& console)
      : options_(options), target_(target), console_(console) {}

  int run() {
    load();
    const std::optional<convert::Schema> schema = this->schema();
    const plan::Lookups lookups = known_lookups();
    for (const semantics::BoundRule& rule : rules_)
      made_.push_back(convert::convert(rule, target_, {.lookups = lookups, .schema = schema ? &*schema : nullptr}));
    const int code = write();
    if (code != kClean) return code;
    summarise();
    if (wrong_) return kWrongInput;
    return count(convert::Level::kRefused) ? kFindings : kClean;
  }

 private:
  void load() {
    packs::FoundPacks chosen = named_packs(options_.packs, console_);
    tell(chosen.problems);
    packs_ = std::move(chosen.packs);
    RuleFiles files = find_rule_files(options_.rules);
    tell(files.problems);
    std::vector<packs::FileProblem> problems;
    for (const std::string& folder : options_.lists) lists_.add_folder(folder, problems);
    for (const packs::Pack& pack : packs_) {
      for (const std::string& rule : pack.rules) files.paths.push_back(pack.path(rule));
      if (!pack.lists.empty()) lists_.add_folder(pack.path(pack.lists), problems);
    }
    tell(problems);
    const std::size_t unreadable =
        compile_files(files.paths, false, console_, [&](semantics::CompiledFile file) { take(std::move(file)); });
    wrong_ |= unreadable > 0;
  }

  void take(semantics::CompiledFile file) {
    std::vector<syntax::Diagnostic> errors;
    for (const syntax::Diagnostic& d : file.diagnostics.all())
      if (d.severity == syntax::Severity::kError) errors.push_back(d);
    console_.err << syntax::render_text({.source = file.source.get(), .diagnostics = errors},
                                        {.colour = console_.err_terminal.colour});
    wrong_ |= !errors.empty();
    std::ranges::move(file.rules, std::back_inserter(rules_));
  }

  std::optional<convert::Schema> schema() {
    if (target_.schema.empty()) return std::nullopt;
    std::vector<packs::FileProblem> problems;
    convert::Schema schema = convert::read_schema(
        std::string(target_.schema), convert::schema_folders(console_.executable), options_.fields, problems);
    tell(problems);
    return schema;
  }

  plan::Lookups known_lookups() {
    std::vector<packs::FileProblem> problems;
    plan::Lookups lookups;
    lookups.lists = lists_.known_to(rules_, problems);
    lookups.tables = load_tables(options_.tables, packs_, problems);
    tell(problems);
    return lookups;
  }

  void tell(const std::vector<packs::FileProblem>& problems) {
    for (const packs::FileProblem& problem : problems) print_error(console_, packs::to_string(problem));
    wrong_ |= !problems.empty();
  }

  int write() {
    if (options_.output.ends_with('/') || packs::is_folder(options_.output)) return write_files();
    return with_output(options_.output, console_, [&](std::ostream& out) {
      errno = 0;
      out << (options_.format == "json" ? json() : text());
      return finish_output(out, options_.output, console_) ? kClean : kMisuse;
    });
  }

  // A file a rule. Refused ones too: the reasons are what a reader looks for there.
  int write_files() {
    std::map<std::string, std::string> files;
    for (const convert::Conversion& conversion : made_) {
      std::string name = conversion.rule;
      for (int i = 2; files.contains(name + std::string(target_.ending)); ++i)
        name = fmt::format("{}_{}", conversion.rule, i);
      files[name + std::string(target_.ending)] = conversion.text;
    }
    return write_folder(options_.output, files, console_) ? kClean : kMisuse;
  }

  std::string text() const {
    std::string out;
    for (const convert::Conversion& conversion : made_) out += (out.empty() ? "" : "\n") + conversion.text;
    return out;
  }

  std::string json() const {
    syntax::JsonWriter json;
    json.begin_object().member("target", target_.name).key("rules").begin_array();
    for (const convert::Conversion& conversion : made_) {
      json.begin_object().member("rule", conversion.rule);
      json.key("grouped").boolean(conversion.grouped).key("variables").begin_array();
      for (const std::string& variable : conversion.variables) json.string(variable);
      json.end_array().key("fidelity");
      convert::write_fidelity(conversion.fidelity, json);
      json.key("text");
      if (conversion.fidelity.refused()) {
        json.null();
      } else {
        json.string(conversion.text);
      }
      json.end_object();
    }
    json.end_array().end_object();
    return json.take() + "\n";
  }

  std::size_t count(convert::Level level) const {
    return static_cast<std::size_t>(std::ranges::count_if(
        made_, [&](const convert::Conversion& conversion) { return conversion.fidelity.level() == level; }));
  }

  void summarise() const {
    for (const convert::Conversion& conversion : made_) {
      if (!conversion.fidelity.refused()) continue;
      for (const convert::FidelityNote& note : conversion.fidelity.notes())
        if (note.level == convert::Level::kRefused)
          print_warning(console_, fmt::format("rule {}: {}: {}", conversion.rule, note.what, note.why));
    }
    console_.err << fmt::format("converted {} to {}: {} exact, {} approximate, {} refused\n",
                                counted(made_.size(), "rule"), target_.name, count(convert::Level::kExact),
                                count(convert::Level::kApproximate), count(convert::Level::kRefused));
  }

  const ConvertOptions& options_;
  const convert::Target& target_;
  const Console& console_;
  std::vector<packs::Pack> packs_;
  packs::ListSet lists_;
  std::vector<semantics::BoundRule> rules_;
  std::vector<convert::Conversion> made_;
  bool wrong_ = false;
};

int list_targets(const Console& console) {
  for (const convert::Target& target : convert::all_targets())
    console.out << fmt::format("{:<12} {}\n", target.name, target.title);
  return kClean;
}

int misuse(const Console& console, const std::string& message) {
  print_error(console, message);
  return kMisuse;
}

int convert_rules(const ConvertOptions& options, const Console& console) {
  if (options.list_targets || options.target == "list") return list_targets(console);
  if (options.target.empty()) return misuse(console, "--to is missing; `yaral convert --list-targets` lists them");
  const convert::Target* target = convert::find_target(options.target);
  if (!target) {
    std::vector<std::string_view> names;
    for (const convert::Target& each : convert::all_targets()) names.push_back(each.name);
    const auto close = nearest(options.target, names, 1);
    return misuse(console,
                  fmt::format("--to: there is no target `{}`{}; `yaral convert --list-targets` lists them",
                              options.target, close.empty() ? "" : fmt::format("; did you mean `{}`?", close.front())));
  }
  if (options.rules.empty() && options.packs.empty()) return misuse(console, "give rules, or a package (--pack)");
  if (target->schema.empty() && !options.fields.empty())
    return misuse(console, fmt::format("--fields: {} reads UDM itself and needs no field map", target->name));
  return Converter(options, *target, console).run();
}

}  // namespace

void add_convert(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("convert", "Write rules as queries of another platform");
  const auto options = std::make_shared<ConvertOptions>();
  command->add_option("RULES", options->rules, "Rule files, folders with rule files, or - for standard input");
  command->add_option("--to", options->target, "The language to write, or `list`")->type_name("TARGET");
  command->add_flag("--list-targets", options->list_targets, "Show the languages, and no more");
  command->add_option("--pack", options->packs, "The rules and lists of a package: id, technique or folder")
      ->type_name("PACK")
      ->allow_extra_args(false);
  command->add_option("--lists", options->lists, "Folder of reference lists, whose entries become part of the queries")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command->add_option("--tables", options->tables, "Folder of data tables, whose rows become part of the queries")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command->add_option("--fields", options->fields, "Field map that adds to or replaces that of the target's schema")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command->add_option("--format", options->format, "text (the queries) or json (with the fidelity of each)")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->add_option("-o,--output", options->output, "File to write to, or a folder (ending in /) for a file a rule");
  command->footer(
      "A query says in its first lines how faithful it is: exact, approximate (with what differs) or refused (with the\n"
      "reason; there is no query then). docs/convert.md says more.\n\n"
      "Examples:\n"
      "  yaral convert --list-targets\n"
      "  yaral convert --to duckdb my.yaral\n"
      "  yaral convert --to clickhouse --pack T1553.002 -o queries/\n"
      "  yaral convert --to duckdb --lists lists/ --format json rules/ > queries.json\n\n"
      "Exit codes: 0 all converted, 1 some refused, 2 a rule or another input is wrong, 3 the command cannot be run.");
  command->callback(
      [options, &action] { action = [options](const Console& console) { return convert_rules(*options, console); }; });
}

}  // namespace yaral::cli
