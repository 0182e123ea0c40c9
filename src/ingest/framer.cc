#include "ingest/framer.h"

#include <algorithm>
#include <cstring>

namespace yaral::ingest {

void FrameBuffer::reserve(std::size_t capacity) {
  if (capacity <= capacity_) return;
  std::shared_ptr<char[]> bytes =
      capacity == kBlockSize ? pool_->take() : std::make_shared_for_overwrite<char[]>(capacity + kJsonPadding);
  std::memset(bytes.get() + capacity, 0, kJsonPadding);
  if (size_ > 0) std::memcpy(bytes.get(), bytes_.get(), size_);
  bytes_ = std::move(bytes);
  capacity_ = capacity;
}

void FrameBuffer::grow() {
  if (capacity_ == 0) {
    // One byte more than a small file has, so that its end shows at once.
    const std::uint64_t expected =
        std::min<std::uint64_t>(source_->expected_size().value_or(kBlockSize), kBlockSize - 1);
    reserve(static_cast<std::size_t>(expected) + 1);
  } else {
    reserve(size_ < kBlockSize ? kBlockSize : size_ * 2);
  }
  char* const to = bytes_.get() + size_;
  const std::size_t room = capacity_ - size_;
  const std::size_t got = live_ ? source_->read(to, room) : read_full(*source_, to, room);
  file_.bytes += got;
  size_ += got;
  at_end_ = live_ ? got == 0 : got < room;
}

void FrameBuffer::drop(std::size_t count) {
  size_ -= count;
  if (count > 0 && size_ > 0) std::memmove(bytes_.get(), bytes_.get() + count, size_);
}

void FrameBuffer::hand_over(Block& block, std::size_t size, std::size_t kept) {
  const std::string rest(text().substr(kept));
  std::memset(bytes_.get() + size_, 0, std::min(kJsonPadding, capacity_ + kJsonPadding - size_));
  block.bytes = std::move(bytes_);
  block.size = size;
  bytes_ = nullptr;
  size_ = 0;
  capacity_ = 0;
  if (rest.empty()) return;
  reserve(std::max(kBlockSize, rest.size()));
  std::memcpy(bytes_.get(), rest.data(), rest.size());
  size_ = rest.size();
}

namespace {

// By memchr, which is fast in every build: it runs while other threads may wait for their block.
template <typename Found>
void each_line_break(std::string_view text, const Found& found) {
  for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) found(at);
}

}  // namespace

std::uint64_t count_lines(std::string_view text) {
  std::uint64_t lines = 0;
  each_line_break(text, [&](std::size_t) { ++lines; });
  return lines;
}

void find_line_ends(std::string_view text, std::vector<std::size_t>& ends) {
  ends.clear();
  each_line_break(text, [&](std::size_t at) { ends.push_back(at + 1); });
}

void skip_record(const ReadContext& context, FileState& file, std::string place, std::uint64_t position,
                 std::string_view reason, std::string message) {
  ++file.records;
  ++file.skipped;
  context.collector.skipped(reason);
  context.collector.problem({file.name, std::move(place), std::move(message), false}, position);
}

}  // namespace yaral::ingest
