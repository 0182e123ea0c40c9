#include "cli/rule_options.h"

#include <CLI/CLI.hpp>

namespace yaral::cli {

void add_rule_options(CLI::App& command, ScanOptions& options) {
  command.add_option("--rules,-r", options.rules, "Rule file, or folder of rule files (may be repeated)")
      ->allow_extra_args(false);
  command
      .add_option("--pack,-p", options.packs, "Detection package: its id, ATT&CK technique or folder (may be repeated)")
      ->allow_extra_args(false);
  command
      .add_option("--lists", options.lists,
                  "Folder of reference lists, NAME.txt; they replace a package's (may be repeated)")
      ->allow_extra_args(false);
  command
      .add_option("--metrics-history", options.metrics_history,
                  "Earlier logs for metrics: counted, not searched (may be repeated)")
      ->allow_extra_args(false);
  command
      .add_option("--tables", options.tables,
                  "Folder of data tables, NAME.csv; they replace a package's (may be repeated)")
      ->allow_extra_args(false);
  command
      .add_option("--entities", options.entities, "Entity records as JSON: file, archive or folder (may be repeated)")
      ->allow_extra_args(false);
  command
      .add_option("--enrich-signatures", options.signatures.folders,
                  "Folder of files whose code signatures events with their hashes get (may be repeated)")
      ->allow_extra_args(false);
  command.add_option("--signature-roots", options.signatures.roots,
                     "Certificates in PEM that these signatures are checked against");
  add_enrich_options(command, options.enrich, {"processes", "aliases", "sightings"});
  command.add_flag("--hop-grid", options.hop_grid, "Lay hop windows on a grid, as SecOps does");
  command.add_flag("--strict", options.strict, "Refuse rules that SecOps refuses");
}

bool check_rule_options(const ScanOptions& options, const Console& console) {
  if (!options.signatures.roots.empty() && options.signatures.folders.empty()) {
    print_error(console, "--signature-roots goes with --enrich-signatures");
    return false;
  }
  return check_input_options(options, console) &&
         check_enrich_options(options.enrich, options, !options.entities.empty(), console);
}

}  // namespace yaral::cli
