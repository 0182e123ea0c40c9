#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "codesign/bytes.h"

namespace yaral::codesign {

// A compound file ([MS-CFB]): storages and streams in sectors, as installers of Windows are.
class CompoundFile {
 public:
  struct Entry {
    std::string name;  // UTF-16, as bytes, without the zero at its end
    std::uint8_t type = 0;
    std::string_view raw;  // the 128 bytes of the entry
    std::uint32_t start = 0;
    std::uint64_t size = 0;
    std::vector<std::uint32_t> children;  // positions in entries(); a stream has none

    bool is_stream() const { return type == 2; }
    bool is_storage() const { return type == 1 || type == 5; }
    std::string_view class_id() const { return raw.substr(80, 16); }
  };

  static bool is_one(std::string_view file);
  // The error is a sentence. The first entry is the root; every entry is the child of at most one other.
  static std::expected<CompoundFile, std::string> read(std::string_view file);

  const std::vector<Entry>& entries() const { return entries_; }
  // The bytes of a stream, in pieces; nullopt when its chain of sectors leaves the file, is too short or goes in circles.
  std::optional<Parts> stream(const Entry& entry) const;

 private:
  std::string_view file_;
  std::uint64_t sector_size_ = 0;
  std::uint64_t mini_cutoff_ = 0;
  std::vector<std::uint32_t> next_;       // sector → the one after it
  std::vector<std::uint32_t> mini_next_;  // the same of mini sectors
  std::vector<std::string_view> mini_sectors_;
  std::vector<Entry> entries_;

  std::string_view sector(std::uint32_t number) const;
  bool read_tables();
  bool read_entries();
  bool link_children();
  bool read_mini();
  std::optional<Parts> chain(std::uint32_t first) const;
};

}  // namespace yaral::codesign
