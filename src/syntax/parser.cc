#include "syntax/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "syntax/quote.h"

namespace yaral::syntax {
namespace {

// Trees are walked recursively later on; a chain of arithmetic is as high as it is long.
constexpr int kMaxHeight = 700;

bool is_expression(NodeKind kind) { return kind >= NodeKind::kLiteral && kind < NodeKind::kError; }

}  // namespace

Parser::Parser(const Source& source, std::vector<Token> tokens, Diagnostics& diagnostics)
    : source_(source), diagnostics_(diagnostics), tokens_(std::move(tokens)) {
  for (std::uint32_t i = 0; i < tokens_.size(); ++i) {
    if (!is_trivia(tokens_[i].kind)) significant_.push_back(i);
  }
  match_brackets();
}

Tree Parser::run() {
  parse_file();
  const auto root = static_cast<NodeId>(written_.size() - 1);
  std::vector<Node> nodes = linked_nodes();
  return Tree(std::move(tokens_), std::move(nodes), root);
}

const Token& Parser::token(std::size_t ahead) const {
  return tokens_[significant_[std::min<std::size_t>(position_ + ahead, significant_.size() - 1)]];
}

bool Parser::take(TokenKind kind) {
  if (!at(kind)) return false;
  advance();
  return true;
}

bool Parser::take(Keyword keyword) {
  if (!at(keyword)) return false;
  advance();
  return true;
}

std::string Parser::describe(const Token& t) const {
  if (t.kind == TokenKind::kEndOfFile) return "the end of the file";
  if (t.kind == TokenKind::kString || t.kind == TokenKind::kMultilineString) {
    const std::string_view written = text(t);
    return "the string " + quote(written[0] == '`' ? written.substr(1, written.size() - 2) : written);
  }
  return quote(text(t));
}

Span Parser::place_after_previous() const {
  if (position_ == 0) return {token().begin, token().begin};
  return {previous().end, previous().end};
}

void Parser::finish(NodeKind kind, Mark mark) {
  Node node{.kind = kind, .first_token = significant_[mark.position]};
  node.token_end = position_ > mark.position ? significant_[position_ - 1] + 1 : node.first_token;
  int height = 1;
  for (std::uint32_t child = static_cast<std::uint32_t>(written_.size()); child > mark.nodes;) {
    height = std::max(height, written_[child - 1].node.height + 1);
    child = written_[child - 1].subtree;
  }
  if (height > kMaxHeight && is_expression(kind)) {
    report(Code::kTooDeep, span_from(mark), "this expression has too many operators one upon another");
    while (!at_section_end() && !at_item_start()) skip_balanced();
    reported_at_ = position_;
    written_.resize(mark.nodes);
    node.kind = NodeKind::kError;
    node.token_end = significant_[position_ - 1] + 1;
    height = 1;
  }
  node.height = static_cast<std::uint16_t>(height);
  written_.push_back({node, mark.nodes});
}

Span Parser::span_from(Mark mark) const {
  const Token& first = tokens_[significant_[mark.position]];
  return position_ > mark.position ? Span{first.begin, previous().end} : Span{first.begin, first.begin};
}

// Every node is the child of one other, so this takes time proportional to their number.
std::vector<Node> Parser::linked_nodes() const {
  std::vector<Node> nodes;
  nodes.reserve(written_.size());
  for (const Written& w : written_) nodes.push_back(w.node);
  for (NodeId parent = 0; parent < written_.size(); ++parent) {
    for (NodeId end = parent; end > written_[parent].subtree;) {
      const NodeId child = end - 1;
      nodes[child].next_sibling = nodes[parent].first_child;
      nodes[parent].first_child = child;
      end = written_[child].subtree;
    }
  }
  return nodes;
}

Diagnostic* Parser::report(Code code, Span span, std::string message) {
  const bool follows_unterminated = position_ > 0 && previous().kind == TokenKind::kUnterminated;
  if (reported_at_ == position_ || follows_unterminated) return nullptr;
  reported_at_ = position_;
  return &diagnostics_.report(code, span, std::move(message));
}

Diagnostic* Parser::report_unexpected(std::string_view expected) {
  const TokenKind kind = token().kind;
  if (kind == TokenKind::kUnknown || kind == TokenKind::kLoneSigil) return nullptr;  // the lexer has reported it
  return report(Code::kUnexpectedToken, token().span(),
                fmt::format("expected {}, found {}", expected, describe(token())));
}

// Pairs parentheses and brackets. Sections and rules end what is still open, so that one forgotten parenthesis does
// not swallow the rest of the file.
void Parser::match_brackets() {
  closing_.assign(significant_.size(), 0);
  std::vector<std::uint32_t> open;
  for (position_ = 0; position_ < significant_.size(); ++position_) {
    const TokenKind kind = token().kind;
    if (kind == TokenKind::kLeftParen || kind == TokenKind::kLeftBracket) {
      open.push_back(position_);
    } else if (kind == TokenKind::kRightParen || kind == TokenKind::kRightBracket) {
      const TokenKind partner = kind == TokenKind::kRightParen ? TokenKind::kLeftParen : TokenKind::kLeftBracket;
      if (open.empty() || tokens_[significant_[open.back()]].kind != partner) continue;
      closing_[open.back()] = position_;
      open.pop_back();
    } else if (kind == TokenKind::kLeftBrace || kind == TokenKind::kRightBrace ||
               (token().line_start && at_section())) {
      open.clear();
    }
  }
  position_ = 0;
  cut_short_.assign(significant_.size(), false);
  for (std::size_t i = significant_.size(); i-- > 0;) {
    const bool next = i + 1 < significant_.size() && !tokens_[significant_[i + 1]].line_start && cut_short_[i + 1];
    cut_short_[i] = next || tokens_[significant_[i]].kind == TokenKind::kUnterminated;
  }
}

// Whether a predicate or an assignment plainly begins here, so that parsing can go on.
bool Parser::at_item_start() const {
  if (!token().line_start) return false;
  switch (token().kind) {
    case TokenKind::kVariable:
    case TokenKind::kCountVariable:
    case TokenKind::kLeftParen:
    case TokenKind::kListName: return true;
    case TokenKind::kWord: return !at(Keyword::kAnd) && !at(Keyword::kOr) && !at(Keyword::kIn) && !at(Keyword::kNocase);
    default: return false;
  }
}

bool Parser::at_rule_start() const {
  if (!at(Keyword::kRule) || token(1).kind != TokenKind::kWord) return false;
  return token().line_start || token(2).kind == TokenKind::kLeftBrace;
}

// Leaves out what cannot be understood: at least one token, unless the section ends here.
void Parser::skip_to_item() {
  const Mark start = mark();
  while (!at_section_end()) {
    skip_balanced();
    if (at_item_start()) break;
  }
  if (position_ > start.position) finish(NodeKind::kError, start);
}

// One token, or a bracket with all that it holds.
void Parser::skip_balanced() {
  if ((at(TokenKind::kLeftParen) || at(TokenKind::kLeftBracket)) && is_closed(position_))
    position_ = closing_[position_];
  advance();
}

}  // namespace yaral::syntax
