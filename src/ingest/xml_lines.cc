#include "ingest/xml_lines.h"

#include <cstring>

#include <algorithm>

#include "ingest/convert.h"
#include "ingest/syslog.h"

namespace yaral::ingest {
namespace {

constexpr std::string_view kEvent = "<Event";
constexpr std::string_view kEventEnd = "</Event";
constexpr std::uint64_t kMostLookedAtInVain = 64 << 20;

// `<?xml …?>`, `</Events>`: a line that stands around events and says nothing.
bool is_around_events(std::string_view line) {
  if (line.find('<', 1) != std::string_view::npos) return false;
  return (line.starts_with("<?xml") && line.ends_with("?>")) || begins_with_tag(line, "</Events");
}

std::size_t line_size(std::string_view text) { return std::min(text.find('\n'), text.size() - 1) + 1; }

// The last `<` before `end`, npos when there is none. By memrchr: std::string_view::rfind looks at each byte.
std::size_t last_tag(std::string_view text, std::size_t end) {
  const void* found = memrchr(text.data(), '<', end);
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

// A quick look, before anything is taken apart.
bool has_tags(std::string_view line) {
  return line.contains(kEvent) || line.contains(kEventEnd) || line.starts_with("<?xml");
}

bool has_event(std::string_view line) {
  for (std::size_t at = line.find(kEvent); at != std::string_view::npos; at = line.find(kEvent, at + 1)) {
    if (begins_with_tag(line.substr(at), kEvent)) return true;
  }
  return false;
}

bool has_sections(std::string_view text) { return text.contains("<![CDATA[") || text.contains("<!--"); }

}  // namespace

std::size_t event_xml_begin(std::string_view line) {
  const std::string_view text = trim(line);
  if (text.starts_with('{') || !has_tags(text)) return std::string_view::npos;
  Envelope envelope;
  const std::string_view xml = trim(take_syslog_header(text, envelope));
  if (!xml.starts_with('<') || !(looks_like_event_xml(line) || is_around_events(xml))) return std::string_view::npos;
  return static_cast<std::size_t>(xml.data() - line.data());
}

std::size_t event_xml_cut(std::string_view lines) {
  for (std::size_t at = last_tag(lines, lines.size()); at != std::string_view::npos; at = last_tag(lines, at)) {
    const std::string_view tag = lines.substr(at);
    if (begins_with_tag(tag, kEventEnd)) break;
    if (!begins_with_tag(tag, kEvent)) continue;
    const std::size_t end = tag.find('>');
    if (tag.size() > kLongestEventXml || (end != std::string_view::npos && tag[end - 1] == '/')) break;
    const std::size_t newline = lines.substr(0, at).rfind('\n');
    const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
    return event_xml_begin(lines.substr(begin, line_size(lines.substr(begin)))) == std::string_view::npos ? lines.size()
                                                                                                          : begin;
  }
  return lines.size();
}

XmlPiece XmlLines::next(std::string_view text) {
  const std::size_t line = line_size(text);
  if (!has_event(text.substr(0, line))) return {.kind = XmlPieceKind::kEnd, .xml = {}, .consumed = line};
  const bool may_look = looked_at_in_vain_ < kMostLookedAtInVain;
  XmlPiece piece = EventXmlSplitter().next(text.substr(0, may_look ? text.size() : line), true);
  if (piece.kind != XmlPieceKind::kBroken) return piece;
  looked_at_in_vain_ += has_sections(text.substr(0, piece.consumed)) ? text.size() : piece.consumed;
  piece.consumed = std::min(piece.consumed, line);
  return piece;
}

}  // namespace yaral::ingest
