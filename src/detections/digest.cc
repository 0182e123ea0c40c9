#include "detections/digest.h"

#include "detections/event_summary.h"
#include "detections/value_text.h"

namespace yaral::detections {

std::string variables_text(const Detection& detection, Variable::Kind kind, std::string_view separator) {
  std::string text;
  for (const Variable& variable : detection.variables) {
    if (variable.kind != kind) continue;
    if (!text.empty()) text += separator;
    text += variable.name + "=" + value_text(variable.value, variable.type);
  }
  return text;
}

std::uint64_t event_count(const Detection& detection) {
  std::uint64_t count = 0;
  for (const Element& element : detection.elements)
    if (element.kind != Element::Kind::kEntity) count += element.total;
  return count;
}

std::string first_subject(const Detection& detection) {
  for (const Element& element : detection.elements) {
    if (element.kind != Element::Kind::kEvent) continue;
    for (const std::string& event : element.events) {
      std::string subject = summarise(event).subject;
      if (!subject.empty()) return subject;
    }
  }
  return {};
}

}  // namespace yaral::detections
