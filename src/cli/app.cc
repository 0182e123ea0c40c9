#include "cli/app.h"

#include <algorithm>
#include <ostream>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/nearest.h"
#include "cli/command.h"
#include "detections/terminal_text.h"

namespace yaral::cli {

namespace {

constexpr const char* kFooter =
    "Examples:\n"
    "  yaral scan evidence/                     detections of all bundled packages in a folder of logs\n"
    "  yaral scan --rules my.yaral logs.evtx    detections of your own rules\n"
    "  yaral normalize logs.evtx                the events of logs as UDM, one a line\n"
    "  yaral check rules/                       mistakes in rules\n"
    "  yaral explain my.yaral logs.evtx         why a rule fired, or did not\n"
    "  yaral test T1553.002                     the tests of a package, or of your own rules\n"
    "  yaral inspect setup.exe                  who signed a file, and whether that holds\n"
    "  yaral fmt rules/                         one form for all rules\n"
    "  yaral convert --to duckdb my.yaral       the query that finds the same elsewhere\n"
    "  yaral import sigma rules/                Sigma rules in YARA-L\n"
    "  yaral coverage rules/                    the ATT&CK techniques that rules are about\n\n"
    "Exit codes: 0 nothing found, 1 detections, 2 a rule or an input is wrong, 3 the command cannot be run.\n"
    "`yaral COMMAND --help` says more about a command.";

// A word in place of a command is most likely a misspelt one.
std::string wrong_command(const CLI::App& app, std::span<const std::string> arguments) {
  if (arguments.empty() || arguments.front().starts_with('-')) return {};
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands(nullptr)) names.push_back(command->get_name());
  if (std::ranges::find(names, arguments.front()) != names.end()) return {};
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const auto close = nearest(arguments.front(), candidates, 1);
  return fmt::format("there is no command `{}`{}", arguments.front(),
                     close.empty() ? std::string() : fmt::format("; did you mean `{}`?", close.front()));
}

int report(const CLI::App& app, const CLI::ParseError& problem, std::span<const std::string> arguments,
           const Console& console) {
  if (problem.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
    const bool all = dynamic_cast<const CLI::CallForAllHelp*>(&problem) != nullptr;
    const bool version = dynamic_cast<const CLI::CallForVersion*>(&problem) != nullptr;
    console.out << (version ? version_line() + "\n"
                            : app.help("", all ? CLI::AppFormatMode::All : CLI::AppFormatMode::Normal));
    return kClean;
  }
  if (arguments.empty()) {
    console.err << app.help();
    return kMisuse;
  }
  const std::string command = wrong_command(app, arguments);
  print_error(console, command.empty() ? problem.what() : command);
  const auto chosen = app.get_subcommands();
  console.err << fmt::format("`yaral{} --help` shows how it is used\n",
                             chosen.empty() ? std::string() : " " + chosen.front()->get_name());
  return kMisuse;
}

}  // namespace

int run(std::span<const std::string> arguments, const Console& console) {
  CLI::App app("Runs YARA-L 2.0 detections over logs, anywhere.", "yaral");
  app.set_version_flag("--version,-V", version_line());
  app.require_subcommand(1);
  app.footer(kFooter);
  Action action;
  add_scan(app, action);
  add_normalize(app, action);
  add_detect_format(app, action);
  add_check(app, action);
  add_explain(app, action);
  add_measure(app, action);
  add_test(app, action);
  add_pack(app, action);
  add_inspect(app, action);
  add_fmt(app, action);
  add_convert(app, action);
  add_import(app, action);
  add_coverage(app, action);
  add_functions(app, action);
  add_fields(app, action);
  add_version(app, action);
  try {
    // CLI11 takes them in reverse order.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& problem) {
    return report(app, problem, arguments, console);
  }
  return action(console);
}

}  // namespace yaral::cli
