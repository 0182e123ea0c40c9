#include "base/time.h"
#include "syntax/ast_builder.h"
#include "syntax/lexer_rules.h"
#include "syntax/literals.h"

namespace yaral::syntax {
namespace {

std::optional<SectionKind> section_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::kMetaSection: return SectionKind::kMeta;
    case NodeKind::kSetupSection: return SectionKind::kSetup;
    case NodeKind::kEventsSection: return SectionKind::kEvents;
    case NodeKind::kMatchSection: return SectionKind::kMatch;
    case NodeKind::kOutcomeSection: return SectionKind::kOutcome;
    case NodeKind::kConditionSection: return SectionKind::kCondition;
    case NodeKind::kOptionsSection: return SectionKind::kOptions;
    case NodeKind::kExportSection: return SectionKind::kExport;
    default: return std::nullopt;
  }
}

}  // namespace

Rule AstBuilder::rule(NodeId id) {
  Rule rule;
  rule.span = tree_.span(id);
  // The name is the token after `rule`; a malformed one was reported and is kept as far as it is a word.
  std::size_t index = node(id).first_token + 1;
  while (is_trivia(token(index).kind)) ++index;
  if (token(index).kind == TokenKind::kWord) rule.name = text(token(index));
  rule.name_span = rule.name.empty() ? token(node(id).first_token).span() : token(index).span();
  for (NodeId child = node(id).first_child; child != kNoNode; child = node(child).next_sibling) {
    if (const auto kind = section_of(node(child).kind)) section(child, *kind, rule);
  }
  return rule;
}

void AstBuilder::section(NodeId id, SectionKind kind, Rule& rule) {
  const Span header = token(node(id).first_token).span();
  const std::string_view rest = source_.text({header.end, tree_.span(id).end});
  rule.sections.push_back({kind, header, rest.find_first_not_of(": \t\r\n") == std::string_view::npos});
  switch (kind) {
    case SectionKind::kMeta: return meta(id, rule);
    case SectionKind::kSetup: return setup(id, rule);
    case SectionKind::kEvents:
      for (const NodeId child : child_ids(id)) rule.events.push_back(expr(child));
      return;
    case SectionKind::kMatch: return match(id, rule);
    case SectionKind::kOutcome: return outcome(id, rule);
    case SectionKind::kCondition:
      if (!rule.condition && node(id).first_child != kNoNode) rule.condition = expr(node(id).first_child);
      return;
    case SectionKind::kOptions: return options(id, rule);
    case SectionKind::kExport: return exports(id, rule);
  }
}

void AstBuilder::meta(NodeId id, Rule& rule) {
  for (const NodeId child : child_ids(id)) {
    if (node(child).kind == NodeKind::kMetaEntry) rule.meta.push_back(meta_entry(child));
  }
}

MetaEntry AstBuilder::meta_entry(NodeId id) {
  const Node& n = node(id);
  MetaEntry entry;
  entry.key = text(token(n.first_token));
  entry.key_span = token(n.first_token).span();
  const Token& last = token(n.token_end - 1);
  if (last.kind == TokenKind::kString || last.kind == TokenKind::kMultilineString) {
    entry.value_span = last.span();
    entry.value = decode_string(source_, last.span(), diagnostics_);
    return entry;
  }
  entry.is_string = false;
  std::size_t begin = n.first_token + 1;
  while (begin < n.token_end && (is_trivia(token(begin).kind) || token(begin).kind == TokenKind::kEqual)) ++begin;
  if (begin == n.token_end) return entry;
  entry.value_span = {token(begin).begin, last.end};
  entry.value = source_.text(entry.value_span);
  return entry;
}

void AstBuilder::match(NodeId id, Rule& rule) {
  if (rule.match || node(id).first_child == kNoNode) return;
  Match match;
  match.span = tree_.span(id);
  for (const NodeId child : child_ids(id)) {
    if (node(child).kind == NodeKind::kWindow) {
      window(child, match);
    } else {
      match.keys.push_back(expr(child));
    }
  }
  rule.match = std::move(match);
}

void AstBuilder::window(NodeId id, Match& match) {
  const Node& n = node(id);
  match.window = token(n.first_token).keyword == Keyword::kBy ? WindowKind::kTumbling : WindowKind::kHop;
  const Token* size = find(TokenKind::kDuration, n.first_token, n.token_end);
  if (size) {
    match.size = parse_duration(text(*size)).value_or(Duration{});
    match.size_span = size->span();
  }
  if (find(Keyword::kBefore, n.first_token, n.token_end)) match.window = WindowKind::kBefore;
  if (find(Keyword::kAfter, n.first_token, n.token_end)) match.window = WindowKind::kAfter;
  if (const Token* pivot = find(TokenKind::kVariable, n.first_token, n.token_end)) {
    match.pivot = name_of_variable(text(*pivot));
    match.pivot_span = pivot->span();
  }
}

Expr AstBuilder::first_child_or_error(NodeId id) {
  if (node(id).first_child != kNoNode) return expr(node(id).first_child);
  Expr error;
  error.span = tree_.span(id);
  return error;
}

void AstBuilder::outcome(NodeId id, Rule& rule) {
  for (const NodeId child : child_ids(id)) {
    if (node(child).kind != NodeKind::kAssignment) continue;
    const Token& name = token(node(child).first_token);
    rule.outcome.push_back({std::string(name_of_variable(text(name))), name.span(), first_child_or_error(child)});
  }
}

void AstBuilder::options(NodeId id, Rule& rule) {
  for (const NodeId child : child_ids(id)) {
    if (node(child).kind != NodeKind::kOption) continue;
    const Token& key = token(node(child).first_token);
    rule.options.push_back({std::string(text(key)), key.span(), first_child_or_error(child)});
  }
}

}  // namespace yaral::syntax
