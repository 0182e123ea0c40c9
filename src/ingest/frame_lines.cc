#include <algorithm>
#include <string>

#include "ingest/audit_records.h"
#include "ingest/convert.h"
#include "ingest/framer.h"
#include "ingest/item_lines.h"
#include "ingest/syslog.h"
#include "ingest/xml_lines.h"

namespace yaral::ingest {
namespace {

class LineFramer : public Framer {
 public:
  LineFramer(BlockKind kind, std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context)
      : kind_(kind), buffer_(std::move(source), file, context), file_(file), context_(context) {}

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
      const std::size_t size = buffer_.at_end() ? text.size() : cut(text.substr(0, newline + 1));
      if (size == 0) continue;
      block.kind = kind_;
      block.first_line = line_;
      block.header = header_;
      find_line_ends(text.substr(0, size), block.line_ends);
      line_ += block.line_ends.size();
      if (kind_ == BlockKind::kLines) note_header(text.substr(0, size));
      buffer_.hand_over(block, size, size);
      return true;
    }
  }

 private:
  // Lines that belong together stay together. What is held back never grows beyond a block, or an event in XML.
  std::size_t cut(std::string_view lines) const {
    const std::size_t whole_xml = event_xml_cut(lines);
    if (whole_xml == 0 || kind_ != BlockKind::kLines) return whole_xml;
    const std::string_view before = lines.substr(0, whole_xml);
    const std::size_t size = std::min(audit_cut(before), open_record_cut(before));
    return size == 0 && lines.size() > kBlockSize ? whole_xml : size;
  }

  // The last record may go on behind the text: where it begins, if it can have several lines.
  std::size_t open_record_cut(std::string_view lines) const {
    constexpr int kReach = 256;
    std::size_t end = lines.size();
    for (int i = 0; i < kReach && end > 0; ++i) {
      const auto newline = end < 2 ? std::string_view::npos : lines.rfind('\n', end - 2);
      const std::size_t begin = newline == std::string_view::npos ? 0 : newline + 1;
      RawRecord record{trim(lines.substr(begin, end - begin))};
      end = begin;
      record.text = take_syslog_header(record.text, record.envelope);
      const LogTypeEntry* const entry = record.text.empty() ? nullptr : context_.log_types.claim(record);
      if (entry != nullptr) return entry->continues != nullptr ? begin : lines.size();
    }
    return lines.size();
  }

  // Keeps the `#` lines that say what the lines after them mean, for the blocks to come.
  void note_header(std::string_view lines) {
    constexpr std::size_t kLongestHeader = 64 << 10;
    for (std::size_t at = 0; at < lines.size();) {
      const std::size_t end = std::min(lines.find('\n', at), lines.size() - 1) + 1;
      const std::string_view line = lines.substr(at, end - at);
      if (line.starts_with('#')) {
        std::string header = header_ == nullptr || line.starts_with("#separator") ? std::string() : *header_;
        if (header.size() < kLongestHeader) header_ = std::make_shared<const std::string>(header.append(line));
      }
      const std::size_t next = lines.find("\n#", at);
      if (next == std::string_view::npos) return;
      at = next + 1;
    }
  }

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

  BlockKind kind_;
  FrameBuffer buffer_;
  FileState& file_;
  const ReadContext& context_;
  std::uint64_t line_ = 1;
  std::shared_ptr<const std::string> header_;
};

}  // namespace

std::unique_ptr<Framer> frame_json_lines(std::unique_ptr<ByteSource> source, FileState& file,
                                         const ReadContext& context) {
  return std::make_unique<LineFramer>(BlockKind::kJsonLines, std::move(source), file, context);
}

std::unique_ptr<Framer> frame_lines(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context) {
  return std::make_unique<LineFramer>(BlockKind::kLines, std::move(source), file, context);
}

std::unique_ptr<Framer> frame_items(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context) {
  return frame_lines(items_as_lines(std::move(source)), file, context);
}

}  // namespace yaral::ingest
