#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "syntax/source.h"
#include "syntax/token.h"

namespace yaral::syntax {

enum class NodeKind : std::uint8_t {
#define YARAL_NODE(id) id,
#include "syntax/nodes.def"
#undef YARAL_NODE
};

std::string_view node_name(NodeKind kind);

using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = 0xFFFFFFFF;

// A node covers a run of tokens, from its first to its last significant one. Tokens that are in no child (keywords,
// operators, brackets, trivia between) are its own. A node may cover nothing (a missing operand).
//   kFile: kRule and kError            kRule: sections and kError
//   kMetaSection: kMetaEntry, kError   kEventsSection: expressions, one a predicate
//   kMatchSection: key expressions, then kWindow     kOutcomeSection: kAssignment (its value), kError
//   kConditionSection: one expression  kOptionsSection: kOption (its value), kError
//   kSetupSection: kSetupOperation (a kParen of joins, or the expressions between its brackets), kError
//   kExportSection: kExportWrite (kExportColumn, each with its value), kError
//   kUnknownSection: nothing, all tokens are its own
//   kCall: arguments, kNamedArgument (its value)     kNocaseCall: a kCall with `nocase` after it
//   kCompare, kArithmetic: two operands kIn: operand and kList         kNOf: expressions
struct Node {
  NodeKind kind = NodeKind::kError;
  std::uint16_t height = 1;  // nodes on the longest way down, itself included
  std::uint32_t first_token = 0;
  std::uint32_t token_end = 0;  // one past the last
  NodeId first_child = kNoNode;
  NodeId next_sibling = kNoNode;
};

// The lossless tree of a file: flat arrays of tokens and nodes.
class Tree {
 public:
  Tree(std::vector<Token> tokens, std::vector<Node> nodes, NodeId root)
      : tokens_(std::move(tokens)), nodes_(std::move(nodes)), root_(root) {}

  const std::vector<Token>& tokens() const { return tokens_; }
  const std::vector<Node>& nodes() const { return nodes_; }
  const Node& node(NodeId id) const { return nodes_[id]; }
  NodeId root() const { return root_; }

  // From the first significant token to the last; empty, at the place where the thing is missing, for an empty node.
  Span span(NodeId id) const;

 private:
  std::vector<Token> tokens_;
  std::vector<Node> nodes_;
  NodeId root_;
};

// The tree as an indented list of nodes and significant tokens, for tests.
std::string dump(const Tree& tree, const Source& source);

}  // namespace yaral::syntax
