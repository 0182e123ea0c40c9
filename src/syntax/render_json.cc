#include "syntax/json_writer.h"
#include "syntax/render.h"
#include "syntax/secops_form.h"

namespace yaral::syntax {
namespace {

void write_range(JsonWriter& json, std::string_view name, const Source& source, Span span) {
  const Range range = range_of(source, span);
  json.key(name).begin_object();
  json.member("startLine", range.start.line).member("startColumn", range.start.column);
  json.member("endLine", range.end.line).member("endColumn", range.end.column);
  json.end_object();
}

void write_fix(JsonWriter& json, const Source& source, const std::optional<Fix>& fix) {
  json.key("fix");
  if (!fix) {
    json.null();
    return;
  }
  json.begin_object().member("title", fix->title).key("edits").begin_array();
  for (const Edit& edit : fix->edits) {
    json.begin_object();
    write_range(json, "range", source, edit.span);
    json.member("text", edit.text).end_object();
  }
  json.end_array().end_object();
}

void write_diagnostic(JsonWriter& json, const Source& source, const Diagnostic& d) {
  const DiagnosticInfo& row = info(d.code);
  json.begin_object().member("code", row.code).member("name", row.name);
  json.member("severity", d.severity == Severity::kError ? "error" : "warning");
  json.member("message", d.message).member("file", source.name());
  write_range(json, "range", source, d.primary.span);
  json.member("label", d.primary.text).key("labels").begin_array();
  for (const Label& label : d.others) {
    json.begin_object().member("message", label.text);
    write_range(json, "range", source, label.span);
    json.end_object();
  }
  json.end_array().key("notes").begin_array();
  for (const std::string& note : d.notes) json.string(note);
  json.end_array().member("help", d.help);
  write_fix(json, source, d.fix);
  json.key("secops").begin_object().member("message", secops_message(source, d));
  write_range(json, "position", source, d.primary.span);
  json.end_object().end_object();
}

}  // namespace

std::string render_json(std::span<const FileReport> reports) {
  std::uint64_t errors = 0;
  std::uint64_t warnings = 0;
  for (const FileReport& report : reports) {
    for (const Diagnostic& d : report.diagnostics) ++(d.severity == Severity::kError ? errors : warnings);
  }
  JsonWriter json;
  json.begin_object().member("files", reports.size()).member("errors", errors).member("warnings", warnings);
  json.key("diagnostics").begin_array();
  for (const FileReport& report : reports) {
    for (const Diagnostic& d : report.diagnostics) write_diagnostic(json, *report.source, d);
  }
  json.end_array().end_object();
  return json.take() + "\n";
}

}  // namespace yaral::syntax
