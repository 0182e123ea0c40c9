#pragma once

#include <string>

#include "detections/detection.h"

namespace yaral::detections {

// A detection with a window, one match key and a few outcomes, to vary in tests.
inline Detection sample_detection() {
  auto rule = std::make_shared<RuleInfo>();
  rule->name = "signing";
  rule->id = "ru_00000000-0000-0000-0000-000000000001";
  rule->version = rule->id + "@v_0000000001_000000002";
  rule->multi_event = true;
  rule->severity = "HIGH";
  rule->description = "signs \"things\"";
  rule->labels = {{"author", "me"}, {"severity", "High"}};

  Detection d;
  d.id = "de_00000000-0000-0000-0000-000000000002";
  d.rule = rule;
  d.window_start = *parse_timestamp("2026-01-01T10:00:00Z");
  d.window_end = *parse_timestamp("2026-01-01T10:05:00Z");
  d.detection_time = d.window_end;
  d.has_window = true;
  d.first_event = *parse_timestamp("2026-01-01T10:00:00.5Z");
  d.last_event = *parse_timestamp("2026-01-01T10:04:00Z");
  d.variables = {{.name = "hostname",
                  .kind = Variable::Kind::kMatch,
                  .source_path = "principal.hostname",
                  .type = {.base = BaseType::kString},
                  .value = Value::string("ws-1")},
                 {.name = "tries",
                  .kind = Variable::Kind::kOutcome,
                  .source_path = {},
                  .type = {.base = BaseType::kInt},
                  .value = Value::integer(12)}};
  Element e{.label = "e", .events = {}, .total = 3};
  e.events.push_back(R"({"metadata":{"eventTimestamp":"2026-01-01T10:00:00.5Z","eventType":"PROCESS_LAUNCH"},)"
                     R"("principal":{"hostname":"ws-1","administrativeDomain":"CORP","user":{"userid":"ana"}},)"
                     R"("target":{"process":{"pid":"7","commandLine":"signtool sign /f a.pfx"}}})");
  d.elements.push_back(std::move(e));
  return d;
}

inline Variable outcome(std::string name, Type type, Value value) {
  return {.name = std::move(name), .kind = Variable::Kind::kOutcome, .source_path = {}, .type = type, .value = value};
}

}  // namespace yaral::detections
