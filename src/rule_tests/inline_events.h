#pragma once

#include <expected>
#include <string>

#include <yaml-cpp/yaml.h>

namespace yaral::rule_tests {

// An event as YAML, `metadata.event_type: PROCESS_LAUNCH` or in nested mappings, as one line of UDM JSON. The keys of the
// event itself may be dotted paths. Fields and values are checked against the schema. The error says what does not fit.
std::expected<std::string, std::string> event_line(const YAML::Node& event);

}  // namespace yaral::rule_tests
