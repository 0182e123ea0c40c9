#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "convert/schema.h"
#include "semantics/bound.h"

// What a rule asks of one event, in the fields of a schema and in words that every query language has. Zero values are
// written out: a field that an event lacks makes each test false, `not` of it true, and nothing else.
namespace yaral::convert {

struct Filter;

// A value: of an event, or of a group of events.
struct Operand {
  enum class Kind : std::uint8_t {
    kField,       // of the schema
    kColumn,      // one that the query has computed: `name`
    kConstant,    // `text`, of `type`
    kCall,        // `name` of `args`: a function of YARA-L, or kSecondsOf, kNanosOf
    kArithmetic,  // args[0] `arithmetic` args[1]
    kIf,          // `test` ? args[0] : args[1]
  };
  Kind kind = Kind::kConstant;
  Type type;
  const SchemaField* field = nullptr;
  std::string name;
  std::string text;  // of a constant, as it is read in UDM: no quotes, enums by name, times as RFC 3339
  semantics::ArithmeticOp arithmetic = semantics::ArithmeticOp::kAdd;
  std::vector<Operand> args;
  std::shared_ptr<const Filter> test;

  bool operator==(const Operand&) const;
};

// Names of the calls that take the seconds and the nanoseconds of a time.
inline constexpr std::string_view kSecondsOf = ".seconds";
inline constexpr std::string_view kNanosOf = ".nanos";

// A condition on one event or group. Tests are of `operands[0]`; where that is a field, it is set.
struct Filter {
  enum class Op : std::uint8_t {
    kTrue,
    kFalse,
    kAnd,
    kOr,   // `args`: two or more
    kNot,  // args[0]
    // Tests:
    kExists,
    kHolds,    // operands[0] is a bool
    kCompare,  // operands[0] `compare` operands[1]; of two texts kEq and kNe alone may be `nocase`
    // Any of `values`, which are never empty, on a text (kOneOf also on numbers and bools):
    kOneOf,
    kContains,
    kStartsWith,
    kEndsWith,
    // Values are patterns of RE2, found anywhere. args[0], if there, says the same by texts.
    kRegex,
    kCidr,
  };
  Op op = Op::kTrue;
  std::vector<Filter> args;
  std::vector<Operand> operands;
  std::vector<std::string> values;
  semantics::CompareOp compare = semantics::CompareOp::kEq;
  bool nocase = false;
  std::string rule_text;  // of the predicate, for messages

  bool is(Op wanted) const { return op == wanted; }
  bool operator==(const Filter&) const = default;
};

// These simplify: what is always true or false disappears, nested ands and ors become one, tests of the same field for one
// of several texts become one.
Filter all_of(std::vector<Filter> args);
Filter any_of(std::vector<Filter> args);
Filter negated(Filter filter);
inline Filter always(bool holds) { return {.op = holds ? Filter::Op::kTrue : Filter::Op::kFalse}; }

// Calls `visit` for each operand that a filter reads, and those within them.
void each_operand(const Filter& filter, const std::function<void(const Operand&)>& visit);
void each_operand(const Operand& operand, const std::function<void(const Operand&)>& visit);

}  // namespace yaral::convert
