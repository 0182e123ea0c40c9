// docs/import-sigma.md names every log source and modifier. With YARAL_UPDATE=1 its table is written anew (`make docs`).
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>

#include "sigma/modifiers.h"
#include "sigma/taxonomy.h"

namespace yaral::sigma {
namespace {

using ::testing::HasSubstr;

const std::string kPath = std::string(YARAL_SOURCE_DIR) + "/docs/import-sigma.md";
const std::string kBegin = "<!-- log sources -->\n";
const std::string kEnd = "<!-- end of log sources -->\n";

std::string page() {
  std::ifstream file(kPath, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string table() {
  std::string out = "\n| log source | events | fields of | other fields |\n|---|---|---|---|\n";
  const Taxonomy taxonomy;
  for (const Source& source : taxonomy.sources()) {
    std::vector<std::string> conditions;
    for (std::string condition : source.conditions) {
      for (auto at = condition.find('|'); at != std::string::npos; at = condition.find('|', at + 2))
        condition.insert(at, "\\");
      conditions.push_back("`" + condition + "`");
    }
    const std::string kinds = source.kinds.empty() ? "" : fmt::format(": {}", fmt::join(source.kinds, ", "));
    out += fmt::format("| {} | {} | {}{} | {} |\n", to_string(source.key), fmt::join(conditions, " and "), source.table,
                       kinds, source.any_field ? "any" : fmt::format("{}", fmt::join(source.more, ", ")));
  }
  return out + "\n";
}

TEST(SigmaPage, HasEveryLogSource) {
  std::string text = page();
  const auto begin = text.find(kBegin);
  const auto end = text.find(kEnd);
  ASSERT_TRUE(begin != std::string::npos && end != std::string::npos);
  const std::string current = text.substr(begin + kBegin.size(), end - begin - kBegin.size());
  const char* update = std::getenv("YARAL_UPDATE");
  if (update && std::string_view(update) == "1") {
    text.replace(begin + kBegin.size(), current.size(), table());
    std::ofstream(kPath, std::ios::binary) << text;
    return;
  }
  EXPECT_TRUE(current == table()) << "docs/import-sigma.md differs from its table: run this test with YARAL_UPDATE=1";
}

TEST(SigmaPage, HasEveryModifier) {
  const std::string text = page();
  for (const std::string& name : modifier_names()) EXPECT_THAT(text, HasSubstr("`" + name + "`"));
}

}  // namespace
}  // namespace yaral::sigma
