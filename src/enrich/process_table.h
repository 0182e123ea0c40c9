#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "enrich/share.h"
#include "udm/event.h"
#include "udm/path.h"

namespace yaral::enrich {

// What is told of a process: parts that are not known are empty.
struct ProcessFacts {
  std::string_view id;  // product_specific_process_id
  std::string_view pid;
  std::string_view path;
  std::string_view command_line;

  bool empty() const { return id.empty() && pid.empty() && path.empty() && command_line.empty(); }
  // Takes over what is not known yet.
  void add(const ProcessFacts& other);
};

// The facts in a message of type Process; none of null.
ProcessFacts facts_of(const udm::Message* process);
// Whether both can be one process: no id, process id or program name differs.
bool may_be_same(const ProcessFacts& a, const ProcessFacts& b);

// Processes that events tell the start of, with what is told of their parents. Filled by any number of threads, then
// finish() once, then read by any number of threads. Not dependent on the order of events.
class ProcessTable {
 public:
  struct Limits {
    std::uint64_t records = 2'000'000;  // starts and ends
    std::uint64_t bytes = 1ull << 30;   // of texts and records
  };

  struct Process {
    std::string host;
    std::string texts[8];  // id, pid, path, command line; the same of the parent
    Timestamp start;

    ProcessFacts facts() const { return {texts[0], texts[1], texts[2], texts[3]}; }
    ProcessFacts parent() const { return {texts[4], texts[5], texts[6], texts[7]}; }
    auto operator<=>(const Process&) const = default;
  };

  ProcessTable() = default;
  explicit ProcessTable(const Limits& limits) : limits_(limits) {}

  // The fields that add() reads.
  static std::vector<udm::Path> paths();
  // Takes the starts and ends of processes among the events.
  void add(std::span<const udm::Event> events);
  void finish();

  // Of which process ids tell, at a time.
  struct Query {
    std::string_view host;
    ProcessFacts facts;
    Timestamp at;
    bool exact = true;  // false: the process was there before `at`, nobody knows when
  };
  // The process of that id; else the one of that process id that started last by then, if it can be the same and had not
  // ended: by itself, by the system's end, or, as far as anybody knows, more than 24 hours after its start (30 days where
  // the program's name agrees). Those of `without` are passed over. Null when there is none, or not just one could be meant.
  const Process* find(const Query& query, std::span<const Process* const> without) const;

  std::uint64_t size() const { return processes_.size(); }
  std::uint64_t dropped() const { return seen_ - starts_; }  // starts given up for the limits

 private:
  struct End {
    std::string host;
    std::string pid;  // empty: all processes, with the system
    Timestamp time;
    auto operator<=>(const End&) const = default;
  };
  struct Key {
    std::string_view host;
    std::string_view id;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  struct Lives {
    std::vector<const Process*> starts;  // by time
    std::vector<Timestamp> ends;
  };

  void add_start(const udm::Event& event);
  void add_process_end(const udm::Event& event);
  void add_end(End end);
  bool keeps(const End& end) const;
  void give_up();
  // Whether it can be the process asked for, and still ran then.
  bool runs(const Lives& lives, const Process& process, const Query& query) const;

  Limits limits_;
  std::mutex mutex_;
  Share share_;
  std::vector<Process> processes_;
  std::vector<End> ends_;
  std::uint64_t bytes_ = 0;
  std::uint64_t seen_ = 0;    // starts
  std::uint64_t starts_ = 0;  // of these, those kept
  std::unordered_map<Key, const Process*, KeyHash> by_id_;
  std::unordered_map<Key, Lives, KeyHash> by_pid_;
  std::unordered_map<std::string_view, std::vector<Timestamp>> restarts_;  // by host
};

}  // namespace yaral::enrich
