// Rules imported from Sigma, on recordings of what they are about. The recordings are no part of yaral: where they are
// missing, the tests are left out. Rules are looked for in the folder $YARAL_SIGMA_RULES (files of the Sigma project, by
// their ids).
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <gmock/gmock.h>
#include <yaml-cpp/yaml.h>

#include "unit/cli/program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

namespace fs = std::filesystem;

const fs::path kRecordings = fs::path(YARAL_SOURCE_DIR) / "../shared/data/sigma-regression/regression_data";

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Sysmon's ids as Sigma's categories.
const std::map<std::string, std::string> kCategories = {
    {"1", "process_creation"}, {"7", "image_load"},     {"10", "process_access"}, {"11", "file_event"},
    {"13", "registry_set"},    {"16", "sysmon_status"}, {"17", "pipe_created"},   {"18", "pipe_created"},
};

const std::map<std::string, std::string> kServices = {
    {"Security", "security"},
    {"Microsoft-Windows-TaskScheduler/Operational", "taskscheduler"},
    {"Microsoft-Windows-WMI-Activity/Operational", "wmi"},
    {"Microsoft-Windows-Windows Defender/Operational", "windefend"},
};

std::string source_of(const YAML::Node& event) {
  const std::string id = event["System"]["EventID"].as<std::string>("");
  const std::string channel = event["System"]["Channel"].as<std::string>("");
  if (const auto service = kServices.find(channel); service != kServices.end())
    return "{product: windows, service: " + service->second + "}";
  const YAML::Node data = event["EventData"];
  const std::string operation = data.IsDefined() && data.IsMap() ? data["EventType"].as<std::string>("") : "";
  if (id == "12")
    return std::string("{product: windows, category: ") +
           (operation.starts_with("Delete") ? "registry_delete}" : "registry_add}");
  const auto category = kCategories.find(id);
  return category == kCategories.end() ? "" : "{product: windows, category: " + category->second + "}";
}

// Values as Sigma writes them when nothing in them is a wildcard.
std::string literal(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == '*' || c == '?') out += '\\';
    out += c;
  }
  return out;
}

// A rule for each field of an event that asks for its value.
std::string rules_of(const YAML::Node& event) {
  std::string out;
  const std::string source = source_of(event);
  if (source.empty() || !event["EventData"].IsDefined() || !event["EventData"].IsMap()) return out;
  for (const auto& field : event["EventData"]) {
    const std::string name = field.first.as<std::string>("");
    const std::string value = field.second.as<std::string>("");
    const bool is_time = name == "UtcTime" || name == "CreationUtcTime";
    if (!field.second.IsScalar() || value.empty() || value == "-" || is_time || name == "RuleName") continue;
    YAML::Emitter yaml;
    yaml << YAML::BeginMap << YAML::Key << name << YAML::Value << YAML::DoubleQuoted << literal(value) << YAML::EndMap;
    const std::string id = event["System"]["EventID"].as<std::string>("");
    out += "title: field " + name + "\nlogsource: " + source + "\ndetection:\n  id: {EventID: " + id + "}\n  s:\n    " +
           yaml.c_str() + "\n  condition: s" + (source.contains("service") ? " and id" : "") + "\n---\n";
  }
  return out;
}

struct Tally {
  int found = 0;
  int silent = 0;
  int refused = 0;
};

// Imports the rules, runs them over the recording and counts what became of each.
void count(const std::string& rules, const fs::path& recording, const packs::TempFolder& folder, Tally& tally) {
  Program import;
  const int code = import.run({"import", "sigma", "-", "--format", "json"}, rules);
  ASSERT_LE(code, kFindings) << import.err() << rules;
  std::string text;
  std::vector<std::string> names;
  for (const YAML::Node& rule : YAML::Load(import.out())["rules"]) {
    const std::string name = rule["rule"].as<std::string>();
    tally.refused += name.empty();
    if (name.empty()) {
      std::cout << "refused: " << rule["title"] << ": " << rule["fidelity"]["notes"][0]["why"] << '\n';
      continue;
    }
    names.push_back(name);
    text += rule["text"].as<std::string>() + "\n";
  }
  Program scan;
  scan.run({"scan", "--rules", folder.write("r.yaral", text), "--format", "ndjson", recording.string()});
  for (const std::string& name : names) {
    const bool found = scan.out().contains('"' + name + '"');
    (found ? tally.found : tally.silent) += 1;
    if (!found) std::cout << "silent: " << name << " on " << recording.filename() << '\n';
  }
}

TEST(SigmaCorpus, EveryFieldOfTheRecordingsIsFoundAgain) {
  if (!fs::exists(kRecordings)) GTEST_SKIP() << "no recordings";
  const packs::TempFolder folder;
  Tally tally;
  for (const auto& entry : fs::recursive_directory_iterator(kRecordings)) {
    if (entry.path().extension() != ".json") continue;
    const YAML::Node event = YAML::Load(read(entry.path()))["Event"];
    const std::string rules = event.IsDefined() ? rules_of(event) : "";
    if (!rules.empty()) count(rules, entry.path(), folder, tally);
  }
  std::cout << "fields found " << tally.found << ", silent " << tally.silent << ", refused " << tally.refused << '\n';
  EXPECT_GE(tally.found, 3'150);
  EXPECT_EQ(tally.silent, 0);
  EXPECT_EQ(tally.refused, 0);
}

std::map<std::string, std::string> rules_by_id(const fs::path& root) {
  std::map<std::string, std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".yml") continue;
    const std::string text = read(entry.path());
    const auto at = text.find("\nid: ");
    if (at != std::string::npos && text.contains("\ndetection:")) out.emplace(text.substr(at + 5, 36), text);
  }
  return out;
}

TEST(SigmaCorpus, RulesFindTheRecordingsTheyAreKnownToMatch) {
  const char* folder_of_rules = std::getenv("YARAL_SIGMA_RULES");
  if (!fs::exists(kRecordings) || folder_of_rules == nullptr) GTEST_SKIP() << "no recordings or rules";
  const std::map<std::string, std::string> rules = rules_by_id(folder_of_rules);
  const packs::TempFolder folder;
  Tally tally;
  int known = 0;
  for (const auto& entry : fs::recursive_directory_iterator(kRecordings)) {
    if (entry.path().extension() != ".evtx") continue;
    const auto rule = rules.find(entry.path().stem().string());
    if (rule == rules.end()) continue;
    ++known;
    count(rule->second, entry.path(), folder, tally);
  }
  std::cout << "rules " << known << ": found " << tally.found << ", silent " << tally.silent << ", refused "
            << tally.refused << '\n';
  ASSERT_GT(known, 0);
  EXPECT_GE(tally.found * 100, known * 94);
}

}  // namespace
}  // namespace yaral::cli
