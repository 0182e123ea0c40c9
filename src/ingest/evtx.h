#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <span>
#include <vector>

#include "ingest/evtx_chunk.h"
#include "ingest/evtx_error.h"
#include "ingest/windows_event.h"

// Windows event logs (EVTX): a file is a header and chunks of 64 KiB, each complete in itself. To read a file on many
// threads, take its chunks from find_chunks() and give each a ChunkReader; scan() does both on one thread.
namespace yaral::ingest::evtx {

struct FileHeader {
  std::uint64_t next_record_id = 0;
  std::uint32_t header_size = 0;  // bytes before the first chunk
  std::uint16_t chunks = 0;       // as of the last clean close: a dirty file may hold more
  bool dirty = false;
  bool full = false;
  bool checksum_good = false;
};

enum class FileError : std::uint8_t {
  kTooShort,     // no room for a file header
  kNoSignature,  // not EVTX
};

std::expected<FileHeader, FileError> parse_file_header(std::span<const std::byte> file);

// Whether a file that begins like this is EVTX, or chunks cut out of one.
bool looks_like_evtx(std::span<const std::byte> beginning);

// What was found in files; sums add up, so that threads can count apart.
struct Stats {
  std::uint64_t chunks = 0;                    // read, the damaged ones included
  std::uint64_t empty_slots = 0;               // zero-filled room for a chunk
  std::uint64_t chunks_beyond_header = 0;      // more than the file header knew of: the file was not closed cleanly
  std::uint64_t chunks_without_signature = 0;  // read all the same, because records stood in them
  std::uint64_t bad_header_checksums = 0;
  std::uint64_t bad_record_checksums = 0;
  std::uint64_t records = 0;                                // events returned
  std::array<std::uint64_t, kRecordErrorCount> failures{};  // by RecordError
  std::uint64_t skipped_bytes = 0;                          // neither header, chunk nor record
  bool bad_file_header = false;                             // missing, or its checksum disagrees

  std::uint64_t failed_records() const;
  Stats& operator+=(const Stats& other);
};

// The places of a file's chunks, in order: every 64 KiB after the file header whatever that says, and where there is no
// chunk, from the next signature on. Counts what it passes over, and empty slots, in `stats`.
std::vector<std::span<const std::byte>> find_chunks(std::span<const std::byte> file, Stats& stats);

// Reads the events of one chunk and counts them. The event is valid during the call only.
using EventCallback = std::function<void(const WindowsEvent&)>;
void scan_chunk(std::span<const std::byte> chunk, const EventCallback& callback, Stats& stats);

// Reads all events of a file in memory, in the order of the file.
void scan(std::span<const std::byte> file, const EventCallback& callback, Stats& stats);

}  // namespace yaral::ingest::evtx
