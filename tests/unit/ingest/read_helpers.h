#pragma once

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/read.h"
#include "udm/json.h"

namespace yaral::ingest {

// A folder that is gone after the test.
class TempDir {
 public:
  TempDir() {
    std::string pattern = (std::filesystem::temp_directory_path() / "yaral-read-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  std::string path(const std::string& name = "") const { return name.empty() ? path_ : path_ + "/" + name; }

  std::string write(const std::string& name, std::string_view content) const {
    const std::string whole = path(name);
    std::filesystem::create_directories(std::filesystem::path(whole).parent_path());
    std::ofstream(whole, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
    return whole;
  }

 private:
  std::string path_;
};

// Keeps what it is given, as text.
class Gatherer : public BatchConsumer {
 public:
  void consume(unsigned, const EventBatch& batch) override {
    const std::lock_guard lock(mutex_);
    for (const udm::Event& event : batch.events) events.push_back(udm::event_json(event, udm::JsonStyle::kSnake));
  }

  std::vector<std::string> sorted() {
    std::ranges::sort(events);
    return events;
  }

  bool any_contains(std::string_view text) const {
    return std::ranges::any_of(events, [&](const std::string& e) { return e.contains(text); });
  }

  std::vector<std::string> events;

 private:
  std::mutex mutex_;
};

struct Outcome {
  ReadReport report;
  Gatherer gathered;
};

inline void read(Outcome& run, ReadOptions options) { run.report = read_inputs(options, run.gathered); }

inline void read(Outcome& run, std::vector<std::string> inputs, unsigned threads = 1) {
  ReadOptions options;
  options.inputs = std::move(inputs);
  options.threads = threads;
  read(run, options);
}

// A UDM event as one line, told apart by its description.
inline std::string udm_line(const std::string& name) {
  return R"({"metadata":{"event_timestamp":"2024-03-01T10:00:00Z","event_type":"GENERIC_EVENT","description":")" +
         name + R"("},"principal":{"hostname":"wks1"}})";
}

// A Sysmon process creation as Winlogbeat 7 writes it.
inline std::string beats_line(const std::string& command_line) {
  return R"({"@timestamp":"2024-03-01T10:00:00.5Z","winlog":{"channel":"Microsoft-Windows-Sysmon/Operational",)"
         R"("provider_name":"Microsoft-Windows-Sysmon","event_id":1,"record_id":77,"computer_name":"wks1",)"
         R"("event_data":{"Image":"C:\\a.exe","CommandLine":")" +
         command_line + R"(","ProcessId":"12"}}})";
}

inline std::string event_xml(const std::string& command_line, int record = 5) {
  return "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider "
         "Name='Microsoft-Windows-Sysmon'/><EventID>1</EventID><TimeCreated SystemTime='2024-03-01T10:00:00.1Z'/>"
         "<EventRecordID>" +
         std::to_string(record) +
         "</EventRecordID><Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>wks1</Computer></System>"
         "<EventData><Data Name='Image'>C:\\a.exe</Data><Data Name='CommandLine'>" +
         command_line + "</Data></EventData></Event>";
}

inline bool has_problem(const ReadReport& report, std::string_view place, std::string_view message) {
  return std::ranges::any_of(report.problems,
                             [&](const Problem& p) { return p.place.contains(place) && p.message.contains(message); });
}

inline std::uint64_t skipped(const ReadReport& report, const std::string& reason) {
  const auto found = report.skipped.find(reason);
  return found == report.skipped.end() ? 0 : found->second;
}

}  // namespace yaral::ingest
