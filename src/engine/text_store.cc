#include "engine/text_store.h"

#include <cstdlib>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace yaral::engine {

namespace {

constexpr std::size_t kExtent = 16u << 20;
constexpr std::size_t kWrite = 256u << 10;

// /tmp is often memory itself.
std::string temporary_folder() {
  const char* const chosen = std::getenv("TMPDIR");
  return chosen != nullptr && *chosen != '\0' ? chosen : "/var/tmp";
}

bool write_all(int file, std::string_view bytes, std::size_t at) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(at));
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
    at += static_cast<std::size_t>(written);
  }
  return true;
}

}  // namespace

TextStore::~TextStore() {
  for (char* mapping : mappings_) ::munmap(mapping, kExtent);
  if (file_ >= 0) ::close(file_);
}

std::string_view TextStore::keep(std::string_view text) {
  if (in_memory_ + text.size() <= most_in_memory_ || !make_room(text.size())) {
    in_memory_ += text.size();
    return memory_.copy(text);
  }
  const char* place = mappings_.back() + used_;
  used_ += text.size();
  unwritten_ += text;
  if (unwritten_.size() >= kWrite) flush();
  return {place, text.size()};
}

bool TextStore::open_file() {
  file_ = ::open(temporary_folder().c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  return file_ >= 0;
}

// Makes sure that a text fits into the last stretch of the file. The disk's room is taken first, so that writing does not fail.
bool TextStore::make_room(std::size_t size) {
  if (size > kExtent || without_file_) return false;
  if (!mappings_.empty() && used_ + size <= kExtent) return true;
  flush();
  const std::size_t begin = mappings_.size() * kExtent;
  void* mapping = MAP_FAILED;
  if ((file_ >= 0 || open_file()) && ::posix_fallocate(file_, static_cast<off_t>(begin), kExtent) == 0)
    mapping = ::mmap(nullptr, kExtent, PROT_READ | PROT_WRITE, MAP_SHARED, file_, static_cast<off_t>(begin));
  without_file_ = mapping == MAP_FAILED;
  if (without_file_) return false;
  mappings_.push_back(static_cast<char*>(mapping));
  used_ = written_ = 0;
  return true;
}

void TextStore::flush() {
  if (unwritten_.empty()) return;
  const std::size_t at = (mappings_.size() - 1) * kExtent + written_;
  // Through the mapping it costs memory until the kernel takes it back, but then it is where readers look for it.
  if (!write_all(file_, unwritten_, at)) unwritten_.copy(mappings_.back() + written_, unwritten_.size());
  written_ += unwritten_.size();
  unwritten_.clear();
}

}  // namespace yaral::engine
