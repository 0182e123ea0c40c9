#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "packs/lists.h"

namespace yaral::packs {

// Where a technique stands in MITRE ATT&CK. Tactics are renamed between versions, so a pack names all it is filed
// under.
struct Attack {
  std::string version;
  std::string technique;  // T1553.002
  std::string name;
  std::vector<std::string> tactics;
  std::string url;
  std::vector<std::string> detection_strategies;  // DET0230
  std::vector<std::string> analytics;             // AN0643
};

// What has to be collected for the rules to see anything.
struct DataSource {
  std::string log_type;  // as in metadata.log_type
  std::string product;
  std::vector<std::string> events;  // event ids, or names
  std::string gives;                // what the rules read from it
  std::string collect;              // how to have it collected
  std::string volume;               // what to expect of it
};

// A way in which harmless activity matches, and the list that takes it out.
struct FalsePositive {
  std::string cause;
  std::string tell;  // how to tell it from an attack
  std::string list;  // reference list to add entries to
};

// What is to be set for an environment: the entries of a list, or of a table.
struct Tunable {
  std::string name;
  std::string list;           // reference list; empty if it is a table
  std::string table;          // data table
  std::string element;        // mutable element of a detection strategy of ATT&CK; empty if none
  std::string default_value;  // what it is as delivered, in words
  std::string why;
};

// An adversary procedure that the package's tests show.
struct Procedure {
  std::string name;  // as tests name it
  std::string title;
  std::vector<std::string> signals;  // expected, each as tests name it
};

struct Sample {
  std::string file;  // relative to the pack
  std::string description;
  bool constructed = false;  // made for the pack, not recorded
};

// Files that a complete package has besides its manifest.
inline constexpr std::string_view kGuideFile = "guide.md";           // how to investigate its detections
inline constexpr std::string_view kPlaybookFile = "playbook.md";     // how to respond
inline constexpr std::string_view kPlaybookSteps = "playbook.yaml";  // the same for machines (playbook.h)
inline constexpr std::string_view kStrategyFile = "strategy.md";     // goal, blind spots, assumptions, evasions
inline constexpr std::string_view kChangesFile = "CHANGELOG.md";

// A detection package: a folder with `pack.yaml` in it.
struct Pack {
  std::string id;
  std::string title;
  std::string version;
  std::string severity;  // low, medium, high, critical
  std::string severity_reason;
  std::string status = "stable";  // experimental, stable, deprecated
  std::string minimum_version;    // of yaral; empty: any
  std::string licence;
  std::string created;  // 2026-11-28
  std::string modified;
  std::vector<std::string> authors;
  std::string summary;
  Attack attack;
  std::vector<std::string> platforms;
  std::vector<DataSource> data_sources;
  std::vector<FalsePositive> false_positives;
  std::vector<Tunable> tunables;
  std::vector<Procedure> procedures;
  std::vector<std::string> references;
  std::vector<std::string> rules;  // relative to the pack
  std::string lists;               // folder, relative to the pack; empty when there are none
  std::string tables;              // folder of data tables, likewise
  std::string tests;               // folder of tests, likewise
  std::vector<Sample> samples;

  std::string folder;  // where it was read from
  std::string path(std::string_view relative) const;
};

// Reads the manifest of a folder: every mistake with its line. Missing and unknown keys, values of the wrong form and
// files that are not there are mistakes.
std::expected<Pack, std::vector<FileProblem>> read_pack(const std::string& folder);

}  // namespace yaral::packs
