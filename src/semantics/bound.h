#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/time.h"
#include "base/type.h"
#include "base/value.h"
#include "functions/signatures/metric_table.h"
#include "functions/signatures/signature.h"
#include "syntax/ast.h"
#include "udm/path.h"

// Bound rules: what a rule means, with every name resolved and every type known. Nothing after the binder sees a name of
// the source, except to print it.
namespace yaral::semantics {

using syntax::ArithmeticOp;
using syntax::CompareOp;
using syntax::ListMode;
using syntax::Span;

// kTable: the rows of a data table that the rule joins row by row (3.12); it has columns in place of fields.
enum class EventSource : std::uint8_t { kUdm, kEntity, kDetection, kTable };

struct EventVariable {
  std::string name;  // without $; of a table without %
  EventSource source = EventSource::kUdm;
  Span first_use;
  // Whether some atom of the condition asks for its existence (language reference 6.2).
  bool bounded = false;
  // Whether the condition cannot hold without it: `$a or $b` bounds both and requires neither. Tables are required.
  bool required = false;
  // Sets of other variables, a bit each: with all of one set it is joined by an equality, or by an `or` of such (3.8).
  std::vector<std::uint32_t> partners;
};

// How a rule reads a field.
enum class Access : std::uint8_t {
  kRow,   // one value: of a scalar path, or the element that the unnested row holds (3.9)
  kList,  // every value of the path in the original event: `any`, `all`, arguments that take a whole field
};

// One distinct (variable, path, access) of the rule. Of a table the path has the column's name as its text and no steps,
// and its type is that of what the column is compared with.
struct FieldUse {
  std::uint32_t variable;
  udm::Path path;
  Access access;
};

enum class Op : std::uint8_t {
  kConstant,     // constant
  kField,        // fields[index]; with Access::kList its value is a list
  kElement,      // inside kAny/kAll: the element under test of fields[index]
  kPlaceholder,  // placeholders[index]
  kCall,         // function(args…): kind kScalar
  kArithmetic,   // args[0] arithmetic args[1]
  kCompare,      // args[0] compare args[1]: same comparable type (numbers may mix); nocase for text
  kRegex,        // args[0] contains a match of constant (text); nocase
  kInList,       // args[0] in lists[index], list_mode, nocase
  kAnd,
  kOr,   // args: two or more
  kNot,  // args[0]
  kAny,
  kAll,       // some / every element of fields[index] makes args[0] true; an empty list acts as one zero value
  kIf,        // args[0] ? args[1] : args[2] (always three)
  kEnumName,  // args[0] is an enum: its name as text
  // Only in outcomes and conditions:
  kAggregate,  // function (kind kAggregate) over the rows of the group; args are evaluated per row
  kOutcome,    // outcomes[index], computed before
  kMatchKey,   // keys[index] of the group
  kWindowStart,
  kWindowEnd,  // timestamps of the group's window
  kMetric,     // metrics[index]; args: the values of its dimensions that are no wildcard
  // Only in conditions:
  kEventCount,        // number of distinct events of variables[index]
  kPlaceholderCount,  // number of distinct values of placeholders[index]
  kAtLeast,           // at least constant (int) of args are true
};

struct Expr {
  Op op = Op::kConstant;
  Type type;
  Span span;
  Value constant;  // text points into BoundRule::constants
  std::uint32_t index = 0;
  CompareOp compare = CompareOp::kEq;
  ArithmeticOp arithmetic = ArithmeticOp::kAdd;
  ListMode list_mode = ListMode::kString;
  bool nocase = false;
  const functions::FunctionInfo* function = nullptr;
  std::vector<Expr> args;
};

// Where one variable has the value of a placeholder or key.
struct Source {
  std::uint32_t variable;
  Expr value;
};

// A placeholder is the value of its first binding; further bindings of it are predicates that compare (3.4).
struct Placeholder {
  std::string name;
  Type type;
  Expr value;
  std::uint32_t variable;
  bool direct_field = false;  // bound to a field itself, not to a function of it
  Span first_use;
  // One for each variable that has an equal value, by a binding or a chain of equalities; the defining one first.
  std::vector<Source> sources;
};

struct MatchKey {
  std::string name;  // as printed: the placeholder's name, or the path of a field used directly
  Expr value;        // kPlaceholder, kField or kEnumName of one
  // As in Placeholder::sources. A combination of events takes the key from the first of them that is present.
  std::vector<Source> sources;
  std::string source_path;  // of a direct field; empty otherwise
  // Groups whose key is the zero value are dropped (3.3): the key is directly a field and options do not switch it off.
  bool drop_zero = false;
};

struct Window {
  syntax::WindowKind kind = syntax::WindowKind::kHop;
  Duration size;
  std::uint32_t pivot = 0;  // variable of a sliding window
};

struct Outcome {
  std::string name;
  Expr value;
};

// A reference list, or a column of a data table looked up as one (3.12).
struct List {
  std::string name;
  ListMode mode;       // how the rule uses it; a plain `in` of a REGEX or CIDR column means that type
  std::string column;  // empty for a reference list
};

// A dimension that a metric is asked by (8.7).
struct MetricDimension {
  std::string path;       // canonical, of the UDM event
  bool wildcard = false;  // `*`: its distinct values are counted
};

// A call of a function of `metrics` (8.7).
struct MetricUse {
  const functions::MetricFunction* function;
  Span span;            // of its name
  bool hourly = false;  // period 1h, window today; else period 1d, window 30d
  functions::MetricKind kind = functions::MetricKind::kEventCount;
  functions::MetricAgg agg = functions::MetricAgg::kAvg;
  std::vector<MetricDimension> dimensions;  // in the order written
  // Which periods count. Its kField are the numbers of one period: `index` is a MetricKind.
  std::optional<Expr> filter;
};

struct MetaPair {
  std::string key;
  std::string value;
  std::uint32_t line = 0;  // of the file
};

// Rewrites the records of an entity variable with a data table before `events` sees them (3.13).
struct SetupOperation {
  enum class Kind : std::uint8_t { kOverride, kAppend, kExclude };
  struct Join {  // a row takes part where the field equals the column
    udm::Path entity_path;
    std::string column;
  };
  Kind kind = Kind::kOverride;
  std::uint32_t variable = 0;  // of BoundRule::variables, an entity
  std::string table;           // without %
  std::vector<Join> joins;     // all must hold; none of kAppend
};

struct ExportColumn {
  std::string name;
  Expr value;  // kOutcome or kMatchKey
};

// `export`: a row that every detection writes into a data table (2.8).
struct Export {
  std::string table;  // without %
  std::vector<ExportColumn> columns;
};

struct BoundRule {
  std::string name;
  std::string text;         // the rule's own text, from `rule` to `}`
  std::uint32_t begin = 0;  // where it begins in the file, in bytes
  std::string file;         // where it came from, for messages
  std::uint32_t line = 0;
  std::vector<MetaPair> meta;
  std::vector<EventVariable> variables;
  std::vector<FieldUse> fields;
  std::vector<Placeholder> placeholders;
  // All must hold for a combination of rows (a row is an event with one choice of element for each unnested field) to
  // count; those over variables that are absent from it do not count. In the order written.
  std::vector<Expr> predicates;
  // What follows from them, and must be said where a variable in between may be absent.
  std::vector<Expr> implied;
  std::optional<Window> window;  // with `match`
  std::vector<MatchKey> keys;
  std::vector<Outcome> outcomes;
  Expr condition;
  std::vector<List> lists;
  std::vector<MetricUse> metrics;
  std::optional<Duration> suppression;  // options.suppression_window
  bool allow_zero_values = false;
  bool multi_event = false;  // SINGLE_EVENT or MULTI_EVENT of the detection (6.6)
  std::vector<SetupOperation> setup;
  std::vector<Export> exports;
  std::unique_ptr<Arena> constants = std::make_unique<Arena>();
};

// What a match key or placeholder is where one variable gives it: the field behind placeholders and names of enums, or a
// function.
const Expr& given_value(const BoundRule& rule, const Source& source);

}  // namespace yaral::semantics
