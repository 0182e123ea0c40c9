#include "detections/collection_json.h"

#include <string_view>

#include "base/json_text.h"
#include "detections/value_text.h"

namespace yaral::detections {

namespace {

// Writes the members of one JSON object, commas included.
class ObjectWriter {
 public:
  explicit ObjectWriter(std::string& json) : json_(json) { json_ += '{'; }
  ~ObjectWriter() { json_ += '}'; }
  ObjectWriter(const ObjectWriter&) = delete;
  ObjectWriter& operator=(const ObjectWriter&) = delete;

  // The name of a member whose value the caller appends.
  std::string& member(std::string_view name) {
    if (!first_) json_ += ',';
    first_ = false;
    append_json_string(json_, name);
    json_ += ':';
    return json_;
  }
  void text(std::string_view name, std::string_view value) { append_json_string(member(name), value); }
  void time(std::string_view name, Timestamp value) { text(name, format_timestamp(value)); }
  // proto JSON leaves out what is empty.
  void optional_text(std::string_view name, std::string_view value) {
    if (!value.empty()) text(name, value);
  }

 private:
  std::string& json_;
  bool first_ = true;
};

void append_pair(std::string& json, std::string_view key, std::string_view value) {
  if (json.back() != '[') json += ',';
  ObjectWriter pair(json);
  pair.text("key", key);
  pair.text("value", value);
}

void append_pairs(std::string& json, const Detection& d, Variable::Kind kind) {
  json += '[';
  for (const Variable& variable : d.variables)
    if (variable.kind == kind) append_pair(json, variable.name, value_text(variable.value, variable.type));
  json += ']';
}

void append_variable(std::string& json, const Variable& variable) {
  ObjectWriter object(json);
  object.text("type", variable.kind == Variable::Kind::kMatch ? "MATCH" : "OUTCOME");
  object.text("value", value_text(variable.value, variable.type));
  object.optional_text("sourcePath", variable.source_path);
  std::string typed;
  append_typed_member(typed, variable.value, variable.type);
  json += ',';
  json += typed;
}

void append_security_result(std::string& json, const Detection& d) {
  const RuleInfo& rule = *d.rule;
  ObjectWriter object(json);
  object.text("ruleName", rule.name);
  object.text("summary", "Rule Detection");
  object.optional_text("description", rule.description);
  object.optional_text("severity", rule.severity);
  object.text("ruleId", rule.id);
  object.text("ruleVersion", rule.version);
  object.text("ruleType", rule.multi_event ? "MULTI_EVENT" : "SINGLE_EVENT");
  object.text("alertState", "NOT_ALERTING");
  append_json_number(object.member("riskScore"), d.risk_score.value_or(kDefaultRiskScore));
  object.optional_text("displayName", d.display_name);
  std::string& labels = object.member("ruleLabels");
  labels += '[';
  for (const auto& [key, value] : rule.labels) append_pair(labels, key, value);
  labels += ']';
  if (rule.depth > 0) append_json_string(object.member("detectionDepth"), std::to_string(rule.depth));
  append_pairs(object.member("detectionFields"), d, Variable::Kind::kMatch);
  append_pairs(object.member("outcomes"), d, Variable::Kind::kOutcome);
  ObjectWriter variables(object.member("variables"));
  for (const Variable& variable : d.variables) append_variable(variables.member(variable.name), variable);
}

void append_reference(std::string& json, Element::Kind kind, const std::string& record) {
  ObjectWriter reference(json);
  switch (kind) {
    case Element::Kind::kEvent: reference.member("event") += record; break;
    case Element::Kind::kEntity: reference.member("entity") += record; break;
    case Element::Kind::kDetection: ObjectWriter(reference.member("id")).text("id", record); break;
  }
}

void append_element(std::string& json, const Element& element) {
  ObjectWriter object(json);
  object.text("label", element.label);
  std::string& references = object.member("references");
  references += '[';
  for (const std::string& event : element.events) {
    if (references.back() != '[') references += ',';
    append_reference(references, element.kind, event);
  }
  references += ']';
  if (element.total > element.events.size()) object.member("referencesSampled") += "true";
}

}  // namespace

void append_collection(std::string& json, const Detection& d) {
  ObjectWriter object(json);
  object.text("type", "RULE_DETECTION");
  object.text("id", d.id);
  object.time("createdTime", d.detection_time);
  object.time("lastUpdatedTime", d.detection_time);
  object.time("detectionTime", d.detection_time);
  {
    ObjectWriter window(object.member("timeWindow"));
    window.time("startTime", d.window_start);
    window.time("endTime", d.window_end);
  }
  std::string& detection = object.member("detection");
  detection += '[';
  append_security_result(json, d);
  json += ']';
  std::string& elements = object.member("collectionElements");
  elements += '[';
  for (const Element& element : d.elements) {
    if (elements.back() != '[') elements += ',';
    append_element(elements, element);
  }
  elements += ']';
  ObjectWriter latency(object.member("latencyMetrics"));
  latency.time("oldestEventTime", d.first_event);
  latency.time("newestEventTime", d.last_event);
}

}  // namespace yaral::detections
