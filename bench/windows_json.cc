// Writes the events of a folder of EVTX files as JSON lines, a name for each value, as shippers do.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <span>
#include <string>

#include <fmt/format.h>

#include "base/json_text.h"
#include "base/time.h"
#include "bench/numbers.h"
#include "ingest/evtx.h"

namespace {

using yaral::append_json_string;
using yaral::ingest::WindowsEvent;

std::string json_line(const WindowsEvent& event) {
  std::string line = fmt::format(R"({{"EventID":{},"EventRecordID":{},"EventTime":"{}","Channel":)", event.event_id,
                                 event.record_id, yaral::format_timestamp(event.time_created));
  append_json_string(line, event.channel);
  const auto add = [&line](std::string_view name, std::string_view value) {
    line += ',';
    append_json_string(line, name);
    line += ':';
    append_json_string(line, value);
  };
  add("SourceName", event.provider);
  add("Hostname", event.computer);
  for (const WindowsEvent::Data& datum : event.data) add(datum.name, datum.value);
  return line + "}\n";
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) {
    std::fputs("windows_json FOLDER\n", stderr);
    return 3;
  }
  const std::set<std::filesystem::path> files{std::filesystem::directory_iterator(words[1]), {}};
  std::uint64_t events = 0;
  std::uint64_t bytes = 0;
  for (const std::filesystem::path& path : files) {
    std::ifstream file(path, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    yaral::ingest::evtx::Stats stats;
    const auto write = [&bytes](const WindowsEvent& event) {
      const std::string line = json_line(event);
      bytes += std::fwrite(line.data(), 1, line.size(), stdout);
    };
    yaral::ingest::evtx::scan(std::as_bytes(std::span(content)), write, stats);
    events += stats.records;
  }
  yaral::bench::print_made(events, bytes, 0, 0);
  return std::fflush(stdout) == 0 ? 0 : 2;
}
