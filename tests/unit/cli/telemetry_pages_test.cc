// The rules that the pages of docs/telemetry show: each finds something in the samples of its log type.

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>

#include "unit/cli/program.h"
#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// The blocks of code that hold rules, in one text.
std::string rules_of(const fs::path& page) {
  std::ifstream file(page, std::ios::binary);
  std::string rules;
  bool inside = false;
  std::string block;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with("```")) {
      block += line + "\n";
      continue;
    }
    if (inside && block.starts_with("rule ")) rules += block;
    inside = !inside;
    block.clear();
  }
  return rules;
}

std::vector<std::string> names_of(const std::string& rules) {
  std::vector<std::string> names;
  std::istringstream lines(rules);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("rule ")) names.push_back(line.substr(5, line.find(' ', 5) - 5));
  }
  return names;
}

TEST(TelemetryPages, RulesFindTheirSamples) {
  const fs::path source = YARAL_SOURCE_DIR;
  int pages = 0;
  for (const auto& page : fs::directory_iterator(source / "docs/telemetry")) {
    const std::string rules = rules_of(page.path());
    if (rules.empty()) continue;
    ++pages;
    SCOPED_TRACE(page.path().filename().string());
    packs::TempFolder folder;
    folder.write("rules.yaral", rules);
    const fs::path samples = source / "tests/telemetry" / page.path().stem();
    std::vector<std::string> arguments{"scan", "-f", "ndjson", "-r", folder.path("rules.yaral")};
    for (const auto& sample : fs::directory_iterator(samples)) {
      if (sample.path().extension() != ".udm") arguments.push_back(sample.path().string());
    }
    Program program;
    EXPECT_EQ(program.run(arguments), 1) << program.err();
    for (const std::string& name : names_of(rules)) {
      EXPECT_THAT(program.out(), HasSubstr("\"ruleName\":\"" + name + "\""));
    }
  }
  EXPECT_GT(pages, 0);
}

}  // namespace
}  // namespace yaral::cli
