#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "call.h"
#include "functions/signatures/signature.h"

namespace yaral::functions {
namespace {

// Random values of the declared types, hostile ones among them. What is checked is that results are of the declared
// type; sanitizers see the rest.
class Generator {
 public:
  explicit Generator(Caller& call) : call_(call), random_(20111) {}

  Value value(const Param& param) {
    if (below(8) == 0) return unset();
    if (param.type.list) return list(param.type.base);
    if (param.rule == ParamRule::kRegexConstant || param.rule == ParamRule::kCaptureRegex) return pick(kPatterns);
    if (param.rule == ParamRule::kCidrConstant) return pick(kBlocks);
    if (param.rule == ParamRule::kTimeZone) return pick(kZones);
    return scalar(param.type.base);
  }

  std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_); }

 private:
  static constexpr std::array<std::string_view, 8> kPatterns = {"", "a", "(a)", "[^a]*", "(", "\\d+|x", "(a)(b)", "^$"};
  static constexpr std::array<std::string_view, 6> kBlocks = {"10.0.0.0/8", "::/0",       "::ffff:0:0/96",
                                                              "x",          "1.2.3.4/33", ""};
  static constexpr std::array<std::string_view, 6> kZones = {"Europe/Berlin", "+2", "-14", "PST", "+99", "GMT"};
  static constexpr std::array<std::string_view, 14> kTexts = {
      "",      "a",        "%",    "\\1",  "\\0\\0",   "\xff\xfe",           "10.1.2.3", "http://a.b.co.in/x?y#z",
      "MONTH", "%c %j %Z", "%4%%", "TVo=", "4d5a\n\r", "2024-02-22 10:43:00"};
  static constexpr std::array<std::int64_t, 9> kInts = {
      0, 1, -1, 2, 1708598580, -62135596800, 253402300799, INT64_MAX, INT64_MIN};
  static constexpr std::array<double, 9> kFloats = {0.0,
                                                    -0.0,
                                                    1.5,
                                                    1e308,
                                                    -1e19,
                                                    5e-324,
                                                    std::numeric_limits<double>::infinity(),
                                                    -std::numeric_limits<double>::infinity(),
                                                    std::numeric_limits<double>::quiet_NaN()};

  template <std::size_t kSize>
  Value pick(const std::array<std::string_view, kSize>& texts) {
    return s(texts[below(kSize)]);
  }

  std::string_view text() {
    if (below(3) != 0) return kTexts[below(kTexts.size())];
    std::string noise(below(60), '\0');
    for (char& c : noise) c = static_cast<char>(below(256));
    return call_.context().arena.copy(noise);
  }

  Value scalar(BaseType base) {
    switch (base) {
      case BaseType::kString: return s(text());
      case BaseType::kBytes: return b(text());
      case BaseType::kInt: return i(below(2) == 0 ? kInts[below(kInts.size())] : static_cast<std::int64_t>(random_()));
      case BaseType::kUint: return u(random_());
      case BaseType::kFloat: return f(kFloats[below(kFloats.size())]);
      case BaseType::kBool: return below(2) == 0 ? yes() : no();
      case BaseType::kTimestamp:
        return Value::timestamp({.seconds = static_cast<std::int64_t>(below(1u << 31)), .nanos = 7});
      case BaseType::kNumber: return scalar(std::array{BaseType::kInt, BaseType::kUint, BaseType::kFloat}[below(3)]);
      default:
        return scalar(std::array{BaseType::kString, BaseType::kNumber, BaseType::kBool, BaseType::kBytes}[below(4)]);
    }
  }

  Value list(BaseType base) {
    std::vector<Value> items;
    for (std::size_t n = below(5); n > 0; --n) items.push_back(below(6) == 0 ? unset() : scalar(base));
    return call_.list(items);
  }

  Caller& call_;
  std::mt19937_64 random_;
};

std::vector<Value> arguments_for(const Overload& overload, Generator& generate) {
  const std::size_t required = overload.params.size() - overload.optional;
  std::size_t count = required + generate.below(overload.optional + 1u);
  if (overload.variadic) count += generate.below(3);
  std::vector<Value> arguments;
  for (std::size_t n = 0; n < count; ++n)
    arguments.push_back(generate.value(overload.params[std::min(n, overload.params.size() - 1)]));
  return arguments;
}

bool is_of(const Value& v, Type type) {
  if (type.list) return v.kind() == ValueKind::kList;
  switch (type.base) {
    case BaseType::kString: return v.kind() == ValueKind::kString || v.is_null();
    case BaseType::kBytes: return v.kind() == ValueKind::kBytes;
    case BaseType::kInt: return v.kind() == ValueKind::kInt;
    case BaseType::kUint: return v.kind() == ValueKind::kUint;
    case BaseType::kFloat: return v.kind() == ValueKind::kFloat;
    case BaseType::kBool: return v.kind() == ValueKind::kBool;
    case BaseType::kTimestamp: return v.kind() == ValueKind::kTimestamp || v.is_null();
    case BaseType::kNumber:
      return v.kind() == ValueKind::kInt || v.kind() == ValueKind::kUint || v.kind() == ValueKind::kFloat;
    default: return v.kind() != ValueKind::kList;
  }
}

constexpr int kRounds = 500;

TEST(Smoke, ScalarsTakeAnyValuesOfTheirTypes) {
  for (const FunctionInfo& function : all_functions()) {
    if (!find_implementation(function.name)) continue;
    for (const Overload& overload : function.overloads) {
      Caller call(1708598580);
      Generator generate(call);
      for (int round = 0; round < kRounds; ++round) {
        const auto arguments = arguments_for(overload, generate);
        const Value result =
            round % 2 == 0 ? call(function.name, arguments) : call.constant(function.name, arguments, round % 4 == 1);
        ASSERT_TRUE(is_of(result, overload.result)) << function.name << " gave " << shown(result);
      }
    }
  }
}

TEST(Smoke, AggregatesTakeAnyValuesOfTheirTypes) {
  for (const FunctionInfo& function : all_functions()) {
    if (!make_aggregator(function.name)) continue;
    Caller call;
    Generator generate(call);
    for (int round = 0; round < kRounds; ++round) {
      std::vector<std::vector<Value>> rows;
      for (std::size_t n = generate.below(8); n > 0; --n)
        rows.push_back(arguments_for(function.overloads.front(), generate));
      const Value result = call.aggregate(function.name, rows);
      ASSERT_TRUE(is_of(result, function.overloads.front().result)) << function.name << " gave " << shown(result);
    }
  }
}

TEST(Smoke, ArithmeticTakesAllNumbers) {
  Caller call;
  Generator generate(call);
  const Param number{.name = "", .type = {.base = BaseType::kNumber}};
  for (int round = 0; round < 20 * kRounds; ++round) {
    const auto op = static_cast<Arithmetic>(generate.below(5));
    const Value result = arithmetic(op, generate.value(number), generate.value(number), call.context().notes);
    ASSERT_TRUE(is_of(result, number.type));
    ASSERT_TRUE(op != Arithmetic::kDiv || result.kind() == ValueKind::kFloat);
  }
}

}  // namespace
}  // namespace yaral::functions
