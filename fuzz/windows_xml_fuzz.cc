#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "ingest/windows_xml.h"

// Splits any text and reads every piece; also reads the whole as one event.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yaral::ingest;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  WindowsXmlReader reader;
  WindowsEvent event;
  yaral::Arena arena;
  (void)reader.read(all, event, arena);
  EventXmlSplitter splitter;
  std::string_view rest = all;
  while (true) {
    const XmlPiece piece = splitter.next(rest, true);
    if (piece.kind == XmlPieceKind::kEnd) return 0;
    if (piece.kind == XmlPieceKind::kMore || piece.consumed == 0 || piece.consumed > rest.size()) std::abort();
    rest.remove_prefix(piece.consumed);
    if (piece.kind == XmlPieceKind::kEvent) (void)reader.read(piece.xml, event, arena);
  }
}
