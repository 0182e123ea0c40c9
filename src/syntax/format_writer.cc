#include "syntax/format_writer.h"

#include <utility>

#include "syntax/lexer.h"
#include "syntax/utf8.h"

namespace yaral::syntax {
namespace {

constexpr int kIndent = 2;

}  // namespace

void FormatWriter::line(int indent, BlankLines blank_lines, int comment_indent) {
  line_asked_ = true;
  first_line_ = true;
  indent_ = indent;
  blank_lines_ = blank_lines;
  comment_indent_ = comment_indent;
}

void FormatWriter::put(std::uint32_t i) {
  const FormatToken& token = tokens_[i];
  const auto groups = tokens_.comments(i);
  const CommentGroup* attached = nullptr;
  const int indent = line_asked_ ? comment_indent_ : indent_ + kIndent;
  TokenKind before = i > 0 ? tokens_[i - 1].kind : TokenKind::kEndOfFile;
  for (const CommentGroup& group : std::exchange(held_, {})) put_group(group, indent, before);
  for (const CommentGroup& group : groups.subspan(std::exchange(groups_done_, 0))) {
    if (&group == &groups.back() && !group.ends_line) attached = &group;
    if (!attached) put_group(group, indent, before);
  }
  const bool new_line_begun = line_asked_ || must_end_line_;
  if (line_asked_) {
    new_line(indent_, blank_lines_ != BlankLines::kClosing && blank_line(token.blank_before));
  } else if (must_end_line_) {
    new_line(indent, false);
  }
  if (attached) put_comments(*attached, !new_line_begun, comment_written_ ? TokenKind::kBlockComment : before);
  const bool blank = comment_written_ ? FormatTokens::blank_after_comment(token.kind) : token.blank;
  if (blank && (attached || !new_line_begun)) write(" ");
  write(token.text);
  line_asked_ = must_end_line_ = comment_written_ = blank_carried_ = false;
}

void FormatWriter::put_before_comments(std::uint32_t i) {
  const FormatToken& token = tokens_[i];
  if (!token.breaks && held_.empty()) {
    put(i);
  } else {
    if (line_asked_) {
      new_line(indent_, blank_line(token.blank_before));
      line_asked_ = false;
    } else if (token.blank) {
      write(" ");
    }
    write(token.text);
    const auto groups = tokens_.comments(i).subspan(std::exchange(groups_done_, 0));
    held_.insert(held_.end(), groups.begin(), groups.end());
  }
  blank_carried_ = token.blank_before;
}

void FormatWriter::put_comments_of_block(std::uint32_t i, int indent, bool all) {
  const auto groups = tokens_.comments(i);
  std::size_t count = 0;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const CommentGroup& group = groups[g];
    if (all || (group.ends_line && (!group.begins_line || group.column > tokens_[i].column))) count = g + 1;
  }
  for (const CommentGroup& group : std::exchange(held_, {})) put_group(group, indent, TokenKind::kEndOfFile);
  for (; groups_done_ < count; ++groups_done_) put_group(groups[groups_done_], indent, TokenKind::kEndOfFile);
}

std::uint32_t FormatWriter::column_of(std::uint32_t i) const {
  if (!line_asked_) return column_ + tokens_.lead(i);
  const auto groups = tokens_.comments(i);
  std::uint32_t column = static_cast<std::uint32_t>(indent_);
  if (groups.empty() || groups.back().ends_line) return column;
  for (const std::string& comment : groups.back().comments) column += count_characters(comment) + 1;
  return column;
}

std::optional<std::string> FormatWriter::take() {
  if (!out_.empty()) out_ += '\n';
  if (out_.size() > kMaxSourceBytes) return std::nullopt;
  return std::move(out_);
}

// Comments that no token follows on their line.
void FormatWriter::put_group(const CommentGroup& group, int indent, TokenKind before) {
  const bool own_line = group.begins_line || must_end_line_;
  if (own_line) new_line(indent, line_asked_ && blank_line(group.blank_before));
  put_comments(group, !own_line, comment_written_ ? TokenKind::kBlockComment : before);
  must_end_line_ = own_line || group.line_comment;
}

void FormatWriter::put_comments(const CommentGroup& group, bool follows, TokenKind before) {
  for (const std::string& comment : group.comments) {
    if (follows && FormatTokens::blank_before_comment(before, comment)) write(" ");
    write(comment);
    follows = true;
    before = TokenKind::kBlockComment;
  }
  comment_written_ = true;
}

// Whether an empty line stands before the next line of a block; `written`: the author put one there.
bool FormatWriter::blank_line(bool written) const {
  if (!first_line_) return written;
  if (blank_lines_ == BlankLines::kOpening) return false;
  return blank_lines_ == BlankLines::kSeparate || written || blank_carried_;
}

void FormatWriter::write(std::string_view text) {
  if (out_.size() > kMaxSourceBytes) return;
  out_ += text;
  const std::size_t line_end = text.rfind('\n');
  if (line_end != text.npos) column_ = 0;
  column_ += count_characters(line_end == text.npos ? text : text.substr(line_end + 1));
}

void FormatWriter::new_line(int indent, bool blank_line) {
  first_line_ = false;
  must_end_line_ = false;
  if (out_.size() > kMaxSourceBytes) return;
  if (!out_.empty()) out_ += blank_line ? "\n\n" : "\n";
  out_.append(static_cast<std::size_t>(indent), ' ');
  column_ = static_cast<std::uint32_t>(indent);
}

}  // namespace yaral::syntax
