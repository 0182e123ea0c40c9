#include "codesign/compound_file.h"

#include <algorithm>

namespace yaral::codesign {
namespace {

constexpr std::string_view kMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr std::uint32_t kLastRegular = 0xFFFFFFFA;  // numbers above it are no sectors
constexpr std::uint32_t kNoEntry = 0xFFFFFFFF;
constexpr std::uint64_t kMiniSector = 64;
constexpr std::size_t kEntrySize = 128;

void append_numbers(std::string_view sector, std::vector<std::uint32_t>& numbers) {
  for (std::size_t at = 0; at + 4 <= sector.size(); at += 4) numbers.push_back(*little<std::uint32_t>(sector, at));
}

}  // namespace

bool CompoundFile::is_one(std::string_view file) { return file.starts_with(kMagic) && file.size() >= 512; }

std::string_view CompoundFile::sector(std::uint32_t number) const {
  if (number > kLastRegular) return {};
  const std::uint64_t at = (std::uint64_t{number} + 1) * sector_size_;
  if (at >= file_.size()) return {};
  return file_.substr(at, sector_size_);  // the last one may be cut off
}

// A chain can be no longer than the table of what follows what: more is a circle.
std::optional<Parts> CompoundFile::chain(std::uint32_t first) const {
  Parts parts;
  for (std::uint32_t at = first; at <= kLastRegular; at = next_[at]) {
    const std::string_view part = sector(at);
    if (part.empty() || at >= next_.size() || parts.size() >= next_.size()) return std::nullopt;
    parts.push_back(part);
  }
  return parts;
}

bool CompoundFile::read_tables() {
  const auto shift = little<std::uint16_t>(file_, 30);
  if (shift != 9 && shift != 12) return false;
  sector_size_ = std::uint64_t{1} << *shift;
  mini_cutoff_ = *little<std::uint32_t>(file_, 56);
  // The sectors of the table: the first 109 in the header, the others in sectors of their own.
  std::vector<std::uint32_t> table_sectors;
  append_numbers(file_.substr(76, 109 * 4), table_sectors);
  const std::uint64_t sectors = file_.size() / sector_size_;
  std::uint32_t more = *little<std::uint32_t>(file_, 68);
  for (std::uint64_t read = 0; more <= kLastRegular; ++read) {
    const std::string_view part = sector(more);
    if (part.size() < sector_size_ || read > sectors) return false;
    append_numbers(part.substr(0, sector_size_ - 4), table_sectors);
    more = *little<std::uint32_t>(part, sector_size_ - 4);
  }
  for (const std::uint32_t number : table_sectors) {
    if (number > kLastRegular) continue;
    const std::string_view part = sector(number);
    if (part.empty() || next_.size() > sectors + sector_size_) break;
    append_numbers(part, next_);
  }
  return !next_.empty();
}

bool CompoundFile::read_entries() {
  constexpr std::size_t kMostEntries = 200'000;
  const auto parts = chain(*little<std::uint32_t>(file_, 48));
  if (!parts) return false;
  for (const std::string_view part : *parts) {
    for (std::size_t at = 0; at + kEntrySize <= part.size(); at += kEntrySize) {
      if (entries_.size() >= kMostEntries) return false;
      const std::string_view raw = part.substr(at, kEntrySize);
      const std::size_t name_size = std::min<std::size_t>(*little<std::uint16_t>(raw, 64), 64);
      Entry entry{.name = std::string(raw.substr(0, name_size >= 2 ? name_size - 2 : 0)),
                  .type = static_cast<std::uint8_t>(raw[66]),
                  .raw = raw,
                  .start = *little<std::uint32_t>(raw, 116),
                  .size = *little<std::uint64_t>(raw, 120)};
      if (sector_size_ == 512) entry.size &= 0xFFFFFFFF;  // above it older writers left rubbish
      entries_.push_back(std::move(entry));
    }
  }
  return !entries_.empty() && entries_.front().type == 5;
}

// Each storage has a tree of its children, by left and right. A broken file may lead anywhere: each entry is taken once.
bool CompoundFile::link_children() {
  std::vector<bool> taken(entries_.size());
  taken[0] = true;
  std::vector<std::uint32_t> storages = {0};
  while (!storages.empty()) {
    const std::uint32_t storage = storages.back();
    storages.pop_back();
    std::vector<std::uint32_t> open = {*little<std::uint32_t>(entries_[storage].raw, 76)};
    while (!open.empty()) {
      const std::uint32_t at = open.back();
      open.pop_back();
      if (at == kNoEntry) continue;
      if (at >= entries_.size() || taken[at]) return false;
      taken[at] = true;
      entries_[storage].children.push_back(at);
      open.push_back(*little<std::uint32_t>(entries_[at].raw, 68));
      open.push_back(*little<std::uint32_t>(entries_[at].raw, 72));
      if (entries_[at].type == 1) storages.push_back(at);
    }
  }
  return true;
}

bool CompoundFile::read_mini() {
  const Entry& root = entries_.front();
  if (root.start > kLastRegular) return true;
  const auto data = chain(root.start);
  const auto table = chain(*little<std::uint32_t>(file_, 60));
  if (!data || !table) return false;
  for (const std::string_view part : *table) append_numbers(part, mini_next_);
  for (const std::string_view part : *data)
    for (std::uint64_t at = 0; at < part.size(); at += kMiniSector)
      mini_sectors_.push_back(part.substr(at, kMiniSector));
  return true;
}

std::optional<Parts> CompoundFile::stream(const Entry& entry) const {
  if (entry.size == 0) return Parts{};
  const bool mini = entry.size < mini_cutoff_;
  const std::vector<std::uint32_t>& next = mini ? mini_next_ : next_;
  Parts parts;
  std::uint64_t left = entry.size;
  std::size_t steps = 0;
  for (std::uint32_t at = entry.start; left != 0; at = next[at]) {
    if (at >= next.size() || steps++ > next.size()) return std::nullopt;
    std::string_view part = mini ? (at < mini_sectors_.size() ? mini_sectors_[at] : std::string_view()) : sector(at);
    if (part.empty()) return std::nullopt;
    part = part.substr(0, std::min<std::uint64_t>(part.size(), left));
    left -= part.size();
    if (!parts.empty() && parts.back().data() + parts.back().size() == part.data())
      parts.back() = {parts.back().data(), parts.back().size() + part.size()};
    else
      parts.push_back(part);
  }
  return parts;
}

std::expected<CompoundFile, std::string> CompoundFile::read(std::string_view file) {
  CompoundFile read;
  read.file_ = file;
  if (!is_one(file) || !read.read_tables()) return std::unexpected("the table of its sectors is damaged");
  if (!read.read_entries()) return std::unexpected("the list of its streams is damaged");
  if (!read.link_children()) return std::unexpected("the tree of its streams is damaged");
  if (!read.read_mini()) return std::unexpected("the place of its small streams is damaged");
  return read;
}

}  // namespace yaral::codesign
