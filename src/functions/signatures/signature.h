#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/type.h"

namespace yaral::functions {

// Where a function may be called; a set.
enum Place : std::uint8_t {
  kEvents = 1,
  kOutcome = 2,
  kCondition = 4,
  kEverywhere = 7,
};

enum class FunctionKind : std::uint8_t {
  kScalar,     // values in, one value out
  kAggregate,  // over the rows of a group (language reference 5.3, 8.13): count, sum, array_distinct, window.avg …
  kIf,         // `if`: its own typing rules (5.4)
  kMetric,     // metrics.*: named arguments (8.7)
};

enum class Availability : std::uint8_t {
  kRules,
  kSearch,
  kBoth,
  kUnlisted,  // runs here, but is only seen in use: the published function reference lacks it, so SecOps may refuse it
};

// What an argument must be beyond its type.
enum class ParamRule : std::uint8_t {
  kValue,
  kRegexConstant,  // a pattern that RE2 compiles; checked when constant
  kCaptureRegex,   // the same with at most one capturing group
  kCidrConstant,   // a CIDR block; checked when constant
  kTimeZone,       // an IANA name or an offset; checked when constant
  kWholeField,     // a repeated field taken as a list, without unnesting (arrays.length)
};

// kAny and kNumber with `list` set are a list of any scalars, a list of numbers.
struct Param {
  std::string_view name;
  Type type;
  ParamRule rule = ParamRule::kValue;
};

// One way to call a function. `optional` trailing parameters may be left out; `variadic` repeats the last one.
struct Overload {
  std::span<const Param> params;
  std::uint8_t optional = 0;
  bool variadic = false;
  Type result;  // kAny: the type of the first argument (math.abs, max); a list of kAny: a list of that type (array)
};

// One row of the function table: what the compiler, the docs and completion know. Implementations are elsewhere
// (functions/implementation.h), so that checking a rule does not link them.
struct FunctionInfo {
  std::string_view name;  // "re.capture"
  FunctionKind kind;
  std::span<const Overload> overloads;
  std::uint8_t places;  // of Place
  Availability availability;
  std::string_view summary;    // one line
  std::string_view behaviour;  // edge cases: what malformed, empty or missing input gives
  std::string_view example;    // a YARA-L line
};

// Sorted by name.
std::span<const FunctionInfo> all_functions();
// nullptr when there is no function of that name (names are case-sensitive).
const FunctionInfo* find_function(std::string_view name);

}  // namespace yaral::functions
