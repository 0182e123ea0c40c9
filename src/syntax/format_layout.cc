#include "syntax/format_layout.h"

#include <algorithm>
#include <limits>

#include "syntax/sections.h"

namespace yaral::syntax {
namespace {

constexpr int kSectionIndent = 2;
constexpr int kItemIndent = 4;
constexpr int kIndent = 2;
constexpr int kMaxBracketIndent = 100;
constexpr std::uint32_t kMaxWidth = 120;

bool opens(TokenKind kind) { return kind == TokenKind::kLeftParen || kind == TokenKind::kLeftBracket; }
bool closes(TokenKind kind) { return kind == TokenKind::kRightParen || kind == TokenKind::kRightBracket; }

}  // namespace

FormatLayout::FormatLayout(const Tree& tree, const Source& source) : tree_(tree), tokens_(tree, source) {
  find_breaks();
}

std::optional<std::string> FormatLayout::run() {
  for (NodeId id = node(tree_.root()).first_child; id != kNoNode; id = node(id).next_sibling) rule(id);
  const std::uint32_t end = tokens_.end_of_file();
  writer_.line(0, end == 0 ? BlankLines::kOpening : BlankLines::kSeparate);
  writer_.put_comments_of_block(end, 0, true);
  return writer_.take();
}

void FormatLayout::rule(NodeId id) {
  writer_.line(0, next_ == 0 ? BlankLines::kOpening : BlankLines::kSeparate);
  std::uint32_t open = first(id);
  while (tokens_[open].kind != TokenKind::kLeftBrace) ++open;
  put_until(open);
  writer_.put_before_comments(next_++);
  for (NodeId child = node(id).first_child; child != kNoNode; child = node(child).next_sibling) section(child);
  writer_.line(kItemIndent, next_ == open + 1 ? BlankLines::kOpening : BlankLines::kKept);
  writer_.put_comments_of_block(next_, kItemIndent, true);
  writer_.line(0, BlankLines::kClosing);
  put_until(end(id));
}

// A comment before a header belongs to the section before it when it stands deeper than the header.
void FormatLayout::section(NodeId id) {
  const bool first_section = tokens_[next_ - 1].kind == TokenKind::kLeftBrace;
  if (!first_section) {
    writer_.line(kItemIndent, BlankLines::kKept);
    writer_.put_comments_of_block(next_, kItemIndent, false);
  }
  writer_.line(kSectionIndent, first_section ? BlankLines::kOpening : BlankLines::kSeparate);
  // A comment that silences warnings of the next line goes along with what stood on the header's line.
  const bool empty = next_ + 2 == end(id);
  const bool content_follows = !empty && !tokens_[next_ + 2].line_start;
  const bool goes_along = content_follows && tokens_.silenced(next_, next_ + 1);
  goes_along ? writer_.put_before_comments(next_++) : put_until(next_ + 1);
  empty ? writer_.put_before_comments(next_++) : put_separator(false);
  max_width_ = kMaxWidth;
  switch (node(id).kind) {
    case NodeKind::kMatchSection: match(id, next_); break;
    case NodeKind::kSetupSection:
    case NodeKind::kExportSection: token_lines(next_, end(id)); break;
    default: items(id, next_); break;
  }
}

void FormatLayout::items(NodeId id, std::uint32_t from) {
  const NodeId only = node(id).first_child;
  const bool alone =
      node(id).kind == NodeKind::kConditionSection && only != kNoNode && node(only).next_sibling == kNoNode;
  for (NodeId child = only; child != kNoNode; child = node(child).next_sibling)
    item(child, next_ == from ? BlankLines::kOpening : BlankLines::kKept, alone);
}

// `alone`: nothing follows that the further lines of a chain could be taken for.
void FormatLayout::item(NodeId id, BlankLines blank_lines, bool alone) {
  // A comment that silences warnings speaks of one line, so that line stays whole.
  max_width_ = tokens_.silenced(first(id), end(id)) ? std::numeric_limits<std::uint32_t>::max() : kMaxWidth;
  begin_line(first(id), kItemIndent, blank_lines, false);
  expr(id, {.indent = kItemIndent, .continuation = kItemIndent + (alone ? 0 : kIndent)});
}

// On one line, or a line a key.
void FormatLayout::match(NodeId id, std::uint32_t from) {
  const std::uint32_t to = end(id);
  if (from == to) return;
  begin_line(from, kItemIndent, BlankLines::kOpening, false);
  const bool fits = kItemIndent + tokens_.width(from, to) <= kMaxWidth || tokens_.silenced(from, to);
  if (!tokens_.breaks(from, to) && fits) return put_until(to);
  while (next_ < to) {
    const bool after_comma = next_ > from && tokens_[next_ - 1].kind == TokenKind::kComma;
    const bool comma = tokens_[next_].kind == TokenKind::kComma;
    if (after_comma || (next_ > from && !comma && tokens_[next_].breaks))
      begin_line(next_, kItemIndent, BlankLines::kKept, false);
    if (comma) {
      put_separator(false);
    } else {
      put_until(next_ + 1);
    }
  }
}

// Sections without a structure: the author's lines, indented by their brackets.
void FormatLayout::token_lines(std::uint32_t from, std::uint32_t to) {
  int depth = 0;
  while (next_ < to) {
    const FormatToken& token = tokens_[next_];
    if (closes(token.kind)) depth = std::max(depth - 1, 0);
    const int indent = kItemIndent + std::min(depth * kIndent, kMaxBracketIndent);
    const bool ends_block = closes(token.kind);
    if (next_ == from) {
      begin_line(next_, indent, BlankLines::kOpening, false);
    } else if (token.line_start) {
      writer_.line(indent, ends_block ? BlankLines::kClosing : BlankLines::kKept, indent + (ends_block ? kIndent : 0));
    }
    if (opens(token.kind)) ++depth;
    put_until(next_ + 1);
  }
}

bool FormatLayout::may_begin_line(std::uint32_t i, bool in_brackets) const {
  const FormatToken& token = tokens_[i];
  if (token.line_start || token.kind != TokenKind::kWord) return true;
  const TokenKind next = i < tokens_.end_of_file() ? tokens_[i + 1].kind : TokenKind::kEndOfFile;
  if (next == TokenKind::kColon && !in_brackets) return false;
  // Headers of sections: with a colon everywhere, without one outside of brackets; and the begin of a rule.
  const bool header = section_of(token.keyword).has_value() && (next == TokenKind::kColon || !in_brackets);
  const bool comparison = next >= TokenKind::kEqual && next <= TokenKind::kGreaterEqual;
  return !(header && !comparison) && !(token.keyword == Keyword::kRule && next == TokenKind::kWord);
}

void FormatLayout::begin_line(std::uint32_t i, int indent, BlankLines blank_lines, bool in_brackets) {
  if (may_begin_line(i, in_brackets)) writer_.line(indent, blank_lines);
}

void FormatLayout::put_until(std::uint32_t end) {
  while (next_ < end) writer_.put(next_++);
}

void FormatLayout::put_separator(bool in_brackets) {
  const std::uint32_t i = next_++;
  if (may_begin_line(next_, in_brackets)) return writer_.put_before_comments(i);
  writer_.put(i);
}

}  // namespace yaral::syntax
