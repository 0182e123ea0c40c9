#include "unit/conformance/print.h"

#include <fmt/format.h>

#include "base/json_text.h"
#include "functions/implementation.h"
#include "udm/json.h"

namespace yaral::conformance {

namespace {

using Kind = detections::Element::Kind;

// Ids of detections are made from the rule's text: nothing to write by hand.
std::string sample_id(const std::string& json, Kind kind) {
  if (kind == Kind::kDetection) return "-";
  Arena arena;
  udm::JsonDecoder decoder(nullptr, kind == Kind::kEntity ? udm::Root::kEntity : udm::Root::kEvent);
  const auto event = decoder.decode(json, arena);
  return event && !event->id.empty() ? std::string(event->id) : "-";
}

}  // namespace

std::string print_value(const Value& value) {
  if (value.kind() == ValueKind::kList) {
    std::string text = "[";
    for (const Value& item : value.as_list()) text += (text.size() > 1 ? "," : "") + print_value(item);
    return text + "]";
  }
  if (value.kind() == ValueKind::kTimestamp) return format_timestamp(value.as_timestamp());
  if (value.kind() != ValueKind::kString) return functions::to_text(value);
  std::string text;
  append_json_string(text, value.as_text());
  return text;
}

std::string print_detection(const detections::Detection& d) {
  std::string line = d.rule->name + " " + format_timestamp(d.window_start);
  if (d.has_window) line += ".." + format_timestamp(d.window_end);
  bool arrow = false;
  for (const detections::Variable& variable : d.variables) {
    if (variable.kind == detections::Variable::Kind::kOutcome && !arrow) {
      line += " ->";
      arrow = true;
    }
    line += " " + variable.name + "=" + print_value(variable.value);
  }
  for (const detections::Element& element : d.elements) {
    line += " | " + element.label + ":";
    for (const std::string& json : element.events) line += " " + sample_id(json, element.kind);
    if (element.total > element.events.size())
      line += fmt::format(" (+{} more)", element.total - element.events.size());
  }
  return line;
}

std::string print_labels(const detections::Detection& d) {
  std::string line = d.rule->name + (d.rule->multi_event ? " MULTI_EVENT" : " SINGLE_EVENT");
  line += " at " + format_timestamp(d.detection_time);
  if (!d.rule->severity.empty()) line += " severity=" + d.rule->severity;
  if (d.risk_score) line += fmt::format(" risk={}", *d.risk_score);
  if (!d.display_name.empty()) {
    line += " name=";
    append_json_string(line, d.display_name);
  }
  return line;
}

}  // namespace yaral::conformance
