#include "detections/value_text.h"

#include <gtest/gtest.h>

#include <array>

#include "unit/detections/sample.h"

namespace yaral::detections {
namespace {

TEST(TableCell, ListsAreJoinedByBars) {
  const std::array list = {Value::string("a,\"b\""), Value::string("c|d")};
  EXPECT_EQ(table_cell(outcome("list", {.base = BaseType::kString, .list = true}, Value::list(list))), "a,\"b\"|c/d");
  EXPECT_EQ(table_cell(outcome("text", {.base = BaseType::kString}, Value::string("c|d"))), "c|d");
  EXPECT_EQ(table_cell(outcome("tries", {.base = BaseType::kInt}, Value::integer(3))), "3");
}

}  // namespace
}  // namespace yaral::detections
