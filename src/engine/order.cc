#include "engine/order.h"

#include <algorithm>
#include <tuple>

namespace yaral::engine {

namespace {

using detections::Detection;
using detections::Variable;

// Detections of one rule have the same keys, in the same places.
int compare_keys(const Detection& a, const Detection& b) {
  const std::size_t count = std::min(a.variables.size(), b.variables.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (a.variables[i].kind != Variable::Kind::kMatch || b.variables[i].kind != Variable::Kind::kMatch) break;
    if (const int order = compare(a.variables[i].value, b.variables[i].value); order != 0) return order;
  }
  return 0;
}

}  // namespace

bool comes_before(const Detection& a, const Detection& b) {
  const auto place = [](const Detection& d) { return std::tie(d.detection_time, d.rule->name); };
  if (place(a) != place(b)) return place(a) < place(b);
  if (const int order = compare_keys(a, b); order != 0) return order < 0;
  return a.id < b.id;
}

}  // namespace yaral::engine
