#include <algorithm>
#include <span>
#include <string>

#include "ingest/evtx.h"
#include "ingest/framer.h"

namespace yaral::ingest {
namespace {

using evtx::kChunkSize;

constexpr std::string_view kChunkSignature{"ElfChnk\0", 8};
constexpr std::string_view kRecordSignature{"**\0\0", 4};
constexpr std::size_t kFileHeader = 4096;

std::span<const std::byte> bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

// The chunks of a log, as evtx::find_chunks() finds them, without the whole file in memory.
class EvtxFramer : public Framer {
 public:
  EvtxFramer(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context)
      : buffer_(std::move(source), file, context), file_(file), context_(context) {}

  bool next(Block& block) override {
    if (!started_) start();
    std::size_t at = 0;
    for (;;) {
      const std::string_view rest = buffer_.text().substr(at);
      // A chunk is told from what follows it.
      if (rest.size() <= 2 * kChunkSize && !buffer_.at_end()) {
        if (!block.pieces.empty()) break;
        offset_ += at;
        buffer_.drop(at);
        at = 0;
        buffer_.grow();
      } else if (rest.empty()) {
        break;
      } else {
        at += take(rest, at, block);
      }
    }
    if (block.pieces.empty()) {
      tell_if_cut_off();
      return false;
    }
    block.kind = BlockKind::kEvtx;
    buffer_.hand_over(block, at, at);
    offset_ += at;
    return true;
  }

 private:
  void start() {
    started_ = true;
    buffer_.grow();
    const std::string_view text = buffer_.text();
    if (text.starts_with(kChunkSignature)) return;
    const auto header = evtx::parse_file_header(bytes_of(text));
    const bool good = header && header->checksum_good;
    if (!good) {
      context_.collector.problem({file_.name, "file header", "damaged: read all the same", false});
    }
    expected_chunks_ = good ? header->chunks : 1;
    const std::size_t size = good && header->header_size >= 128 ? header->header_size : kFileHeader;
    offset_ = std::min(size, text.size());
    buffer_.drop(offset_);
  }

  // Takes what stands at `at`: a chunk, or room that is none. Returns its size.
  std::size_t take(std::string_view rest, std::size_t at, Block& block) {
    const std::string_view slot = rest.substr(0, kChunkSize);
    ++chunks_;
    whole_ = slot.size() == kChunkSize;
    if (slot.starts_with(kChunkSignature)) {
      evtx::Stats unused;
      const auto chunks = evtx::find_chunks(bytes_of(rest.substr(0, 2 * kChunkSize)), unused);
      block.pieces.push_back({at, chunks.front().size(), offset_ + at});
      return chunks.front().size();
    }
    const std::size_t next = slot.find(kChunkSignature);
    if (next != std::string_view::npos) return skip(at, next);
    const bool empty = slot.find_first_not_of('\0') == std::string_view::npos;
    if (empty) return slot.size();
    if (slot.find(kRecordSignature) == std::string_view::npos) return skip(at, slot.size());
    block.pieces.push_back({at, slot.size(), offset_ + at});
    return slot.size();
  }

  // A log is whole chunks, and no fewer than its header knows of.
  void tell_if_cut_off() {
    if (whole_ && chunks_ >= expected_chunks_) return;
    ++file_.skipped;
    context_.collector.skipped("damaged file, read up to the damage");
    context_.collector.problem(
        {file_.name, "offset " + std::to_string(offset_), "the file is cut off; what came before it was read", false},
        offset_);
    whole_ = true;
    expected_chunks_ = 0;
  }

  std::size_t skip(std::size_t at, std::size_t size) {
    context_.collector.problem({file_.name, "offset " + std::to_string(offset_ + at),
                                std::to_string(size) + " bytes that are no chunk: skipped", false},
                               offset_ + at);
    return size;
  }

  FrameBuffer buffer_;
  FileState& file_;
  const ReadContext& context_;
  bool started_ = false;
  std::uint64_t expected_chunks_ = 0;  // at least
  std::uint64_t chunks_ = 0;           // places for one that were seen
  bool whole_ = true;                  // the last of them
  std::uint64_t offset_ = 0;           // of the buffer in the file
};

}  // namespace

std::unique_ptr<Framer> frame_evtx(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context) {
  return std::make_unique<EvtxFramer>(std::move(source), file, context);
}

}  // namespace yaral::ingest
