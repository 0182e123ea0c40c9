#include <fmt/format.h>

#include "syntax/json_writer.h"
#include "syntax/render.h"
#include "syntax/secops_form.h"

namespace yaral::syntax {
namespace {

constexpr std::string_view kSchema = "https://json.schemastore.org/sarif-2.1.0.json";

// A file name as a URI reference: relative names stay relative, others get a scheme (SARIF 3.4.3).
std::string uri(std::string_view name) {
  std::string out;
  const bool drive = name.size() > 2 && name[1] == ':' && (name[2] == '\\' || name[2] == '/');
  if (drive) out = "file:///";
  if (name.starts_with('/')) out = "file://";
  for (std::size_t i = 0; i < name.size(); ++i) {
    const auto c = static_cast<unsigned char>(name[i]);
    const bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c == '\\' && drive) {
      out += '/';
    } else if (letter || std::string_view("-._~/").find(name[i]) != std::string_view::npos || (drive && i == 1)) {
      out += name[i];
    } else {
      out += fmt::format("%{:02X}", c);
    }
  }
  return out;
}

std::string_view level(Severity severity) { return severity == Severity::kError ? "error" : "warning"; }

void write_text(JsonWriter& json, std::string_view name, std::string_view text) {
  json.key(name).begin_object().member("text", text).end_object();
}

void write_rules(JsonWriter& json) {
  json.key("rules").begin_array();
  for (const DiagnosticInfo& row : all_diagnostics()) {
    json.begin_object().member("id", row.code).member("name", row.name);
    write_text(json, "shortDescription", row.title);
    write_text(json, "fullDescription", row.explanation);
    json.key("defaultConfiguration").begin_object().member("level", level(row.severity)).end_object();
    json.end_object();
  }
  json.end_array();
}

void write_region(JsonWriter& json, std::string_view name, const Source& source, Span span) {
  const Range range = range_of(source, span);
  json.key(name).begin_object();
  json.member("startLine", range.start.line).member("startColumn", range.start.column);
  json.member("endLine", range.end.line).member("endColumn", range.end.column);
  json.end_object();
}

void write_artifact(JsonWriter& json, const Source& source) {
  json.key("artifactLocation").begin_object().member("uri", uri(source.name())).end_object();
}

void write_place(JsonWriter& json, const Source& source, Span span) {
  json.key("physicalLocation").begin_object();
  write_artifact(json, source);
  write_region(json, "region", source, span);
  json.end_object();
}

void write_related(JsonWriter& json, const Source& source, const std::vector<Label>& labels) {
  json.key("relatedLocations").begin_array();
  for (const Label& label : labels) {
    json.begin_object();
    write_place(json, source, label.span);
    if (!label.text.empty()) write_text(json, "message", label.text);
    json.end_object();
  }
  json.end_array();
}

void write_fix(JsonWriter& json, const Source& source, const Fix& fix) {
  json.key("fixes").begin_array().begin_object();
  write_text(json, "description", fix.title);
  json.key("artifactChanges").begin_array().begin_object();
  write_artifact(json, source);
  json.key("replacements").begin_array();
  for (const Edit& edit : fix.edits) {
    json.begin_object();
    write_region(json, "deletedRegion", source, edit.span);
    write_text(json, "insertedContent", edit.text);
    json.end_object();
  }
  json.end_array().end_object().end_array().end_object().end_array();
}

void write_result(JsonWriter& json, const Source& source, const Diagnostic& d) {
  std::string message = d.message;
  if (!d.help.empty()) message += "\nhelp: " + d.help;
  for (const std::string& note : d.notes) message += "\nnote: " + note;
  json.begin_object().member("ruleId", info(d.code).code).member("ruleIndex", static_cast<std::uint64_t>(d.code));
  json.member("level", level(d.severity));
  write_text(json, "message", message);
  json.key("locations").begin_array().begin_object();
  write_place(json, source, d.primary.span);
  json.end_object().end_array();
  if (!d.others.empty()) write_related(json, source, d.others);
  if (d.fix && !d.fix->edits.empty()) write_fix(json, source, *d.fix);
  json.end_object();
}

}  // namespace

std::string render_sarif(std::span<const FileReport> reports) {
  JsonWriter json;
  json.begin_object().member("$schema", kSchema).member("version", "2.1.0").key("runs").begin_array().begin_object();
  json.key("tool").begin_object().key("driver").begin_object().member("name", "yaral");
  write_rules(json);
  json.end_object().end_object();
  json.member("columnKind", "unicodeCodePoints").key("results").begin_array();
  for (const FileReport& report : reports) {
    for (const Diagnostic& d : report.diagnostics) write_result(json, *report.source, d);
  }
  json.end_array().end_object().end_array().end_object();
  return json.take() + "\n";
}

}  // namespace yaral::syntax
