#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace yaral::cli {

// The bytes of a file without reading it whole. Must not be changed by others meanwhile.
class MappedFile {
 public:
  // The error is a sentence without the file's name.
  static std::expected<MappedFile, std::string> open(const std::string& path, std::uint64_t limit);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&&) = delete;
  ~MappedFile();

  std::string_view bytes() const { return {static_cast<const char*>(data_), size_}; }

 private:
  MappedFile(void* data, std::size_t size) : data_(data), size_(size) {}
  void* data_;
  std::size_t size_;
};

}  // namespace yaral::cli
