#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "syntax/ast.h"
#include "syntax/diagnostic.h"
#include "syntax/source.h"
#include "syntax/tree.h"

namespace yaral::syntax {

// Turns tree nodes into AST nodes. Recursion is safe: the parser bounds the height of expressions.
class AstBuilder {
 public:
  AstBuilder(const Tree& tree, const Source& source, Diagnostics& diagnostics)
      : tree_(tree), source_(source), diagnostics_(diagnostics) {}

  Rule rule(NodeId id);
  Expr expr(NodeId id);

 private:
  // build_rule.cc
  void section(NodeId id, SectionKind kind, Rule& rule);
  void meta(NodeId id, Rule& rule);
  MetaEntry meta_entry(NodeId id);
  void match(NodeId id, Rule& rule);
  void window(NodeId id, Match& match);
  void outcome(NodeId id, Rule& rule);
  void options(NodeId id, Rule& rule);
  Expr first_child_or_error(NodeId id);

  // build_tables.cc
  void setup(NodeId id, Rule& rule);
  SetupOperation setup_operation(NodeId id);
  void exports(NodeId id, Rule& rule);
  ExportWrite export_write(NodeId id);

  // build_expr.cc
  void literal(NodeId id, Expr& expr);
  void name(NodeId id, Expr& expr);
  void path(NodeId id, Expr& expr);
  std::size_t subscript(std::size_t open, std::size_t end, Expr& expr);
  void bare_word(NodeId id, Expr& expr);
  void list(NodeId id, Expr& expr);
  void call(NodeId id, Expr& expr);
  void arguments(NodeId id, Expr& expr);
  NamedArgument named_argument(NodeId id);
  void children(NodeId id, Expr& expr);
  void compare(NodeId id, Expr& expr);
  void arithmetic(NodeId id, Expr& expr);
  void in(NodeId id, Expr& expr);
  void is_null(NodeId id, Expr& expr);
  void n_of(NodeId id, Expr& expr);
  void number(const Token& t, Expr& expr);
  std::int64_t integer(const Token& token);

  const Node& node(NodeId id) const { return tree_.node(id); }
  const Token& token(std::size_t index) const { return tree_.tokens()[index]; }
  std::string_view text(const Token& t) const { return source_.text(t.span()); }
  std::vector<NodeId> child_ids(NodeId id) const;
  // The first token of `kind` or `keyword` in [from, to); nullptr if there is none.
  const Token* find(TokenKind kind, std::size_t from, std::size_t to) const;
  const Token* find(Keyword keyword, std::size_t from, std::size_t to) const;
  // The operator between two operands.
  const Token* operator_between(NodeId left, NodeId right) const;

  const Tree& tree_;
  const Source& source_;
  Diagnostics& diagnostics_;
};

// What the grammar allows and the language does not: sections missing, doubled, empty or out of order; items of
// `events` that are no predicates; meta keys written twice.
void check_rule(const Rule& rule, const Source& source, Diagnostics& diagnostics);

// The same for the operations of `setup` and the writes of `export`.
void check_tables(const Rule& rule, const Source& source, Diagnostics& diagnostics);

// The operations of `setup` by name, and what stands around their operands.
struct SetupForm {
  std::string_view name;
  SetupOperation::Kind kind;
  bool square;  // `[…]` instead of `(…)`
  std::string_view example;
};
const SetupForm* find_setup_form(std::string_view name);
std::span<const SetupForm> setup_forms();

}  // namespace yaral::syntax
