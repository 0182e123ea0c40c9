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
#include "explain/rule_profile.h"

namespace yaral::cli {

namespace {

constexpr std::size_t kProfiledRules = 10;

std::unique_ptr<detections::Writer> make_writer(const ScanOptions& options, const Console& console, std::ostream& out) {
  const bool terminal = options.output.empty();
  return detections::make_writer(options.format, out,
                                 {.colour = terminal && console.out_terminal.colour,
                                  .width = terminal ? console.out_terminal.width : 0,
                                  .show_events = options.show_events,
                                  .at_once = options.live});
}

// False when the file could not be written.
bool tell_profile(const ScanRun& run, const ScanOptions& options, const Console& console) {
  if (!options.profile && options.profile_output.empty()) return true;
  const explain::ScanProfile profile = explain::profile_of(run.plan(), run.engine());
  if (options.profile) console.err << explain::profile_text(profile, kProfiledRules);
  if (options.profile_output.empty()) return true;
  const int code = with_output(options.profile_output, console, [&](std::ostream& out) {
    errno = 0;
    out << explain::profile_json(profile);
    return finish_output(out, options.profile_output, console) ? kClean : kMisuse;
  });
  return code == kClean;
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
    if (const bool told = tell_profile(run, options, console); !told || !written) return kMisuse;
    if (const auto code = run.exit_code()) return *code;
    if (!exported) return kWrongInput;
    return found.empty() ? kClean : kFindings;
  });
}

}  // namespace yaral::cli
