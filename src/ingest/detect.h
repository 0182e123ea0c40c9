#pragma once

#include <cstdint>
#include <string_view>

namespace yaral::ingest {

enum class Format : std::uint8_t {
  kEmpty,
  kEvtx,
  kEventXml,
  kJsonLines,  // a JSON object a line
  kJson,       // JSON objects in an array, one after another, or over several lines
  kArchive,
  kText,    // text of no known format
  kBinary,  // neither
};

// How many bytes of a file detect() wants to see; fewer if the file has no more.
constexpr std::size_t kDetectBytes = 64 << 10;

// Tells the format by the beginning of the content, in UTF-8 where it is text.
Format detect(std::string_view head);

// Whether the beginning is that of an archive or compressed file.
bool looks_like_archive(std::string_view head);

// For reports: `EVTX`, `Windows event XML`, `NDJSON`.
std::string_view format_name(Format format);

}  // namespace yaral::ingest
