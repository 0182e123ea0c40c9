#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <iterator>
#include <memory>
#include <ostream>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include "attack/reference.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/named_packs.h"
#include "cli/output.h"
#include "cli/output_folder.h"
#include "cli/pack_docs.h"
#include "detections/terminal_text.h"
#include "packaging/check.h"
#include "packaging/export.h"
#include "packaging/scaffold.h"
#include "packs/find.h"
#include "syntax/json_writer.h"

namespace yaral::cli {

namespace {

using detections::visible_text;
using packs::Pack;
using syntax::JsonWriter;

constexpr const char* kFooter =
    "Examples:\n"
    "  yaral pack list                              the packages there are\n"
    "  yaral pack show T1553.002                    one of them\n"
    "  yaral pack new packs/T1105-download --technique T1105 --title 'Ingress Tool Transfer'\n"
    "  yaral pack check packs/T1105-download        what is wrong with it, or lacking\n"
    "  yaral pack export T1553.002 -o upload/       what SecOps takes to run it\n"
    "  yaral pack docs T1553.002 -o site/           a site about it\n\n"
    "Exit codes: 0 fine, 1 something is lacking (check), 2 a package is wrong, 3 the command cannot be run.";

struct PackOptions {
  std::vector<std::string> packs;
  std::string format = "text";
  std::string folder;
  std::string technique;
  std::string title;
};

// The packages that are asked for; all bundled ones when none is.
packs::FoundPacks look_for(const std::vector<std::string>& wanted, const Console& console) {
  packs::FoundPacks found = wanted.empty()
                                ? packs::bundled_packs(packs::pack_folders(console.executable, console.pack_path))
                                : named_packs(wanted, console);
  if (found.packs.empty() && found.problems.empty())
    found.problems.push_back({"bundled packs", 0, "none found; set YARAL_PACKS, or name a folder"});
  return found;
}

// The same; what is wrong is told.
packs::FoundPacks find(const std::vector<std::string>& wanted, const Console& console) {
  packs::FoundPacks found = look_for(wanted, console);
  for (const packs::FileProblem& problem : found.problems) print_error(console, packs::to_string(problem));
  return found;
}

int list_packs(const PackOptions& options, const Console& console) {
  const packs::FoundPacks found = find({}, console);
  if (options.format == "json") {
    JsonWriter json;
    json.begin_array();
    for (const Pack& pack : found.packs)
      json.begin_object()
          .member("id", pack.id)
          .member("version", pack.version)
          .member("title", pack.title)
          .member("technique", pack.attack.technique)
          .member("severity", pack.severity)
          .member("status", pack.status)
          .member("folder", pack.folder)
          .end_object();
    console.out << json.end_array().take() << "\n";
  } else {
    for (const Pack& pack : found.packs)
      console.out << fmt::format("{}  {}  {} ({}, {})\n", visible_text(pack.id), visible_text(pack.version),
                                 visible_text(pack.title), counted(pack.rules.size(), "rule"), pack.severity);
  }
  return found.problems.empty() ? kClean : kWrongInput;
}

void show_text(const Pack& pack, const packaging::PackRules& read, std::ostream& out) {
  const auto line = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out << fmt::format("  {:<14}{}\n", name, visible_text(value));
  };
  out << fmt::format("{}: {}\n\n{}\n\n", visible_text(pack.id), visible_text(pack.title), visible_text(pack.summary));
  line("version", fmt::format("{} ({})", pack.version, pack.status));
  line("severity", pack.severity_reason.empty() ? pack.severity : pack.severity + ": " + pack.severity_reason);
  line("ATT&CK",
       fmt::format("{} {}: {}", pack.attack.technique, pack.attack.name, fmt::join(pack.attack.tactics, ", ")));
  line("strategies", fmt::format("{}", fmt::join(pack.attack.detection_strategies, ", ")));
  line("platforms", fmt::format("{}", fmt::join(pack.platforms, ", ")));
  line("authors", fmt::format("{}", fmt::join(pack.authors, ", ")));
  line("licence", pack.licence);
  line("folder", pack.folder);
  out << "\nrules\n";
  for (const semantics::BoundRule& rule : read.rules) {
    const auto meta = [&](std::string_view key) {
      const auto pair = std::ranges::find(rule.meta, key, &semantics::MetaPair::key);
      return pair == rule.meta.end() ? std::string("-") : visible_text(pair->value);
    };
    out << fmt::format("  {}\n    {} (severity {}, confidence {})\n", rule.name, meta("description"), meta("severity"),
                       meta("confidence"));
  }
  out << "\ndata sources\n";
  for (const packs::DataSource& source : pack.data_sources)
    out << fmt::format("  {} ({}; {}): {}\n", visible_text(source.log_type), visible_text(source.product),
                       visible_text(fmt::format("{}", fmt::join(source.events, ", "))), visible_text(source.gives));
  out << "\ntuning\n";
  for (const packs::FalsePositive& positive : pack.false_positives)
    out << fmt::format("  {}\n    how to tell: {}\n    add to: {}\n", visible_text(positive.cause),
                       visible_text(positive.tell), positive.list.empty() ? "-" : visible_text(positive.list));
  for (const packs::Tunable& tunable : pack.tunables)
    out << fmt::format("  {} ({}): {}. {}\n", visible_text(tunable.name),
                       visible_text(tunable.list.empty() ? tunable.table : tunable.list),
                       visible_text(tunable.default_value), visible_text(tunable.why));
}

void show_json(const Pack& pack, const packaging::PackRules& read, JsonWriter& json) {
  const auto texts = [&](std::string_view key, const std::vector<std::string>& values) {
    json.key(key).begin_array();
    for (const std::string& value : values) json.string(value);
    json.end_array();
  };
  json.begin_object().member("id", pack.id).member("title", pack.title).member("version", pack.version);
  json.member("status", pack.status).member("severity", pack.severity).member("summary", pack.summary);
  json.member("technique", pack.attack.technique).member("folder", pack.folder);
  texts("tactics", pack.attack.tactics);
  texts("platforms", pack.platforms);
  json.key("rules").begin_array();
  for (const semantics::BoundRule& rule : read.rules) {
    json.begin_object().member("name", rule.name).member("file", rule.file).key("meta").begin_object();
    for (const semantics::MetaPair& pair : rule.meta) json.member(pair.key, pair.value);
    json.end_object().end_object();
  }
  json.end_array().key("data_sources").begin_array();
  for (const packs::DataSource& source : pack.data_sources) {
    json.begin_object().member("log_type", source.log_type).member("gives", source.gives);
    texts("events", source.events);
    json.end_object();
  }
  json.end_array().end_object();
}

int show_packs(const PackOptions& options, const Console& console) {
  const packs::FoundPacks found = find(options.packs, console);
  bool wrong = !found.problems.empty();
  JsonWriter json;
  json.begin_array();
  std::string_view between;
  for (const Pack& pack : found.packs) {
    const packaging::PackRules read = packaging::read_rules(pack);
    for (const packs::FileProblem& problem : read.problems) print_error(console, packs::to_string(problem));
    wrong |= !read.problems.empty();
    if (options.format == "json") {
      show_json(pack, read, json);
    } else {
      console.out << between;
      show_text(pack, read, console.out);
      between = "\n\n";
    }
  }
  if (options.format == "json") console.out << json.end_array().take() << "\n";
  return wrong ? kWrongInput : kClean;
}

int check_packs(const PackOptions& options, const Console& console) {
  const packs::FoundPacks found = look_for(options.packs, console);
  std::size_t wrong = 0;
  std::size_t lacking = 0;
  JsonWriter json;
  json.begin_array();
  const auto tell = [&](const std::string& id, const packaging::CheckProblem& problem) {
    const bool is_wrong = problem.weight == packaging::Weight::kWrong;
    (is_wrong ? wrong : lacking) += 1;
    json.begin_object().member("pack", id).member("weight", is_wrong ? "wrong" : "lacking");
    json.member("file", problem.problem.file)
        .member("line", problem.problem.line)
        .member("message", problem.problem.message);
    json.end_object();
    if (options.format == "text")
      console.out << fmt::format("{}: {}\n", is_wrong ? "wrong" : "lacking",
                                 visible_text(packs::to_string(problem.problem)));
  };
  std::set<std::string> unread;  // manifests
  for (const packs::FileProblem& problem : found.problems) {
    unread.insert(problem.file);
    tell({}, {packaging::Weight::kWrong, problem});
  }
  for (const Pack& pack : found.packs)
    for (const packaging::CheckProblem& problem : packaging::check(pack)) tell(pack.id, problem);
  if (options.format == "json") console.out << json.end_array().take() << "\n";
  if (options.format == "text")
    console.out << fmt::format("{}: {} wrong, {} lacking\n", counted(found.packs.size() + unread.size(), "package"),
                               wrong, lacking);
  if (wrong > 0) return kWrongInput;
  return lacking > 0 ? kFindings : kClean;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

std::string today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return format_timestamp({std::chrono::duration_cast<std::chrono::seconds>(now).count(), 0}).substr(0, 10);
}

int new_pack(const PackOptions& options, const Console& console) {
  std::string id = std::filesystem::path(options.folder).lexically_normal().filename().string();
  if (id.empty()) id = std::filesystem::path(options.folder).lexically_normal().parent_path().filename().string();
  if (const std::string mistake = packaging::id_mistake(id); !mistake.empty()) {
    print_error(console, fmt::format("`{}`: {}", id, mistake));
    return kMisuse;
  }
  if (options.title.empty() || std::ranges::any_of(options.title, is_control)) {
    print_error(console, "--title must be a line of text");
    return kMisuse;
  }
  const attack::Technique* technique = attack::find_technique(options.technique);
  std::vector<attack::Problem> problems = attack::check_reference(options.technique, {});
  if (technique == nullptr && problems.empty())
    problems.push_back(
        {attack::Fault::kUnknownTechnique, fmt::format("name the technique by its id, not `{}`", options.technique)});
  for (const attack::Problem& problem : problems) print_error(console, problem.message);
  if (!problems.empty()) return kMisuse;
  const auto files = packaging::scaffold({.id = id, .technique = technique, .title = options.title, .day = today()});
  if (!write_folder(options.folder, files, console)) return kMisuse;
  for (const auto& [path, text] : files) console.out << fmt::format("{}/{}\n", options.folder, path);
  console.err << fmt::format("next: edit the rule and its tests, then `yaral test {0}` and `yaral pack check {0}`\n",
                             options.folder);
  return kClean;
}

int export_pack(const PackOptions& options, const Console& console) {
  const packs::FoundPacks found = find(options.packs, console);
  if (!found.problems.empty()) return kWrongInput;
  if (found.packs.size() != 1) {
    print_error(console, "several packages are meant; name one by its id");
    return kMisuse;
  }
  const auto files = packaging::export_for_secops(found.packs.front());
  if (!files) {
    for (const packs::FileProblem& problem : files.error()) print_error(console, packs::to_string(problem));
    return kWrongInput;
  }
  if (!write_folder(options.folder, *files, console)) return kMisuse;
  console.err << fmt::format("{} written to {}\n", counted(files->size(), "file"), options.folder);
  return kClean;
}

}  // namespace

void add_pack(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("pack", "Detection packages: list, show, make, check, export, document");
  command->require_subcommand(1);
  command->footer(kFooter);
  const auto options = std::make_shared<PackOptions>();
  const auto add = [&](const char* name, const char* what, int (*run)(const PackOptions&, const Console&)) {
    CLI::App* sub = command->add_subcommand(name, what);
    sub->callback([options, run, &action] {
      action = [options, run](const Console& console) {
        errno = 0;
        const int code = run(*options, console);
        return finish_output(console.out, {}, console) ? code : kMisuse;
      };
    });
    return sub;
  };
  const auto with_format = [&](CLI::App* sub) {
    sub->add_option("--format,-f", options->format, "text or json")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
  };
  const auto with_packs = [&](CLI::App* sub) {
    sub->add_option("PACK", options->packs, "Ids, ATT&CK techniques or folders; none: all bundled packages");
  };
  with_format(add("list", "The packages there are", list_packs));
  CLI::App* show = add("show", "What a package finds, of what, and how it is tuned", show_packs);
  with_packs(show);
  with_format(show);
  CLI::App* check = add("check", "What is wrong with a package, or lacking", check_packs);
  with_packs(check);
  with_format(check);
  CLI::App* made = add("new", "Make a package that works, to be filled", new_pack);
  made->add_option("FOLDER", options->folder, "Where; its name becomes the package's id")->required();
  made->add_option("--technique,-t", options->technique, "ATT&CK technique, such as T1059.001")->required();
  made->add_option("--title", options->title, "What it is about")->required();
  CLI::App* exported = add("export", "Write what SecOps takes to run a package", export_pack);
  exported->add_option("PACK", options->packs, "Id, ATT&CK technique or folder")->required()->expected(1);
  exported->add_option("--output,-o", options->folder, "Folder, not there yet or empty")->required();
  add_pack_docs(*command, action);
}

}  // namespace yaral::cli
