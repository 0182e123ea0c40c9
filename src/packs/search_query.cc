#include "packs/search_query.h"

#include <algorithm>

#include <fmt/format.h>

#include "semantics/bind.h"
#include "syntax/lexer.h"
#include "udm/schema.h"

namespace yaral::packs {

namespace {

// The search with `$e.` before each of its fields.
std::string as_predicates(std::string_view query) {
  const syntax::Source source("search", std::string(query));
  syntax::Diagnostics ignored;  // said again when the rule is compiled
  std::string text;
  bool after_dot = false;
  for (const syntax::Token& token : syntax::lex(source, ignored)) {
    const std::string_view written = source.text(token.span());
    const bool field =
        token.kind == syntax::TokenKind::kWord && !after_dot && udm::find_field(udm::event_root(), written).has_value();
    text.append(field ? "$e." : "").append(written);
    if (!syntax::is_trivia(token.kind)) after_dot = token.kind == syntax::TokenKind::kDot;
  }
  return text;
}

}  // namespace

std::string search_mistake(std::string_view query) {
  if (std::ranges::any_of(query, [](char c) { return c == '$' || c == '%' || c == '#'; }) &&
      query.find_first_of("\"`/") == std::string_view::npos)
    return "a search names fields without a variable before them";
  const semantics::CompiledFile compiled = semantics::compile(
      "search",
      fmt::format("rule search {{\n  meta:\n    author = \"search\"\n  events:\n    {}\n  condition:\n    $e\n}}\n",
                  as_predicates(query)));
  for (const syntax::Diagnostic& diagnostic : compiled.diagnostics.all()) {
    if (diagnostic.severity != syntax::Severity::kError) continue;
    return diagnostic.help.empty() ? diagnostic.message : fmt::format("{} ({})", diagnostic.message, diagnostic.help);
  }
  return {};
}

}  // namespace yaral::packs
