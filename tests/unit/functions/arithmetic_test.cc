#include <gtest/gtest.h>

#include "call.h"

namespace yaral::functions {
namespace {

class ArithmeticTest : public testing::Test {
 protected:
  RunNotes notes;
  std::string result(const Value& a, Arithmetic op, const Value& b) { return shown(arithmetic(op, a, b, notes)); }
};

TEST_F(ArithmeticTest, Ints) {
  EXPECT_EQ(result(i(2), Arithmetic::kAdd, i(3)), "int 5");
  EXPECT_EQ(result(i(2), Arithmetic::kSub, i(3)), "int -1");
  EXPECT_EQ(result(i(-2), Arithmetic::kMul, i(3)), "int -6");
  EXPECT_EQ(result(i(7), Arithmetic::kMod, i(3)), "int 1");
  EXPECT_EQ(result(i(-7), Arithmetic::kMod, i(3)), "int -1");
  EXPECT_EQ(result(i(INT64_MIN), Arithmetic::kMod, i(-1)), "int 0");
  EXPECT_TRUE(notes.counts().empty());
}

TEST_F(ArithmeticTest, DivisionIsFloat) {
  EXPECT_EQ(result(i(7), Arithmetic::kDiv, i(2)), "float 3.5");
  EXPECT_EQ(result(u(6), Arithmetic::kDiv, u(2)), "float 3");
}

TEST_F(ArithmeticTest, DivisionByZeroGivesZeroAndANote) {
  EXPECT_EQ(result(i(7), Arithmetic::kDiv, i(0)), "float 0");
  EXPECT_EQ(result(f(7), Arithmetic::kDiv, f(-0.0)), "float 0");
  EXPECT_EQ(result(i(7), Arithmetic::kDiv, unset()), "float 0");
  EXPECT_EQ(result(i(7), Arithmetic::kMod, i(0)), "int 0");
  EXPECT_EQ(result(u(7), Arithmetic::kMod, u(0)), "uint 0");
  EXPECT_EQ(notes.counts().at("division by zero"), 5);
}

TEST_F(ArithmeticTest, FloatsSpread) {
  EXPECT_EQ(result(i(1), Arithmetic::kAdd, f(0.5)), "float 1.5");
  EXPECT_EQ(result(f(2.5), Arithmetic::kMul, u(2)), "float 5");
  EXPECT_EQ(result(unset(), Arithmetic::kSub, f(0.5)), "float -0.5");
  EXPECT_EQ(result(f(7.5), Arithmetic::kMod, i(2)), "float 1.5");
}

TEST_F(ArithmeticTest, UintsStayUintsButTheirDifferenceIsAnInt) {
  EXPECT_EQ(result(u(2), Arithmetic::kAdd, u(3)), "uint 5");
  EXPECT_EQ(result(u(2), Arithmetic::kSub, u(3)), "int -1");
  EXPECT_EQ(result(u(2), Arithmetic::kAdd, i(-3)), "int -1");
  EXPECT_EQ(result(u(UINT64_MAX), Arithmetic::kMod, i(10)), "int 5");
  EXPECT_EQ(result(u(7), Arithmetic::kMod, u(4)), "uint 3");
  EXPECT_EQ(result(unset(), Arithmetic::kAdd, u(3)), "uint 3");
  EXPECT_EQ(result(unset(), Arithmetic::kAdd, unset()), "int 0");
  EXPECT_TRUE(notes.counts().empty());
}

TEST_F(ArithmeticTest, OverflowSaturatesWithANote) {
  EXPECT_EQ(result(i(INT64_MAX), Arithmetic::kAdd, i(1)), "int 9223372036854775807");
  EXPECT_EQ(result(i(INT64_MIN), Arithmetic::kSub, i(1)), "int -9223372036854775808");
  EXPECT_EQ(result(i(INT64_MIN), Arithmetic::kMul, i(-1)), "int 9223372036854775807");
  EXPECT_EQ(result(u(UINT64_MAX), Arithmetic::kAdd, u(1)), "uint 18446744073709551615");
  EXPECT_EQ(result(u(UINT64_MAX), Arithmetic::kMul, u(UINT64_MAX)), "uint 18446744073709551615");
  EXPECT_EQ(result(i(INT64_MIN), Arithmetic::kMul, u(UINT64_MAX)), "int -9223372036854775808");
  EXPECT_EQ(result(u(0), Arithmetic::kSub, u(UINT64_MAX)), "int -9223372036854775808");
  EXPECT_EQ(notes.counts().at("integer overflow"), 7);
}

}  // namespace
}  // namespace yaral::functions
