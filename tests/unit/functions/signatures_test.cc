#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "functions/implementation.h"
#include "functions/registry.h"
#include "functions/signatures/markdown.h"
#include "functions/signatures/signature.h"

namespace yaral::functions {
namespace {

using testing::HasSubstr;

bool is_for_rules(const FunctionInfo& f) { return f.availability != Availability::kSearch; }

TEST(Signatures, EveryScalarOfRulesHasAnImplementation) {
  for (const FunctionInfo& f : all_functions()) {
    const bool wanted = f.kind == FunctionKind::kScalar && is_for_rules(f);
    EXPECT_EQ(find_implementation(f.name) != nullptr, wanted) << f.name;
  }
}

TEST(Signatures, EveryAggregateOfRulesHasAnAggregator) {
  for (const FunctionInfo& f : all_functions()) {
    const bool wanted = f.kind == FunctionKind::kAggregate && is_for_rules(f);
    EXPECT_EQ(make_aggregator(f.name) != nullptr, wanted) << f.name;
  }
}

TEST(Signatures, EveryImplementationHasASignature) {
  for (const auto table : {arrays_implementations(), bytes_implementations(), cast_implementations(),
                           hash_implementations(), math_implementations(), net_implementations(), re_implementations(),
                           strings_implementations(), timestamp_implementations(), url_implementations()}) {
    for (const NamedImplementation& row : table) {
      EXPECT_NE(find_function(row.name), nullptr) << row.name;
      EXPECT_NE(row.implementation.call, nullptr) << row.name;
    }
  }
  for (const auto table : {plain_aggregators(), window_aggregators()})
    for (const NamedAggregator& row : table) EXPECT_NE(find_function(row.name), nullptr) << row.name;
}

TEST(Signatures, NamesAreSortedAndUnique) {
  std::set<std::string_view> seen;
  std::string_view before;
  for (const FunctionInfo& f : all_functions()) {
    EXPECT_TRUE(seen.insert(f.name).second) << f.name;
    EXPECT_LT(before, f.name);
    before = f.name;
  }
}

TEST(Signatures, RowsAreComplete) {
  for (const FunctionInfo& f : all_functions()) {
    EXPECT_FALSE(f.summary.empty()) << f.name;
    EXPECT_FALSE(f.behaviour.empty()) << f.name;
    EXPECT_FALSE(f.example.empty()) << f.name;
    EXPECT_NE(f.places, 0) << f.name;
    EXPECT_EQ(f.overloads.empty(), f.kind == FunctionKind::kMetric) << f.name;
    for (const Overload& overload : f.overloads) {
      EXPECT_LE(overload.optional, overload.params.size()) << f.name;
      EXPECT_NE(overload.result.base, BaseType::kError) << f.name;
      for (const Param& param : overload.params) {
        EXPECT_FALSE(param.name.empty()) << f.name;
        EXPECT_NE(param.type.base, BaseType::kError) << f.name;
      }
    }
  }
}

// In rules the statistics need their prefix: their example shows how to write them.
TEST(Signatures, ExamplesCallTheirFunction) {
  for (const FunctionInfo& f : all_functions()) {
    const bool shows_other = f.name == "avg" || f.name == "stddev" || f.kind == FunctionKind::kMetric;
    if (shows_other) continue;
    EXPECT_THAT(std::string(f.example), HasSubstr(std::string(f.name) + "(")) << f.name;
  }
}

TEST(Signatures, FindIsExactAndCaseSensitive) {
  ASSERT_NE(find_function("re.regex"), nullptr);
  EXPECT_EQ(find_function("re.regex")->name, "re.regex");
  for (const std::string_view name : {"", "re", "re.", "re.rege", "re.regexx", "RE.regex", "Count", " count", "zzz"})
    EXPECT_EQ(find_function(name), nullptr) << name;
  EXPECT_EQ(find_implementation("re.rege"), nullptr);
  EXPECT_EQ(find_implementation("count"), nullptr);
  EXPECT_EQ(make_aggregator("re.regex"), nullptr);
  EXPECT_EQ(make_aggregator(""), nullptr);
}

TEST(Signatures, AggregatesStandInOutcomes) {
  for (const FunctionInfo& f : all_functions()) {
    const bool over_rows = f.kind == FunctionKind::kAggregate || f.kind == FunctionKind::kMetric;
    EXPECT_EQ(f.places == kOutcome, over_rows) << f.name;
  }
}

TEST(Signatures, BareStatisticsAreNotForRules) {
  for (const std::string_view name : {"avg", "stddev"}) {
    ASSERT_NE(find_function(name), nullptr) << name;
    EXPECT_EQ(find_function(name)->availability, Availability::kSearch) << name;
    EXPECT_NE(make_aggregator("window." + std::string(name)), nullptr) << name;
  }
}

struct Shape {
  std::string_view name;
  std::string_view text;
};

TEST(Signatures, AreWrittenAsInTheReference) {
  constexpr Shape kShapes[] = {
      {"re.capture", "re.capture(text: string, pattern: regex) -> string"},
      {"strings.split", "strings.split(text: string, [delimiter: string]) -> list of string"},
      {"math.random", "math.random() -> float"},
      {"math.abs", "math.abs(number: number) -> type of number"},
      {"array_distinct", "array_distinct(value: any) -> list of type of value"},
      {"window.range", "window.range(number: number, [ignore_zero: bool]) -> list of float"},
      {"timestamp.get_timestamp",
       "timestamp.get_timestamp(seconds: int, [format: string], [zone: time zone]) -> string"},
      {"arrays.length", "arrays.length(values: repeated field) -> int"},
  };
  for (const Shape& shape : kShapes) {
    const FunctionInfo* f = find_function(shape.name);
    ASSERT_NE(f, nullptr) << shape.name;
    EXPECT_EQ(signature_text(*f, f->overloads.front()), shape.text);
  }
  EXPECT_EQ(find_function("arrays.length")->overloads.front().params[0].rule, ParamRule::kWholeField);
  EXPECT_EQ(find_function("re.capture")->overloads.front().params[1].rule, ParamRule::kCaptureRegex);
  EXPECT_EQ(find_function("net.ip_in_range_cidr")->overloads.front().params[1].rule, ParamRule::kCidrConstant);
  EXPECT_TRUE(find_function("strings.coalesce")->overloads.front().variadic);
}

// YARAL_UPDATE=1 rewrites the page.
TEST(FunctionsPage, IsUpToDate) {
  const std::string path = std::string(YARAL_SOURCE_DIR) + "/docs/functions.md";
  const char* update = std::getenv("YARAL_UPDATE");
  if (update && std::string_view(update) == "1") std::ofstream(path, std::ios::binary) << functions_markdown();
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_TRUE(text.str() == functions_markdown())
      << "docs/functions.md differs from the function table: run this test with YARAL_UPDATE=1";
}

TEST(FunctionsPage, HasEveryFunction) {
  const std::string page = functions_markdown();
  for (const FunctionInfo& f : all_functions()) {
    const std::string name(f.name);
    const std::string wanted = f.kind == FunctionKind::kMetric ? "- `" + name + "`" : "\n### " + name + "\n";
    EXPECT_NE(page.find(wanted), std::string::npos) << f.name;
  }
}

}  // namespace
}  // namespace yaral::functions
