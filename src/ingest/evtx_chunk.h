#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>

#include "base/arena.h"
#include "ingest/binxml_reader.h"
#include "ingest/evtx_bytes.h"
#include "ingest/evtx_error.h"
#include "ingest/windows_event.h"

namespace yaral::ingest::evtx {

constexpr std::size_t kChunkSize = 65536;

// A record that could not be read, or bytes that are no record.
struct RecordFailure {
  RecordError error = RecordError::kNone;
  std::uint32_t offset = 0;     // in the chunk
  std::uint32_t skipped = 0;    // bytes passed over to reach the next record
  std::uint64_t record_id = 0;  // 0 when the frame itself is bad
};

// Whether a chunk's checksums agree with its bytes. Records are read either way.
struct ChunkChecks {
  bool signature = false;
  bool header = false;   // the checksum over the header and its tables
  bool records = false;  // the checksum over the records
};

// Verifies the checksums: a pass over the whole chunk.
ChunkChecks check_chunk(std::span<const std::byte> chunk);

// Reads the events of one chunk, which needs nothing but its own 64 KiB: chunks can be read in any order and by several
// threads, one reader each. The bytes may be damaged, or fewer than a chunk (a file that was cut).
//
// Lifetime: all texts of the events lie in the arena, names and words of templates once for the whole chunk. They stay
// valid until the arena is reset, whatever becomes of the reader and the bytes; the arena must not be reset while the
// reader is in use. One chunk's texts take some hundred KiB.
class ChunkReader {
 public:
  ChunkReader(std::span<const std::byte> chunk, Arena& arena);

  // Reads the next record into `event`, replacing what it held; after a failure `event` is of no use, but the records
  // that follow can still be read. nullopt at the end of the chunk.
  //
  // Records end where the header says (what lies behind are remains of deleted ones), except that records which go
  // on in sequence there count as written after the header. If the header cannot be right, all that look like records
  // are read.
  std::optional<std::expected<void, RecordFailure>> next(WindowsEvent& event);

 private:
  struct Frame;

  std::optional<Frame> frame_at(std::uint32_t offset) const;
  bool chain_reaches(std::uint32_t end) const;
  bool goes_on_in_sequence(const Frame& frame) const;
  std::expected<void, RecordFailure> read_record(const Frame& frame, WindowsEvent& event);
  std::optional<std::expected<void, RecordFailure>> skip_to_record();

  const Byte* bytes_;
  std::uint32_t size_;
  std::uint32_t position_;
  std::uint32_t end_;  // of the records, by the header, as far as there are bytes
  bool end_is_sure_;
  std::uint64_t last_id_ = 0;
  std::uint64_t last_time_ = 0;
  BinXmlReader binxml_;
};

}  // namespace yaral::ingest::evtx
