#include <algorithm>
#include <vector>

#include "syntax/json_writer.h"
#include "syntax/render.h"
#include "syntax/secops_form.h"

namespace yaral::syntax {
namespace {

void write_diagnostic(JsonWriter& json, const Source& source, const Diagnostic& d) {
  const Range range = range_of(source, d.primary.span);
  json.begin_object().member("message", secops_message(source, d));
  json.member("severity", d.severity == Severity::kError ? "ERROR" : "WARNING").key("position").begin_object();
  json.member("startLine", range.start.line).member("startColumn", range.start.column);
  json.member("endLine", range.end.line).member("endColumn", range.end.column);
  json.end_object().end_object();
}

void write_report(JsonWriter& json, const FileReport& report, bool with_name) {
  // Clients show the first only, so errors go before warnings.
  std::vector<const Diagnostic*> diagnostics;
  for (const Diagnostic& d : report.diagnostics) diagnostics.push_back(&d);
  const auto errors_end = std::stable_partition(diagnostics.begin(), diagnostics.end(),
                                                [](const Diagnostic* d) { return d->severity == Severity::kError; });
  json.begin_object();
  if (with_name) json.member("file", report.source->name());
  json.key("success").boolean(errors_end == diagnostics.begin());
  if (!diagnostics.empty()) {
    json.key("compilationDiagnostics").begin_array();
    for (const Diagnostic* d : diagnostics) write_diagnostic(json, *report.source, *d);
    json.end_array();
  }
  json.end_object();
}

}  // namespace

std::string render_secops(std::span<const FileReport> reports) {
  std::string out;
  for (const FileReport& report : reports) {
    JsonWriter json;
    write_report(json, report, reports.size() > 1);
    out += json.take() + "\n";
  }
  return out;
}

}  // namespace yaral::syntax
