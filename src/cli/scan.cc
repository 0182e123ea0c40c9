#include "cli/scan.h"

#include <cerrno>
#include <ostream>
#include <utility>

#include "cli/output.h"
#include "cli/rule_export.h"
#include "cli/scan_run.h"

namespace yaral::cli {

namespace {

// False when the detections could not be written.
bool write(const std::vector<detections::Detection>& found, const ScanOptions& options, const Console& console,
           std::ostream& out) {
  const bool terminal = options.output.empty();
  const auto writer = detections::make_writer(options.format, out,
                                              {.colour = terminal && console.out_terminal.colour,
                                               .width = terminal ? console.out_terminal.width : 0,
                                               .show_events = options.show_events});
  errno = 0;
  for (const detections::Detection& detection : found) {
    if (!out) break;
    writer->write(detection);
  }
  writer->finish();
  return finish_output(out, options.output, console);
}

}  // namespace

int scan(const ScanOptions& options, const Console& console) {
  Additions additions(options, console);
  ScanRules rules = load_scan_rules(options, console);
  if (const int code = additions.prepare(rules); code != kClean) return code;
  RuleExport exporter(rules.rules, rules.context.lookups.tables);
  ScanRun run(options, console, std::move(rules), additions);
  if (!run.has_rules()) return kWrongInput;
  return with_output(options.output, console, [&](std::ostream& out) -> int {
    const std::vector<detections::Detection> found = run.run();
    const bool written = write(found, options, console, out);
    const bool exported = options.export_folder.empty() || exporter.write(found, options.export_folder, console);
    run.tell();
    if (!written) return kMisuse;
    if (const auto code = run.exit_code()) return *code;
    if (!exported) return kWrongInput;
    return found.empty() ? kClean : kFindings;
  });
}

}  // namespace yaral::cli
