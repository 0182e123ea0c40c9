#include "ingest/stream.h"

#include <string>

#include "ingest/detect.h"

namespace yaral::ingest {
namespace {

using MakeFramer = std::unique_ptr<Framer> (*)(std::unique_ptr<ByteSource>, FileState&, const ReadContext&);

MakeFramer make_framer(Format format) {
  switch (format) {
    case Format::kEvtx: return frame_evtx;
    case Format::kEventXml: return frame_xml;
    case Format::kJson: return frame_json;
    case Format::kJsonLines: return frame_json_lines;
    case Format::kItemList: return frame_items;
    default: return frame_lines;
  }
}

std::string first_bytes(ByteSource& source) {
  std::string head(kDetectBytes, '\0');
  head.resize(read_full(source, head.data(), head.size()));
  return head;
}

// As much as is at hand once a line is whole: who writes to a pipe may send no more for hours.
std::string first_lines(ByteSource& source) {
  std::string head;
  while (head.size() < kDetectBytes && !head.contains('\n')) {
    const std::size_t before = head.size();
    head.resize(kDetectBytes);
    const std::size_t got = source.read(head.data() + before, kDetectBytes - before);
    head.resize(before + got);
    if (got == 0) break;
  }
  return head;
}

class Stream : public BlockSource {
 public:
  Stream(std::unique_ptr<ByteSource> source, StreamOrigin origin, const ReadContext& context, FileCloser& closer)
      : source_(std::move(source)), origin_(std::move(origin)), context_(context), closer_(closer) {}

  // A scan that is cancelled leaves files before their end: what was read of them counts.
  ~Stream() override {
    if (framer_ != nullptr) finish();
  }

  bool next(Block& block) override {
    if (source_ != nullptr) open();
    if (archive_ != nullptr) return archive_->next(block);
    if (framer_ == nullptr) return false;
    if (framer_->next(block)) {
      block.file = file_;
      ++file_->open;
      return true;
    }
    finish();
    return false;
  }

 private:
  void open() {
    std::unique_ptr<ByteSource> source = std::move(source_);
    const auto first = context_.live ? first_lines : first_bytes;
    std::string head = first(*source);
    const EncodingGuess guess = guess_encoding(head);
    std::unique_ptr<ByteSource> whole;
    if (guess.encoding == Encoding::kUtf8) {
      head.erase(0, guess.mark);
      whole = with_head(head, std::move(source));
    } else {
      auto utf16 = with_head(head.substr(guess.mark), std::move(source));
      auto text = from_utf16(std::move(utf16), guess.encoding == Encoding::kUtf16Big);
      head = first(*text);
      whole = with_head(head, std::move(text));
    }
    start(detect(head, context_.log_types, context_.forced), std::move(whole));
  }

  void start(Format format, std::unique_ptr<ByteSource> source) {
    switch (format) {
      case Format::kEmpty: skip_empty(source->error()); return;
      case Format::kText:
      case Format::kBinary: refuse(format_name(format)); return;
      case Format::kArchive:
        if (origin_.depth == kDeepestArchive) {
          refuse("archives nested too deep");
        } else {
          archive_ = open_archive(std::move(source), origin_, context_, closer_);
        }
        return;
      default: break;
    }
    file_ = std::make_shared<FileState>();
    file_->name = origin_.name;
    file_->format = format_name(format);
    file_->named = origin_.named;
    bytes_ = source.get();
    framer_ = make_framer(format)(std::move(source), *file_, context_);
  }

  void skip_empty(const std::string& error) {
    if (!error.empty()) {
      refuse(error);
      return;
    }
    context_.collector.skipped("empty file");
    context_.collector.problem({origin_.name, "", "empty file", false});
  }

  void refuse(std::string_view why) {
    context_.collector.skipped(why);
    context_.collector.problem({origin_.name, "", std::string(why) + ": skipped", origin_.named});
  }

  void finish() {
    if (const std::string error = bytes_->error(); !error.empty()) {
      context_.collector.skipped("damaged file, read up to the damage");
      context_.collector.problem({file_->name, "", error + "; what came before it was read", false});
    }
    framer_ = nullptr;
    if (--file_->open == 0) closer_.close(file_);
  }

  std::unique_ptr<ByteSource> source_;
  StreamOrigin origin_;
  const ReadContext& context_;
  FileCloser& closer_;

  std::shared_ptr<FileState> file_;
  ByteSource* bytes_ = nullptr;  // the framer's
  std::unique_ptr<Framer> framer_;
  std::unique_ptr<BlockSource> archive_;
};

}  // namespace

std::unique_ptr<BlockSource> open_stream(std::unique_ptr<ByteSource> source, StreamOrigin origin,
                                         const ReadContext& context, FileCloser& closer) {
  return std::make_unique<Stream>(std::move(source), std::move(origin), context, closer);
}

}  // namespace yaral::ingest
