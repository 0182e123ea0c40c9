#include "ingest/entities.h"

#include "base/text.h"
#include "ingest/collector.h"
#include "ingest/json_splitter.h"
#include "ingest/stream.h"
#include "ingest/walk.h"
#include "udm/path.h"

namespace yaral::ingest {

namespace {

// Files are read one after the other and counted at once: nobody has to be told that one is done with.
class NoCloser : public FileCloser {
  void close(const std::shared_ptr<FileState>&) override {}
};

// What every record of the kind has; without it the file is most likely of another kind.
std::string_view mark_of(udm::Root root) {
  switch (root) {
    case udm::Root::kEvent: return "metadata.event_type";
    case udm::Root::kEntity: return "metadata.entity_type";
    case udm::Root::kDetection: return "detection.rule_name";
  }
  return {};
}

udm::MessageId message_of(udm::Root root) {
  if (root == udm::Root::kEntity) return udm::entity_root();
  return root == udm::Root::kDetection ? udm::detection_root() : udm::event_root();
}

class ContextReader {
 public:
  ContextReader(udm::Root root, const ContextLimits& limits)
      : limits_(limits), decoder_(nullptr, root), mark_(*udm::resolve(message_of(root), mark_of(root))) {
    essential_.emplace_back(mark_of(root));
    if (root != udm::Root::kEntity) return;
    essential_.emplace_back("metadata.interval.start_time");
    essential_.emplace_back("metadata.interval.end_time");
  }

  ContextRecords run(const std::vector<std::string>& paths) {
    for (const FoundFile& file : find_files(paths, collector_)) read_file(file);
    collector_.add(decoder_.notes());
    out_.report = collector_.finish();
    return std::move(out_);
  }

 private:
  void read_file(const FoundFile& file) {
    auto source = open_file(file.path, nullptr);
    if (!source) {
      collector_.problem({file.path, "", source.error(), file.named});
      return;
    }
    const std::string name = file.path == "-" ? "(standard input)" : file.path;
    const auto stream = open_stream(std::move(*source), {name, file.named, 0, nullptr}, context_, closer_);
    const std::size_t before = out_.records.size() + out_.skipped;
    bool other_kind = false;
    std::shared_ptr<FileState> last;
    for (Block block; !full_ && stream->next(block); block = Block{}) {
      if (last != nullptr && last != block.file) collector_.close_file(*last);
      last = block.file;
      const bool json = block.kind == BlockKind::kJsonLines || block.kind == BlockKind::kJson;
      if (json) read_block(block);
      other_kind |= !json;
    }
    if (last != nullptr) collector_.close_file(*last);
    if (other_kind && out_.records.size() + out_.skipped == before)
      collector_.problem({name, "", "holds no JSON", file.named});
  }

  void read_block(const Block& block) {
    bytes_ += block.size;
    if (bytes_ > limits_.bytes) {
      full_ = true;
      collector_.problem({block.file->name, "", "more than the limit for such files: the rest is not read", true});
      return;
    }
    out_.buffers.push_back(block.bytes);
    file_ = block.file.get();
    const std::string_view text(block.bytes.get(), block.size);
    if (block.kind == BlockKind::kJson) {
      for (const Block::Piece& piece : block.pieces) read_record(text.substr(piece.offset, piece.size), piece.place);
      return;
    }
    std::string_view rest = text;
    for (std::uint64_t line = block.first_line; !rest.empty(); ++line) {
      const auto end = rest.find('\n');
      read_line(ascii_trim(rest.substr(0, end)), line);
      rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
  }

  // A record, or an array of them.
  void read_line(std::string_view text, std::uint64_t line) {
    if (text.starts_with('{')) return read_record(text, line);
    if (text.empty()) return;
    JsonSplitter splitter(limits_.record_bytes);
    bool any = false;
    for (;;) {
      const JsonPiece piece = splitter.next(text, true);
      if (piece.kind == JsonPieceKind::kObject) read_record(text.substr(piece.begin, piece.size), line);
      if (piece.kind == JsonPieceKind::kBroken) skip(line, std::string(piece.message));
      if (piece.kind == JsonPieceKind::kEnd || piece.kind == JsonPieceKind::kMore) break;
      any = true;
      text.remove_prefix(piece.consumed);
    }
    if (!any) skip(line, "not a JSON object");
  }

  void read_record(std::string_view text, std::uint64_t line) {
    ++file_->records;
    if (text.size() > limits_.record_bytes) return skip(line, "record too long");
    const auto bad_before = bad_values();
    const auto record = decoder_.decode(text, *out_.arena);
    if (!record) return skip(line, record.error().message);
    const auto bad_after = bad_values();
    for (std::size_t i = 0; i < essential_.size(); ++i)
      if (bad_after[i] != bad_before[i]) return skip(line, "`" + essential_[i] + "` holds a value that it cannot have");
    found_.clear();
    udm::collect(*record->root, mark_, found_);
    if (found_.empty()) return skip(line, "there is no `" + mark_.text + "` in it");
    out_.records.push_back(*record);
    ++file_->events;
  }

  // How many values of the essential fields were dropped so far.
  std::vector<std::uint64_t> bad_values() const {
    std::vector<std::uint64_t> counts;
    const auto& notes = decoder_.notes();
    for (const std::string& path : essential_) {
      const auto found = notes.bad_values.find(path);
      counts.push_back(found == notes.bad_values.end() ? 0 : found->second);
    }
    return counts;
  }

  void skip(std::uint64_t line, std::string message) {
    ++out_.skipped;
    ++file_->skipped;
    collector_.problem({file_->name, "line " + std::to_string(line), std::move(message) + ": skipped", false}, line);
  }

  const ContextLimits& limits_;
  Collector collector_;
  const LogTypes no_log_types_;
  ReadContext context_{collector_, no_log_types_, nullptr, limits_.record_bytes, limits_.bytes, {}};
  NoCloser closer_;
  udm::JsonDecoder decoder_;
  udm::Path mark_;
  std::vector<std::string> essential_;  // fields without whose values a record would mean something else
  ContextRecords out_;
  FileState* file_ = nullptr;
  std::vector<Value> found_;
  std::uint64_t bytes_ = 0;
  bool full_ = false;
};

}  // namespace

ContextRecords read_context(const std::vector<std::string>& paths, udm::Root root, const ContextLimits& limits) {
  return ContextReader(root, limits).run(paths);
}

}  // namespace yaral::ingest
