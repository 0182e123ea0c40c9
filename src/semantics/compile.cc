#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "semantics/bind.h"
#include "syntax/silence.h"

namespace yaral::semantics {

namespace {

constexpr std::size_t kMostBytes = std::size_t{8} << 20;

struct Candidate {
  Span span;
  BoundRule rule;
};

// Whether a mistake lies in the rule, or in text behind it that may belong to it: the rule may have been closed too
// early, and would run without what follows.
bool has_error_within(const syntax::Diagnostics& diagnostics, Span span) {
  return std::ranges::any_of(diagnostics.all(), [span](const syntax::Diagnostic& d) {
    const bool behind = d.code == syntax::Code::kTextOutsideRule || d.code == syntax::Code::kUnmatchedBracket;
    const Span at = behind && !d.others.empty() ? d.others.front().span : d.primary.span;
    return d.severity == syntax::Severity::kError && at.begin >= span.begin && at.begin <= span.end;
  });
}

// SecOps allows the same name in two files; in one file it is mostly a copy that was not finished.
void warn_same_names(const syntax::File& file, syntax::Diagnostics& diagnostics) {
  std::map<std::string_view, Span> seen;
  for (const syntax::Rule& rule : file.rules) {
    const auto [at, fresh] = seen.try_emplace(rule.name, rule.name_span);
    if (fresh || rule.name.empty()) continue;
    auto& diagnostic = diagnostics.report(syntax::Code::kDuplicateRuleName, rule.name_span,
                                          fmt::format("another rule of this file is called `{}` too", rule.name));
    diagnostic.others.push_back({at->second, "the first"});
    diagnostic.help = "give one of them another name, so that their detections can be told apart";
  }
}

}  // namespace

CompiledFile compile(std::string file_name, std::string text, const CompileOptions& options) {
  CompiledFile out;
  const std::size_t size = text.size();
  if (size > kMostBytes) text.clear();
  out.source = std::make_shared<const syntax::Source>(std::move(file_name), std::move(text));
  if (size > kMostBytes) {
    out.diagnostics
        .report(syntax::Code::kFileTooLarge, {},
                fmt::format("the file has {} bytes; rule files have at most {}", size, kMostBytes))
        .help = "split it into several files";
    return out;
  }
  const syntax::File file = syntax::parse(*out.source, out.diagnostics);
  out.rule_count = file.rules.size();
  std::vector<Candidate> candidates;
  for (const syntax::Rule& rule : file.rules)
    if (auto bound = bind(rule, *out.source, out.diagnostics)) candidates.push_back({rule.span, std::move(*bound)});
  warn_same_names(file, out.diagnostics);
  if (options.strict) out.diagnostics.make_strict();
  syntax::silence_allowed(*out.source, out.diagnostics);
  out.diagnostics.sort_by_place();
  for (Candidate& candidate : candidates)
    if (!has_error_within(out.diagnostics, candidate.span)) out.rules.push_back(std::move(candidate.rule));
  return out;
}

}  // namespace yaral::semantics
