#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/source.h"

namespace yaral::syntax {

enum class Severity : std::uint8_t { kError, kWarning };

// One row of diagnostics.def: every message yaral can give about a rule has one.
struct DiagnosticInfo {
  std::string_view code;  // "YL1204", stable for ever
  std::string_view name;  // "unknown-field", for silencing comments and SARIF
  Severity severity;
  bool strict_error;             // a warning that --strict makes an error, since SecOps refuses the rule
  std::string_view title;        // one line, for the index of the docs
  std::string_view explanation;  // what it means and what to do, for the docs page
};

// The rows as an enumeration: kUnknownField and so on.
enum class Code : std::uint16_t {
#define YARAL_DIAGNOSTIC(id, code, name, severity, strict, title, explanation) id,
#include "syntax/diagnostics.def"
#undef YARAL_DIAGNOSTIC
};

const DiagnosticInfo& info(Code code);
std::span<const DiagnosticInfo> all_diagnostics();

struct Label {
  Span span;
  std::string text;  // may be empty
};

// Replace `span` by `text`.
struct Edit {
  Span span;
  std::string text;
};

struct Fix {
  std::string title;  // "write `re.regex`"
  std::vector<Edit> edits;
};

// A mistake in a rule (or a warning), as data: renderers turn it into text, JSON, SARIF or annotations.
struct Diagnostic {
  Code code;
  Severity severity;
  std::string message;        // one sentence, lower case, no full stop, naming what the author wrote
  Label primary;              // where
  std::vector<Label> others;  // further places that explain it
  std::vector<std::string> notes;
  std::string help;        // what to do; may be empty
  std::optional<Fix> fix;  // only when certain
};

// Collects the diagnostics of one file in order of discovery; sorted by place before they are shown. Bounded: after
// `limit` errors the rest is counted only.
class Diagnostics {
 public:
  explicit Diagnostics(std::size_t limit = 200) : limit_(limit) {}

  // Adds one and returns it for the caller to decorate (labels, help, fix). Severity comes from the registry.
  Diagnostic& report(Code code, Span span, std::string message);
  // Adds one that is complete.
  Diagnostic& add(Diagnostic diagnostic);

  const std::vector<Diagnostic>& all() const { return all_; }
  std::vector<Diagnostic>& all() { return all_; }
  bool has_errors() const { return errors_ > 0; }
  std::size_t error_count() const { return errors_; }
  std::size_t dropped() const { return dropped_; }
  // Removes those for which `predicate`, called in order, is true.
  template <typename Predicate>
  void remove_if(Predicate predicate) {
    std::erase_if(all_, [&](const Diagnostic& d) {
      if (!predicate(d)) return false;
      if (d.severity == Severity::kError) --errors_;
      return true;
    });
  }
  // Warnings that SecOps would refuse become errors.
  void make_strict();
  void sort_by_place();

 private:
  std::size_t limit_;
  std::size_t errors_ = 0;
  std::size_t dropped_ = 0;
  Diagnostic overflow_{};
  std::vector<Diagnostic> all_;
};

}  // namespace yaral::syntax
