#pragma once

#include <cstdint>
#include <string_view>

namespace yaral::ingest {

struct LogTypeEntry;
class LogTypes;

enum class Format : std::uint8_t {
  kEmpty,
  kEvtx,
  kEventXml,
  kJsonLines,  // a JSON object a line
  kJson,       // JSON objects in an array, one after another, or over several lines
  kLines,      // lines of text of known log types, or behind syslog headers
  kItemList,   // XML of endpoint audits
  kArchive,
  kText,    // text of no known format
  kBinary,  // neither
};

// How many bytes of a file detect() wants to see; fewer if the file has no more.
constexpr std::size_t kDetectBytes = 64 << 10;

// Tells the format by the beginning of the content, in UTF-8 where it is text. With a log type forced, all text that is
// nothing else is lines of it.
Format detect(std::string_view head, const LogTypes& log_types, const LogTypeEntry* forced = nullptr);

// Whether the beginning is that of an archive or compressed file.
bool looks_like_archive(std::string_view head);

// For reports: `EVTX`, `Windows event XML`, `NDJSON`.
std::string_view format_name(Format format);
// What shows that a file is of the format of that name: `begins with …`.
std::string_view format_sign(std::string_view name);

}  // namespace yaral::ingest
