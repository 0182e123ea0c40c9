#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "semantics/bound.h"
#include "semantics/join_graph.h"
#include "syntax/ast.h"
#include "syntax/diagnostic.h"
#include "syntax/source.h"

// What the parts of the binder share while one rule is bound. Each part is a file of free functions over a Binder.
namespace yaral::semantics {

using syntax::Code;

enum class Section : std::uint8_t { kEvents, kOutcome, kCondition };

// A placeholder, from its first mention to its place in the bound rule.
struct PlaceholderDraft {
  std::string name;
  Span first_use;
  // `$p = …` comparisons that bind it, in the order written; the first defines it.
  std::vector<const syntax::Expr*> bindings;
  // Comparisons that look like bindings and are none: below `or`, `not` or `if` (3.4), by another operator, or to
  // something that holds no field.
  std::optional<Span> under_choice;
  std::optional<Span> other_operator;
  std::optional<Span> without_field;
  enum class State : std::uint8_t { kUntouched, kBusy, kDone } state = State::kUntouched;
  std::uint32_t index = 0;   // in BoundRule::placeholders, once done
  std::uint32_t uses = 0;    // besides its definition
  std::uint64_t weight = 0;  // expressions it stands for, placeholders within it written out
  // Some predicate says that it is not the empty string or zero: `$p != ""`.
  bool zero_excluded = false;
};

// A field under `any` or `all` that the predicate around it is to be wrapped with.
struct Quantifier {
  syntax::Modifier modifier;
  std::uint32_t field;
};

struct ListCounts {
  int all = 0;
  int regex = 0;
  int cidr = 0;
};

struct Binder {
  Binder(const syntax::Rule& rule_ast, const syntax::Source& text, syntax::Diagnostics& out)
      : ast(rule_ast), source(text), diagnostics(out) {}

  const syntax::Rule& ast;
  const syntax::Source& source;
  syntax::Diagnostics& diagnostics;
  BoundRule rule;

  std::vector<Span> syntax_errors;  // of the rule. With some, names may be missing that the author wrote
  syntax::Diagnostic not_kept;
  Section section = Section::kEvents;
  const syntax::Expr* aggregate = nullptr;  // the aggregate call around the place
  int call_depth = 0;
  int predicate_depth = 0;
  std::vector<Quantifier> quantifiers;  // of the predicate being bound
  std::uint64_t weight = 0;             // expressions of the rule, placeholders written out
  bool too_complex = false;             // which has been reported
  std::uint32_t placeholder_depth = 0;  // of placeholders bound to expressions over placeholders

  std::unordered_map<std::string, std::uint32_t> variables;     // name to BoundRule::variables
  std::vector<PlaceholderDraft> placeholders;                   // in the order of first mention
  std::unordered_map<std::string, std::size_t> placeholder_of;  // name to `placeholders`
  std::set<const syntax::Expr*> definitions;                    // predicates that only define a placeholder
  std::set<const syntax::Expr*> patterns_needing_text;          // that do not match the empty one
  std::unordered_map<std::string, std::uint32_t> outcomes;      // name to BoundRule::outcomes; those bound so far
  std::unordered_map<std::uint32_t, std::uint32_t> key_of_placeholder;  // BoundRule::placeholders to keys
  std::unordered_map<std::uint32_t, std::uint32_t> key_of_field;        // BoundRule::fields to keys
  std::map<std::tuple<std::uint32_t, std::string, Access>, std::uint32_t> field_index;
  std::vector<Span> negated_groups;  // `not (… or …)` over several event variables
  std::vector<Span> outcome_spans;   // of the names, beside BoundRule::outcomes
  ListCounts lists;
  std::unordered_map<std::string, Span> key_spans;  // match keys by name
};

// Sets a member of the Binder for the time of a scope.
template <typename T>
class Override {
 public:
  Override(T& place, T value) : place_(place), before_(std::exchange(place, std::move(value))) {}
  ~Override() { place_ = std::move(before_); }
  Override(const Override&) = delete;
  Override& operator=(const Override&) = delete;

 private:
  T& place_;
  T before_;
};

// Reports a mistake; the result is to be decorated at once. What overlaps a mistake that the parser has reported is a
// consequence of that one and is not kept.
syntax::Diagnostic& report(Binder& b, Code code, Span span, std::string message);

// Whether to look for what the author may have meant: not for every one of thousands of mistakes, since that reads
// whole tables.
inline bool worth_suggesting(const Binder& b) { return b.diagnostics.error_count() <= 50; }

// What the author wrote at a place, in back quotes, on one line and not too long.
std::string written(const Binder& b, Span span);

// A fix of one edit.
syntax::Fix replace_by(Span span, std::string text);

// The type as messages say it: "an int", "a list of strings", "an enum (`Metadata.EventType`)".
std::string a_type(Type type);

bool is_text(Type type);  // string or bytes, not a list
inline Type error_type() { return {}; }
Expr error_expr(Span span);

// Helpers that build bound expressions.
Expr string_constant(Binder& b, std::string_view text, Span span);
Expr int_constant(std::int64_t value, Span span);
Expr make(Op op, Type type, Span span, std::vector<Expr> args);
Expr negate(Expr e);
inline Type type_of(BaseType base) { return Type{.base = base}; }
// An enum becomes the text of its name, anything else stays as it is.
Expr enum_as_name(Expr e);

// The event variables that an expression reads.
inline VariableSet variables_of(const Binder& b, const Expr& e) { return variables_of(b.rule, e); }
// Whether it reads nothing: a constant, arithmetic on constants, or a call of constants.
bool is_literal_only(const Expr& e);
bool contains(const Expr& e, Op op);

}  // namespace yaral::semantics
