#include "ingest/evtx.h"

#include <algorithm>
#include <numeric>
#include <string_view>

#include "ingest/evtx_crc32.h"

namespace yaral::ingest::evtx {
namespace {

// File header: signature (8), numbers of the first and last chunk (16), next record id (8), header size (4),
// version (4), bytes before the first chunk (2), chunks (2), unused (76), flags (4), checksum (4).
constexpr std::string_view kFileSignature{"ElfFile\0", 8};
constexpr std::string_view kChunkSignature{"ElfChnk\0", 8};
constexpr std::string_view kRecordSignature{"**\0\0", 4};
constexpr std::size_t kFileHeader = 128;
constexpr std::size_t kUsualFirstChunk = 4096;
constexpr std::size_t kFreeSpace = 48;  // in a chunk: where the offset behind its records stands
constexpr std::size_t kFirstRecord = 512;
constexpr std::uint32_t kDirtyFlag = 1;
constexpr std::uint32_t kFullFlag = 2;

std::string_view view(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

const Byte* raw(std::span<const std::byte> bytes) { return reinterpret_cast<const Byte*>(bytes.data()); }

// How many bytes the chunk at the start of `rest` has: 64 KiB, unless bytes were lost from it, so that the next chunk
// begins inside. It is looked for only where no chunk follows in its place, and only behind the records when those are
// whole: what a record holds may look like anything.
std::size_t chunk_size(std::span<const std::byte> rest) {
  if (rest.size() <= kChunkSize) return rest.size();
  if (view(rest.subspan(kChunkSize)).starts_with(kChunkSignature)) return kChunkSize;
  const auto slot = rest.first(kChunkSize);
  const bool whole = check_chunk(slot).records;
  const std::size_t from = whole ? load<std::uint32_t>(raw(slot) + kFreeSpace) : kFirstRecord;
  std::size_t found = view(slot).find(kChunkSignature, from);
  while (found != std::string_view::npos) {
    if (check_chunk(rest.subspan(found)).header) return found;
    found = view(slot).find(kChunkSignature, found + 1);
  }
  return kChunkSize;
}

}  // namespace

std::expected<FileHeader, FileError> parse_file_header(std::span<const std::byte> file) {
  if (!view(file).starts_with(kFileSignature)) {
    return std::unexpected(file.size() < kFileSignature.size() ? FileError::kTooShort : FileError::kNoSignature);
  }
  if (file.size() < kFileHeader) return std::unexpected(FileError::kTooShort);
  const Byte* at = raw(file);
  const auto flags = load<std::uint32_t>(at + 120);
  return FileHeader{
      .next_record_id = load<std::uint64_t>(at + 24),
      .header_size = load<std::uint16_t>(at + 40),
      .chunks = load<std::uint16_t>(at + 42),
      .dirty = (flags & kDirtyFlag) != 0,
      .full = (flags & kFullFlag) != 0,
      .checksum_good = crc32(0, at, 120) == load<std::uint32_t>(at + 124),
  };
}

bool looks_like_evtx(std::span<const std::byte> beginning) {
  return view(beginning).starts_with(kFileSignature) || view(beginning).starts_with(kChunkSignature);
}

std::uint64_t Stats::failed_records() const {
  return std::accumulate(failures.begin(), failures.end(), std::uint64_t{0});
}

Stats& Stats::operator+=(const Stats& other) {
  chunks += other.chunks;
  empty_slots += other.empty_slots;
  chunks_beyond_header += other.chunks_beyond_header;
  chunks_without_signature += other.chunks_without_signature;
  bad_header_checksums += other.bad_header_checksums;
  bad_record_checksums += other.bad_record_checksums;
  records += other.records;
  std::ranges::transform(failures, other.failures, failures.begin(), std::plus{});
  skipped_bytes += other.skipped_bytes;
  bad_file_header = bad_file_header || other.bad_file_header;
  return *this;
}

std::vector<std::span<const std::byte>> find_chunks(std::span<const std::byte> file, Stats& stats) {
  const auto header = parse_file_header(file);
  stats.bad_file_header = stats.bad_file_header || !header || !header->checksum_good;
  std::size_t at = view(file).starts_with(kChunkSignature) ? 0 : kUsualFirstChunk;
  if (header && header->checksum_good && header->header_size >= kFileHeader) at = header->header_size;

  std::vector<std::span<const std::byte>> chunks;
  while (at < file.size()) {
    const auto slot = file.subspan(at, std::min(kChunkSize, file.size() - at));
    if (view(slot).starts_with(kChunkSignature)) {
      chunks.push_back(slot.first(chunk_size(file.subspan(at))));
      at += chunks.back().size();
      continue;
    }
    const std::size_t next = view(slot).find(kChunkSignature);
    const bool empty = all_zero(raw(slot), slot.size());
    if (next != std::string_view::npos) {
      stats.skipped_bytes += next;
      at += next;
    } else if (!empty && view(slot).find(kRecordSignature) != std::string_view::npos) {
      chunks.push_back(slot);
      at += slot.size();
    } else {
      (empty ? stats.empty_slots : stats.skipped_bytes) += empty ? 1 : slot.size();
      at += slot.size();
    }
  }
  if (header && chunks.size() > header->chunks) stats.chunks_beyond_header += chunks.size() - header->chunks;
  return chunks;
}

void scan_chunk(std::span<const std::byte> chunk, const EventCallback& callback, Stats& stats) {
  const ChunkChecks checks = check_chunk(chunk);
  ++stats.chunks;
  stats.chunks_without_signature += checks.signature ? 0 : 1;
  stats.bad_header_checksums += checks.header ? 0 : 1;
  stats.bad_record_checksums += checks.records ? 0 : 1;
  Arena arena;
  ChunkReader reader(chunk, arena);
  WindowsEvent event;
  while (auto outcome = reader.next(event)) {
    if (*outcome) {
      ++stats.records;
      callback(event);
    } else {
      ++stats.failures[static_cast<std::size_t>(outcome->error().error)];
      stats.skipped_bytes += outcome->error().skipped;
    }
  }
}

void scan(std::span<const std::byte> file, const EventCallback& callback, Stats& stats) {
  for (const auto chunk : find_chunks(file, stats)) scan_chunk(chunk, callback, stats);
}

}  // namespace yaral::ingest::evtx
