#include "semantics/bind.h"

#include <unordered_map>

#include "semantics/binder.h"
#include "semantics/condition.h"
#include "semantics/sections.h"
#include "syntax/consequences.h"

namespace yaral::semantics {

namespace {

Span line_around(const syntax::Source& source, std::uint32_t offset) {
  const std::uint32_t line = source.line_at(offset);
  const std::uint32_t begin = source.line_start(line);
  return {begin, begin + static_cast<std::uint32_t>(source.line(line).size())};
}

// The places that nothing more is to be said about.
std::vector<Span> errors_within(const syntax::Diagnostics& diagnostics, const syntax::Source& source, Span span) {
  std::vector<Span> spans;
  for (const syntax::Diagnostic& d : diagnostics.all()) {
    const Span at = d.primary.span;
    if (d.severity != syntax::Severity::kError || at.begin < span.begin || at.begin > span.end) continue;
    spans.push_back(syntax::leaves_line_unclear(d.code) ? line_around(source, at.begin) : at);
  }
  return spans;
}

bool has_errors_within(const syntax::Diagnostics& diagnostics, const syntax::Source& source, Span span) {
  // Mistakes beyond the limit are not kept, so that no rule after them can be known to be good.
  if (diagnostics.dropped() > 0 && diagnostics.has_errors()) return true;
  // What is wrong with a rule that is cut off may stand behind it, at the end of the file.
  const bool closed = source.text(span).ends_with('}');
  return !closed || !errors_within(diagnostics, source, span).empty();
}

void copy_meta(Binder& b) {
  std::unordered_map<std::string_view, std::size_t> at;
  for (const syntax::MetaEntry& entry : b.ast.meta) {
    const auto [same, fresh] = at.try_emplace(entry.key, b.rule.meta.size());
    MetaPair pair{entry.key, entry.value, b.source.line_at(entry.key_span.begin)};
    if (fresh)
      b.rule.meta.push_back(std::move(pair));
    else
      b.rule.meta[same->second] = std::move(pair);
  }
}

}  // namespace

std::optional<BoundRule> bind(const syntax::Rule& rule, const syntax::Source& source,
                              syntax::Diagnostics& diagnostics) {
  Binder b(rule, source, diagnostics);
  b.syntax_errors = errors_within(diagnostics, source, rule.span);
  b.rule.name = rule.name;
  b.rule.text = std::string(source.text(rule.span));
  b.rule.begin = rule.span.begin;
  b.rule.file = source.name();
  b.rule.line = source.line_at(rule.name_span.begin);
  copy_meta(b);
  bind_events(b);
  bind_setup(b);
  bind_options(b);
  bind_match(b);
  bind_outcomes(b);
  bind_condition(b);
  check_metrics(b);
  bind_export(b);
  if (has_errors_within(diagnostics, source, rule.span)) return std::nullopt;
  warn(b);
  warn_joins(b);
  return std::move(b.rule);
}

}  // namespace yaral::semantics
