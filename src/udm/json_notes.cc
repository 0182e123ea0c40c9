#include "udm/json_notes.h"

#include <utility>

namespace yaral::udm {
namespace {

// Hostile events can name new fields without end.
constexpr std::size_t kMaxPaths = 1'000;
constexpr std::size_t kMaxPathBytes = 200;
constexpr const char* kOthers = "(other paths)";

void shorten(std::string& path) {
  if (path.size() <= kMaxPathBytes) return;
  std::size_t end = kMaxPathBytes;
  while (end > 0 && (static_cast<unsigned char>(path[end]) & 0xC0) == 0x80) --end;
  path.resize(end);
  path += "…";
}

void add(std::map<std::string, std::uint64_t, std::less<>>& counts, const std::string& path, std::uint64_t count) {
  const auto known = counts.find(path);
  if (known != counts.end()) {
    known->second += count;
  } else {
    counts[counts.size() < kMaxPaths - 1 ? path : kOthers] += count;
  }
}

}  // namespace

void NoteKeeper::unknown_field(std::string path) {
  shorten(path);
  if (unknown_.size() < kMaxPaths) unknown_.insert(std::move(path));
}

void NoteKeeper::bad_value(std::string path) {
  shorten(path);
  ++bad_[bad_.size() < kMaxPaths || bad_.contains(path) ? std::move(path) : kOthers];
}

void NoteKeeper::forget() {
  unknown_.clear();
  bad_.clear();
}

void NoteKeeper::commit() {
  count_unknown(unknown_, 1);
  for (const auto& [path, count] : bad_) add(notes_.bad_values, path, count);
  forget();
}

void NoteKeeper::count_unknown(const std::set<std::string>& paths, std::uint64_t events) {
  if (events == 0) return;
  for (const std::string& path : paths) add(notes_.unknown_fields, path, events);
}

}  // namespace yaral::udm
