#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/source.h"
#include "syntax/tree.h"

namespace yaral::syntax {

// A comment as it is written out: line ends are \n, and no blanks stand before them.
std::string comment_text(std::string_view written);

// Comments that stand on one line.
struct CommentGroup {
  std::vector<std::string> comments;
  bool begins_line = false;   // nothing stands before it on its line
  bool ends_line = false;     // no token follows on its line
  bool line_comment = false;  // the last one goes to the line's end
  bool blank_before = false;  // an empty line stands before it
  bool silences = false;      // one of them speaks to yaral
  std::uint32_t column = 0;   // where it begins, if it begins a line
};

// A significant token as the formatter writes it, and the comments before it.
struct FormatToken {
  std::string_view text;
  TokenKind kind = TokenKind::kEndOfFile;
  Keyword keyword = Keyword::kNone;
  bool blank = true;           // a blank stands before it on a line
  bool line_start = false;     // it begins a line in the source
  bool blank_before = false;   // an empty line stands before it
  bool breaks = false;         // a line must end before it, or a comment of several lines stands there
  std::uint32_t column = 0;    // where its line begins
  std::uint32_t comments = 0;  // the first group of comments before it
};

// The significant tokens of a tree, the end of the file as the last one.
class FormatTokens {
 public:
  FormatTokens(const Tree& tree, const Source& source);

  const FormatToken& operator[](std::uint32_t i) const { return tokens_[i]; }
  // The comments between a token and the one before it. The last group may stand on the token's own line.
  std::span<const CommentGroup> comments(std::uint32_t i) const;
  std::uint32_t end_of_file() const { return static_cast<std::uint32_t>(tokens_.size() - 1); }

  // The significant tokens of a node: [first, end).
  std::uint32_t first(const Node& node) const { return significant_[node.first_token]; }
  std::uint32_t end(const Node& node) const { return significant_[node.token_end]; }

  // Columns of the tokens [from, to) on one line; what stands between the first and the token before it is left out.
  std::uint32_t width(std::uint32_t from, std::uint32_t to) const {
    return from < to ? widths_[to] - widths_[from] - lead(from) : 0;
  }
  // Columns before a token that follows another on a line: its blank and the comments there.
  std::uint32_t lead(std::uint32_t i) const { return leads_[i]; }
  // Whether something between the tokens [from, to) ends a line.
  bool breaks(std::uint32_t from, std::uint32_t to) const { return from < to && breaks_[to] > breaks_[from + 1]; }
  // Whether a comment before, among or behind the tokens [from, to) silences a warning of their lines.
  bool silenced(std::uint32_t from, std::uint32_t to) const;

  // How comments are set on a line.
  static bool blank_before_comment(TokenKind previous, std::string_view comment);
  static bool blank_after_comment(TokenKind next);

 private:
  void read(const Tree& tree, const Source& source);
  void mark_tight(const Tree& tree);
  void mark_keywords(const Tree& tree);
  void lower_words(std::uint32_t from, std::uint32_t to);
  void measure();

  std::vector<FormatToken> tokens_;
  std::vector<CommentGroup> groups_;
  std::vector<std::uint32_t> significant_;  // by token of the tree: how many significant ones stand before it
  std::vector<std::uint32_t> leads_;
  // Sums over the tokens before each.
  std::vector<std::uint32_t> widths_;
  std::vector<std::uint32_t> breaks_;
  std::vector<std::uint32_t> silencing_;
};

}  // namespace yaral::syntax
