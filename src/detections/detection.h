#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "base/time.h"
#include "base/type.h"
#include "base/value.h"

namespace yaral::detections {

// What a detection says of the rule that made it (the `detection[0]` of the SecOps Collection, language reference 10.3).
struct RuleInfo {
  std::string name;
  std::string id;       // ru_<uuid>, from the rule's name
  std::string version;  // ru_<uuid>@v_<10 digits>_<9 digits>, from the rule's text
  bool multi_event = false;
  std::uint32_t depth = 0;  // of a rule over detections: how many such rules lie between it and events, itself included
  std::string severity;  // meta severity as SecOps writes it: INFORMATIONAL, LOW, MEDIUM, HIGH, CRITICAL; empty if none
  std::string description;                                  // meta description
  std::vector<std::pair<std::string, std::string>> labels;  // the meta section, in order
};

// A match or outcome variable of a detection.
struct Variable {
  enum class Kind : std::uint8_t { kMatch, kOutcome };
  std::string name;
  Kind kind = Kind::kMatch;
  std::string source_path;  // of a match variable that is a field
  Type type;
  Value value;  // its text and lists live in Detection::storage
};

// The records of one event variable behind a detection: the first 10 by time, as proto JSON (lowerCamel), of detections
// only their ids, and how many there were.
struct Element {
  enum class Kind : std::uint8_t { kEvent, kEntity, kDetection };
  std::string label;  // the event variable, without $
  Kind kind = Kind::kEvent;
  std::vector<std::string> events;
  std::uint64_t total = 0;
};

struct Detection {
  std::string id;  // de_<uuid>, the same for the same rule, keys, window and events
  std::shared_ptr<const RuleInfo> rule;
  Timestamp detection_time;  // end of the window; without a window the event's time
  Timestamp window_start;
  Timestamp window_end;
  bool has_window = false;
  std::vector<Variable> variables;  // match keys in order, then outcomes in order
  std::vector<Element> elements;
  std::optional<double> risk_score;
  std::string display_name;  // of $name_override; empty if none
  Timestamp first_event;     // oldest and newest of all contributing events
  Timestamp last_event;
  std::shared_ptr<Arena> storage = std::make_shared<Arena>();
};

}  // namespace yaral::detections
