#include "syntax/diagnostic.h"

#include <algorithm>
#include <array>
#include <utility>

namespace yaral::syntax {
namespace {

constexpr std::array kRows{
#define YARAL_DIAGNOSTIC(id, code, name, severity, strict, title, explanation) \
  DiagnosticInfo{code, name, severity, strict, title, explanation},
#include "syntax/diagnostics.def"
#undef YARAL_DIAGNOSTIC
};

}  // namespace

const DiagnosticInfo& info(Code code) { return kRows[static_cast<std::size_t>(code)]; }

std::span<const DiagnosticInfo> all_diagnostics() { return kRows; }

Diagnostic& Diagnostics::report(Code code, Span span, std::string message) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.severity = info(code).severity;
  diagnostic.message = std::move(message);
  diagnostic.primary.span = span;
  return add(std::move(diagnostic));
}

Diagnostic& Diagnostics::add(Diagnostic diagnostic) {
  const bool error = diagnostic.severity == Severity::kError;
  const std::size_t same = error ? errors_ : all_.size() - std::min(errors_, all_.size());
  if (error) ++errors_;
  if (same >= limit_) {
    ++dropped_;
    overflow_ = std::move(diagnostic);
    return overflow_;
  }
  all_.push_back(std::move(diagnostic));
  return all_.back();
}

void Diagnostics::make_strict() {
  for (Diagnostic& d : all_) {
    if (d.severity != Severity::kWarning || !info(d.code).strict_error) continue;
    d.severity = Severity::kError;
    ++errors_;
  }
}

void Diagnostics::sort_by_place() {
  std::stable_sort(all_.begin(), all_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::pair(a.primary.span.begin, a.primary.span.end) < std::pair(b.primary.span.begin, b.primary.span.end);
  });
}

}  // namespace yaral::syntax
