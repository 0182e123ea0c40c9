#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "ingest/windows_event.h"

namespace yaral::ingest {

// Whether `mark` with something after it that ends a name stands at the start of `text`: `<Event ` but not `<EventID`.
bool begins_with_tag(std::string_view text, std::string_view mark);

// Whether text that begins like this holds Windows events as XML: an Event or Events element starts in it. Anything may
// stand before.
bool looks_like_event_xml(std::string_view beginning);

// What an EventXmlSplitter found.
enum class XmlPieceKind : std::uint8_t {
  kEvent,   // `xml` is a whole Event element
  kBroken,  // an Event element that does not end before the next begins, before the text ends, or within the limit
  kMore,    // nothing more to say without more text; only if there may be more
  kEnd,     // no further element
};

struct XmlPiece {
  XmlPieceKind kind = XmlPieceKind::kEnd;
  std::string_view xml;      // of kEvent
  std::size_t consumed = 0;  // bytes of the text that are done with
};

constexpr std::size_t kLongestEventXml = 16 << 20;

// Finds the `<Event …>…</Event>` elements of UTF-8 text one by one, whatever stands around them: an Events element,
// blanks, junk. Time is linear in the text.
class EventXmlSplitter {
 public:
  explicit EventXmlSplitter(std::size_t limit = kLongestEventXml) : limit_(limit) {}

  // Finds the first element in `text`, which must begin where the last call said `consumed`; after kMore it must also
  // have grown. `at_end` says that no more will come.
  XmlPiece next(std::string_view text, bool at_end);

 private:
  XmlPiece find(std::string_view text, bool at_end);
  XmlPiece finish_event(std::string_view text, std::size_t begin, bool at_end);
  std::size_t section_end(std::string_view text, std::size_t at);

  std::size_t limit_;
  // How far the text is known to hold no end of a CDATA section and of a comment: those are searched for only once.
  std::size_t without_end_[2] = {0, 0};
};

// Reads Event elements. Keeps memory between them, so use one for many.
class WindowsXmlReader {
 public:
  WindowsXmlReader();
  ~WindowsXmlReader();
  WindowsXmlReader(const WindowsXmlReader&) = delete;
  WindowsXmlReader& operator=(const WindowsXmlReader&) = delete;

  // Reads one Event element (with or without namespace) into `event`, replacing what it held; its texts go to `arena`.
  // EventData and UserData are taken as from EVTX: the leaves in document order, attributes as `Element@attribute`,
  // names kept as often as they stand there. Fails with a message when it is no well-formed Event.
  std::expected<void, std::string> read(std::string_view xml, WindowsEvent& event, Arena& arena);

 private:
  struct Document;
  std::unique_ptr<Document> document_;
};

// The Event element of a record that came as something else, in the arena.
std::string_view write_event_xml(const WindowsEvent& event, Arena& arena);

}  // namespace yaral::ingest
