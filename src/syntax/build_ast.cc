#include "syntax/ast_builder.h"
#include "syntax/consequences.h"
#include "syntax/lexer.h"
#include "syntax/parse.h"
#include "syntax/parser.h"

namespace yaral::syntax {

namespace {

bool is_lexical(Code code) { return info(code).code.starts_with("YL01"); }

// Text outside rules gives one message, not one for each of its apostrophes. What begins with `rule` was meant as a rule.
bool is_outside_rules(const Tree& tree, Span span) {
  const Node& root = tree.node(tree.root());
  for (NodeId id = root.first_child; id != kNoNode; id = tree.node(id).next_sibling) {
    const Span child = tree.span(id);
    if (span.begin < child.begin || span.begin >= child.end) continue;
    return tree.node(id).kind == NodeKind::kError && tree.tokens()[tree.node(id).first_token].keyword != Keyword::kRule;
  }
  return false;
}

}  // namespace

Tree parse_tree(const Source& source, Diagnostics& diagnostics) {
  Diagnostics lexical;
  std::vector<Token> tokens = lex(source, lexical);
  Tree tree = Parser(source, std::move(tokens), diagnostics).run();
  for (Diagnostic& d : lexical.all()) {
    if (!is_lexical(d.code) || !is_outside_rules(tree, d.primary.span)) diagnostics.add(std::move(d));
  }
  return tree;
}

File build_ast(const Tree& tree, const Source& source, Diagnostics& diagnostics) {
  File file;
  AstBuilder builder(tree, source, diagnostics);
  const Node& root = tree.node(tree.root());
  for (NodeId id = root.first_child; id != kNoNode; id = tree.node(id).next_sibling) {
    if (tree.node(id).kind != NodeKind::kRule) continue;
    file.rules.push_back(builder.rule(id));
    check_rule(file.rules.back(), source, diagnostics);
  }
  if (root.first_child == kNoNode) diagnostics.report(Code::kNoRule, {0, 0}, "the file holds no rule");
  return file;
}

File parse(const Source& source, Diagnostics& diagnostics) {
  const Tree tree = parse_tree(source, diagnostics);
  File file = build_ast(tree, source, diagnostics);
  drop_consequences(source, diagnostics);
  return file;
}

}  // namespace yaral::syntax
