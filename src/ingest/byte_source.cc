#include "ingest/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "base/text.h"

namespace yaral::ingest {
namespace {

class FileSource : public ByteSource {
 public:
  FileSource(int descriptor, bool owned, Progress* progress)
      : descriptor_(descriptor), owned_(owned), progress_(progress) {}
  ~FileSource() override {
    if (owned_) close(descriptor_);
  }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  std::size_t read(char* to, std::size_t size) override {
    for (;;) {
      const ssize_t got = ::read(descriptor_, to, size);
      if (got >= 0) {
        if (progress_ != nullptr) progress_->bytes_done += static_cast<std::uint64_t>(got);
        return static_cast<std::size_t>(got);
      }
      if (errno == EINTR) continue;
      error_ = std::strerror(errno);
      return 0;
    }
  }

  bool seek(std::uint64_t offset) override { return lseek(descriptor_, static_cast<off_t>(offset), SEEK_SET) >= 0; }

  std::optional<std::uint64_t> size() const override {
    struct stat status;
    if (fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
    return static_cast<std::uint64_t>(status.st_size);
  }

  std::string error() const override { return error_; }

 private:
  int descriptor_;
  bool owned_;
  Progress* progress_;
  std::string error_;
};

class TextSource : public ByteSource {
 public:
  explicit TextSource(std::string text) : text_(std::move(text)) {}

  std::size_t read(char* to, std::size_t size) override {
    const std::size_t count = std::min(size, text_.size() - at_);
    std::memcpy(to, text_.data() + at_, count);
    at_ += count;
    return count;
  }

  bool seek(std::uint64_t offset) override {
    at_ = static_cast<std::size_t>(std::min<std::uint64_t>(offset, text_.size()));
    return true;
  }

  std::optional<std::uint64_t> size() const override { return text_.size(); }

 private:
  std::string text_;
  std::size_t at_ = 0;
};

class HeadSource : public ByteSource {
 public:
  HeadSource(std::string head, std::unique_ptr<ByteSource> rest) : head_(std::move(head)), rest_(std::move(rest)) {}

  std::size_t read(char* to, std::size_t size) override {
    if (at_ == head_.size()) return rest_->read(to, size);
    const std::size_t count = std::min(size, head_.size() - at_);
    std::memcpy(to, head_.data() + at_, count);
    at_ += count;
    return count;
  }

  // The head stands for bytes of the source itself, so that a seek goes past it.
  bool seek(std::uint64_t offset) override {
    if (!rest_->seek(offset)) return false;
    at_ = head_.size();
    return true;
  }

  std::optional<std::uint64_t> size() const override { return rest_->size(); }
  std::optional<std::uint64_t> expected_size() const override { return rest_->expected_size(); }
  std::string error() const override { return rest_->error(); }

 private:
  std::string head_;
  std::size_t at_ = 0;
  std::unique_ptr<ByteSource> rest_;
};

class Utf16Source : public ByteSource {
 public:
  Utf16Source(std::unique_ptr<ByteSource> source, bool big_endian) : source_(std::move(source)), big_(big_endian) {}

  // What is at hand: more may come late.
  std::size_t read(char* to, std::size_t size) override {
    if (at_ == text_.size() && !refill()) return 0;
    const std::size_t count = std::min(size, text_.size() - at_);
    std::memcpy(to, text_.data() + at_, count);
    at_ += count;
    return count;
  }

  std::string error() const override { return source_->error(); }

 private:
  bool refill() {
    text_.clear();
    at_ = 0;
    while (text_.empty()) {
      const std::size_t got = source_->read(units_.data() + odd_, units_.size() - odd_);
      if (got == 0) {
        if (high_ != 0) text_ += kReplacementText;
        high_ = 0;
        return !text_.empty();
      }
      const std::size_t bytes = odd_ + got;
      for (std::size_t i = 0; i + 1 < bytes; i += 2) add_unit(unit(i));
      odd_ = bytes % 2;
      if (odd_ != 0) units_[0] = units_[bytes - 1];
    }
    return true;
  }

  std::uint32_t unit(std::size_t at) const {
    const auto first = static_cast<unsigned char>(units_[at]);
    const auto second = static_cast<unsigned char>(units_[at + 1]);
    return big_ ? first << 8 | second : second << 8 | first;
  }

  void add_unit(std::uint32_t unit) {
    const bool low = unit >= 0xDC00 && unit < 0xE000;
    if (high_ != 0 && low) {
      add_code(0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00));
      high_ = 0;
      return;
    }
    if (high_ != 0) text_ += kReplacementText;
    high_ = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
    if (high_ != 0) return;
    if (low) {
      text_ += kReplacementText;
    } else {
      add_code(unit);
    }
  }

  void add_code(std::uint32_t code) {
    const auto tail = [&](int shift) { text_ += static_cast<char>(0x80 | (code >> shift & 0x3F)); };
    if (code < 0x80) {
      text_ += static_cast<char>(code);
    } else if (code < 0x800) {
      text_ += static_cast<char>(0xC0 | code >> 6);
      tail(0);
    } else if (code < 0x10000) {
      text_ += static_cast<char>(0xE0 | code >> 12);
      tail(6);
      tail(0);
    } else {
      text_ += static_cast<char>(0xF0 | code >> 18);
      tail(12);
      tail(6);
      tail(0);
    }
  }

  static constexpr std::size_t kUnits = 32768;

  std::unique_ptr<ByteSource> source_;
  bool big_;
  std::vector<char> units_ = std::vector<char>(kUnits * 2);
  std::size_t odd_ = 0;  // bytes at its begin that were read already: half a unit
  std::string text_;
  std::size_t at_ = 0;
  std::uint32_t high_ = 0;
};

}  // namespace

std::expected<std::unique_ptr<ByteSource>, std::string> open_file(const std::string& path, Progress* progress) {
  if (path == "-") return std::make_unique<FileSource>(STDIN_FILENO, false, progress);
  const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return std::unexpected(std::string(std::strerror(errno)));
  return std::make_unique<FileSource>(descriptor, true, progress);
}

std::size_t read_full(ByteSource& source, char* to, std::size_t size) {
  std::size_t total = 0;
  while (total < size) {
    const std::size_t got = source.read(to + total, size - total);
    if (got == 0) break;
    total += got;
  }
  return total;
}

std::unique_ptr<ByteSource> from_text(std::string text) { return std::make_unique<TextSource>(std::move(text)); }

std::unique_ptr<ByteSource> with_head(std::string head, std::unique_ptr<ByteSource> rest) {
  return std::make_unique<HeadSource>(std::move(head), std::move(rest));
}

EncodingGuess guess_encoding(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) return {Encoding::kUtf8, 3};
  if (head.starts_with("\xFF\xFE")) return {Encoding::kUtf16Little, 2};
  if (head.starts_with("\xFE\xFF")) return {Encoding::kUtf16Big, 2};
  // Text formats begin with ASCII, whose every other byte is zero in UTF-16.
  constexpr std::size_t kLook = 16;
  if (head.size() < kLook) return {};
  bool little = true;
  bool big = true;
  for (std::size_t i = 0; i < kLook; i += 2) {
    little = little && head[i] != '\0' && head[i + 1] == '\0';
    big = big && head[i] == '\0' && head[i + 1] != '\0';
  }
  if (little) return {Encoding::kUtf16Little, 0};
  if (big) return {Encoding::kUtf16Big, 0};
  return {};
}

std::unique_ptr<ByteSource> from_utf16(std::unique_ptr<ByteSource> source, bool big_endian) {
  return std::make_unique<Utf16Source>(std::move(source), big_endian);
}

}  // namespace yaral::ingest
