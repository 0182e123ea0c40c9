#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "unit/conformance/run_case.h"
#include "unit/oracle/generate.h"
#include "unit/oracle/oracle.h"
#include "semantics/bind.h"

namespace yaral::oracle {
namespace {

conformance::Case as_case(const RandomCase& random) {
  conformance::Case which{.title = "random", .blocks = {}};
  which.blocks.push_back({.label = "yaral", .lines = {random.rule}});
  which.blocks.push_back({.label = "udm", .lines = random.events});
  for (const auto& [name, entries] : random.lists) which.blocks.push_back({.label = "list " + name, .lines = entries});
  return which;
}

std::string describe(const RandomCase& random) {
  std::string text = random.rule;
  for (const std::string& event : random.events) text += event + "\n";
  return text;
}

// ORACLE_CASES=1000000 ORACLE_SEED=7 runs more, or others.
std::uint32_t setting(const char* name, std::uint32_t otherwise) {
  const char* text = std::getenv(name);
  return text ? static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10)) : otherwise;
}

TEST(Oracle, EngineAgreesOnRandomRulesAndEvents) {
  const std::uint32_t first = setting("ORACLE_SEED", 1);
  const std::uint32_t count = setting("ORACLE_CASES", 5000);
  std::uint32_t refused = 0, firing = 0;
  for (std::uint32_t seed = first; seed < first + count; ++seed) {
    const RandomCase random = generate(seed);
    semantics::CompiledFile file = semantics::compile("random.yaral", random.rule);
    if (file.rules.empty()) {
      ++refused;
      ADD_FAILURE() << "seed " << seed << " is refused: " << file.diagnostics.all().front().message << "\n" << random.rule;
      if (refused > 5) return;
      continue;
    }
    const std::vector<std::string> expected = evaluate(file.rules.front(), random.lists, random.events);
    const conformance::Mode mode{.name = "random", .batch = 3, .shuffle = seed, .workers = 1 + seed % 2};
    conformance::Outcome outcome = conformance::run_case(as_case(random), mode);
    std::ranges::sort(outcome.detections);
    ASSERT_EQ(outcome.detections, expected) << "seed " << seed << "\n" << describe(random);
    firing += expected.empty() ? 0 : 1;
  }
  EXPECT_GT(firing, count / 10);  // the cases say something
}

}  // namespace
}  // namespace yaral::oracle
