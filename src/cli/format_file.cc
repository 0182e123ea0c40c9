#include "cli/format_file.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "semantics/bind.h"
#include "semantics/dump.h"
#include "syntax/format.h"
#include "syntax/lexer.h"
#include "syntax/parse.h"

namespace yaral::cli {

namespace {

using semantics::BoundRule;
using syntax::Diagnostics;
using syntax::Source;
using syntax::Span;

std::string place(const Source& source, Span span) {
  const syntax::Position at = source.position(span.begin);
  return fmt::format("{}:{}:{}", source.name(), at.line, at.column);
}

// What a bound rule says, places left out. Nothing for a rule with mistakes.
std::string meaning(const std::optional<BoundRule>& rule) {
  if (!rule) return {};
  std::string out = semantics::dump(*rule);
  for (const semantics::MetaPair& pair : rule->meta) out += fmt::format("meta {} = {}\n", pair.key, pair.value);
  for (const semantics::List& list : rule->lists)
    out += fmt::format("list {} {}\n", list.name, static_cast<int>(list.mode));
  return out + (rule->allow_zero_values ? "allow_zero_values\n" : "");
}

// The name of the first rule that means something else.
std::optional<Span> changed_rule(const syntax::File& a, const Source& a_source, const syntax::File& b,
                                 const Source& b_source) {
  Diagnostics ignored;
  for (std::size_t i = 0; i < std::max(a.rules.size(), b.rules.size()); ++i) {
    if (i == a.rules.size()) return Span{};
    const Span at = a.rules[i].name_span;
    if (i == b.rules.size()) return at;
    if (meaning(semantics::bind(a.rules[i], a_source, ignored)) !=
        meaning(semantics::bind(b.rules[i], b_source, ignored)))
      return at;
  }
  return std::nullopt;
}

}  // namespace

std::string difference_in_meaning(const Source& before, const Source& after) {
  Diagnostics ignored;
  Diagnostics errors;
  const syntax::Tree tree = syntax::parse_tree(before, ignored);
  const syntax::Tree new_tree = syntax::parse_tree(after, errors);
  if (const auto at = syntax::first_difference(tree, before, new_tree, after))
    return place(before, *at) + ": formatting would change what is written here";
  const syntax::File file = syntax::build_ast(tree, before, ignored);
  const syntax::File new_file = syntax::build_ast(new_tree, after, errors);
  if (errors.has_errors()) return before.name() + ": formatting would bring errors";
  if (const auto at = changed_rule(file, before, new_file, after))
    return place(before, *at) + ": formatting would change what this rule means";
  return {};
}

FormattedFile format_file(std::string name, std::string text) {
  FormattedFile out;
  out.source = std::make_shared<const Source>(std::move(name), std::move(text));
  const syntax::Tree tree = syntax::parse_tree(*out.source, out.diagnostics);
  syntax::build_ast(tree, *out.source, out.diagnostics);
  std::erase_if(out.diagnostics.all(),
                [](const syntax::Diagnostic& d) { return d.severity != syntax::Severity::kError; });
  out.diagnostics.sort_by_place();
  out.text = out.source->text();
  if (out.diagnostics.has_errors()) return out;
  std::optional<std::string> formatted = syntax::format(tree, *out.source);
  if (!formatted) {
    out.problem = fmt::format("{}: would have more than {} bytes, which is the most that a rule file may have",
                              out.source->name(), syntax::kMaxSourceBytes);
    return out;
  }
  if (*formatted == out.text) return out;
  const std::string bug = difference_in_meaning(*out.source, Source(out.source->name(), *formatted));
  if (bug.empty()) {
    out.text = std::move(*formatted);
  } else {
    out.problem = bug + "; the file stays as it is. This is a bug of yaral: please report it together with the file";
  }
  return out;
}

}  // namespace yaral::cli
