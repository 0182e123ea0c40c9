#include "engine/suppress.h"

#include <algorithm>
#include <map>
#include <string>

#include "engine/emit.h"
#include "functions/implementation.h"

namespace yaral::engine {

namespace {

using detections::Detection;

std::string suppression_key(const semantics::BoundRule& rule, const Detection& d) {
  if (rule.window) return match_key_text(d);
  const auto own = std::ranges::find(d.variables, "suppression_key", &detections::Variable::name);
  return own == d.variables.end() ? std::string() : functions::to_text(own->value);
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
