#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <vector>

#include "ingest/gunzip.h"
#include "ingest/stream.h"
#include "ingest/walk.h"

namespace yaral::ingest {
namespace {

constexpr std::size_t kReadSize = 256 << 10;
constexpr std::uint64_t kFreeExpansion = 1ull << 30;  // so much is never called a bomb
constexpr std::uint64_t kHighestRatio = 1000;

struct ArchiveDeleter {
  void operator()(struct archive* a) const { archive_read_free(a); }
};

// The compressed bytes, for libarchive.
struct Input {
  std::unique_ptr<ByteSource> source;
  std::vector<char> buffer = std::vector<char>(kReadSize);
  std::uint64_t position = 0;
  std::uint64_t consumed = 0;
  const GunzipSource* gunzip = nullptr;  // the source, when it expands gzip data

  std::uint64_t compressed() const { return gunzip == nullptr ? consumed : gunzip->compressed(); }
};

la_ssize_t read_input(struct archive*, void* data, const void** bytes) {
  auto& input = *static_cast<Input*>(data);
  const std::size_t got = input.source->read(input.buffer.data(), input.buffer.size());
  input.position += got;
  input.consumed += got;
  *bytes = input.buffer.data();
  return static_cast<la_ssize_t>(got);
}

la_int64_t seek_input(struct archive*, void* data, la_int64_t offset, int whence) {
  auto& input = *static_cast<Input*>(data);
  const auto size = input.source->size();
  std::int64_t target = offset;
  if (whence == SEEK_CUR) target += static_cast<std::int64_t>(input.position);
  if (whence == SEEK_END) target += static_cast<std::int64_t>(size.value_or(0));
  if (!size || target < 0 || !input.source->seek(static_cast<std::uint64_t>(target))) return ARCHIVE_FATAL;
  input.position = static_cast<std::uint64_t>(target);
  return target;
}

// What an archive has expanded to.
struct Expansion {
  std::uint64_t limit = 0;
  std::uint64_t expanded = 0;
  bool exceeded = false;

  bool allow(std::size_t bytes, std::uint64_t compressed) {
    expanded += bytes;
    const bool too_dense = expanded > kFreeExpansion && expanded / kHighestRatio > compressed;
    exceeded = exceeded || expanded > limit || too_dense;
    return !exceeded;
  }
};

// The member that libarchive stands at.
class MemberSource : public ByteSource {
 public:
  MemberSource(struct archive* archive, Input& input, Expansion& expansion, std::optional<std::uint64_t> claimed)
      : archive_(archive), input_(input), expansion_(expansion), claimed_(claimed) {}

  std::size_t read(char* to, std::size_t size) override {
    if (!error_.empty() || expansion_.exceeded) return 0;
    const la_ssize_t got = archive_read_data(archive_, to, size);
    if (got < 0) {
      const char* message = archive_error_string(archive_);
      error_ = message == nullptr ? "damaged archive" : message;
      return 0;
    }
    if (!expansion_.allow(static_cast<std::size_t>(got), input_.compressed())) {
      error_ = "expands beyond the limit";
      return 0;
    }
    return static_cast<std::size_t>(got);
  }

  std::optional<std::uint64_t> expected_size() const override { return claimed_; }
  // Of compressed data the one member tells what is wrong with the whole; of an archive its reader does.
  std::string error() const override {
    const bool raw = archive_format(archive_) == ARCHIVE_FORMAT_RAW;
    return error_.empty() && raw ? input_.source->error() : error_;
  }

 private:
  struct archive* archive_;
  Input& input_;
  Expansion& expansion_;
  std::optional<std::uint64_t> claimed_;
  std::string error_;
};

class ArchiveSource : public BlockSource {
 public:
  ArchiveSource(std::unique_ptr<ByteSource> source, StreamOrigin origin, const ReadContext& context, FileCloser& closer)
      : origin_(std::move(origin)), context_(context), closer_(closer), archive_(archive_read_new()) {
    take(std::move(source));
    expansion_.limit = context.expansion_limit;
    open();
  }

  bool next(Block& block) override {
    for (;;) {
      if (member_ != nullptr && member_->next(block)) return true;
      member_ = nullptr;
      if (expansion_.exceeded) {
        give_up("expands beyond the limit: the rest was not read");
        return false;
      }
      if (archive_ == nullptr || !next_member()) return false;
    }
  }

 private:
  // Gzip is expanded here, as libarchive does not look at its checksums.
  void take(std::unique_ptr<ByteSource> source) {
    std::string head(2, '\0');
    head.resize(read_full(*source, head.data(), head.size()));
    const bool gzip = looks_like_gzip(head);
    input_.source = with_head(std::move(head), std::move(source));
    if (!gzip) return;
    auto gunzip = std::make_unique<GunzipSource>(std::move(input_.source));
    input_.gunzip = gunzip.get();
    input_.source = std::move(gunzip);
  }

  void open() {
    struct archive* a = archive_.get();
    archive_read_support_filter_bzip2(a);
    archive_read_support_filter_xz(a);
    archive_read_support_filter_zstd(a);
    archive_read_support_format_tar(a);
    archive_read_support_format_zip(a);
    archive_read_support_format_raw(a);
    archive_read_support_format_empty(a);
    archive_read_set_read_callback(a, read_input);
    if (input_.source->size()) archive_read_set_seek_callback(a, seek_input);
    archive_read_set_callback_data(a, &input_);
    if (archive_read_open1(a) != ARCHIVE_OK) give_up(last_error());
  }

  bool is_raw() const { return archive_format(archive_.get()) == ARCHIVE_FORMAT_RAW; }

  std::string last_error() const {
    const char* message = archive_error_string(archive_.get());
    return message == nullptr ? "damaged archive" : message;
  }

  void give_up(const std::string& why) {
    context_.collector.skipped("damaged archive");
    context_.collector.problem({origin_.name, "", why, origin_.named && members_ == 0});
    archive_ = nullptr;
  }

  void tell_end() {
    const std::string error = input_.source->error();
    if (!error.empty()) {
      if (!is_raw()) give_up(error);
    } else if (members_ == 0) {
      context_.collector.skipped("archive without files");
      context_.collector.problem({origin_.name, "", "no file to read in it", false});
    }
  }

  // Opens the next member that is a file. False at the end.
  bool next_member() {
    for (;;) {
      struct archive_entry* entry = nullptr;
      const int result = archive_read_next_header(archive_.get(), &entry);
      if (result == ARCHIVE_EOF) {
        tell_end();
        return false;
      }
      if (result < ARCHIVE_WARN) {
        give_up(last_error());
        return false;
      }
      if (is_raw() && input_.gunzip == nullptr && archive_filter_code(archive_.get(), 0) == ARCHIVE_FILTER_NONE) {
        give_up("begins like an archive, but is none");
        return false;
      }
      if (open_member(entry)) return true;
    }
  }

  bool open_member(struct archive_entry* entry) {
    const char* utf8 = archive_entry_pathname_utf8(entry);
    const char* path = utf8 != nullptr ? utf8 : archive_entry_pathname(entry);
    const std::string member = path == nullptr ? "(no name)" : path;
    const bool raw = is_raw();
    if (!raw && archive_entry_filetype(entry) != AE_IFREG) return false;
    if (!raw && is_junk_path(member)) {
      context_.collector.skipped(kHiddenFile);
      return false;
    }
    StreamOrigin origin = origin_;
    if (!raw) origin.name += "!" + member;
    origin.named = raw && origin_.named;
    origin.depth = origin_.depth + 1;
    if (archive_entry_is_encrypted(entry) != 0) {
      context_.collector.skipped("encrypted archive member");
      context_.collector.problem({origin.name, "", "encrypted: skipped", false});
      return false;
    }
    ++members_;
    std::optional<std::uint64_t> claimed;
    if (archive_entry_size_is_set(entry) != 0) claimed = static_cast<std::uint64_t>(archive_entry_size(entry));
    member_ = open_stream(std::make_unique<MemberSource>(archive_.get(), input_, expansion_, claimed),
                          std::move(origin), context_, closer_);
    return true;
  }

  StreamOrigin origin_;
  const ReadContext& context_;
  FileCloser& closer_;
  Input input_;
  Expansion expansion_;
  std::unique_ptr<struct archive, ArchiveDeleter> archive_;
  std::unique_ptr<BlockSource> member_;  // before archive_ in the order of destruction
  std::uint64_t members_ = 0;
};

}  // namespace

std::unique_ptr<BlockSource> open_archive(std::unique_ptr<ByteSource> source, StreamOrigin origin,
                                          const ReadContext& context, FileCloser& closer) {
  return std::make_unique<ArchiveSource>(std::move(source), std::move(origin), context, closer);
}

}  // namespace yaral::ingest
