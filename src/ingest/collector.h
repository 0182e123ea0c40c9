#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ingest/block.h"
#include "ingest/read.h"

namespace yaral::ingest {

// What one thread counted.
struct Tally {
  std::map<std::string, std::uint64_t, std::less<>> skipped;
  std::map<std::string, std::uint64_t, std::less<>> weakened;
  std::map<std::string, std::uint64_t, std::less<>> log_types;
  std::uint64_t outside_time = 0;

  static void count(std::map<std::string, std::uint64_t, std::less<>>& in, std::string_view what, std::uint64_t by = 1);
};

// Collects the report of a run, from all threads. What it holds at the end does not depend on their order.
class Collector {
 public:
  static constexpr std::size_t kMostProblems = 1000;

  // Tells a problem. `position` orders problems of one file (a line number, an offset).
  void problem(Problem problem, std::uint64_t position = 0);
  void skipped(std::string_view reason, std::uint64_t count = 1);
  void weakened(std::string_view reason, std::uint64_t count = 1);
  void add(const Tally& tally);
  void add(const udm::DecodeNotes& notes);
  void close_file(const FileState& file);

  ReadReport finish();

 private:
  struct Entry {
    Problem problem;
    std::uint64_t position;
    bool operator<(const Entry& other) const;
  };

  std::mutex mutex_;
  std::multiset<Entry> problems_;  // the first 1,000; a multiset, so that every arrival order keeps the same ones
  std::uint64_t problems_seen_ = 0;
  Tally tally_;
  ReadReport report_;
};

}  // namespace yaral::ingest
