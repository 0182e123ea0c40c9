#include "ingest/evtx_chunk.h"

#include <algorithm>
#include <string_view>

#include "ingest/evtx_crc32.h"

namespace yaral::ingest::evtx {
namespace {

// Chunk header: signature (8), numbers and ids of the first and last record (32), header size (4), offset of the
// last record (4), offset of free space (4), checksum of the records (4), unused (64), flags (4), checksum of the
// header (4), then the tables of names (256) and templates (128).
constexpr std::string_view kChunkSignature{"ElfChnk\0", 8};
constexpr std::uint32_t kFreeSpace = 48;
constexpr std::uint32_t kRecordsChecksum = 52;
constexpr std::uint32_t kHeaderChecksum = 124;
constexpr std::uint32_t kTables = 128;
constexpr std::uint32_t kFirstRecord = 512;

// Record: signature (4), size (4), id (8), time (8), BinXML, size again (4).
constexpr std::string_view kRecordSignature{"**\0\0", 4};
constexpr std::uint32_t kRecordHead = 24;
constexpr std::uint32_t kRecordTail = 4;

std::string_view view(const Byte* bytes, std::size_t size) { return {reinterpret_cast<const char*>(bytes), size}; }

}  // namespace

std::string_view describe(RecordError error) {
  constexpr std::string_view kTexts[kRecordErrorCount] = {
      "no error",          "damaged record frame",
      "truncated record",  "unexpected BinXML token",
      "bad name offset",   "template is not where the record says",
      "nested too deeply", "grows too large when expanded",
  };
  return kTexts[static_cast<std::size_t>(error)];
}

ChunkChecks check_chunk(std::span<const std::byte> chunk) {
  const auto* bytes = reinterpret_cast<const Byte*>(chunk.data());
  const std::size_t size = std::min(chunk.size(), kChunkSize);
  ChunkChecks checks;
  checks.signature = view(bytes, size).starts_with(kChunkSignature);
  if (size < kFirstRecord) return checks;
  std::uint32_t sum = crc32(0, bytes, kHeaderChecksum - 4);
  sum = crc32(sum, bytes + kTables, kFirstRecord - kTables);
  checks.header = sum == load<std::uint32_t>(bytes + kHeaderChecksum);
  const auto end = load<std::uint32_t>(bytes + kFreeSpace);
  if (end < kFirstRecord || end > size) return checks;
  checks.records = crc32(0, bytes + kFirstRecord, end - kFirstRecord) == load<std::uint32_t>(bytes + kRecordsChecksum);
  return checks;
}

struct ChunkReader::Frame {
  std::uint32_t offset;
  std::uint32_t size;
  std::uint64_t id;
  std::uint64_t time;
  bool sizes_agree;
};

ChunkReader::ChunkReader(std::span<const std::byte> chunk, Arena& arena)
    : bytes_(reinterpret_cast<const Byte*>(chunk.data())),
      size_(static_cast<std::uint32_t>(std::min(chunk.size(), kChunkSize))),
      position_(std::min(kFirstRecord, size_)),
      end_(size_),
      end_is_sure_(false),
      binxml_(bytes_, size_, arena) {
  if (size_ < kFirstRecord) return;
  const auto free_space = load<std::uint32_t>(bytes_ + kFreeSpace);
  if (free_space < kFirstRecord || free_space > kChunkSize) return;
  if (free_space <= size_ && !chain_reaches(free_space)) {
    const ChunkChecks checks = check_chunk(chunk);
    if (!checks.header && !checks.records) return;
  }
  end_ = std::min(free_space, size_);
  end_is_sure_ = true;
}

// Whether the records' sizes lead from the first exactly to `end`.
bool ChunkReader::chain_reaches(std::uint32_t end) const {
  std::uint32_t at = kFirstRecord;
  while (at < end) {
    if (end - at < kRecordHead + kRecordTail) return false;
    const auto size = load<std::uint32_t>(bytes_ + at + 4);
    if (size < kRecordHead + kRecordTail || size > end - at) return false;
    at += size;
  }
  return at == end;
}

// The record at `offset`, if one fits there whose two sizes agree or that another record, or the end, follows.
std::optional<ChunkReader::Frame> ChunkReader::frame_at(std::uint32_t offset) const {
  if (size_ - offset < kRecordHead + kRecordTail) return std::nullopt;
  const Byte* at = bytes_ + offset;
  if (view(at, kRecordSignature.size()) != kRecordSignature) return std::nullopt;
  const auto size = load<std::uint32_t>(at + 4);
  if (size < kRecordHead + kRecordTail || size > size_ - offset) return std::nullopt;
  const bool agree = load<std::uint32_t>(at + size - kRecordTail) == size;
  const std::uint32_t behind = offset + size;
  const bool followed = (end_is_sure_ && behind == end_) ||
                        (size_ - behind >= kRecordSignature.size() && view(bytes_ + behind, 4) == kRecordSignature);
  if (!agree && !followed) return std::nullopt;
  return Frame{offset, size, load<std::uint64_t>(at + 8), load<std::uint64_t>(at + 16), agree};
}

bool ChunkReader::goes_on_in_sequence(const Frame& frame) const {
  return last_id_ != 0 && frame.id == last_id_ + 1 && frame.time >= last_time_ && frame.sizes_agree;
}

std::optional<std::expected<void, RecordFailure>> ChunkReader::next(WindowsEvent& event) {
  if (position_ >= size_) return std::nullopt;
  const auto frame = frame_at(position_);
  if (position_ >= end_ && !(frame && goes_on_in_sequence(*frame))) {
    position_ = size_;
    return std::nullopt;
  }
  if (!frame) return skip_to_record();
  position_ += frame->size;
  last_id_ = frame->id;
  last_time_ = frame->time;
  return read_record(*frame, event);
}

std::optional<std::expected<void, RecordFailure>> ChunkReader::skip_to_record() {
  RecordFailure failure{.error = RecordError::kBadFrame, .offset = position_};
  const std::string_view all = view(bytes_, end_);
  std::size_t found = all.find(kRecordSignature, position_ + 1);
  while (found != std::string_view::npos) {
    const auto frame = frame_at(static_cast<std::uint32_t>(found));
    if (frame && frame->sizes_agree) break;
    found = all.find(kRecordSignature, found + 1);
  }
  const std::uint32_t to = found == std::string_view::npos ? end_ : static_cast<std::uint32_t>(found);
  const bool nothing_there = !end_is_sure_ && to == end_ && all_zero(bytes_ + position_, end_ - position_);
  failure.skipped = to - position_;
  position_ = to;
  if (nothing_there) return std::nullopt;
  if (to == size_ && size_ < kChunkSize) failure.error = RecordError::kTruncated;
  return std::unexpected(failure);
}

std::expected<void, RecordFailure> ChunkReader::read_record(const Frame& frame, WindowsEvent& event) {
  event.clear();
  const std::uint32_t body = frame.offset + kRecordHead;
  const RecordError error = binxml_.read(body, frame.offset + frame.size - kRecordTail, event);
  if (error != RecordError::kNone) {
    return std::unexpected(RecordFailure{.error = error, .offset = frame.offset, .record_id = frame.id});
  }
  if (event.time_created.is_zero()) event.time_created = from_filetime(frame.time);
  if (event.record_id == 0) event.record_id = frame.id;
  return {};
}

}  // namespace yaral::ingest::evtx
