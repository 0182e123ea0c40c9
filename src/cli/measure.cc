#include "measure/measurement.h"

#include <memory>
#include <optional>
#include <ostream>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/output.h"
#include "cli/rule_options.h"
#include "cli/scan_run.h"
#include "packs/files.h"

namespace yaral::cli {

namespace {

using measure::HostDays;
using measure::Measurement;

constexpr const char* kFooter =
    "Examples:\n"
    "  yaral measure benign/                                   all bundled packages over logs without attacks\n"
    "  yaral measure --pack T1553.002 --format json -o before.json benign/\n"
    "  yaral measure --pack T1553.002 --lists mine/ --compare before.json benign/\n\n"
    "Exit codes: 0 measured, 2 a rule or an input is wrong (everything else was still done), 3 the command cannot be run.";

struct MeasureOptions {
  ScanOptions scan;
  std::string format = "table";
  std::string compare;
};

std::string text_of(const Measurement& measurement, const std::string& format) {
  if (format == "json") return measure::to_json(measurement);
  return format == "markdown" ? measure::to_markdown(measurement) : measure::to_table(measurement);
}

// What was measured before; nothing, after telling, when it cannot be read.
std::optional<Measurement> read_before(const std::string& path, const Console& console) {
  const auto text = packs::read_text_file(path);
  auto before = text ? measure::from_json(*text) : std::unexpected(text.error());
  if (before) return std::move(*before);
  print_error(console, path + ": " + before.error());
  return std::nullopt;
}

int measure_rules(const MeasureOptions& options, const Console& console) {
  if (!options.compare.empty() && options.format != "table") {
    print_error(console, "--compare prints a table and goes with no other --format");
    return kMisuse;
  }
  std::optional<Measurement> before;
  if (!options.compare.empty() && !(before = read_before(options.compare, console))) return kMisuse;
  Additions additions(options.scan, console);
  ScanRules rules = load_scan_rules(options.scan, console);
  if (const int code = additions.prepare(rules); code != kClean) return code;
  ScanRun run(options.scan, console, std::move(rules), additions);
  if (!run.has_rules()) return kWrongInput;
  std::vector<HostDays> hosts(options.scan.threads);
  run.watch_with([&](unsigned worker, std::span<const udm::Event> events) { hosts[worker].add(events); },
                 HostDays::paths());
  const std::vector<detections::Detection> found = run.run();
  for (std::size_t i = 1; i < hosts.size(); ++i) hosts[0].merge(hosts[i]);
  const Measurement measurement = measure::measure(run.plan(), found, run.read().events, hosts[0]);
  const int written = with_output(options.scan.output, console, [&](std::ostream& out) {
    out << (before ? measure::compare(*before, measurement) : text_of(measurement, options.format));
    return finish_output(out, options.scan.output, console) ? kClean : kMisuse;
  });
  run.tell();
  return written == kClean ? run.exit_code().value_or(kClean) : written;
}

}  // namespace

void add_measure(CLI::App& app, Action& action) {
  CLI::App* command =
      app.add_subcommand("measure", "How much rules find in logs: by rule, per event and host-day, and why");
  const auto options = std::make_shared<MeasureOptions>();
  options->scan.threads = all_threads();
  add_rule_options(*command, options->scan);
  command->add_option("--format,-f", options->format, "table, markdown or json")
      ->check(CLI::IsMember({"table", "markdown", "json"}))
      ->capture_default_str();
  command->add_option("--compare", options->compare, "Result of --format json to compare with");
  add_input_options(*command, options->scan, "the figures");
  command->footer(std::string(kInputsHelp) + "\n\n" + kFooter);
  command->callback([options, &action] {
    action = [options](const Console& console) {
      if (!check_rule_options(options->scan, console)) return static_cast<int>(kMisuse);
      return measure_rules(*options, console);
    };
  });
}

}  // namespace yaral::cli
