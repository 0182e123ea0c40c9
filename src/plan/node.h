#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/type.h"
#include "base/value.h"
#include "functions/implementation.h"
#include "functions/signatures/regex.h"
#include "plan/list_matcher.h"
#include "semantics/bound.h"

namespace yaral::plan {

using semantics::Op;

inline constexpr std::uint32_t kNone = 0xffffffff;

// An expression ready to run: a bound expression with its constants compiled.
struct Node {
  Op op = Op::kConstant;
  Type type;
  Value constant;
  std::uint32_t index = 0;  // as in semantics::Expr
  semantics::CompareOp compare = semantics::CompareOp::kEq;
  semantics::ArithmeticOp arithmetic = semantics::ArithmeticOp::kAdd;
  bool nocase = false;
  // The id of the shared predicate that this is, or kNone. Its value is the same for all rules and, without a `row_text`,
  // all rows of one event.
  std::uint32_t shared = kNone;
  // Of a shared predicate over a text that each row has its own of: that field of the rule.
  std::uint32_t row_text = kNone;
  std::shared_ptr<const functions::LazyRegex> regex;          // kRegex
  std::shared_ptr<const ListMatcher> list;                    // kInList
  const functions::Implementation* implementation = nullptr;  // kCall
  std::shared_ptr<const functions::Prepared> prepared;        // kCall, may be null
  std::string aggregate;                                      // kAggregate: the function's name
  // kAggregate: those whose events it reads, a bit each. An argument of kPlaceholder: the one that it is read from.
  std::uint32_t variables = 0;
  std::vector<Node> args;
};

}  // namespace yaral::plan
