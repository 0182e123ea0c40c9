#pragma once

#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "convert/filter_text.h"
#include "convert/search.h"
#include "convert/target.h"
#include "convert/window_joins.h"

// Searches in blocks of time: what languages have in common whose windows are blocks and which count event variables side by
// side (CQL, Sumo Logic).
namespace yaral::convert {

// Names of columns that such searches make for themselves.
inline constexpr std::string_view kBlockVariable = "event_variable";

// An aggregate of YARA-L as a language writes it: {0} the column, {1} the name of the result.
struct BlockAggregate {
  std::string_view function;
  std::string_view text;
  bool of_rows = false;  // other where several event variables make combinations
  std::string_view differs = {};
};

// A language. Steps stand on lines of their own behind `| `.
struct BlockLanguage {
  const FilterDialect& dialect;
  std::span<const BlockAggregate> aggregates;
  std::string_view assign;         // a step: {0} name, {1} value
  std::string_view where;          // a step: {0} a test
  std::string_view where_columns;  // a step: {0} {1} {2}, two columns around a symbol
  std::string_view choice = {};    // a step, where `if` is no value: {0} name, {1} a test, {2} and {3} values
  // Whether tests are of fields and columns alone, and order is of numbers: other values become columns before.
  bool tests_columns = false;
  std::string_view block;      // a step that makes `window_start`: {0} the size in milliseconds, {1} in seconds
  std::string_view count_of;   // {0} the name, {1} a variable: of its rows
  std::string_view mark = {};  // a step before `count_of`, where it needs one: {0} a variable
  std::string_view group;      // a step: {0} aggregates, {1} columns to group by
  std::string_view show;       // a step: {0} columns
};

// A value that rows of one branch get.
struct BlockColumn {
  std::string name;
  Operand value;
};

// The columns that rows of one branch of an event variable have.
std::vector<BlockColumn> block_columns(const Search& search, const SearchEvents& events, std::size_t branch,
                                       const std::set<std::string>& read, std::span<const WindowJoin> joins);

// A step that gives a column its value.
std::string block_assignment(const BlockLanguage& language, FilterText& text, const std::string& name,
                             const Operand& value);

// The filter as steps that keep what fulfils it, each behind `| `. `made` counts the columns that tests needed.
std::string block_filter(const BlockLanguage& language, FilterText& text, const Filter& filter, Fidelity& fidelity,
                         std::size_t& made);

// What the rows of a search are written from.
struct BlockRows {
  const Search& search;
  FilterText& text;
  Fidelity& fidelity;
  const std::set<std::string>& read;  // names that are
  std::span<const WindowJoin> joins;
};

// A rule in the language: what it cannot say is left out, or the rule refused. `rows` writes the steps before groups.
std::string write_blocks(const BoundRule& rule, const WriterInput& input, const BlockLanguage& language,
                         const std::function<bool(std::string_view)>& can_name,
                         const std::function<std::string(const BlockRows&)>& rows, Fidelity& fidelity);

}  // namespace yaral::convert
