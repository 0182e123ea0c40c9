#include <algorithm>

#include "syntax/format_layout.h"

// How expressions are broken over lines.
namespace yaral::syntax {
namespace {

constexpr int kIndent = 2;

bool is_chain(NodeKind kind) {
  return kind == NodeKind::kAnd || kind == NodeKind::kOr || kind == NodeKind::kArithmetic;
}

bool is_sum(TokenKind op) { return op == TokenKind::kPlus || op == TokenKind::kMinus; }

// Whether an expression can end a line within itself.
bool can_break(NodeKind kind) {
  switch (kind) {
    case NodeKind::kLiteral:
    case NodeKind::kPath:
    case NodeKind::kVariable:
    case NodeKind::kCount:
    case NodeKind::kAbsent:
    case NodeKind::kList:
    case NodeKind::kBareWord:
    case NodeKind::kWildcard:
    case NodeKind::kNegate: return false;
    default: return true;
  }
}

}  // namespace

// Children stand before their parents.
void FormatLayout::find_breaks() {
  breaks_.assign(tree_.nodes().size(), false);
  for (NodeId id = 0; id < tree_.nodes().size(); ++id) {
    bool breaks = tokens_.breaks(first(id), end(id));
    for (NodeId child = node(id).first_child; child != kNoNode; child = node(child).next_sibling) {
      breaks = breaks || breaks_[child];
      const bool operand = is_chain(node(id).kind) && child != node(id).first_child;
      const std::uint32_t begin = first(child);
      if (operand && (tokens_[begin].line_start || tokens_[begin - 1].line_start)) breaks = true;
    }
    breaks_[id] = breaks;
  }
}

bool FormatLayout::fits(NodeId id, std::uint32_t reserve) const {
  return !breaks_[id] && writer_.column_of(first(id)) + tokens_.width(first(id), end(id)) + reserve <= max_width_;
}

void FormatLayout::expr(NodeId id, Place place) {
  if (fits(id, place.reserve)) return put_until(end(id));
  switch (node(id).kind) {
    case NodeKind::kAnd:
    case NodeKind::kOr:
    case NodeKind::kArithmetic: return chain(id, place);
    case NodeKind::kParen: return parenthesis(id, place);
    case NodeKind::kCall:
    case NodeKind::kNOf: return call(id, place);
    default: return parts(id, place);
  }
}

// Columns that the tokens [from, to) take behind the one before them, unless a comment ends the line there.
std::uint32_t FormatLayout::line_rest(std::uint32_t from, std::uint32_t to) const {
  if (from == to) return 0;
  return tokens_[from].breaks ? tokens_.width(from, from + 1) + 1 : tokens_.lead(from) + tokens_.width(from, to);
}

// Whatever has its operands and words one after the other.
void FormatLayout::parts(NodeId id, Place place) {
  for (NodeId child = node(id).first_child; child != kNoNode; child = node(child).next_sibling) {
    put_until(first(child));
    const NodeId sibling = node(child).next_sibling;
    const bool break_later = sibling != kNoNode && can_break(node(sibling).kind);
    const std::uint32_t rest = break_later ? first(sibling) : end(id);
    const std::uint32_t follows = line_rest(end(child), rest);
    expr(child, {.indent = place.indent,
                 .continuation = place.indent + kIndent,
                 .reserve = follows + (break_later ? 0 : place.reserve)});
  }
  put_until(end(id));
}

// The operands of a chain; for arithmetic, of all operators of the same rank from the left.
std::vector<NodeId> FormatLayout::operands(NodeId id) const {
  std::vector<NodeId> out;
  if (node(id).kind != NodeKind::kArithmetic) {
    for (NodeId child = node(id).first_child; child != kNoNode; child = node(child).next_sibling) out.push_back(child);
    return out;
  }
  const auto sum = [this](NodeId arithmetic) {
    return is_sum(tokens_[first(node(node(arithmetic).first_child).next_sibling) - 1].kind);
  };
  const bool rank = sum(id);
  while (node(id).kind == NodeKind::kArithmetic && sum(id) == rank) {
    out.push_back(node(node(id).first_child).next_sibling);
    id = node(id).first_child;
  }
  out.push_back(id);
  std::ranges::reverse(out);
  return out;
}

// A line an operand, the operator at its end. After a parenthesis that takes several lines another one goes on:
//   ) or (
void FormatLayout::chain(NodeId id, Place place) {
  bool after_block = false;
  int indent = place.indent;
  const std::vector<NodeId> all = operands(id);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const NodeId operand = all[i];
    const bool last = i + 1 == all.size();
    const std::uint32_t op = end(operand);
    const std::uint32_t reserve = last ? place.reserve : line_rest(op, op + 1);
    if (i > 0) {
      put_separator(brackets_ > 0);
      const bool comment = tokens_.breaks(first(operand) - 2, first(operand) + 1);
      const bool goes_on = after_block && is_block(operand) && !comment && !fits(operand, reserve);
      if (!goes_on) {
        indent = place.continuation;
        begin_line(first(operand), indent, BlankLines::kKept, brackets_ > 0);
      }
    }
    after_block = is_block(operand) && !fits(operand, reserve);
    const int continuation = is_chain(node(operand).kind) ? place.continuation : indent;
    expr(operand, {.indent = indent, .continuation = continuation + kIndent, .reserve = reserve});
  }
}

// A parenthesis, perhaps negated.
bool FormatLayout::is_block(NodeId id) const {
  while (node(id).kind == NodeKind::kNot) id = node(id).first_child;
  return node(id).kind == NodeKind::kParen;
}

// Parentheses directly within parentheses stay together.
void FormatLayout::parenthesis(NodeId id, Place place) {
  const NodeId inner = node(id).first_child;
  const int indent = place.indent + kIndent;
  put_until(first(inner));
  ++brackets_;
  if (node(inner).kind == NodeKind::kParen && !tokens_[first(inner)].breaks && !tokens_[end(id) - 1].breaks) {
    expr(inner, {.indent = place.indent, .continuation = place.indent, .reserve = place.reserve + 1});
    --brackets_;
    return put_until(end(id));
  }
  begin_line(first(inner), indent, BlankLines::kOpening, true);
  expr(inner, {.indent = indent, .continuation = indent});
  --brackets_;
  writer_.line(place.indent, BlankLines::kClosing, indent);
  put_until(end(id));
}

// Whether a call can follow the bracket of the call that it is the only argument of.
bool FormatLayout::goes_on(NodeId argument) const {
  const Node& inner = node(argument);
  if (inner.kind != NodeKind::kCall || inner.first_child == kNoNode) return false;
  const std::uint32_t begin = first(argument);
  const std::uint32_t name = tokens_.width(begin, first(inner.first_child));
  return !tokens_[begin].breaks && writer_.column_of(begin) + name <= max_width_;
}

// A line an argument; a call that is the only argument goes on after the bracket:
//   max(if(
void FormatLayout::call(NodeId id, Place place) {
  const TokenKind bracket = node(id).kind == NodeKind::kNOf ? TokenKind::kLeftBracket : TokenKind::kLeftParen;
  const std::uint32_t close = end(id) - 1;
  while (tokens_[next_].kind != bracket) put_until(next_ + 1);
  put_until(next_ + 1);
  const NodeId only = node(id).first_child;
  const bool single = only != kNoNode && node(only).next_sibling == kNoNode;
  ++brackets_;
  if (single && goes_on(only) && !tokens_[close].breaks) {
    expr(only, {.indent = place.indent, .continuation = place.indent, .reserve = place.reserve + 1});
    --brackets_;
    return put_until(end(id));
  }
  const int indent = place.indent + kIndent;
  for (NodeId child = only; child != kNoNode; child = node(child).next_sibling) {
    if (child != only) put_separator(true);
    begin_line(first(child), indent, child == only ? BlankLines::kOpening : BlankLines::kKept, true);
    expr(child, {.indent = indent,
                 .continuation = indent + (single ? 0 : kIndent),
                 .reserve = node(child).next_sibling == kNoNode ? 0U : 1U});
  }
  --brackets_;
  writer_.line(place.indent, BlankLines::kClosing, indent);
  put_until(end(id));
}

}  // namespace yaral::syntax
