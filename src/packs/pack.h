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
};

// What has to be collected for the rules to see anything.
struct DataSource {
  std::string log_type;  // as in metadata.log_type
  std::string product;
  std::vector<std::string> events;  // event ids, or names
  std::string gives;                // what the rules read from it
};

// A way in which harmless activity matches, and the list that takes it out.
struct FalsePositive {
  std::string cause;
  std::string tell;  // how to tell it from an attack
  std::string list;  // reference list to add entries to
};

struct Sample {
  std::string file;  // relative to the pack
  std::string description;
  bool constructed = false;  // made for the pack, not recorded
};

// A detection package: a folder with `pack.yaml` in it.
struct Pack {
  std::string id;
  std::string title;
  std::string version;
  std::string severity;  // low, medium, high, critical
  std::string summary;
  Attack attack;
  std::vector<std::string> platforms;
  std::vector<DataSource> data_sources;
  std::vector<FalsePositive> false_positives;
  std::vector<std::string> references;
  std::vector<std::string> rules;  // relative to the pack
  std::string lists;               // folder, relative to the pack; empty when there are none
  std::string tables;              // folder of data tables, likewise
  std::vector<Sample> samples;

  std::string folder;  // where it was read from
  std::string path(std::string_view relative) const;
};

// Reads the manifest of a folder: every mistake with its line. Missing and unknown keys, values of the wrong form and
// files that are not there are mistakes.
std::expected<Pack, std::vector<FileProblem>> read_pack(const std::string& folder);

}  // namespace yaral::packs
