#include "cli/scan.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <ostream>
#include <span>
#include <utility>
#include <vector>

#include "cli/output.h"
#include "cli/rule_export.h"
#include "cli/scan_run.h"

namespace yaral::cli {

namespace {

std::unique_ptr<detections::Writer> make_writer(const ScanOptions& options, const Console& console, std::ostream& out) {
  const bool terminal = options.output.empty();
  return detections::make_writer(options.format, out,
                                 {.colour = terminal && console.out_terminal.colour,
                                  .width = terminal ? console.out_terminal.width : 0,
                                  .show_events = options.show_events,
                                  .at_once = options.live});
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
    const auto writer = make_writer(options, console, out);
    const auto write = [&](const detections::Detection& detection) {
      if (out) writer->write(detection);
    };
    if (options.live) {
      run.tell_early_to([&](std::span<const detections::Detection> early) {
        std::ranges::for_each(early, write);
        out.flush();
      });
    }
    const std::vector<detections::Detection> found = run.run();
    if (out) errno = 0;
    for (const detections::Detection& detection : found)
      if (!run.told_early(detection)) write(detection);
    writer->finish();
    const bool written = finish_output(out, options.output, console);
    const bool exported = options.export_folder.empty() || exporter.write(found, options.export_folder, console);
    run.tell();
    if (!written) return kMisuse;
    if (const auto code = run.exit_code()) return *code;
    if (!exported) return kWrongInput;
    return found.empty() ? kClean : kFindings;
  });
}

}  // namespace yaral::cli
