#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/time.h"
#include "udm/event.h"
#include "udm/json.h"

namespace yaral::ingest {

class LogTypes;
class RowObserver;

// Events that came together; they live as long as the batch. Given to one consumer call, then recycled.
struct EventBatch {
  Arena arena;
  std::vector<udm::Event> events;
  std::vector<std::shared_ptr<const void>> buffers;  // input that events point into
};

// Receives the events of a scan. Calls for one worker come one after the other, calls of different workers at the same
// time; the order of events is that of no particular file.
class BatchConsumer {
 public:
  virtual ~BatchConsumer() = default;
  virtual void consume(unsigned worker, const EventBatch& batch) = 0;
};

// Changes the events of a batch before they are handed on: adds what the records do not say, leaves events out. Called like
// BatchConsumer::consume. An event that is changed gets a copy of its message (udm::copy) and loses its `json`, which no
// longer tells what it is; set no projection, or the copy holds only what it names.
class BatchEditor {
 public:
  virtual ~BatchEditor() = default;
  virtual void edit(unsigned worker, EventBatch& batch) = 0;
};

// Counters to watch a scan by, from another thread.
struct Progress {
  std::atomic<std::uint64_t> bytes_total{0};  // of the files found; 0 while unknown (standard input)
  std::atomic<std::uint64_t> bytes_done{0};
  std::atomic<std::uint64_t> events{0};
};

// A text that is read as if it were a file of that name.
struct InputText {
  std::string name;
  std::string text;
};

struct ReadOptions {
  std::vector<std::string> inputs;  // files, folders (recursive), archives; "-" is standard input
  std::vector<InputText> texts;     // read as well
  unsigned threads = 1;
  const udm::Projection* projection = nullptr;  // fields that rules need of UDM JSON; null: all
  std::optional<Timestamp> from;                // events before are left out
  std::optional<Timestamp> to;                  // events at or after are left out
  std::uint64_t record_limit = 64ull << 20;     // bytes of one record; a longer one is skipped and counted
  std::uint64_t expansion_limit =
      64ull << 30;                      // bytes that one archive may expand to; above 1 GiB also at most 1,000 : 1
  const LogTypes* log_types = nullptr;  // null: those that ship
  std::string log_type;                 // what every record is; empty: told by its looks. Must be one of log_types
  Timestamp now;                        // for times without a year; zero: the clock's
  bool live = false;         // hand over what is there whenever an input has no more at hand; for pipes that stay open
  bool keep_source = false;  // Event::source also of records that come as binary
  std::vector<BatchEditor*> editors;  // see every batch before the consumer, one after the other
  RowObserver* observer = nullptr;    // called on any of the threads
  Progress* progress = nullptr;
  const std::atomic<bool>* cancel = nullptr;  // once true: stop soon, and report what was done until then
};

// Something that could not be read: told once with its place, counted by reason.
struct Problem {
  std::string file;   // path, `archive.zip!member` inside archives
  std::string place;  // "line 12", "chunk 3 at offset 200704", empty for the whole file
  std::string message;
  bool fatal = false;  // nothing of the input could be read: the run must end with an error
};

struct FileReport {
  std::string file;
  std::string format;  // "EVTX", "UDM NDJSON", "Windows event XML", …
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;
  std::uint64_t events = 0;
  std::uint64_t skipped = 0;  // records
};

struct ReadReport {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;
  std::uint64_t events = 0;
  std::map<std::string, std::uint64_t> events_by_log_type;
  std::map<std::string, std::uint64_t> skipped;   // reason → records (or files) left out
  std::map<std::string, std::uint64_t> weakened;  // reason → events kept under a weaker type, or with parts missing
  std::uint64_t outside_time = 0;                 // events left out by `from` and `to`
  std::vector<Problem> problems;                  // at most 1,000, sorted by file and place; more are only counted
  std::uint64_t problems_dropped = 0;
  udm::DecodeNotes notes;           // unknown fields and bad values of UDM input
  std::vector<FileReport> by_file;  // sorted by name

  bool has_fatal() const;
};

// Reads all inputs on `threads` threads, recognising each format by content, normalising to UDM, and hands the events over
// in batches. Bad records, files and members are reported and skipped; nothing else is lost. Counts do not depend on the
// number of threads. `consume` must not throw.
ReadReport read_inputs(const ReadOptions& options, BatchConsumer& consumer);

}  // namespace yaral::ingest
