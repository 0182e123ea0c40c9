#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "ingest/field_table.h"

// The pages in docs/telemetry say what the tables do.
namespace yaral::ingest {
namespace {

std::string page(const std::string& name) {
  std::ifstream in(std::string(YARAL_SOURCE_DIR) + "/docs/telemetry/" + name + ".md");
  return {std::istreambuf_iterator<char>(in), {}};
}

void expect_documented(const std::string& page, std::span<const Mapping> mappings) {
  ASSERT_FALSE(page.empty());
  for (const Mapping& mapping : mappings) {
    const std::string heading = "\n### " + std::to_string(mapping.event_id) + ":";
    const auto begin = page.find(heading);
    ASSERT_NE(begin, std::string::npos) << mapping.event_id;
    const std::string section = page.substr(begin, page.find("\n#", begin + heading.size()) - begin);
    EXPECT_TRUE(section.contains("\n`" + std::string(mapping.type) + "`\n")) << mapping.event_id;
    for (const auto group : mapping.groups) {
      for (const Row& row : group) {
        const std::string_view path = row.convert == Convert::kEventTime ? "metadata.event_timestamp" : row.path;
        const std::string line = "\n| " + std::string(row.source) + " | `" + std::string(path) + "` |";
        EXPECT_TRUE(section.contains(line)) << mapping.event_id << line;
      }
    }
  }
}

TEST(NormaliseDocs, EveryRowIsDocumented) {
  expect_documented(page("WINDOWS_SYSMON"), sysmon_mappings());
  expect_documented(page("WINEVTLOG"), security_mappings());
  expect_documented(page("POWERSHELL"), powershell_mappings());
}

}  // namespace
}  // namespace yaral::ingest
