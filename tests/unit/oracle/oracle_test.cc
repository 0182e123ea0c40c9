#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "semantics/bind.h"
#include "unit/conformance/run_case.h"
#include "unit/oracle/generate.h"
#include "unit/oracle/oracle.h"

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

std::vector<std::string> comparable(const std::vector<std::string>& detections) {
  std::vector<std::string> lines;
  std::ranges::transform(detections, std::back_inserter(lines), with_sorted_lists);
  std::ranges::sort(lines);
  return lines;
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
      ADD_FAILURE() << "seed " << seed << " is refused: " << file.diagnostics.all().front().message << "\n"
                    << random.rule;
      if (refused > 5) return;
      continue;
    }
    const std::vector<std::string> expected = evaluate(file.rules.front(), random.lists, random.events);
    const conformance::Mode mode{.name = "random", .batch = 3, .shuffle = seed, .workers = 1 + seed % 2};
    const conformance::Outcome outcome = conformance::run_case(as_case(random), mode);
    ASSERT_EQ(comparable(outcome.detections), comparable(expected)) << "seed " << seed << "\n" << describe(random);
    firing += expected.empty() ? 0 : 1;
  }
  EXPECT_GT(firing, count / 10);  // the cases say something
}

}  // namespace
}  // namespace yaral::oracle
