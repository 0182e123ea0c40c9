#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "semantics/bind.h"
#include "unit/oracle/generate.h"
#include "unit/oracle/oracle.h"
#include "unit/oracle/run_engine.h"

namespace yaral::oracle {
namespace {

std::string describe(const RandomCase& random) {
  std::string text = random.rule;
  for (const std::string& event : random.input.events) text += event + "\n";
  for (const std::string& entity : random.input.entities) text += "entity " + entity + "\n";
  if (random.rule.find("%t.") == std::string::npos) return text;
  for (const auto& row : random.input.tables.at("t").rows) text += "row " + row[0] + "," + row[1] + "," + row[2] + "\n";
  return text;
}

// ORACLE_CASES=1000000 ORACLE_SEED=7 runs more, or others.
std::uint32_t setting(const char* name, std::uint32_t otherwise) {
  const char* text = std::getenv(name);
  return text ? static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10)) : otherwise;
}

// The order of the rows of one event is not part of the language: lists are compared as bags. No text of a random case
// holds a comma or a bracket.
std::string with_sorted_lists(const std::string& line) {
  std::string sorted = line;
  for (std::size_t open = 0; (open = sorted.find('[', open)) != std::string::npos; ++open) {
    const std::size_t close = sorted.find(']', open);
    const std::string list = sorted.substr(open + 1, close - open - 1);
    std::vector<std::string_view> items = split(list, ',');
    std::ranges::sort(items);
    std::string joined;
    for (std::string_view item : items) joined += (joined.empty() ? "" : ",") + std::string(item);
    sorted.replace(open + 1, close - open - 1, joined);
  }
  return sorted;
}

std::string comparable(const std::vector<std::string>& detections) {
  std::vector<std::string> lines;
  std::ranges::transform(detections, std::back_inserter(lines), with_sorted_lists);
  std::ranges::sort(lines);
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

// Runs cases of one kind. ORACLE_KEEP_GOING counts differences instead of stopping at the first.
void compare_on(RandomCase (*generate)(std::uint32_t), std::uint32_t first, std::uint32_t count) {
  std::uint32_t firing = 0, refused = 0, different = 0;
  for (std::uint32_t seed = first; seed < first + count; ++seed) {
    const RandomCase random = generate(seed);
    semantics::CompiledFile file = semantics::compile("random.yaral", random.rule);
    if (file.rules.empty()) {
      std::string why;
      for (const auto& d : file.diagnostics.all()) why += d.message + "\n";
      ADD_FAILURE() << "seed " << seed << " is refused: " << why << random.rule;
      if (++refused > setting("ORACLE_DIFFERENCES", 0)) return;
      continue;
    }
    const std::string expected = comparable(evaluate(file.rules.front(), random.input));
    const std::string actual = comparable(run_engine(std::move(file.rules.front()), random.input, seed));
    EXPECT_EQ(actual, expected) << "seed " << seed << "\n" << describe(random);
    if (actual != expected && ++different > setting("ORACLE_DIFFERENCES", 0)) return;
    firing += expected.empty() ? 0 : 1;
  }
  EXPECT_GT(firing, count / 10);  // the cases say something
  ::testing::Test::RecordProperty("firing", static_cast<int>(firing));
}

TEST(Oracle, EngineAgreesOnSingleEvents) {
  compare_on(generate_single, setting("ORACLE_SEED", 1), setting("ORACLE_CASES", 5000));
}
TEST(Oracle, EngineAgreesOnJoinedEvents) {
  compare_on(generate_joined, setting("ORACLE_SEED", 1), setting("ORACLE_CASES", 5000));
}

}  // namespace
}  // namespace yaral::oracle
