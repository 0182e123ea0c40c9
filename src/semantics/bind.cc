#include "semantics/bind.h"

#include <unordered_map>

#include "semantics/binder.h"
#include "semantics/condition.h"
#include "semantics/sections.h"

namespace yaral::semantics {

namespace {

std::vector<Span> errors_within(const syntax::Diagnostics& diagnostics, Span span) {
  std::vector<Span> spans;
  for (const syntax::Diagnostic& d : diagnostics.all()) {
    const Span at = d.primary.span;
    if (d.severity == syntax::Severity::kError && at.begin >= span.begin && at.begin <= span.end) spans.push_back(at);
  }
  return spans;
}

bool has_errors_within(const syntax::Diagnostics& diagnostics, Span span) {
  // Mistakes beyond the limit are not kept, so that no rule after them can be known to be good.
  if (diagnostics.dropped() > 0 && diagnostics.has_errors()) return true;
  return !errors_within(diagnostics, span).empty();
}

void copy_meta(Binder& b) {
  std::unordered_map<std::string_view, std::size_t> at;
  for (const syntax::MetaEntry& entry : b.ast.meta) {
    const auto [same, fresh] = at.try_emplace(entry.key, b.rule.meta.size());
    if (fresh)
      b.rule.meta.push_back({entry.key, entry.value});
    else
      b.rule.meta[same->second].value = entry.value;
  }
}

}  // namespace

std::optional<BoundRule> bind(const syntax::Rule& rule, const syntax::Source& source,
                              syntax::Diagnostics& diagnostics) {
  Binder b(rule, source, diagnostics);
  b.syntax_errors = errors_within(diagnostics, rule.span);
  b.rule.name = rule.name;
  b.rule.text = std::string(source.text(rule.span));
  b.rule.file = source.name();
  copy_meta(b);
  bind_events(b);
  bind_setup(b);
  bind_options(b);
  bind_match(b);
  bind_outcomes(b);
  bind_condition(b);
  bind_export(b);
  if (has_errors_within(diagnostics, rule.span)) return std::nullopt;
  warn(b);
  return std::move(b.rule);
}

}  // namespace yaral::semantics
