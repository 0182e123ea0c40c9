#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/arena.h"
#include "ingest/read.h"
#include "udm/event.h"
#include "udm/json.h"

namespace yaral::ingest {

// Records that are read whole before a scan begins, and kept for all of it: entities of the graph (language reference
// 3.13), or detections for composite rules (3.14).
struct ContextRecords {
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();
  std::vector<std::shared_ptr<const char[]>> buffers;  // what the records point into, besides the arena
  std::vector<udm::Event> records;                     // complete; in the order of files and of the records in them
  std::uint64_t skipped = 0;                           // broken records, and those that are none of the kind asked for
  ReadReport report;                                   // files, problems and notes
};

struct ContextLimits {
  std::uint64_t bytes = 4ull << 30;          // of all inputs, unpacked
  std::uint64_t record_bytes = 16ull << 20;  // of one record
};

// Reads every record of the paths: files of JSON objects (one a line, in an array, or in one of a wrapper), gzip and
// zstd of such, and folders of them. A record that cannot be read is told and left out; the rest is kept.
ContextRecords read_context(const std::vector<std::string>& paths, udm::Root root, const ContextLimits& limits = {});

inline ContextRecords read_entities(const std::vector<std::string>& paths, const ContextLimits& limits = {}) {
  return read_context(paths, udm::Root::kEntity, limits);
}

}  // namespace yaral::ingest
