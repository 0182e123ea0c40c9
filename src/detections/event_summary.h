#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yaral::detections {

// The few things of an event that an analyst looks at first. Texts are as the event has them: not yet fit for a
// terminal.
struct EventSummary {
  std::string time;  // RFC 3339; empty when the event has none
  std::string type;  // PROCESS_LAUNCH
  std::string host;
  std::string user;     // with its domain, when there is one
  std::string subject;  // what it is about: the first command line, path, registry key, name or address there is
  // Main fields that are set, by UDM path in the order of a fixed table.
  std::vector<std::pair<std::string_view, std::string>> fields;
};

// Reads a UDM event in proto JSON (lowerCamel). All members are empty for a text that is not one.
EventSummary summarise(std::string_view event_json);

}  // namespace yaral::detections
