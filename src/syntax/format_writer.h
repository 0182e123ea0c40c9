#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/format_tokens.h"

namespace yaral::syntax {

// Which empty lines stay between two tokens on different lines.
enum class BlankLines : std::uint8_t {
  kOpening,   // none at first: the beginning of a block
  kKept,      // the author's, one at most
  kClosing,   // none at last: the end of a block
  kSeparate,  // one, whatever the author wrote
};

// Writes the significant tokens of a file one after the other, each with the comments before it. What calls it decides
// where lines end; comments may end more of them.
class FormatWriter {
 public:
  explicit FormatWriter(const FormatTokens& tokens) : tokens_(tokens) {}

  // The next token begins a line. Comments before it on lines of their own are indented by `comment_indent`.
  void line(int indent, BlankLines blank_lines) { line(indent, blank_lines, indent); }
  void line(int indent, BlankLines blank_lines, int comment_indent);

  void put(std::uint32_t i);
  // The same for a comma, connective or the like: goes before comments that end a line; they follow it.
  void put_before_comments(std::uint32_t i);
  // Writes those comments before a token that stand deeper than it, and with `all` the rest too: they belong to the block
  // that ends here. Call line() before, with that block's indentation.
  void put_comments_of_block(std::uint32_t i, int indent, bool all);

  // The column where a token would begin if it were put now.
  std::uint32_t column_of(std::uint32_t i) const;

  // The text, with a line end at its end; nullopt if it has more bytes than a rule file may have.
  std::optional<std::string> take();

 private:
  void put_group(const CommentGroup& group, int indent, TokenKind before);
  void put_comments(const CommentGroup& group, bool follows, TokenKind before);
  bool blank_line(bool written) const;
  void write(std::string_view text);
  void new_line(int indent, bool blank_line);

  const FormatTokens& tokens_;
  std::string out_;  // not written any further once it is too large
  std::uint32_t column_ = 0;
  int indent_ = 0;           // of the last line that was asked for
  bool line_asked_ = false;  // by line(), whose arguments follow
  BlankLines blank_lines_ = BlankLines::kOpening;
  int comment_indent_ = 0;
  bool first_line_ = false;         // no line was begun since line()
  bool must_end_line_ = false;      // a comment was written that nothing can follow on its line
  bool comment_written_ = false;    // since the last token
  bool blank_carried_ = false;      // an empty line stood before a token that was written early
  std::vector<CommentGroup> held_;  // comments before such a token
  std::size_t groups_done_ = 0;     // comments before the next token that are written already
};

}  // namespace yaral::syntax
