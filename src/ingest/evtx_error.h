#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace yaral::ingest::evtx {

// Why a record of an EVTX chunk could not be read.
enum class RecordError : std::uint8_t {
  kNone,
  kBadFrame,     // no signature, or sizes that do not agree: bytes were skipped up to the next record
  kTruncated,    // the record, or a part of it, ends beyond the data there is
  kBadToken,     // no such BinXML token, or not in this place
  kBadName,      // a name's offset leads nowhere
  kBadTemplate,  // a template's offset leads nowhere or to another template
  kTooDeep,      // elements or fragments nested beyond any use
  kTooLarge,     // the chunk's texts would grow beyond any use
};
constexpr std::size_t kRecordErrorCount = static_cast<std::size_t>(RecordError::kTooLarge) + 1;

// For messages: `truncated`, `unknown BinXML token`.
std::string_view describe(RecordError error);

}  // namespace yaral::ingest::evtx
