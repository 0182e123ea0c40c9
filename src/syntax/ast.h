#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "syntax/source.h"

namespace yaral::syntax {

// The abstract syntax of YARA-L 2.0 (language reference 1.7): what the author wrote, decoded, with places; names unresolved.

enum class ExprKind : std::uint8_t {
  kError,     // stands where parsing failed; a diagnostic has been given
  kString,    // text (escapes decoded)
  kRegex,     // text: the RE2 source of /…/
  kInt,       // integer; with is_unsigned the bits of a number above 2^63-1
  kFloat,     // number
  kBool,      // integer 0 or 1
  kDuration,  // duration (in named arguments and options)
  kPath,      // $name.segments…: text is the variable without $; modifier
  kVariable,  // $name: text
  kCount,     // #name: text
  kAbsent,    // !$name: text
  kCall,      // text: function name; children: arguments; named: named arguments
  kNot,       // children[0]
  kNegate,    // children[0]: unary minus before a number
  kAnd,
  kOr,          // children: two or more operands, flattened
  kCompare,     // children[0] compare children[1]; nocase
  kArithmetic,  // children[0] arithmetic children[1]
  kIn,          // children[0] in [regex|cidr] list: children[1] is the kList; negated for `not in`; nocase
  kIsNull,      // children[0] is [not] null: negated
  kList,        // %text or %text.column
  kBareWord,    // an identifier or dotted identifiers without $: text (window_start, or a search-style path)
  kNOf,         // integer of […]: children; `any` is integer 1, `all` is integer -1
};

enum class CompareOp : std::uint8_t { kEq, kNe, kLt, kLe, kGt, kGe };
enum class ArithmeticOp : std::uint8_t { kAdd, kSub, kMul, kDiv, kMod };
enum class Modifier : std::uint8_t { kNone, kAny, kAll };
enum class ListMode : std::uint8_t { kString, kRegex, kCidr };

struct PathSubscript {
  std::optional<std::int64_t> index;  // may be out of range: the binder checks
  std::optional<std::string> key;
  Span span;
};

struct PathSegment {
  std::string name;
  Span span;  // of the name alone
  std::vector<PathSubscript> subscripts;
};

struct NamedArgument;

struct Expr {
  ExprKind kind = ExprKind::kError;
  Span span;  // the whole expression, parentheses around it left out
  bool parenthesised = false;
  std::string text;
  std::string column;  // kList
  std::int64_t integer = 0;
  bool is_unsigned = false;
  double number = 0;
  Duration duration;
  Modifier modifier = Modifier::kNone;
  CompareOp compare = CompareOp::kEq;
  ArithmeticOp arithmetic = ArithmeticOp::kAdd;
  ListMode list_mode = ListMode::kString;
  bool negated = false;
  bool nocase = false;
  bool raw_string = false;  // kString: written in back quotes
  Span name_span;           // kPath, kVariable, kCall, kCount, kAbsent: of the name with its sigil; modifiers left out
  Span operator_span;       // kCompare, kArithmetic, kIn: of the operator
  Span nocase_span;
  std::vector<PathSegment> segments;  // kPath
  std::vector<Expr> children;
  std::vector<NamedArgument> named;
};

struct NamedArgument {
  std::string name;  // identifier, or a dotted path
  Span name_span;
  Expr value;
  bool wildcard = false;  // `*`
};

struct MetaEntry {
  std::string key;
  std::string value;
  Span key_span;
  Span value_span;
  bool is_string = true;  // false: a number or bool, which SecOps refuses
};

struct Assignment {  // outcome
  std::string name;
  Span name_span;
  Expr value;
};

enum class WindowKind : std::uint8_t { kNone, kHop, kTumbling, kBefore, kAfter };

struct Match {
  std::vector<Expr> keys;  // kVariable, or kPath (which SecOps refuses in rules)
  WindowKind window = WindowKind::kNone;
  Duration size;
  Span size_span;
  std::string pivot;  // kBefore, kAfter: the variable without $
  Span pivot_span;
  Span span;
};

struct Option {
  std::string key;
  Span key_span;
  Expr value;
};

// One line of `setup` (3.13).
struct SetupOperation {
  enum class Kind : std::uint8_t { kOverride, kAppend, kExclude };
  Kind kind = Kind::kOverride;
  Span span;
  Span name_span;           // of `graph_override` and the like
  std::vector<Expr> joins;  // kOverride, kExclude: each a kCompare of a kPath and a kList, in either order
  std::string variable;     // kAppend: without $
  std::string table;        // kAppend: without %
  Span variable_span;
  Span table_span;
};

// `%table.write_row(column: $value, …)` (2.8).
struct ExportWrite {
  struct Column {
    std::string name;
    Span name_span;
    Expr value;
  };
  std::string table;  // without %
  Span table_span;
  Span span;
  std::vector<Column> columns;
};

enum class SectionKind : std::uint8_t { kMeta, kSetup, kEvents, kMatch, kOutcome, kCondition, kOptions, kExport };

struct SectionHeader {
  SectionKind kind;
  Span span;           // of the header word
  bool blank = false;  // nothing follows the header, not even a mistake
};

struct Rule {
  std::string name;
  Span name_span;
  Span span;                            // from `rule` to the closing brace
  std::vector<SectionHeader> sections;  // in the order written, duplicates included
  std::vector<MetaEntry> meta;
  std::vector<Expr> events;  // joined by the implicit `and`, which is weaker than a written `or` (3.5)
  std::optional<Match> match;
  std::vector<Assignment> outcome;
  std::optional<Expr> condition;
  std::vector<Option> options;
  std::vector<SetupOperation> setup;
  std::vector<ExportWrite> exports;
};

struct File {
  std::vector<Rule> rules;  // every rule that could be made sense of, with kError expressions where it could not
};

}  // namespace yaral::syntax
