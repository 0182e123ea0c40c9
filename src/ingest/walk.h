#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/collector.h"

namespace yaral::ingest {

constexpr std::string_view kHiddenFile = "hidden file";

// Whether a path inside an archive or folder leads to what systems leave there for themselves: `._x`, `__MACOSX/…`, any
// name that begins with a dot.
bool is_junk_path(std::string_view path);

struct FoundFile {
  std::string path;
  bool named = false;  // by the user; else found in a folder
  std::uint64_t size = 0;
  const std::string* text = nullptr;  // of what is no file; must outlive the reading
};

// The files of the inputs: each as named, folders with all they hold, by name. What is not there or may not be read is
// told to the collector. Folders reached twice through links are read once.
std::vector<FoundFile> find_files(const std::vector<std::string>& inputs, Collector& collector);

}  // namespace yaral::ingest
