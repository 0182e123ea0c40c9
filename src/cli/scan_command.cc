#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/rule_options.h"
#include "cli/scan.h"

namespace yaral::cli {

namespace {

constexpr const char* kFooter =
    "Examples:\n"
    "  yaral scan evidence/                                 all bundled packages over a folder\n"
    "  yaral scan --pack T1553.002 --show events host.evtx  with the events behind each detection\n"
    "  yaral scan --rules rules/ --lists lists/ *.evtx      your own rules and reference lists\n"
    "  yaral scan --format ndjson events.ndjson | jq .id    for programs\n"
    "  zcat big.json.gz | yaral scan --from 2026-03-01 -    standard input, from a day on\n"
    "  tail -F events.ndjson | yaral scan --live -          detections as their events come\n\n"
    "Exit codes: 0 no detections, 1 detections, 2 a rule or an input is wrong (everything else was still done),\n"
    "3 the command cannot be run.";

// What the command line says, before it is understood.
struct Raw {
  ScanOptions options;
  std::string format = "table";
  std::string show;
};

int run_scan(const Raw& raw, const Console& console) {
  ScanOptions options = raw.options;
  options.format = *detections::parse_format(raw.format);
  options.show_events = raw.show == "events";
  if (options.live) options.threads = 1;
  if (!check_rule_options(options, console)) return kMisuse;
  if (options.show_events && options.format != detections::Format::kTable) {
    print_error(console, "--show goes with --format table; the other formats always hold the events");
    return kMisuse;
  }
  return scan(options, console);
}

}  // namespace

void add_scan(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("scan", "Run rules over logs and print the detections");
  const auto raw = std::make_shared<Raw>();
  ScanOptions& options = raw->options;
  options.threads = all_threads();
  const std::vector<std::string> formats(detections::format_names().begin(), detections::format_names().end());

  add_rule_options(*command, options);
  command->add_option("--export", options.export_folder,
                      "Folder to write the tables to that rules write with `export`");
  command->add_option("--format,-f", raw->format, "table, json, ndjson or csv")
      ->check(CLI::IsMember(formats))
      ->capture_default_str();
  command->add_option("--show", raw->show, "events: the events behind each detection")
      ->check(CLI::IsMember({"events"}));
  command->add_flag("--live", options.live,
                    "Tell detections that one event is enough for when it comes, the others at the end");
  command->add_flag("--profile", options.profile,
                    "What the costliest rules cost, predicate by predicate, and what would make them cheaper");
  command->add_option("--profile-output", options.profile_output, "File to write that to for all rules, as JSON");
  command
      ->add_option("--memory", options.memory,
                   "Most memory for what rules keep of events, such as 2G; what finds no room is counted and told")
      ->transform(CLI::AsSizeValue(false))
      ->check(CLI::PositiveNumber);
  add_input_options(*command, options, "the detections");
  command->footer(std::string(kInputsHelp) + "\n\n" + kFooter);
  command->callback([raw, &action] { action = [raw](const Console& console) { return run_scan(*raw, console); }; });
}

}  // namespace yaral::cli
