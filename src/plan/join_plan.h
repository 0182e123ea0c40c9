#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "plan/node.h"
#include "semantics/bound.h"

namespace yaral::plan {

// A comparison of one column of a kept row with one column of another variable's: what a join looks rows up by.
struct JoinTest {
  struct Side {
    std::uint32_t variable;
    std::uint32_t column;
    // Where the column is the event's own time in seconds, which rows are ordered by, and this added.
    std::optional<std::int64_t> time_plus = std::nullopt;
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

// What holds where one alternative of an `or` does.
struct JoinAlternative {
  std::vector<JoinTest> tests;
  std::vector<std::uint32_t> residuals;  // of JoinPlan::parts
};

// A Residual that is an `or` over several variables with equalities of two in it.
struct JoinChoice {
  std::uint32_t variables;  // that it reads, a bit each
  std::vector<JoinAlternative> alternatives;
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
  std::optional<std::int64_t> time_plus;  // as in JoinTest::Side
  std::uint32_t other;
  std::uint32_t other_column;
};

// A way to find rows: those with equal values.
struct JoinLookup {
  std::vector<StepTest> equal;
  std::uint32_t index = kNone;  // of JoinPlan::indexes, over the columns of `equal`
};

// How one more variable joins a combination of those before it. Tests against variables that are absent do not count.
struct JoinStep {
  std::uint32_t variable;
  JoinLookup lookup;  // by the equalities that all rows must satisfy
  // By the alternatives of an `or` as well: rows that fit are found by one of them, while the variables of `either_needs`
  // are there (without them the `or` does not count). Empty where there is none.
  std::vector<JoinLookup> either;
  std::uint32_t either_needs = 0;  // a bit each
  std::vector<StepTest> tests;
  std::vector<std::uint32_t> residuals;  // of JoinPlan::residuals
  std::vector<std::uint32_t> parts;      // of JoinPlan::parts: of the alternatives that the case takes
  std::vector<std::uint32_t> intervals;  // of JoinPlan::intervals
};

// Two variables that share a predicate of their own: how rows of the second are found for a row of the first.
struct JoinPair {
  std::uint32_t from;
  JoinStep to;
  bool only_keys = false;  // nothing but the match keys joins them, which are equal in every group anyway
};

// The order in which combinations that hold a row of `inner[0]` are made: the variables that they must have, then those
// that they have where one fits.
struct JoinOrder {
  std::vector<JoinStep> inner;
  std::vector<JoinStep> outer;
  // Of each step after the first, those of `outer` after those of `inner`: pairs from required variables before it. A row
  // that the order finds has a partner by one of them; without any it may be every row. Only where all of `inner` are
  // required.
  std::vector<std::vector<JoinPair>> sources;
};

// The columns of a variable that rows are looked up by.
struct JoinIndex {
  std::uint32_t variable;
  std::vector<std::uint32_t> columns;

  bool operator==(const JoinIndex&) const = default;
};

// Combinations in which certain alternatives hold.
struct JoinCase {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> picks;  // of JoinPlan::choices, and of its alternatives
  // By the variable that they begin with; one each, but several of a variable that need not be there, where an `or` joins
  // it: every combination is found by one of them.
  std::vector<std::vector<JoinOrder>> orders;
  std::vector<JoinPair> pairs;  // both ways round
};

struct JoinPlan {
  std::vector<JoinTest> tests;
  std::vector<Residual> residuals;
  std::vector<JoinChoice> choices;
  std::vector<Residual> parts;  // of the alternatives of `choices`; may read one variable alone
  std::vector<IntervalTest> intervals;
  std::vector<JoinIndex> indexes;
  std::vector<JoinCase> cases;  // together all combinations; one may belong to several
  // Whether condition and outcomes need the combinations themselves (`count`, aggregates over several variables), and
  // not only which rows take part in any.
  bool combinations = false;
};

}  // namespace yaral::plan
