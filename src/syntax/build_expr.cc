#include <fmt/format.h>

#include <algorithm>

#include "syntax/ast_builder.h"
#include "syntax/lexer_rules.h"
#include "syntax/literals.h"
#include "syntax/quote.h"

namespace yaral::syntax {

Expr AstBuilder::expr(NodeId id) {
  const Node& n = node(id);
  if (n.kind == NodeKind::kParen && n.first_child != kNoNode) {
    Expr inner = expr(n.first_child);
    inner.parenthesised = true;
    return inner;
  }
  Expr expr;
  expr.span = tree_.span(id);
  switch (n.kind) {
    case NodeKind::kLiteral: literal(id, expr); break;
    case NodeKind::kVariable:
      expr.kind = ExprKind::kVariable;
      name(id, expr);
      break;
    case NodeKind::kCount:
      expr.kind = ExprKind::kCount;
      name(id, expr);
      break;
    case NodeKind::kAbsent:
      expr.kind = ExprKind::kAbsent;
      name(id, expr);
      break;
    case NodeKind::kPath: path(id, expr); break;
    case NodeKind::kBareWord: bare_word(id, expr); break;
    case NodeKind::kList: list(id, expr); break;
    case NodeKind::kCall:
    case NodeKind::kNocaseCall: call(id, expr); break;
    case NodeKind::kNot:
      expr.kind = ExprKind::kNot;
      children(id, expr);
      break;
    case NodeKind::kNegate:
      expr.kind = ExprKind::kNegate;
      children(id, expr);
      break;
    case NodeKind::kAnd:
      expr.kind = ExprKind::kAnd;
      children(id, expr);
      break;
    case NodeKind::kOr:
      expr.kind = ExprKind::kOr;
      children(id, expr);
      break;
    case NodeKind::kCompare: compare(id, expr); break;
    case NodeKind::kArithmetic: arithmetic(id, expr); break;
    case NodeKind::kIn: in(id, expr); break;
    case NodeKind::kIsNull: is_null(id, expr); break;
    case NodeKind::kNOf: n_of(id, expr); break;
    default: children(id, expr); break;  // kError keeps what was understood within
  }
  return expr;
}

void AstBuilder::name(NodeId id, Expr& expr) {
  expr.name_span = expr.span;
  expr.text = name_of_variable(text(token(node(id).token_end - 1)));
}

void AstBuilder::path(NodeId id, Expr& expr) {
  const Node& n = node(id);
  expr.kind = ExprKind::kPath;
  for (std::size_t i = n.first_token; i < n.token_end; ++i) {
    const Token& t = token(i);
    if (t.kind == TokenKind::kVariable) {
      expr.text = name_of_variable(text(t));
      expr.name_span = t.span();
    } else if (t.kind == TokenKind::kWord && expr.text.empty()) {
      expr.modifier = t.keyword == Keyword::kAny ? Modifier::kAny : Modifier::kAll;
    } else if (t.kind == TokenKind::kWord) {
      expr.segments.push_back({std::string(text(t)), t.span(), {}});
    } else if (t.kind == TokenKind::kLeftBracket) {
      i = subscript(i, n.token_end, expr);
    }
  }
  // `$e[0]`, `$e.`: something is wrong with the path itself.
  if (expr.segments.empty()) expr.kind = ExprKind::kError;
}

// From the opening bracket to the closing one, whose index it returns; `end` is where the path ends.
std::size_t AstBuilder::subscript(std::size_t open, std::size_t end, Expr& expr) {
  PathSubscript subscript;
  std::size_t index = open + 1;
  for (; index < end && token(index).kind != TokenKind::kRightBracket; ++index) {
    const Token& t = token(index);
    if (t.kind == TokenKind::kInt) subscript.index = integer(t);
    if (t.kind == TokenKind::kString) subscript.key = decode_string(source_, t.span(), diagnostics_);
  }
  const std::size_t last = std::min(index, end - 1);
  subscript.span = {token(open).begin, token(last).end};
  if (expr.segments.empty()) {
    diagnostics_.report(Code::kBadSubscript, subscript.span, "a subscript follows a field, not a variable");
  } else {
    expr.segments.back().subscripts.push_back(std::move(subscript));
  }
  return last;
}

void AstBuilder::bare_word(NodeId id, Expr& expr) {
  const Node& n = node(id);
  expr.kind = ExprKind::kBareWord;
  expr.name_span = expr.span;
  for (std::size_t i = n.first_token; i < n.token_end; ++i) {
    if (!is_trivia(token(i).kind)) expr.text += text(token(i));
  }
}

void AstBuilder::list(NodeId id, Expr& expr) {
  const Node& n = node(id);
  const Token& first = token(n.first_token);
  const Token& last = token(n.token_end - 1);
  expr.kind = ExprKind::kList;
  expr.name_span = first.span();
  expr.text = name_of_variable(text(first));
  if (last.kind == TokenKind::kWord) expr.column = text(last);
}

void AstBuilder::call(NodeId id, Expr& expr) {
  const bool with_nocase = node(id).kind == NodeKind::kNocaseCall;
  const NodeId inner = with_nocase ? node(id).first_child : id;
  expr.kind = ExprKind::kCall;
  if (with_nocase) {
    expr.nocase = true;
    expr.nocase_span = find(Keyword::kNocase, node(inner).token_end, node(id).token_end)->span();
  }
  const Node& n = node(inner);
  std::uint32_t name_end = 0;
  for (std::size_t i = n.first_token; token(i).kind != TokenKind::kLeftParen; ++i) {
    if (is_trivia(token(i).kind)) continue;
    expr.text += text(token(i));
    name_end = token(i).end;
  }
  expr.name_span = {token(n.first_token).begin, name_end};
  arguments(inner, expr);
}

void AstBuilder::arguments(NodeId id, Expr& expr) {
  for (const NodeId child : child_ids(id)) {
    if (node(child).kind == NodeKind::kNamedArgument) {
      expr.named.push_back(named_argument(child));
    } else {
      expr.children.push_back(this->expr(child));
    }
  }
}

NamedArgument AstBuilder::named_argument(NodeId id) {
  const Node& n = node(id);
  NamedArgument argument;
  for (std::size_t i = n.first_token; token(i).kind != TokenKind::kColon; ++i) {
    if (is_trivia(token(i).kind)) continue;
    argument.name += text(token(i));
    argument.name_span = {token(n.first_token).begin, token(i).end};
  }
  argument.wildcard = node(n.first_child).kind == NodeKind::kWildcard;
  argument.value = expr(n.first_child);
  return argument;
}

void AstBuilder::children(NodeId id, Expr& expr) {
  for (const NodeId child : child_ids(id)) expr.children.push_back(this->expr(child));
}

void AstBuilder::compare(NodeId id, Expr& expr) {
  children(id, expr);
  const NodeId left = node(id).first_child;
  const NodeId right = node(left).next_sibling;
  const Token* op = operator_between(left, right);
  expr.kind = ExprKind::kCompare;
  expr.compare = static_cast<CompareOp>(static_cast<int>(op->kind) - static_cast<int>(TokenKind::kEqual));
  expr.operator_span = op->span();
  if (const Token* nocase = find(Keyword::kNocase, node(right).token_end, node(id).token_end)) {
    expr.nocase = true;
    expr.nocase_span = nocase->span();
  }
}

void AstBuilder::arithmetic(NodeId id, Expr& expr) {
  children(id, expr);
  const NodeId left = node(id).first_child;
  const Token* op = operator_between(left, node(left).next_sibling);
  expr.kind = ExprKind::kArithmetic;
  expr.operator_span = op->span();
  switch (op->kind) {
    case TokenKind::kPlus: expr.arithmetic = ArithmeticOp::kAdd; break;
    case TokenKind::kMinus: expr.arithmetic = ArithmeticOp::kSub; break;
    case TokenKind::kStar: expr.arithmetic = ArithmeticOp::kMul; break;
    case TokenKind::kSlash: expr.arithmetic = ArithmeticOp::kDiv; break;
    default: expr.arithmetic = ArithmeticOp::kMod; break;
  }
}

void AstBuilder::in(NodeId id, Expr& expr) {
  children(id, expr);
  if (expr.children.back().kind != ExprKind::kList) return;  // reported: the whole stays kError
  const NodeId left = node(id).first_child;
  const NodeId list = node(left).next_sibling;
  const std::size_t from = node(left).token_end;
  const std::size_t to = node(list).first_token;
  expr.kind = ExprKind::kIn;
  expr.negated = find(Keyword::kNot, from, to) != nullptr;
  expr.operator_span = find(Keyword::kIn, from, to)->span();
  if (find(Keyword::kRegexWord, from, to)) expr.list_mode = ListMode::kRegex;
  if (find(Keyword::kCidr, from, to)) expr.list_mode = ListMode::kCidr;
  if (const Token* nocase = find(Keyword::kNocase, node(list).token_end, node(id).token_end)) {
    expr.nocase = true;
    expr.nocase_span = nocase->span();
  }
}

void AstBuilder::is_null(NodeId id, Expr& expr) {
  children(id, expr);
  const NodeId operand = node(id).first_child;
  expr.kind = ExprKind::kIsNull;
  expr.negated = find(Keyword::kNot, node(operand).token_end, node(id).token_end) != nullptr;
}

void AstBuilder::n_of(NodeId id, Expr& expr) {
  const Token& first = token(node(id).first_token);
  expr.kind = ExprKind::kNOf;
  expr.integer = first.kind == TokenKind::kInt ? integer(first) : first.keyword == Keyword::kAny ? 1 : -1;
  children(id, expr);
}

std::vector<NodeId> AstBuilder::child_ids(NodeId id) const {
  std::vector<NodeId> ids;
  for (NodeId child = node(id).first_child; child != kNoNode; child = node(child).next_sibling) ids.push_back(child);
  return ids;
}

const Token* AstBuilder::find(TokenKind kind, std::size_t from, std::size_t to) const {
  for (std::size_t i = from; i < to; ++i) {
    if (token(i).kind == kind) return &token(i);
  }
  return nullptr;
}

const Token* AstBuilder::find(Keyword keyword, std::size_t from, std::size_t to) const {
  for (std::size_t i = from; i < to; ++i) {
    if (token(i).keyword == keyword) return &token(i);
  }
  return nullptr;
}

const Token* AstBuilder::operator_between(NodeId left, NodeId right) const {
  for (std::size_t i = node(left).token_end; i < node(right).first_token; ++i) {
    if (token(i).kind >= TokenKind::kEqual && token(i).kind <= TokenKind::kPercent) return &token(i);
  }
  return nullptr;
}

}  // namespace yaral::syntax
