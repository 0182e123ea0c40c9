#include <algorithm>
#include <cerrno>
#include <map>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/nearest.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/convert_input.h"
#include "cli/output.h"
#include "cli/output_folder.h"
#include "convert/schema_text.h"
#include "convert/target.h"
#include "packs/files.h"
#include "syntax/json_writer.h"

namespace yaral::cli {

namespace {

struct ConvertOptions {
  ConvertSources sources;
  std::string target;
  std::string format = "text";
  std::string output;
  bool list_targets = false;
  bool show_schema = false;
};

// The rules in one target.
struct Converted {
  const convert::Target* target;
  std::vector<convert::Conversion> rules;

  std::size_t count(convert::Level level) const { return convert::count_of(rules, level); }

  std::string text() const {
    std::string out;
    for (const convert::Conversion& conversion : rules)
      out += (out.empty() ? "" : std::string(target->between)) + conversion.text;
    return out;
  }
};

using Files = std::map<std::string, std::string>;

// A file a rule. Refused ones too: the reasons are what a reader looks for there.
Files file_a_rule(const Converted& made) {
  Files files;
  for (const convert::Conversion& conversion : made.rules) {
    const std::string ending(made.target->ending);
    std::string name = conversion.rule;
    for (int i = 2; files.contains(name + ending); ++i) name = fmt::format("{}_{}", conversion.rule, i);
    files[name + ending] = conversion.text;
  }
  return files;
}

void write_rules(const Converted& made, syntax::JsonWriter& json) {
  json.begin_object().member("target", made.target->name).key("rules").begin_array();
  for (const convert::Conversion& conversion : made.rules) {
    json.begin_object().member("rule", conversion.rule).member("file", conversion.file);
    json.key("grouped").boolean(conversion.grouped).key("variables").begin_array();
    for (const std::string& variable : conversion.variables) json.string(variable);
    json.end_array().key("fidelity");
    convert::write_fidelity(conversion.fidelity, json);
    convert::write_text(conversion.fidelity.refused() ? std::string_view() : conversion.text, json);
    json.end_object();
  }
  json.end_array().end_object();
}

// How faithful each rule is in each target, without the queries.
std::string fidelity_json(const std::vector<Converted>& all) {
  syntax::JsonWriter json;
  json.begin_object().key("targets").begin_array();
  for (const Converted& made : all) {
    json.begin_object().member("target", made.target->name).key("rules").begin_array();
    for (const convert::Conversion& conversion : made.rules) {
      json.begin_object().member("rule", conversion.rule).key("fidelity");
      convert::write_fidelity(conversion.fidelity, json);
      json.end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
  return json.take() + "\n";
}

void tell_refusals(const Converted& made, const Console& console) {
  for (const convert::Conversion& conversion : made.rules)
    for (const convert::FidelityNote& note : conversion.fidelity.notes())
      if (note.level == convert::Level::kRefused)
        print_warning(console, fmt::format("rule {}: {}: {}", conversion.rule, note.what, note.why));
}

void summarise(const Converted& made, const Console& console) {
  console.err << fmt::format("converted {} to {}: {} exact, {} approximate, {} refused\n",
                             counted(made.rules.size(), "rule"), made.target->name, made.count(convert::Level::kExact),
                             made.count(convert::Level::kApproximate), made.count(convert::Level::kRefused));
}

int exit_code(bool wrong, std::size_t refused) { return wrong ? kWrongInput : refused ? kFindings : kClean; }

int write(const Converted& made, const ConvertOptions& options, const Console& console) {
  if (options.output.ends_with('/') || packs::is_folder(options.output))
    return write_folder(options.output, file_a_rule(made), console) ? kClean : kMisuse;
  return with_output(options.output, console, [&](std::ostream& out) {
    errno = 0;
    if (options.format == "json") {
      syntax::JsonWriter json;
      write_rules(made, json);
      out << json.take() << '\n';
    } else {
      out << made.text();
    }
    return finish_output(out, options.output, console) ? kClean : kMisuse;
  });
}

int convert_to_one(const convert::Target& target, const ConvertOptions& options, const Console& console) {
  const ConvertInput input(options.sources, console);
  TargetSchemas schemas(options.sources, console);
  const Converted made{.target = &target, .rules = input.to(target, schemas)};
  if (const int code = write(made, options, console); code != kClean) return code;
  tell_refusals(made, console);
  summarise(made, console);
  return exit_code(input.wrong() || schemas.wrong(), made.count(convert::Level::kRefused));
}

// A file a target with all rules, and one with the fidelity of all.
int convert_to_all(const ConvertOptions& options, const Console& console) {
  const ConvertInput input(options.sources, console);
  TargetSchemas schemas(options.sources, console);
  std::vector<Converted> all;
  Files files;
  std::size_t refused = 0;
  for (const convert::Target& target : convert::all_targets()) {
    const Converted& made = all.emplace_back(Converted{.target = &target, .rules = input.to(target, schemas)});
    files["rules" + std::string(target.ending)] = made.text();
    refused += made.count(convert::Level::kRefused);
  }
  files["fidelity.json"] = fidelity_json(all);
  if (!write_folder(options.output, files, console)) return kMisuse;
  for (const Converted& made : all) summarise(made, console);
  return exit_code(input.wrong() || schemas.wrong(), refused);
}

int list_targets(const Console& console) {
  for (const convert::Target& target : convert::all_targets())
    console.out << fmt::format("{:<12} {}\n", target.name, target.title);
  return kClean;
}

int show_schema(const ConvertOptions& options, const convert::Target& target, const Console& console) {
  std::vector<packs::FileProblem> problems;
  console.out << convert::schema_text(target_schema(target, options.sources.fields, console, problems));
  for (const packs::FileProblem& problem : problems) print_error(console, packs::to_string(problem));
  return problems.empty() ? kClean : kWrongInput;
}

int misuse(const Console& console, const std::string& message) {
  print_error(console, message);
  return kMisuse;
}

int convert_rules(const ConvertOptions& options, const Console& console) {
  if (options.list_targets || options.target == "list") return list_targets(console);
  if (options.target.empty()) return misuse(console, "--to is missing; `yaral convert --list-targets` lists them");
  const bool all = options.target == "all";
  const convert::Target* target = convert::find_target(options.target);
  if (!target && !all) {
    std::vector<std::string_view> names;
    for (const convert::Target& each : convert::all_targets()) names.push_back(each.name);
    const auto close = nearest(options.target, names, 1);
    return misuse(console,
                  fmt::format("--to: there is no target `{}`{}; `yaral convert --list-targets` lists them",
                              options.target, close.empty() ? "" : fmt::format("; did you mean `{}`?", close.front())));
  }
  if (options.show_schema && (all || target->schema.empty()))
    return misuse(console, fmt::format("--show-schema: {} has no schema", options.target));
  if (options.show_schema) return show_schema(options, *target, console);
  if (options.sources.rules.empty() && options.sources.packs.empty())
    return misuse(console, "give rules, or a package (--pack)");
  if (all && !options.sources.only.empty())
    return misuse(console, "--source: is of the schema of one target, not of all");
  if (all && (options.output.empty() || !options.sources.fields.empty()))
    return misuse(console, options.output.empty() ? "--to all needs a folder to write to (-o)"
                                                  : "--fields: adds to the schema of one target, not of all");
  if (all) return convert_to_all(options, console);
  if (target->schema.empty() && !options.sources.only.empty())
    return misuse(console, fmt::format("--source: {} reads UDM itself and has no sources", target->name));
  if (target->schema.empty() && !options.sources.fields.empty())
    return misuse(console, fmt::format("--fields: {} reads UDM itself and needs no schema", target->name));
  return convert_to_one(*target, options, console);
}

}  // namespace

void add_convert(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("convert", "Write rules as queries of another platform");
  const auto options = std::make_shared<ConvertOptions>();
  command->add_option("RULES", options->sources.rules, "Rule files, folders with rule files, or - for standard input");
  command->add_option("--to", options->target, "The language to write, `all`, or `list`")->type_name("TARGET");
  command->add_flag("--list-targets", options->list_targets, "Show the languages, and no more");
  command->add_flag("--show-schema", options->show_schema,
                    "Show where the target has UDM's fields, in the form that --fields takes, and no more");
  command->add_option("--pack", options->sources.packs, "The rules and lists of a package: id, technique or folder")
      ->type_name("PACK")
      ->allow_extra_args(false);
  command
      ->add_option("--lists", options->sources.lists,
                   "Folder of reference lists, whose entries become part of the queries")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command
      ->add_option("--tables", options->sources.tables, "Folder of data tables, whose rows become part of the queries")
      ->type_name("DIR")
      ->allow_extra_args(false);
  command
      ->add_option("--fields", options->sources.fields,
                   "File that adds to the target's schema, or replaces parts of it")
      ->type_name("FILE")
      ->allow_extra_args(false);
  command
      ->add_option("--source", options->sources.only,
                   "Look only in this source of the target's schema (--show-schema lists them)")
      ->type_name("NAME")
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
      "  yaral convert --to all --pack T1553.002 -o exports/\n"
      "  yaral convert --to duckdb --lists lists/ --format json rules/ > queries.json\n\n"
      "Exit codes: 0 all converted, 1 some refused, 2 a rule or another input is wrong, 3 the command cannot be run.");
  command->callback(
      [options, &action] { action = [options](const Console& console) { return convert_rules(*options, console); }; });
}

}  // namespace yaral::cli
