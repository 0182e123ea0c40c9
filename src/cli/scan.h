#pragma once

#include <string>
#include <vector>

#include "cli/console.h"
#include "cli/enrichment.h"
#include "cli/input_options.h"
#include "cli/signature_editor.h"
#include "detections/writer.h"

namespace yaral::cli {

struct ScanOptions : InputOptions {
  std::vector<std::string> rules;  // files and folders
  std::vector<std::string>
      packs;  // ids, techniques and folders; all bundled ones when neither rules nor packs are given
  std::vector<std::string> lists;     // folders
  std::vector<std::string> tables;    // folders
  std::vector<std::string> entities;  // files and folders
  EnrichOptions enrich;
  std::vector<std::string> metrics_history;  // files and folders that only metrics count
  std::string export_folder;                 // where tables that rules write go; empty: nowhere
  SignatureSources signatures;               // files whose signatures events get
  bool hop_grid = false;                     // hop windows as SecOps lays them
  bool profile = false;                      // what rules cost, with the summary
  std::string profile_output;                // a file for all of it as JSON; empty: none
  std::uint64_t memory = 0;                  // bytes that rules may keep of events; 0: no limit
  detections::Format format = detections::Format::kTable;
  bool show_events = false;
  bool strict = false;
  bool live = false;  // tell detections that one event is enough for as it comes; needs one thread
};

// The main job: rules over inputs, detections to the output, a summary to `err`. The result is the exit code.
int scan(const ScanOptions& options, const Console& console);

}  // namespace yaral::cli
