#include "detections/event_block.h"

#include <algorithm>

#include <fmt/format.h>

#include "detections/event_summary.h"
#include "detections/terminal_text.h"

namespace yaral::detections {

namespace {

constexpr std::string_view kDim = "\x1b[2m";
constexpr std::string_view kReset = "\x1b[0m";

std::string headline(const EventSummary& event, std::string_view variable) {
  std::string line = fmt::format("  ${}", visible_text(variable));
  for (const std::string* part : {&event.time, &event.type, &event.host, &event.user})
    if (!part->empty()) line += "  " + visible_text(*part);
  return line;
}

void append_block(std::string& out, std::string_view variable, const std::string& json, std::size_t width,
                  bool colour) {
  const EventSummary event = summarise(json);
  out += cut_to_width(headline(event, variable), width) + "\n";
  std::size_t longest = 0;
  for (const auto& [path, text] : event.fields) longest = std::max(longest, path.size());
  for (const auto& [path, text] : event.fields) {
    const std::string name = fmt::format("      {:<{}}  ", path, longest);
    out += colour ? fmt::format("{}{}{}", kDim, name, kReset) : name;
    const std::size_t left = width > name.size() + 16 ? width - name.size() : (width ? 16 : 0);
    out += cut_to_width(visible_text(text), left) + "\n";
  }
}

}  // namespace

std::string event_blocks(const Detection& detection, std::size_t width, bool colour) {
  std::string out;
  for (const Element& element : detection.elements) {
    for (const std::string& record : element.events) {
      if (element.kind == Element::Kind::kDetection)
        out += fmt::format("  ${}  {}\n", visible_text(element.label), visible_text(record));
      else
        append_block(out, element.label, record, width, colour);
    }
    if (element.total > element.events.size())
      out += fmt::format("  ${}  and {} more events\n", visible_text(element.label),
                         element.total - element.events.size());
  }
  return out + "\n";
}

}  // namespace yaral::detections
