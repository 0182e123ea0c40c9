#include "syntax/format_tokens.h"

#include <algorithm>

#include "syntax/utf8.h"

namespace yaral::syntax {
namespace {

constexpr std::uint32_t kTabWidth = 4;

// Columns of the blanks at the begin of a line. `at` is where they end.
std::uint32_t indentation(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
  std::uint32_t column = 0;
  for (; begin < at; ++begin) column = text[begin] == '\t' ? (column / kTabWidth + 1) * kTabWidth : column + 1;
  return column;
}

bool is_section(NodeKind kind) {
  switch (kind) {
    case NodeKind::kMetaSection:
    case NodeKind::kSetupSection:
    case NodeKind::kEventsSection:
    case NodeKind::kMatchSection:
    case NodeKind::kOutcomeSection:
    case NodeKind::kConditionSection:
    case NodeKind::kOptionsSection:
    case NodeKind::kExportSection: return true;
    default: return false;
  }
}

// Whether the words among a node's own tokens are keywords. Names are never touched.
bool own_words_are_keywords(NodeKind kind) {
  switch (kind) {
    case NodeKind::kAnd:
    case NodeKind::kOr:
    case NodeKind::kNot:
    case NodeKind::kCompare:
    case NodeKind::kIn:
    case NodeKind::kIsNull:
    case NodeKind::kNocaseCall:
    case NodeKind::kWindow:
    case NodeKind::kNOf:
    case NodeKind::kLiteral: return true;
    default: return false;
  }
}

}  // namespace

std::string comment_text(std::string_view written) {
  std::string out;
  const auto trim = [&out] { out.erase(out.find_last_not_of(" \t\v\f") + 1); };
  for (std::size_t i = 0; i < written.size(); ++i) {
    const bool line_end = written[i] == '\n' || written[i] == '\r';
    if (line_end) trim();
    if (written[i] == '\r' && i + 1 < written.size() && written[i + 1] == '\n') continue;
    out += line_end ? '\n' : written[i];
  }
  trim();
  return out;
}

FormatTokens::FormatTokens(const Tree& tree, const Source& source) {
  read(tree, source);
  mark_tight(tree);
  mark_keywords(tree);
  measure();
}

std::span<const CommentGroup> FormatTokens::comments(std::uint32_t i) const {
  const std::size_t end = i < end_of_file() ? tokens_[i + 1].comments : groups_.size();
  return std::span(groups_).subspan(tokens_[i].comments, end - tokens_[i].comments);
}

bool FormatTokens::silenced(std::uint32_t from, std::uint32_t to) const {
  const auto before = comments(from);
  const auto behind = comments(to);
  return std::ranges::any_of(before, [](const CommentGroup& g) { return g.begins_line && g.silences; }) ||
         silencing_[to] > silencing_[from + 1] || (!behind.empty() && !behind[0].begins_line && behind[0].silences);
}

void FormatTokens::read(const Tree& tree, const Source& source) {
  int line_ends = 1;  // since the last token or comment; the file begins a line
  auto groups = static_cast<std::uint32_t>(groups_.size());
  for (const Token& token : tree.tokens()) {
    significant_.push_back(static_cast<std::uint32_t>(tokens_.size()));
    if (token.kind == TokenKind::kNewline) ++line_ends;
    if (token.kind == TokenKind::kNewline || token.kind == TokenKind::kBlank || token.kind == TokenKind::kByteOrderMark)
      continue;
    const bool open_group = groups < groups_.size();
    if (open_group && line_ends > 0) groups_.back().ends_line = true;
    const std::uint32_t column = indentation(source.text(), token.begin);
    if (is_trivia(token.kind)) {
      if (!open_group || line_ends > 0)
        groups_.push_back({.begins_line = line_ends > 0, .blank_before = line_ends > 1, .column = column});
      groups_.back().comments.push_back(comment_text(source.text(token.span())));
      groups_.back().silences |= groups_.back().comments.back().find("yaral:") != std::string::npos;
      groups_.back().line_comment = token.kind == TokenKind::kLineComment;
    } else {
      const bool end = token.kind == TokenKind::kEndOfFile;
      if (open_group && end) groups_.back().ends_line = true;
      const bool attached = open_group && !groups_.back().ends_line;
      tokens_.push_back({.text = source.text(token.span()),
                         .kind = token.kind,
                         .keyword = token.keyword,
                         .line_start = token.line_start,
                         .blank_before = attached ? groups_.back().blank_before : line_ends > 1,
                         .column = attached ? groups_.back().column : column,
                         .comments = groups});
      groups = static_cast<std::uint32_t>(groups_.size());
    }
    line_ends = 0;
  }
  significant_.push_back(static_cast<std::uint32_t>(tokens_.size()));
}

// Where no blank stands between two tokens on a line.
void FormatTokens::mark_tight(const Tree& tree) {
  for (std::uint32_t i = 1; i < tokens_.size(); ++i) {
    const TokenKind kind = tokens_[i].kind;
    const TokenKind before = tokens_[i - 1].kind;
    const bool after_opening = before == TokenKind::kLeftParen || before == TokenKind::kLeftBracket;
    const bool closing = kind == TokenKind::kRightParen || kind == TokenKind::kRightBracket;
    const bool dot = kind == TokenKind::kDot || before == TokenKind::kDot;
    if (after_opening || closing || dot || kind == TokenKind::kComma || kind == TokenKind::kColon ||
        kind == TokenKind::kLeftBracket)
      tokens_[i].blank = false;
  }
  for (const Node& node : tree.nodes()) {
    const std::uint32_t begin = first(node);
    std::uint32_t at = begin;
    switch (node.kind) {
      case NodeKind::kNegate:
      case NodeKind::kAbsent: tokens_[begin + 1].blank = false; break;
      case NodeKind::kCall:
        while (at < end(node) && tokens_[at].kind != TokenKind::kLeftParen) ++at;
        if (at < end(node)) tokens_[at].blank = false;
        break;
      case NodeKind::kNOf:
        while (at < end(node) && tokens_[at].kind != TokenKind::kLeftBracket) ++at;
        if (at < end(node)) tokens_[at].blank = true;
        break;
      // Sections without a structure keep the author's choice before brackets.
      case NodeKind::kSetupSection:
      case NodeKind::kExportSection:
        for (std::uint32_t t = node.first_token + 1; t < node.token_end; ++t) {
          const Token& token = tree.tokens()[t];
          const bool bracket = token.kind == TokenKind::kLeftParen || token.kind == TokenKind::kLeftBracket;
          const TokenKind before = tokens_[significant_[t] - 1].kind;
          if (bracket && before != TokenKind::kLeftParen && before != TokenKind::kLeftBracket)
            tokens_[significant_[t]].blank = is_trivia(tree.tokens()[t - 1].kind);
        }
        break;
      default: break;
    }
  }
}

void FormatTokens::mark_keywords(const Tree& tree) {
  for (const Node& node : tree.nodes()) {
    const std::uint32_t begin = first(node);
    if (node.kind == NodeKind::kRule || is_section(node.kind)) lower_words(begin, begin + 1);
    if (node.kind == NodeKind::kPath) {
      std::uint32_t variable = begin;  // `any` and `all` stand before it
      while (variable < end(node) && tokens_[variable].kind == TokenKind::kWord) ++variable;
      lower_words(begin, variable);
    }
    if (!own_words_are_keywords(node.kind)) continue;
    std::uint32_t at = begin;
    for (NodeId id = node.first_child; id != kNoNode; id = tree.node(id).next_sibling) {
      lower_words(at, first(tree.node(id)));
      at = end(tree.node(id));
    }
    lower_words(at, end(node));
  }
}

void FormatTokens::lower_words(std::uint32_t from, std::uint32_t to) {
  for (std::uint32_t i = from; i < to; ++i) {
    if (tokens_[i].kind == TokenKind::kWord && tokens_[i].keyword != Keyword::kNone)
      tokens_[i].text = spelling(tokens_[i].keyword);
  }
}

void FormatTokens::measure() {
  widths_.push_back(0);
  breaks_.push_back(0);
  silencing_.push_back(0);
  for (std::uint32_t i = 0; i < tokens_.size(); ++i) {
    FormatToken& token = tokens_[i];
    std::uint32_t lead = 0;
    bool silencing = false;
    TokenKind before = i > 0 ? tokens_[i - 1].kind : TokenKind::kEndOfFile;
    for (const CommentGroup& group : comments(i)) {
      silencing = silencing || group.silences;
      token.breaks = token.breaks || group.line_comment || (group.begins_line && group.ends_line);
      for (const std::string& comment : group.comments) {
        lead += count_characters(comment) + (blank_before_comment(before, comment) ? 1 : 0);
        before = TokenKind::kBlockComment;
        token.breaks = token.breaks || comment.find('\n') != comment.npos;
      }
    }
    lead += lead > 0 ? (blank_after_comment(token.kind) ? 1 : 0) : (token.blank ? 1 : 0);
    leads_.push_back(lead);
    widths_.push_back(widths_.back() + lead + count_characters(token.text));
    breaks_.push_back(breaks_.back() + (token.breaks ? 1 : 0));
    silencing_.push_back(silencing_.back() + (silencing ? 1 : 0));
  }
}

bool FormatTokens::blank_before_comment(TokenKind previous, std::string_view comment) {
  const bool opening = previous == TokenKind::kLeftParen || previous == TokenKind::kLeftBracket;
  return !opening || comment.starts_with("//");
}

bool FormatTokens::blank_after_comment(TokenKind next) {
  return next != TokenKind::kComma && next != TokenKind::kColon && next != TokenKind::kRightParen &&
         next != TokenKind::kRightBracket;
}

}  // namespace yaral::syntax
