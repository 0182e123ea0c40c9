#include "syntax/format.h"

#include <algorithm>

#include "base/text.h"
#include "syntax/format_layout.h"

namespace yaral::syntax {
namespace {

using Kind = TokenKind;

std::vector<Token> tokens_of(const Tree& tree, bool comments) {
  std::vector<Token> out;
  for (const Token& t : tree.tokens()) {
    const bool comment = t.kind == Kind::kLineComment || t.kind == Kind::kBlockComment;
    if (comments ? comment : !is_trivia(t.kind)) out.push_back(t);
  }
  return out;
}

// Keywords may change their case, but to lower case only, and never where a name stands.
bool same_token(std::string_view a, std::string_view b, const Token& token, TokenKind before) {
  if (a == b) return true;
  return token.kind == Kind::kWord && token.keyword != Keyword::kNone && before != Kind::kDot &&
         b == spelling(token.keyword) && ascii_equal_nocase(a, b);
}

std::optional<Span> different_token(const Tree& a, const Source& a_source, const Tree& b, const Source& b_source) {
  const std::vector<Token> left = tokens_of(a, false);
  const std::vector<Token> right = tokens_of(b, false);
  TokenKind before = Kind::kEndOfFile;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const bool same = i < right.size() && left[i].kind == right[i].kind &&
                      same_token(a_source.text(left[i].span()), b_source.text(right[i].span()), left[i], before);
    if (!same) return left[i].span();
    before = left[i].kind;
  }
  return std::nullopt;  // both end with the end of the file
}

std::optional<Span> different_comment(const Tree& a, const Source& a_source, const Tree& b, const Source& b_source) {
  const std::vector<Token> left = tokens_of(a, true);
  const std::vector<Token> right = tokens_of(b, true);
  for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    if (i == left.size()) return Span{};
    const bool same =
        i < right.size() && comment_text(a_source.text(left[i].span())) == comment_text(b_source.text(right[i].span()));
    if (!same) return left[i].span();
  }
  return std::nullopt;
}

// By token of a tree: how many significant ones stand before it.
std::vector<std::uint32_t> significant_before(const Tree& tree) {
  std::vector<std::uint32_t> out{0};
  for (const Token& t : tree.tokens()) out.push_back(out.back() + (is_trivia(t.kind) ? 0 : 1));
  return out;
}

// Children stand before their parents, so kinds and extents determine the structure.
std::optional<Span> different_node(const Tree& a, const Tree& b) {
  const std::vector<std::uint32_t> left = significant_before(a);
  const std::vector<std::uint32_t> right = significant_before(b);
  for (NodeId id = 0; id < a.nodes().size(); ++id) {
    const Node& n = a.node(id);
    if (id >= b.nodes().size()) return a.span(id);
    const Node& m = b.node(id);
    const bool same =
        n.kind == m.kind && left[n.first_token] == right[m.first_token] && left[n.token_end] == right[m.token_end];
    if (!same) return a.span(id);
  }
  if (b.nodes().size() > a.nodes().size()) return Span{};
  return std::nullopt;
}

}  // namespace

std::optional<std::string> format(const Tree& tree, const Source& source) { return FormatLayout(tree, source).run(); }

std::optional<Span> first_difference(const Tree& a, const Source& a_source, const Tree& b, const Source& b_source) {
  if (auto token = different_token(a, a_source, b, b_source)) return token;
  if (auto comment = different_comment(a, a_source, b, b_source)) return comment;
  return different_node(a, b);
}

}  // namespace yaral::syntax
