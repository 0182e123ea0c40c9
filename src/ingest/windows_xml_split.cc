#include <algorithm>
#include <iterator>

#include "ingest/windows_xml.h"

namespace yaral::ingest {
namespace {

constexpr std::string_view kStartTag = "<Event";
constexpr std::string_view kEndTag = "</Event";
constexpr std::string_view kCData = "<![CDATA[";
constexpr std::string_view kCDataEnd = "]]>";
constexpr std::string_view kComment = "<!--";
constexpr std::string_view kCommentEnd = "-->";
constexpr std::size_t kLongestMark = kCData.size();

struct Section {
  std::string_view begin;
  std::string_view end;
};
constexpr Section kSections[] = {{kCData, kCDataEnd}, {kComment, kCommentEnd}};

XmlPiece piece(XmlPieceKind kind, std::size_t consumed) { return {.kind = kind, .xml = {}, .consumed = consumed}; }

XmlPiece event_piece(std::string_view text, std::size_t begin, std::size_t end) {
  return {.kind = XmlPieceKind::kEvent, .xml = text.substr(begin, end - begin), .consumed = end};
}

}  // namespace

bool begins_with_tag(std::string_view text, std::string_view mark) {
  if (!text.starts_with(mark) || text.size() == mark.size()) return false;
  constexpr std::string_view kNameEnds = " \t\r\n/>";
  return kNameEnds.find(text[mark.size()]) != std::string_view::npos;
}

// The end of the CDATA section or comment that begins at `at`; `at` when there is none, npos when it does not end.
std::size_t EventXmlSplitter::section_end(std::string_view text, std::size_t at) {
  for (std::size_t i = 0; i < std::size(kSections); ++i) {
    const Section& section = kSections[i];
    if (!text.substr(at).starts_with(section.begin)) continue;
    const std::size_t end = text.find(section.end, std::max(at + section.begin.size(), without_end_[i]));
    if (end != std::string_view::npos) return end + section.end.size();
    without_end_[i] = text.size() - section.end.size() + 1;
    return end;
  }
  return at;
}

// Finds the end of the element that begins at `begin`.
XmlPiece EventXmlSplitter::finish_event(std::string_view text, std::size_t begin, bool at_end) {
  const XmlPiece unfinished = at_end ? piece(XmlPieceKind::kBroken, text.size()) : piece(XmlPieceKind::kMore, begin);
  const std::string_view within = text.substr(0, limit_ < text.size() - begin ? begin + limit_ : text.size());
  const XmlPiece too_long = within.size() < text.size() ? piece(XmlPieceKind::kBroken, within.size()) : unfinished;
  const std::size_t tag_end = within.find('>', begin);
  if (tag_end == std::string_view::npos) return too_long;
  if (within[tag_end - 1] == '/') return event_piece(text, begin, tag_end + 1);
  for (std::size_t at = begin + 1;;) {
    at = within.find('<', at);
    if (at == std::string_view::npos) return too_long;
    const std::string_view rest = within.substr(at);
    if (begins_with_tag(rest, kStartTag)) return piece(XmlPieceKind::kBroken, at);
    if (begins_with_tag(rest, kEndTag)) {
      const std::size_t close = within.find('>', at);
      return close == std::string_view::npos ? too_long : event_piece(text, begin, close + 1);
    }
    const std::size_t after = section_end(within, at);
    if (after == std::string_view::npos && !at_end && within.size() == text.size()) return too_long;
    // A section that never ends is no section: what follows may still hold events.
    at = after == at || after == std::string_view::npos ? at + 1 : after;
  }
}

bool looks_like_event_xml(std::string_view beginning) {
  for (std::size_t at = beginning.find('<'); at != std::string_view::npos; at = beginning.find('<', at + 1)) {
    if (begins_with_tag(beginning.substr(at), kStartTag) || begins_with_tag(beginning.substr(at), "<Events"))
      return true;
  }
  return false;
}

XmlPiece EventXmlSplitter::next(std::string_view text, bool at_end) {
  const XmlPiece found = find(text, at_end);
  for (std::size_t& known : without_end_) known -= std::min(known, found.consumed);
  return found;
}

XmlPiece EventXmlSplitter::find(std::string_view text, bool at_end) {
  for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
    if (begins_with_tag(text.substr(at), kStartTag)) return finish_event(text, at, at_end);
  }
  if (at_end) return piece(XmlPieceKind::kEnd, text.size());
  // A tag may be cut by the end of the text.
  const std::size_t kept = std::min(text.size(), kLongestMark);
  const std::size_t cut = text.find('<', text.size() - kept);
  return piece(XmlPieceKind::kMore, cut == std::string_view::npos ? text.size() : cut);
}

}  // namespace yaral::ingest
