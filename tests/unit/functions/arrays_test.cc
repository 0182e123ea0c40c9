#include <gtest/gtest.h>

#include "call.h"

namespace yaral::functions {
namespace {

class Arrays : public testing::Test {
 protected:
  Caller call;
  Value names = call.list({s("a"), s("bb"), s("3.7")});
  Value numbers = call.list({i(5), f(1.5), u(9), i(0), f(-2)});
  Value empty = call.list({});

  std::string result(std::string_view name, const std::vector<Value>& arguments) {
    return shown(call(name, arguments));
  }
};

TEST_F(Arrays, Concat) {
  EXPECT_EQ(result("arrays.concat", {names, call.list({s("z")})}), "[\"a\", \"bb\", \"3.7\", \"z\"]");
  EXPECT_EQ(result("arrays.concat", {empty, unset()}), "[]");
}

TEST_F(Arrays, Contains) {
  EXPECT_EQ(result("arrays.contains", {names, s("bb")}), "true");
  EXPECT_EQ(result("arrays.contains", {names, s("BB")}), "false");
  EXPECT_EQ(result("arrays.contains", {numbers, f(5)}), "true");
  EXPECT_EQ(result("arrays.contains", {numbers, i(9)}), "true");
  EXPECT_EQ(result("arrays.contains", {numbers, s("5")}), "false");
  EXPECT_EQ(result("arrays.contains", {empty, s("")}), "false");
  EXPECT_EQ(result("arrays.contains", {unset(), s("a")}), "false");
}

TEST_F(Arrays, Index) {
  EXPECT_EQ(result("arrays.index_to_str", {names, i(0)}), "\"a\"");
  EXPECT_EQ(result("arrays.index_to_str", {names, i(2)}), "\"3.7\"");
  EXPECT_EQ(result("arrays.index_to_str", {names, i(-1)}), "\"3.7\"");
  EXPECT_EQ(result("arrays.index_to_str", {names, i(-3)}), "\"a\"");
  EXPECT_EQ(result("arrays.index_to_str", {numbers, i(1)}), "\"1.5\"");
  EXPECT_EQ(result("arrays.index_to_str", {call.list({f(2.0)}), i(0)}), "\"2\"");
  EXPECT_EQ(result("arrays.index_to_int", {names, i(2)}), "int 3");
  EXPECT_EQ(result("arrays.index_to_int", {names, i(0)}), "int 0");
  EXPECT_EQ(result("arrays.index_to_int", {numbers, i(1)}), "int 1");
  EXPECT_EQ(result("arrays.index_to_int", {numbers, i(4)}), "int -2");
  EXPECT_EQ(result("arrays.index_to_int", {numbers, i(2)}), "int 9");
  EXPECT_EQ(result("arrays.index_to_int", {call.list({f(1e30)}), i(0)}), "int 0");
  EXPECT_EQ(result("arrays.index_to_float", {names, i(2)}), "float 3.7");
  EXPECT_EQ(result("arrays.index_to_float", {names, i(1)}), "float 0");
  EXPECT_EQ(result("arrays.index_to_float", {numbers, i(0)}), "float 5");
}

TEST_F(Arrays, IndexOutside) {
  for (const std::int64_t index : {std::int64_t{3}, std::int64_t{-4}, INT64_MAX, INT64_MIN}) {
    EXPECT_EQ(result("arrays.index_to_str", {names, i(index)}), "\"\"") << index;
    EXPECT_EQ(result("arrays.index_to_int", {names, i(index)}), "int 0") << index;
    EXPECT_EQ(result("arrays.index_to_float", {names, i(index)}), "float 0") << index;
  }
  EXPECT_EQ(result("arrays.index_to_str", {empty, i(0)}), "\"\"");
  EXPECT_EQ(result("arrays.index_to_str", {unset(), unset()}), "\"\"");
}

TEST_F(Arrays, JoinString) {
  EXPECT_EQ(result("arrays.join_string", {names}), "\"abb3.7\"");
  EXPECT_EQ(result("arrays.join_string", {names, s("; ")}), "\"a; bb; 3.7\"");
  EXPECT_EQ(result("arrays.join_string", {call.list({s("a"), unset(), s(""), s("b")}), s("-")}), "\"a--b\"");
  EXPECT_EQ(result("arrays.join_string", {call.list({unset(), s("b")}), s("-")}), "\"b\"");
  EXPECT_EQ(result("arrays.join_string", {empty, s("-")}), "\"\"");
  EXPECT_EQ(result("arrays.join_string", {unset()}), "\"\"");
}

TEST_F(Arrays, JoinStringIsCut) {
  const std::string text(1 << 20, 'a');
  const Value list = call.list(std::vector<Value>(1000, s(text)));
  EXPECT_EQ(call("arrays.join_string", {list, s(text)}).as_text().size(), 16u << 20);
  EXPECT_EQ(call.notes("text longer than 16 MiB was cut"), 1);
}

TEST_F(Arrays, ConcatIsCut) {
  const Value list = call.list(std::vector<Value>(60'000, i(1)));
  EXPECT_EQ(call("arrays.concat", {list, list}).as_list().size(), 100'000);
  EXPECT_EQ(call.notes("list longer than 100,000 elements was cut"), 1);
}

TEST_F(Arrays, SizeAndLength) {
  EXPECT_EQ(result("arrays.length", {names}), "int 3");
  EXPECT_EQ(result("arrays.length", {empty}), "int 0");
  EXPECT_EQ(result("arrays.length", {unset()}), "int 0");
  EXPECT_EQ(result("arrays.length", {s("one")}), "int 1");
  EXPECT_EQ(result("arrays.size", {numbers}), "int 5");
  EXPECT_EQ(result("arrays.size", {empty}), "int 0");
}

TEST_F(Arrays, MinAndMax) {
  EXPECT_EQ(result("arrays.max", {numbers}), "float 9");
  EXPECT_EQ(result("arrays.min", {numbers}), "float -2");
  EXPECT_EQ(result("arrays.min", {call.list({i(0), i(3)})}), "float 0");
  EXPECT_EQ(result("arrays.min", {call.list({i(0), i(3)}), yes()}), "float 3");
  EXPECT_EQ(result("arrays.min", {call.list({i(0), i(3)}), no()}), "float 0");
  EXPECT_EQ(result("arrays.min", {call.list({i(0)}), yes()}), "float 0");
  EXPECT_EQ(result("arrays.max", {call.list({i(-3)})}), "float -3");
  EXPECT_EQ(result("arrays.max", {empty}), "float 0");
  EXPECT_EQ(result("arrays.min", {unset()}), "float 0");
}

}  // namespace
}  // namespace yaral::functions
