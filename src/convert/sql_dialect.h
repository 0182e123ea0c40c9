#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "convert/json_place.h"
#include "convert/template.h"

namespace yaral::convert {

// A function or aggregate of YARA-L in a dialect: a template with {0} and so on for its arguments, of which it takes so
// many. `shift` says what differs; empty when nothing does.
struct SqlFunction {
  std::string_view name;
  std::uint8_t arguments;
  std::string_view text;
  std::string_view shift = {};
};

// What two kinds of SQL write differently. All texts with {0} are templates (template.h).
struct SqlDialect {
  std::string_view title;
  std::string_view prologue;               // comment lines that tell how the table `events` is made
  std::string_view epilogue;               // after the statement
  std::array<std::string_view, 9> leaves;  // by JsonLeaf::Kind: {0} JSON, {1} path, {2} literal of the zero name
  std::string_view elements;               // the list at a path: {0} JSON, {1} path
  std::string_view has;                    // whether something is at the path: {0} JSON, {1} path
  std::string_view label;                  // {0} list, {1} literal of the key
  std::string_view unnest;                 // a row for each element of a list, one row for an empty list: {0}
  std::string_view transform;              // {0} list, {1} name of the element, {2} expression
  std::string_view filter;                 // the same
  std::string_view flatten;                // {0} list of lists
  std::string_view length;                 // {0} list
  std::string_view fold;                   // {0} text: so that it can be compared with folded ASCII
  std::string_view regex;                  // {0} text, {1} literal of a pattern
  std::string_view capture;                // {0} text, {1} literal of a pattern, {2} number of the group
  std::string_view in_cidr;                // {0} text, {1} literal of a block; empty when there is no such function
  std::string_view in_ipv4;      // in place of it: {0} text, {1} and {2} the first and last address as numbers
  std::string_view any;          // one value of a group: {0}
  std::string_view array;        // {0} value, {1} time, {2} id: a list in the order of time and id
  std::string_view first;        // {0} list: its first 1,000 elements
  std::string_view distinct;     // {0} list: each value where it first stands
  std::string_view ids;          // {0}: the distinct values of a group as a sorted list
  std::string_view wide;         // {0} a whole number, with room for the result of any operation
  std::string_view show_time;    // {0} nanoseconds since 1970
  std::string_view pick;         // of the starts of windows {0} those that do not lie in one picked before, size {1}
  std::string_view unnest_list;  // a row for each element: {0}
  std::span<const SqlFunction> functions;
  std::span<const SqlFunction> aggregates;  // besides those that all dialects have

  std::string (*literal)(std::string_view text);
  std::string (*path)(std::span<const JsonStep> steps);
};

// A name between double quotes.
std::string sql_name(std::string_view name);

extern const SqlDialect kDuckdbSql;
extern const SqlDialect kClickhouseSql;

}  // namespace yaral::convert
