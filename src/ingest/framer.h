#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "ingest/block.h"
#include "ingest/block_pool.h"
#include "ingest/byte_source.h"
#include "ingest/collector.h"
#include "ingest/json_records.h"
#include "ingest/log_types.h"

namespace yaral::ingest {

constexpr std::size_t kBlockSize = 1 << 20;

// What readers of one run share.
struct ReadContext {
  Collector& collector;
  const LogTypes& log_types;
  const LogTypeEntry* forced;  // what every record is, whatever it looks like; null: what it looks like
  std::uint64_t record_limit;
  std::uint64_t expansion_limit;
  Timestamp now;
  bool live = false;  // ReadOptions::live
  std::shared_ptr<BlockPool> pool = std::make_shared<BlockPool>(kBlockSize + kJsonPadding);
};

// Cuts a stream into blocks at the borders of records.
class Framer {
 public:
  virtual ~Framer() = default;
  // Fills in `block` but for its file. False at the end.
  virtual bool next(Block& block) = 0;
};

std::unique_ptr<Framer> frame_json_lines(std::unique_ptr<ByteSource> source, FileState& file,
                                         const ReadContext& context);
std::unique_ptr<Framer> frame_lines(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context);
std::unique_ptr<Framer> frame_items(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context);
std::unique_ptr<Framer> frame_json(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context);
std::unique_ptr<Framer> frame_xml(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context);
std::unique_ptr<Framer> frame_evtx(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context);

// A block's bytes while they are read: what is left of the block before, and what the source gives.
class FrameBuffer {
 public:
  FrameBuffer(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context)
      : source_(std::move(source)), file_(file), live_(context.live), pool_(context.pool) {}

  std::string_view text() const { return {bytes_.get(), size_}; }
  bool at_end() const { return at_end_; }
  ByteSource& source() { return *source_; }

  // Reads more, into at least kBlockSize bytes in all; if that many are there, into twice as many. When `live` it waits for
  // no more than what is at hand.
  void grow();
  // Takes the first `count` bytes off.
  void drop(std::size_t count);
  // Gives the bytes away as the block's; those from `kept` on are the first of the next.
  void hand_over(Block& block, std::size_t size, std::size_t kept);

 private:
  void reserve(std::size_t capacity);

  std::unique_ptr<ByteSource> source_;
  FileState& file_;
  bool live_;
  std::shared_ptr<BlockPool> pool_;
  std::shared_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  bool at_end_ = false;
};

// The line breaks in a text.
std::uint64_t count_lines(std::string_view text);
// The places behind them.
void find_line_ends(std::string_view text, std::vector<std::size_t>& ends);

// Tells that a record was left out, and counts it.
void skip_record(const ReadContext& context, FileState& file, std::string place, std::uint64_t position,
                 std::string_view reason, std::string message);

}  // namespace yaral::ingest
