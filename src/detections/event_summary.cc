#include "detections/event_summary.h"

#include <array>

#include <simdjson.h>

#include "base/text.h"

namespace yaral::detections {

namespace {

namespace dom = simdjson::dom;

// What events are about, most telling first.
constexpr std::array<std::string_view, 15> kSubjects = {
    "target.process.command_line",
    "target.process.file.full_path",
    "target.file.full_path",
    "target.registry.registry_key",
    "target.url",
    "network.dns.questions.name",
    "target.resource.name",
    "target.application",
    "target.hostname",
    "target.ip",
    "principal.process.command_line",
    "principal.process.file.full_path",
    "src.file.full_path",
    "security_result.summary",
    "metadata.description",
};

// Fields worth a line each when the events behind a detection are shown.
constexpr std::array<std::string_view, 30> kMainFields = {
    "target.process.file.full_path",
    "target.process.command_line",
    "target.process.pid",
    "target.process.file.sha256",
    "target.file.full_path",
    "target.file.sha256",
    "target.registry.registry_key",
    "target.registry.registry_value_name",
    "target.registry.registry_value_data",
    "target.hostname",
    "target.ip",
    "target.port",
    "target.url",
    "target.resource.name",
    "target.user.userid",
    "network.dns.questions.name",
    "principal.ip",
    "principal.process.file.full_path",
    "principal.process.command_line",
    "principal.process.pid",
    "src.file.full_path",
    "security_result.action",
    "security_result.rule_name",
    "metadata.description",
    // Of entities:
    "entity.hostname",
    "entity.ip",
    "entity.user.userid",
    "entity.domain.name",
    "entity.file.sha256",
    "entity.url",
};

std::string camel(std::string_view snake) {
  std::string out;
  bool upper = false;
  for (const char c : snake) {
    if (c == '_') {
      upper = true;
    } else {
      out += upper ? ascii_upper(c) : c;
      upper = false;
    }
  }
  return out;
}

std::string scalar_text(dom::element element) {
  std::string_view text;
  if (!element.get(text)) return std::string(text);
  std::int64_t number = 0;
  if (!element.get(number)) return std::to_string(number);
  bool truth = false;
  if (!element.get(truth)) return truth ? "true" : "false";
  return {};
}

// Adds every value at the end of a dotted path, separated by ", ".
void collect(dom::element element, std::string_view path, std::string& out) {
  dom::array array;
  if (!element.get(array)) {
    for (const dom::element item : array) collect(item, path, out);
    return;
  }
  if (path.empty()) {
    const std::string text = scalar_text(element);
    if (!text.empty()) out += (out.empty() ? "" : ", ") + text;
    return;
  }
  const std::size_t dot = path.find('.');
  dom::element child;
  if (element[camel(path.substr(0, dot))].get(child)) return;
  collect(child, dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1), out);
}

std::string at(dom::element event, std::string_view path) {
  std::string out;
  collect(event, path, out);
  return out;
}

std::string user_of(dom::element event) {
  for (const std::string_view noun : {"principal", "target", "src"}) {
    const std::string prefix(noun);
    std::string name = at(event, prefix + ".user.userid");
    if (name.empty()) name = at(event, prefix + ".user.user_display_name");
    if (name.empty()) name = at(event, prefix + ".user.windows_sid");
    if (name.empty()) continue;
    const std::string domain = at(event, prefix + ".administrative_domain");
    return domain.empty() ? name : domain + "\\" + name;
  }
  return {};
}

}  // namespace

EventSummary summarise(std::string_view event_json) {
  EventSummary summary;
  dom::parser parser;
  dom::element event;
  if (parser.parse(event_json.data(), event_json.size()).get(event)) return summary;
  summary.time = at(event, "metadata.event_timestamp");
  summary.type = at(event, "metadata.event_type");
  if (summary.type.empty()) summary.type = at(event, "metadata.entity_type");
  summary.host = at(event, "principal.hostname");
  if (summary.host.empty()) summary.host = at(event, "target.hostname");
  summary.user = user_of(event);
  for (const std::string_view path : kSubjects) {
    summary.subject = at(event, path);
    if (!summary.subject.empty()) break;
  }
  for (const std::string_view path : kMainFields) {
    std::string text = at(event, path);
    if (!text.empty()) summary.fields.emplace_back(path, std::move(text));
  }
  return summary;
}

}  // namespace yaral::detections
