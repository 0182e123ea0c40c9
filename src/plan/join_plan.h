#pragma once

#include <cstdint>
#include <vector>

#include "plan/node.h"
#include "semantics/bound.h"

namespace yaral::plan {

// A comparison of one column of a kept row with one column of another variable's: what a join looks rows up by.
struct JoinTest {
  struct Side {
    std::uint32_t variable;
    std::uint32_t column;
    bool time = false;  // the column is the event's own time in seconds, which rows are ordered by
  };
  semantics::CompareOp compare;
  Side left;
  Side right;
};

// A predicate over several variables that is no JoinTest.
struct Residual {
  Node node;
  std::uint32_t variables;  // a bit each
};

// The events of `event` must lie in the interval of `entity`, as they share a predicate (3.13).
struct IntervalTest {
  std::uint32_t entity;
  std::uint32_t event;
};

// A JoinTest seen from the variable that joins: its own column on the left.
struct StepTest {
  semantics::CompareOp compare;
  std::uint32_t column;
  bool time;
  std::uint32_t other;
  std::uint32_t other_column;
};

// How one more variable joins a combination of those before it. Tests against variables that are absent do not count.
struct JoinStep {
  std::uint32_t variable;
  std::vector<StepTest> equal;  // looked up in an index:
  std::uint32_t index = kNone;  // of JoinPlan::indexes, over the columns of `equal`
  std::vector<StepTest> tests;
  std::vector<std::uint32_t> residuals;  // of JoinPlan::residuals
  std::vector<std::uint32_t> intervals;  // of JoinPlan::intervals
};

// The order in which combinations that hold a row of `inner[0]` are made: the variables that they must have, then those
// that they have where one fits.
struct JoinOrder {
  std::vector<JoinStep> inner;
  std::vector<JoinStep> outer;
};

// The columns of a variable that rows are looked up by.
struct JoinIndex {
  std::uint32_t variable;
  std::vector<std::uint32_t> columns;

  bool operator==(const JoinIndex&) const = default;
};

// Two variables that share a predicate of their own: how rows of the second are found for a row of the first.
struct JoinPair {
  std::uint32_t from;
  JoinStep to;
  bool only_keys = false;  // nothing but the match keys joins them, which are equal in every group anyway
};

struct JoinPlan {
  std::vector<JoinTest> tests;
  std::vector<Residual> residuals;
  std::vector<IntervalTest> intervals;
  std::vector<JoinIndex> indexes;
  std::vector<JoinOrder> orders;  // by the variable that they begin with
  std::vector<JoinPair> pairs;    // both ways round
  // Whether condition and outcomes need the combinations themselves (`count`, aggregates over several variables), and
  // not only which rows take part in any.
  bool combinations = false;
};

}  // namespace yaral::plan
