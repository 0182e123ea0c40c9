#include <fmt/format.h>

#include "syntax/render.h"
#include "syntax/secops_form.h"

namespace yaral::syntax {
namespace {

// GitHub reads a command to the end of its line; properties end at `,` and `:` too.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ','))) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

std::string annotation(const Source& source, const Diagnostic& d) {
  const DiagnosticInfo& row = info(d.code);
  const Range range = range_of(source, d.primary.span);
  std::string out = fmt::format("::{} file={},line={},endLine={}", d.severity == Severity::kError ? "error" : "warning",
                                escaped(source.name(), true), range.start.line, range.end.line);
  // Columns are refused for annotations of several lines.
  if (range.start.line == range.end.line)
    out += fmt::format(",col={},endColumn={}", range.start.column, range.end.column);
  std::string message = d.message;
  if (!d.help.empty()) message += "\nhelp: " + d.help;
  if (d.fix) message += "\nhelp: " + d.fix->title;
  return out + fmt::format(",title={}::{}\n", escaped(fmt::format("{} {}", row.code, row.name), true),
                           escaped(message, false));
}

}  // namespace

std::string render_github(std::span<const FileReport> reports) {
  std::string out;
  for (const FileReport& report : reports) {
    for (const Diagnostic& d : report.diagnostics) out += annotation(*report.source, d);
  }
  return out;
}

}  // namespace yaral::syntax
