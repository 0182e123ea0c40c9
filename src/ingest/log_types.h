#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/log_type.h"
#include "ingest/normaliser.h"

namespace yaral::ingest {

// A log type in the registry.
struct LogTypeEntry {
  std::string name;
  std::string title;
  std::vector<Recognition> recognitions;  // texts must outlive the registry
  bool (*claims)(const RawRecord& record) = nullptr;
  std::string claimed_by;  // what such a line looks like, in words
  bool (*continues)(std::string_view line) = nullptr;
  std::shared_ptr<const Normaliser> normaliser;  // null: Windows events, which their own readers recognise
  bool is_last_resort = false;                   // claims lines only when no other does
};

// Whether the object has the signs of the log type.
bool recognised_by(const LogTypeEntry& entry, const JsonNode& object);

// What shows that the text is a record of the log type, in words: `has eventSource, eventName`. Empty when nothing in
// the text itself does.
std::string recognition_words(const LogTypeEntry& entry, std::string_view text);

// The log types of a run: none at first, all that ship, and more as they are added before reading. Read by many threads.
class LogTypes {
 public:
  LogTypes();
  static LogTypes shipped();
  ~LogTypes();
  LogTypes(LogTypes&&) noexcept;
  LogTypes& operator=(LogTypes&&) noexcept;

  // Replaces the one of the same name.
  void add(LogTypeEntry entry);

  // By name, without regard to case; null when there is none.
  const LogTypeEntry* find(std::string_view name) const;
  // The log type of a JSON object; null when none recognises it.
  const LogTypeEntry* recognise(const JsonNode& object) const;
  // The log type of a line of text (not JSON); null when none claims it.
  const LogTypeEntry* claim(const RawRecord& record) const;

  // Sorted by name.
  std::span<const std::unique_ptr<LogTypeEntry>> all() const { return entries_; }

 private:
  struct Index;
  void index(const LogTypeEntry& entry);
  void reindex();

  std::vector<std::unique_ptr<LogTypeEntry>> entries_;
  std::unique_ptr<Index> index_;
};

// The tables that ship, in the order of telemetry/log_types.def.
std::span<const LogType* const> shipped_log_types();

}  // namespace yaral::ingest
