#include "engine/suppress.h"

#include <map>
#include <string>

#include <fmt/format.h>

#include "functions/implementation.h"

namespace yaral::engine {

namespace {

using detections::Detection;
using detections::Variable;

std::string suppression_key(const semantics::BoundRule& rule, const Detection& d) {
  std::string key;
  for (const Variable& variable : d.variables) {
    const bool counts = rule.window ? variable.kind == Variable::Kind::kMatch : variable.name == "suppression_key";
    if (!counts) continue;
    const std::string text = functions::to_text(variable.value);
    key += fmt::format("{}:{}|", text.size(), text);
  }
  return key;
}

}  // namespace

std::size_t suppress(const semantics::BoundRule& rule, std::vector<Detection>& found) {
  if (!rule.suppression || rule.suppression->nanos <= 0) return 0;
  std::map<std::string, Timestamp> open_until;
  return std::erase_if(found, [&](const Detection& d) {
    const auto [at, first] = open_until.try_emplace(suppression_key(rule, d), d.detection_time + *rule.suppression);
    if (first) return false;
    if (d.detection_time < at->second) return true;
    at->second = d.detection_time + *rule.suppression;
    return false;
  });
}

}  // namespace yaral::engine
