#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string_view>

#include "base/arena.h"
#include "ingest/json_text.h"
#include "ingest/log_types.h"
#include "ingest/normaliser.h"
#include "udm/json.h"

namespace yaral::ingest {

class ScriptBlocks;

// Bytes that must be readable behind every text given to JsonRecordReader::read, whatever is in them.
constexpr std::size_t kJsonPadding = 64;

// Reads JSON objects, each an event or several in one of the known shapes, told by its content: UDM, a log type of the
// registry, a Windows event, any of them inside a wrapper (`{"body": …}`, `{"message": "…"}`) or in a list of one
// (`{"Records": […]}`), or anything else, whose members then go to additional.fields of a GENERIC_EVENT. One a thread.
class JsonRecordReader {
 public:
  // `forced`: what every object is, whatever it looks like, unless it is UDM; null: what it looks like.
  JsonRecordReader(const udm::Projection* projection, const LogTypes& log_types, const LogTypeEntry* forced);
  ~JsonRecordReader();

  // Lets read() of each of these lines cost less, as JsonDecoder::open_lines does.
  void open_lines(std::string_view lines);

  // Reads one object. Events go to `sink`, and live in `arena` and `text`. `record.text` is the object, with padding.
  std::expected<void, JsonFault> read(const RawRecord& record, ScriptBlocks& blocks, Arena& arena, EventSink& sink);

  const udm::DecodeNotes& notes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yaral::ingest
