#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>

#include <gtest/gtest.h>

#include "convert/schema.h"
#include "convert/target.h"
#include "packs/files.h"
#include "semantics/bind.h"

namespace yaral::convert {
namespace {

const std::string kGolden = YARAL_SOURCE_DIR "/tests/convert/golden/";

std::string converted(const std::string& path, const Target& target) {
  const auto text = packs::read_text_file(path);
  const semantics::CompiledFile file = semantics::compile(path, text.value_or(""));
  std::optional<Schema> schema;
  std::vector<packs::FileProblem> problems;
  if (!target.schema.empty())
    schema = read_schema(std::string(target.schema), {YARAL_SOURCE_DIR "/convert/schemas"}, {}, problems);
  EXPECT_TRUE(problems.empty());
  EXPECT_FALSE(file.rules.empty()) << path;
  std::string out;
  for (const semantics::BoundRule& rule : file.rules)
    out +=
        (out.empty() ? "" : "\n") + convert(rule, target, {.lookups = {}, .schema = schema ? &*schema : nullptr}).text;
  return out;
}

// tests/convert/golden/TARGET/NAME.yaral and what it becomes, NAME.query; YARAL_UPDATE=1 writes it.
TEST(ConvertGolden, RulesBecomeWhatTheyDid) {
  for (const auto& folder : std::filesystem::directory_iterator(kGolden)) {
    const Target* const target = find_target(folder.path().filename().string());
    ASSERT_NE(target, nullptr) << folder.path();
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
      if (entry.path().extension() != ".yaral") continue;
      const std::string made = converted(entry.path().string(), *target);
      std::filesystem::path expected = entry.path();
      expected.replace_extension(".query");
      if (std::getenv("YARAL_UPDATE")) std::ofstream(expected) << made;
      EXPECT_EQ(packs::read_text_file(expected.string()).value_or(""), made) << entry.path();
    }
  }
}

}  // namespace
}  // namespace yaral::convert
