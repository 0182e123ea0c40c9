#pragma once

#include <span>
#include <string>

#include "syntax/diagnostic.h"
#include "syntax/source.h"

namespace yaral::syntax {

// One file's diagnostics, sorted by place.
struct FileReport {
  const Source* source;
  std::span<const Diagnostic> diagnostics;
};

struct TextStyle {
  bool colour = false;
  int width = 120;  // columns; longer source lines are cut around the span
};

// Source snippets with underlined spans, in the manner of rustc.
std::string render_text(const FileReport& report, const TextStyle& style);
// One JSON document for all files: {"files": n, "errors": n, "warnings": n, "diagnostics": [{code, name, severity, message,
// file, range{startLine, startColumn, endLine, endColumn}, labels, notes, help, fix, secops{message, position}}]}.
std::string render_json(std::span<const FileReport> reports);
// The answer of SecOps' verifyRuleText, a line a file: {"success": bool, "compilationDiagnostics": [{message, severity,
// position}]}, errors first; of several files each with its name as "file".
std::string render_secops(std::span<const FileReport> reports);
// SARIF 2.1.0, with the registry as rules and fixes as replacements.
std::string render_sarif(std::span<const FileReport> reports);
// GitHub workflow commands: ::error file=…,line=…,endLine=…,col=…,endColumn=…,title=…::…
std::string render_github(std::span<const FileReport> reports);

}  // namespace yaral::syntax
