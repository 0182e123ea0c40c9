#include <string>

#include "ingest/framer.h"

namespace yaral::ingest {
namespace {

class LineFramer : public Framer {
 public:
  LineFramer(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context)
      : buffer_(std::move(source), file), file_(file), context_(context) {}

  bool next(Block& block) override {
    for (;;) {
      if (!buffer_.at_end()) buffer_.grow();
      const std::string_view text = buffer_.text();
      if (text.empty()) return false;
      const std::size_t newline = text.rfind('\n');
      if (newline == std::string_view::npos && text.size() > context_.record_limit) {
        if (!skip_line()) return false;
        continue;
      }
      if (newline == std::string_view::npos && !buffer_.at_end()) continue;
      const std::size_t size = buffer_.at_end() ? text.size() : newline + 1;
      block.kind = BlockKind::kJsonLines;
      block.first_line = line_;
      line_ += count_lines(text.substr(0, size));
      buffer_.hand_over(block, size, size);
      return true;
    }
  }

 private:
  // Passes over a line beyond the limit without keeping it. False when it was the last.
  bool skip_line() {
    std::size_t newline = std::string_view::npos;
    while (newline == std::string_view::npos) {
      buffer_.drop(buffer_.text().size());
      if (buffer_.at_end()) break;
      buffer_.grow();
      newline = buffer_.text().find('\n');
    }
    skip_record(context_, file_, "line " + std::to_string(line_), line_, "record too long",
                "longer than " + std::to_string(context_.record_limit) + " bytes: skipped");
    ++line_;
    if (newline == std::string_view::npos) return false;
    buffer_.drop(newline + 1);
    return true;
  }

  FrameBuffer buffer_;
  FileState& file_;
  const ReadContext& context_;
  std::uint64_t line_ = 1;
};

}  // namespace

std::unique_ptr<Framer> frame_lines(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context) {
  return std::make_unique<LineFramer>(std::move(source), file, context);
}

}  // namespace yaral::ingest
