#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string_view>

#include "base/arena.h"
#include "ingest/json_text.h"
#include "ingest/normaliser.h"
#include "udm/json.h"

namespace yaral::ingest {

enum class JsonKind : std::uint8_t {
  kUdm,
  kWindows,
  kOther,  // neither: kept as a GENERIC_EVENT
};

// Bytes that must be readable behind every text given to JsonRecordReader::read, whatever is in them.
constexpr std::size_t kJsonPadding = 64;

// Reads JSON objects, each an event in one of the known shapes, told by its content: UDM, a Windows event, either of them
// inside a wrapper (`{"body": …}`, `{"message": "…"}`, `{"result": …}`), or anything else, whose members then go to
// additional.fields. One a thread.
class JsonRecordReader {
 public:
  explicit JsonRecordReader(const udm::Projection* projection);
  ~JsonRecordReader();

  // Reads one object. Events go to `sink`, and live in `arena` and `text`.
  std::expected<JsonKind, JsonFault> read(std::string_view text, ScriptBlocks& blocks, Arena& arena, EventSink& sink);

  const udm::DecodeNotes& notes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yaral::ingest
