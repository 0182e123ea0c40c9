#include "syntax/tree.h"

#include <fmt/format.h>

#include <array>
#include <string>

namespace yaral::syntax {
namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(NodeKind::kError) + 1> kNodeNames{
#define YARAL_NODE(id) #id,
#include "syntax/nodes.def"
#undef YARAL_NODE
};

}  // namespace

std::string_view node_name(NodeKind kind) { return kNodeNames[static_cast<std::size_t>(kind)].substr(1); }

Span Tree::span(NodeId id) const {
  const Node& n = nodes_[id];
  if (n.first_token == n.token_end) return {tokens_[n.first_token].begin, tokens_[n.first_token].begin};
  return {tokens_[n.first_token].begin, tokens_[n.token_end - 1].end};
}

std::string dump(const Tree& tree, const Source& source) {
  struct Open {
    NodeId child;
    std::uint32_t token;
    std::uint32_t token_end;
  };
  std::string out;
  const auto open = [&](NodeId id, std::vector<Open>& stack) {
    const Node& n = tree.node(id);
    out += fmt::format("{:{}}{}\n", "", stack.size() * 2, node_name(n.kind));
    stack.push_back({n.first_child, n.first_token, n.token_end});
  };
  std::vector<Open> stack;
  open(tree.root(), stack);
  while (!stack.empty()) {
    Open& top = stack.back();
    if (top.child != kNoNode && (top.token >= top.token_end || tree.node(top.child).first_token <= top.token)) {
      const Node& child = tree.node(top.child);
      const NodeId id = top.child;
      top.token = child.token_end > top.token ? child.token_end : top.token;
      top.child = child.next_sibling;
      open(id, stack);
    } else if (top.token < top.token_end) {
      const Token& token = tree.tokens()[top.token++];
      if (is_trivia(token.kind) || token.kind == TokenKind::kEndOfFile) continue;
      out += fmt::format("{:{}}'{}'\n", "", stack.size() * 2, source.text(token.span()));
    } else {
      stack.pop_back();
    }
  }
  return out;
}

}  // namespace yaral::syntax
