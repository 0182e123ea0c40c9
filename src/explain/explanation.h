#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What is said about a rule, as values: what it means, how it is run, and what became of given events.
namespace yaral::explain {

// A predicate, or a part of one: `or` and `and` hold their parts.
struct Filter {
  std::string text;
  std::string joined_by;  // "or", "and"; empty of a predicate without parts
  std::vector<Filter> parts;
};

struct VariableMeaning {
  std::string name;      // `$e`, `%table`
  std::string source;    // "events", "entities", "detections", "data table"
  std::string presence;  // what the condition wants of it, in words
  std::vector<Filter> filters;
  std::vector<std::string> values;    // `$host = $e.principal.hostname`
  std::vector<std::string> unnested;  // repeated fields whose elements multiply the rows of an event
  // How it is run:
  std::string gate;  // "metadata.event_type is PROCESS_LAUNCH"; empty: every record is tried
  std::size_t by_event = 0;
  std::size_t by_row = 0;
  std::size_t shared = 0;  // of these tests, those that are computed once an event for all rules, at least in part
};

struct JoinMeaning {
  std::string text;
  std::vector<std::string> variables;
  // "$a and $b": what it connects by equalities (3.8); of an `or` one for each alternative that connects others. Empty where
  // it only filters combinations.
  std::vector<std::string> connected;
};

struct KeyMeaning {
  std::string name;
  std::vector<std::string> given_by;  // `$e.principal.hostname`
  bool drops_empty = false;
};

struct Meaning {
  std::string rule;
  std::string file;
  bool multi_event = false;
  std::vector<std::string> setup;  // what it does to entities, in words
  std::vector<VariableMeaning> variables;
  std::vector<JoinMeaning> joins;
  std::vector<KeyMeaning> keys;
  std::string window;  // in words; empty without `match`
  std::vector<std::pair<std::string, std::string>> outcomes;
  std::string condition;
  bool only_presence = false;        // the condition wants no more than events of every variable that it names
  std::vector<std::string> demands;  // of the condition, in words
  std::vector<std::string> options;
  std::vector<std::string> exports;  // what each detection writes, in words
  std::vector<std::string> plan;     // how variables are joined
};

// How many rows a predicate holds for, and how many it does not.
struct RowTally {
  std::uint64_t held = 0;
  std::uint64_t failed = 0;
};

// What became of records at one predicate, or part of one.
struct FilterCount {
  std::string text;
  std::string joined_by;
  std::uint64_t left = 0;   // records that satisfy it and all before it
  std::uint64_t alone = 0;  // records that satisfy it
  RowTally all;             // rows of all records
  RowTally gated;           // rows of the records that pass the gate
  std::vector<std::string> notes;
  std::vector<FilterCount> parts;
};

struct VariableCount {
  std::string name;
  std::string source;
  bool required = false;
  bool bounded = false;
  bool detailed = true;  // false: the records themselves were not seen, only what is left of them
  std::uint64_t records = 0;
  std::string gate;
  std::uint64_t gated = 0;   // records that pass the gate; all without one
  std::string other_values;  // of the gate's field, of records that do not pass
  std::vector<FilterCount> filters;
  std::vector<std::pair<std::string, std::uint64_t>> empty_keys;  // records lost as this key is empty
  std::uint64_t passed = 0;
  std::uint64_t rows = 0;
  std::vector<std::string> unnested;
};

// What one predicate over several variables does to their rows.
struct JoinCount {
  struct Side {
    std::string variable;
    std::uint64_t rows = 0;
    std::uint64_t partners = 0;  // rows with a partner by this predicate alone
  };
  std::string text;
  std::vector<Side> sides;  // empty when it was not counted
};

// The rows of a variable that stand in combinations.
struct CombinedRows {
  std::string variable;
  std::uint64_t rows = 0;
  std::uint64_t at_any_time = 0;
  std::uint64_t in_window = 0;
};

struct AtomResult {
  std::string text;
  std::string actual;
  bool holds = false;
};

struct Group {
  std::vector<std::pair<std::string, std::string>> keys;
  std::string start;  // of the window; of the event without one
  std::string end;
  bool has_window = false;
  std::vector<std::pair<std::string, std::uint64_t>> counts;  // `#e`, `#placeholder`
  std::vector<std::pair<std::string, std::string>> outcomes;
  std::vector<AtomResult> atoms;  // of the condition: those that fail, or for a group that fires, those that hold
};

// Keys under which some variable that must be there has no event.
struct LackingKeys {
  std::string variable;
  std::uint64_t keys = 0;
  std::string example;  // one of them, with what is there
};

struct WiderWindow {
  std::string window;        // "over 10m"
  std::uint64_t groups = 0;  // that would fire
  std::vector<Group> examples;
};

struct Outcome {
  std::string verdict;  // in one sentence
  std::uint64_t detections = 0;
  std::uint64_t suppressed = 0;
  std::vector<VariableCount> variables;
  std::vector<JoinCount> joins;
  std::vector<CombinedRows> combined;
  std::uint64_t keys = 0;  // different values of the match keys among rows
  bool keys_cut = false;   // there were more than could be remembered
  std::vector<LackingKeys> lacking;
  std::uint64_t judged = 0;  // windows, or events without `match`
  std::vector<Group> fired;
  std::vector<Group> closest;
  std::vector<WiderWindow> wider;
  std::vector<std::string> notes;  // mishaps and limits, with their numbers
};

struct Explanation {
  Meaning meaning;
  std::optional<Outcome> outcome;  // when there were inputs
};

}  // namespace yaral::explain
