// The UDM that SecOps makes of raw logs (../shared/data/secops-goldens), field by field against what yaral makes of them.
// Every difference stands in docs/telemetry/LOG_TYPE.md with its reason, and nothing else does.
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdlib>
#include <map>
#include <set>

#include "ingest/block_reader.h"
#include "read_helpers.h"

namespace yaral::ingest {
namespace {

namespace fs = std::filesystem;
using simdjson::dom::element_type;

std::string goldens() { return std::string(YARAL_SOURCE_DIR) + "/../shared/data/secops-goldens"; }

std::string snake(std::string_view camel) {
  std::string text;
  for (const char c : camel) {
    if (c >= 'A' && c <= 'Z') {
      text += '_';
      text += static_cast<char>(c - 'A' + 'a');
    } else {
      text += c;
    }
  }
  return text;
}

// The leaves of an event: path to values. Lists count as sets, as their order carries nothing; keyed pairs (labels,
// detection_fields) and the members of structures have their key in the path.
using Leaves = std::map<std::string, std::multiset<std::string>>;

std::string scalar(simdjson::dom::element value) {
  std::string_view text;
  return value.get(text) == simdjson::SUCCESS ? std::string(text) : simdjson::minify(value);
}

void collect(simdjson::dom::element value, const std::string& path, bool names_are_data, Leaves& leaves) {
  if (value.type() == element_type::ARRAY) {
    for (const auto item : simdjson::dom::array(value)) collect(item, path, names_are_data, leaves);
    return;
  }
  if (value.type() != element_type::OBJECT) {
    leaves[path].insert(scalar(value));
    return;
  }
  const simdjson::dom::object object = value;
  std::string_view key;
  simdjson::dom::element paired;
  if (object["key"].get(key) == simdjson::SUCCESS && object["value"].get(paired) == simdjson::SUCCESS) {
    collect(paired, path + "[\"" + std::string(key) + "\"]", true, leaves);
    return;
  }
  for (const auto& [name, member] : object) {
    const std::string part = names_are_data ? std::string(name) : snake(name);
    const bool is_struct = path.empty() && part == "additional";
    collect(member, path.empty() ? part : path + "." + part, names_are_data || is_struct, leaves);
  }
}

// What no parser decides: identity, times of arrival, and what yaral keeps beyond SecOps.
bool is_compared(const std::string& path) {
  for (const char* left_out : {"metadata.id", "metadata.ingested_timestamp", "metadata.collected_timestamp",
                               "metadata.ingestion_labels", "metadata.base_labels"}) {
    if (path.starts_with(left_out)) return false;
  }
  return true;
}

struct Golden {
  std::vector<std::string> raw;
  std::vector<Leaves> expected;
};

void read_golden(const fs::path& folder, Golden& golden) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  ASSERT_EQ(parser.load((folder / "raw_logs.json").string()).get(root), simdjson::SUCCESS);
  simdjson::dom::array entries;
  if (root.type() == element_type::ARRAY) {
    for (const auto log : simdjson::dom::array(root)) golden.raw.push_back(scalar(log["data"]));
  } else {
    const bool listed = root["raw_logs"].get(entries) == simdjson::SUCCESS;
    if (!listed) {
      ASSERT_EQ(root["raw_logs"]["entries"].get(entries), simdjson::SUCCESS);
    }
    for (const auto log : entries) golden.raw.push_back(scalar(listed ? log : log["data"]));
  }
  ASSERT_EQ(parser.load((folder / "expected_events.json").string()).get(root), simdjson::SUCCESS);
  ASSERT_EQ(root["events"].get(entries), simdjson::SUCCESS);
  for (const auto item : entries) {
    simdjson::dom::element udm;
    if (item["event"]["idm"]["readOnlyUdm"].get(udm) != simdjson::SUCCESS) continue;
    collect(udm, "", false, golden.expected.emplace_back());
  }
}

std::string joined(const std::multiset<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : " | ") + value;
  return text;
}

// `missing PATH`: SecOps has it, yaral not; `other PATH`: the values differ; `extra PATH`: yaral alone has it.
using Differences = std::map<std::string, std::string>;  // to the first example

void compare(const Leaves& expected, const Leaves& ours, Differences& differences) {
  for (const auto& [path, values] : expected) {
    if (!is_compared(path)) continue;
    const auto found = ours.find(path);
    if (found == ours.end()) {
      differences.emplace("missing " + path, joined(values));
    } else if (std::set(values.begin(), values.end()) != std::set(found->second.begin(), found->second.end())) {
      differences.emplace("other " + path, joined(values) + "  is here  " + joined(found->second));
    }
  }
  for (const auto& [path, values] : ours) {
    if (!is_compared(path) || path.starts_with("additional.") || expected.contains(path)) continue;
    differences.emplace("extra " + path, joined(values));
  }
}

// `| missing | `PATH` | reason |`, and `| kept | `NUMBER` | reason |` for whole records, in the page of the log type.
std::set<std::string> listed_differences(const std::string& log_type) {
  std::set<std::string> listed;
  std::ifstream page(std::string(YARAL_SOURCE_DIR) + "/docs/telemetry/" + log_type + ".md");
  for (std::string line; std::getline(page, line);) {
    for (const char* kind : {"missing", "other", "extra", "kept", "apart"}) {
      const std::string begin = "| " + std::string(kind) + " | `";
      if (!line.starts_with(begin)) continue;
      const auto end = line.find("` | ", begin.size());
      EXPECT_FALSE(end == std::string::npos || line.size() < end + 8) << "no reason: " << line;
      listed.insert(std::string(kind) + " " + line.substr(begin.size(), end - begin.size()));
    }
  }
  return listed;
}

// Whether a record, counted from 1, is listed: as `kept`, when SecOps makes no event of it and yaral does; as `apart`, when
// it has several lines, each of which is a record for yaral.
bool is_listed(const char* kind, std::size_t record, const std::set<std::string>& listed) {
  return listed.contains(std::string(kind) + " " + std::to_string(record + 1));
}

void read_ours(const std::string& log_type, const Golden& golden, const std::set<std::string>& listed,
               std::vector<Leaves>& events) {
  for (std::size_t i = 0; i < golden.raw.size(); ++i) {
    const TempDir dir;
    ReadOptions options;
    options.inputs = {dir.write("raw", golden.raw[i])};
    options.log_type = log_type;
    options.now = *parse_timestamp("2026-11-01T00:00:00Z");
    Outcome run;
    read(run, options);
    if (is_listed("apart", i, listed)) {
      EXPECT_TRUE(golden.raw[i].contains('\n')) << "listed as apart, but it is one line: " << golden.raw[i];
      events.emplace_back();
      continue;
    }
    if (is_listed("kept", i, listed)) {
      EXPECT_FALSE(run.gathered.events.empty()) << "listed as kept, but it is left out: " << golden.raw[i];
      continue;
    }
    for (const std::string& event : run.gathered.events) {
      simdjson::dom::parser parser;
      simdjson::dom::element root;
      ASSERT_EQ(parser.parse(event).get(root), simdjson::SUCCESS) << event;
      collect(root, "", false, events.emplace_back());
    }
  }
}

class SecOpsGoldens : public testing::TestWithParam<std::string> {};

TEST_P(SecOpsGoldens, EveryDifferenceIsListed) {
  const std::string& log_type = GetParam();
  Golden golden;
  read_golden(fs::path(goldens()) / log_type, golden);
  const std::set<std::string> listed = listed_differences(log_type);
  std::vector<Leaves> ours;
  read_ours(log_type, golden, listed, ours);
  EXPECT_EQ(ours.size(), golden.expected.size());
  Differences differences;
  for (std::size_t i = 0; i < std::min(ours.size(), golden.expected.size()); ++i) {
    if (!ours[i].empty()) compare(golden.expected[i], ours[i], differences);
  }
  for (const auto& [difference, example] : differences) {
    EXPECT_TRUE(listed.contains(difference)) << difference << ": " << example;
  }
  for (const std::string& difference : listed) {
    if (difference.starts_with("kept ") || difference.starts_with("apart ")) continue;
    EXPECT_TRUE(differences.contains(difference)) << "listed, but no longer so: " << difference;
  }
}

std::vector<std::string> golden_log_types() {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const auto& folder : fs::directory_iterator(goldens(), ignored)) {
    if (fs::exists(folder.path() / "raw_logs.json")) names.push_back(folder.path().filename().string());
  }
  std::ranges::sort(names);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Each, SecOpsGoldens, testing::ValuesIn(golden_log_types()),
                         [](const testing::TestParamInfo<std::string>& folder) { return folder.param; });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SecOpsGoldens);

TEST(SecOpsGoldensData, IsThere) {
  if (!fs::exists(goldens())) GTEST_SKIP() << goldens() << " is not there: nothing is compared";
  EXPECT_FALSE(golden_log_types().empty());
}

}  // namespace
}  // namespace yaral::ingest
