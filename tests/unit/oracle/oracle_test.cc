#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "semantics/bind.h"
#include "unit/oracle/case_text.h"
#include "unit/oracle/generate.h"
#include "unit/oracle/oracle.h"
#include "unit/oracle/run_engine.h"

namespace yaral::oracle {
namespace {

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

enum class Result { kQuiet, kFires, kDifferent, kRefused };

// Whether the engine and the evaluator agree on a case.
Result compare_on(const RandomCase& random, std::uint32_t seed) {
  semantics::CompiledFile file = semantics::compile("random.yaral", random.rule);
  if (file.rules.empty()) {
    std::string why;
    for (const auto& d : file.diagnostics.all()) why += d.message + "\n";
    ADD_FAILURE() << "seed " << seed << " is refused: " << why << random.rule;
    return Result::kRefused;
  }
  const std::string expected = comparable(evaluate(file.rules.front(), random.input));
  const std::string actual = comparable(run_engine(std::move(file.rules.front()), random.input, seed));
  EXPECT_EQ(actual, expected) << "seed " << seed << "\n" << write_case(random);
  if (actual != expected) return Result::kDifferent;
  return expected.empty() ? Result::kQuiet : Result::kFires;
}

// ORACLE_FAILURES says how many failures are shown.
void compare_on(RandomCase (*generate)(std::uint32_t), std::uint32_t first, std::uint32_t count) {
  std::uint32_t firing = 0, failures = 0;
  for (std::uint32_t seed = first; seed < first + count && failures < setting("ORACLE_FAILURES", 1); ++seed) {
    const Result result = compare_on(generate(seed), seed);
    if (result == Result::kFires) ++firing;
    if (result == Result::kDifferent || result == Result::kRefused) ++failures;
  }
  if (failures > 0) return;
  EXPECT_GT(firing, count / 10);  // the cases say something
}

// ORACLE_CASE=file looks at one case, as a failure shows it.
TEST(Oracle, EngineAgreesOnGivenCase) {
  if (const char* path = std::getenv("ORACLE_CASE")) compare_on(read_case(path), 1);
}

// Each shard has seeds of its own, so that they can run at the same time.
constexpr std::uint32_t kShards = 2;
constexpr std::uint32_t kKinds = 4;

class OracleShard : public ::testing::TestWithParam<std::uint32_t> {
 protected:
  std::uint32_t count_ = setting("ORACLE_CASES", 20'000) / kKinds / kShards;
  std::uint32_t first_ = setting("ORACLE_SEED", 1) + GetParam() * count_;
};

TEST_P(OracleShard, EngineAgreesOnSingleEvents) { compare_on(generate_single, first_, count_); }
TEST_P(OracleShard, EngineAgreesOnJoinedEvents) { compare_on(generate_joined, first_, count_); }
TEST_P(OracleShard, EngineAgreesOnAbsence) { compare_on(generate_absent, first_, count_); }
TEST_P(OracleShard, EngineAgreesOnChoice) { compare_on(generate_choice, first_, count_); }

INSTANTIATE_TEST_SUITE_P(Random, OracleShard, ::testing::Range(0u, kShards));

}  // namespace
}  // namespace yaral::oracle
