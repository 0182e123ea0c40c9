#include "engine/row_sort.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <random>
#include <string>

namespace yaral::engine {
namespace {

// Rows with keys made by `make`, in random order, each again some time.
template <typename Make>
void expect_sorted(std::size_t rows_wanted, unsigned kinds, const Make& make) {
  std::mt19937 random(5);
  plan::VariablePlan variable;
  variable.keys = {2, 0};
  std::deque<std::vector<Value>> values;
  std::vector<RankedRow> rows;
  for (std::size_t i = 0; i < rows_wanted; ++i) {
    values.push_back(
        {make(random() % kinds), Value::integer(static_cast<std::int64_t>(random() % 100)), make(random() % 3)});
    rows.push_back({.rank = static_cast<std::uint32_t>(random() % (rows_wanted + 1)),
                    .ordinal = static_cast<std::uint32_t>(random() % 4),
                    .values = values.back().data()});
  }
  std::vector<RankedRow> expected = rows;
  const auto key = [&](const RankedRow& a, const RankedRow& b) {
    for (const std::uint32_t k : variable.keys)
      if (const int order = compare(a.values[k], b.values[k]); order != 0) return order;
    return 0;
  };
  std::ranges::sort(expected, [&](const RankedRow& a, const RankedRow& b) {
    return key(a, b) != 0 ? key(a, b) < 0 : comes_first(a, b);
  });
  sort_rows(variable, rows);
  ASSERT_EQ(rows.size(), expected.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(key(rows[i], expected[i]), 0) << i;
    EXPECT_EQ(rows[i].rank, expected[i].rank) << i;
    EXPECT_EQ(rows[i].ordinal, expected[i].ordinal) << i;
  }
}

TEST(RowSort, ByKeysThenByTime) {
  static const std::vector<std::string> kTexts = [] {
    std::vector<std::string> texts = {"", "a", "b", "aa", std::string(100, 'x'), "\xff", "B"};
    for (int i = 0; i < 3000; ++i) texts.push_back("host-" + std::to_string(i));
    return texts;
  }();
  const auto text = [](std::size_t i) { return Value::string(kTexts[i]); };
  const auto number = [](std::size_t i) { return Value::integer(static_cast<std::int64_t>(i) - 2); };
  for (const std::size_t rows : {0u, 1u, 2u, 100u, 5000u}) {
    for (const unsigned kinds : {3u, 7u, 3000u}) expect_sorted(rows, kinds, text);
    for (const unsigned kinds : {3u, 7u, 3000u}) expect_sorted(rows, kinds, number);
  }
}

TEST(RowSort, ValuesThatAreEqualThoughOfOtherKinds) {
  const auto mixed = [](std::size_t i) {
    const Value values[] = {Value{},
                            Value::integer(0),
                            Value::floating(0.0),
                            Value::floating(-0.0),
                            Value::integer(1),
                            Value::floating(1.0),
                            Value::floating(std::nan("1")),
                            Value::floating(std::nan("2")),
                            Value::floating(0.5)};
    return values[i];
  };
  expect_sorted(2000, 9, mixed);
}

TEST(RowSort, WithoutAllKeysByTime) {
  plan::VariablePlan variable;
  variable.keys = {plan::kNone};
  const Value value = Value::string("x");
  std::vector<RankedRow> rows = {{3, 0, &value}, {1, 2, &value}, {1, 1, &value}};
  sort_rows(variable, rows);
  EXPECT_EQ(rows[0].ordinal, 1u);
  EXPECT_EQ(rows[2].rank, 3u);
}

}  // namespace
}  // namespace yaral::engine
