#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/arena.h"
#include "base/value.h"
#include "functions/implementation.h"

namespace yaral::functions {

// Short spellings of values for tables of calls.
inline Value s(std::string_view text) { return Value::string(text); }
inline Value b(std::string_view octets) { return Value::bytes(octets); }
inline Value i(std::int64_t number) { return Value::integer(number); }
inline Value u(std::uint64_t number) { return Value::unsigned_integer(number); }
inline Value f(double number) { return Value::floating(number); }
inline Value yes() { return Value::boolean(true); }
inline Value no() { return Value::boolean(false); }
inline Value unset() { return {}; }

// Kind and content, so that 1 and 1.0 and "1" differ in failures and comparisons.
inline std::string shown(const Value& v) {
  switch (v.kind()) {
    case ValueKind::kNull: return "unset";
    case ValueKind::kString: return '"' + std::string(v.as_text()) + '"';
    case ValueKind::kBytes: return "bytes \"" + std::string(v.as_text()) + '"';
    case ValueKind::kInt: return "int " + to_text(v);
    case ValueKind::kUint: return "uint " + to_text(v);
    case ValueKind::kFloat: return "float " + to_text(v);
    case ValueKind::kList: {
      std::string text = "[";
      for (const Value& item : v.as_list()) text += (text.size() > 1 ? ", " : "") + shown(item);
      return text + "]";
    }
    default: return to_text(v);
  }
}

// Calls functions as the engine does: constants are prepared once, then the function runs.
class Caller {
 public:
  explicit Caller(std::int64_t now_seconds = 0)
      : context_{.arena = arena_, .notes = notes_, .now_seconds = now_seconds} {}

  Value operator()(std::string_view name, const std::vector<Value>& arguments) { return run(name, arguments, nullptr); }

  // With all arguments constant.
  Value constant(std::string_view name, const std::vector<Value>& arguments, bool nocase = false) {
    const Implementation* implementation = find_implementation(name);
    std::unique_ptr<const Prepared> prepared;
    if (implementation && implementation->prepare) prepared = implementation->prepare(arguments, nocase);
    return run(name, arguments, prepared.get());
  }

  // The result of an aggregate over rows of arguments.
  Value aggregate(std::string_view name, const std::vector<std::vector<Value>>& rows) {
    const auto aggregator = make_aggregator(name);
    if (!aggregator) {
      ADD_FAILURE() << "no aggregate " << name;
      return {};
    }
    for (const auto& row : rows) aggregator->add(context_, row);
    return aggregator->result(context_);
  }

  Value list(const std::vector<Value>& items) {
    Value* copy = arena_.allocate<Value>(items.size());
    for (std::size_t at = 0; at < items.size(); ++at) copy[at] = items[at];
    return Value::list({copy, items.size()});
  }

  CallContext& context() { return context_; }
  // How often a note was made.
  std::uint64_t notes(std::string_view text) const {
    const auto at = notes_.counts().find(std::string(text));
    return at == notes_.counts().end() ? 0 : at->second;
  }
  bool quiet() const { return notes_.counts().empty(); }

 private:
  Value run(std::string_view name, const std::vector<Value>& arguments, const Prepared* prepared) {
    const Implementation* implementation = find_implementation(name);
    if (!implementation) {
      ADD_FAILURE() << "no function " << name;
      return {};
    }
    return implementation->call(context_, arguments, prepared);
  }

  Arena arena_;
  RunNotes notes_;
  CallContext context_;
};

struct Case {
  std::string_view function;
  std::vector<Value> arguments;
  Value expected;
};

// Each call must give the same with constant arguments and with others.
inline void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    Caller call;
    std::string text = std::string(c.function) + "(";
    for (const Value& argument : c.arguments) text += shown(argument) + " ";
    EXPECT_EQ(shown(call(c.function, c.arguments)), shown(c.expected)) << text;
    EXPECT_EQ(shown(call.constant(c.function, c.arguments)), shown(c.expected)) << text << "constant";
  }
}

}  // namespace yaral::functions
