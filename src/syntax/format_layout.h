#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "syntax/format_tokens.h"
#include "syntax/format_writer.h"
#include "syntax/tree.h"

namespace yaral::syntax {

// Decides where the lines of a file end. What fits on a line and was on one stays there; else expressions are broken at
// connectives, then within parentheses and calls. Recursion is safe: the parser bounds the height of expressions.
class FormatLayout {
 public:
  FormatLayout(const Tree& tree, const Source& source);

  // nullopt if the result is too large.
  std::optional<std::string> run();

 private:
  // Where an expression stands.
  struct Place {
    int indent;                 // of its line
    int continuation;           // of the further lines of a chain of operators
    std::uint32_t reserve = 0;  // columns that what follows on its last line needs
  };

  // format_layout.cc: files, rules, sections
  void rule(NodeId id);
  void section(NodeId id);
  void items(NodeId id, std::uint32_t from);
  void item(NodeId id, BlankLines blank_lines, bool alone);
  void match(NodeId id, std::uint32_t from);
  void token_lines(std::uint32_t from, std::uint32_t to);

  // format_expr.cc
  void expr(NodeId id, Place place);
  void parts(NodeId id, Place place);
  void chain(NodeId id, Place place);
  void parenthesis(NodeId id, Place place);
  void call(NodeId id, Place place);
  std::uint32_t line_rest(std::uint32_t from, std::uint32_t to) const;
  bool fits(NodeId id, std::uint32_t reserve) const;
  bool is_block(NodeId id) const;
  bool goes_on(NodeId argument) const;
  std::vector<NodeId> operands(NodeId id) const;
  void find_breaks();

  const Node& node(NodeId id) const { return tree_.node(id); }
  std::uint32_t first(NodeId id) const { return tokens_.first(node(id)); }
  std::uint32_t end(NodeId id) const { return tokens_.end(node(id)); }
  // Whether a line may begin at a token that the source has within a line: not where it would read as something else.
  bool may_begin_line(std::uint32_t i, bool in_brackets) const;
  void begin_line(std::uint32_t i, int indent, BlankLines blank_lines, bool in_brackets);
  void put_until(std::uint32_t end);
  // A comma, connective or colon, before the comments there if what follows may begin a line.
  void put_separator(bool in_brackets);

  const Tree& tree_;
  FormatTokens tokens_;
  FormatWriter writer_{tokens_};
  std::vector<bool> breaks_;     // by node: takes several lines, whatever its length
  std::uint32_t next_ = 0;       // token to be written
  std::uint32_t brackets_ = 0;   // that are open
  std::uint32_t max_width_ = 0;  // of a line of the current item
};

}  // namespace yaral::syntax
