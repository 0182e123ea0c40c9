#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "ingest/evtx.h"
#include "ingest/windows_xml.h"
#include "unit/ingest/evtx_writer.h"

// Every EVTX file of the shared telemetry, read by us and by evtxexport of libevtx: the same records with the same
// System fields and data. Where the two differ on purpose, normal() says how.
namespace yaral::ingest {
namespace {

namespace fs = std::filesystem;

fs::path data_folder() { return fs::path(YARAL_SOURCE_DIR) / ".." / "shared" / "data"; }

bool have_evtxexport() { return std::system("command -v evtxexport >/dev/null 2>&1") == 0; }

std::string run_evtxexport(const fs::path& file) {
  std::string command = "evtxexport -f xml '" + file.string() + "' 2>&1";
  std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string output;
  char buffer[65536];
  while (std::size_t got = fread(buffer, 1, sizeof(buffer), pipe.get())) output.append(buffer, got);
  return output;
}

bool is_hex_number(const std::string& text) {
  return text.size() > 3 && text.starts_with("0x") &&
         std::all_of(text.begin() + 2, text.end(), [](unsigned char c) { return std::isxdigit(c); });
}

// One spelling for what both mean: evtxexport pads hexadecimal numbers, writes GUIDs and binary in lower case, and
// times with nine digits.
std::string normal(std::string_view value) {
  std::string text(value);
  if (is_hex_number(text)) {
    const std::size_t digit = std::min(text.find_first_not_of('0', 2), text.size() - 1);
    text.erase(2, digit - 2);
  }
  if (text.size() == 30 && text.ends_with("00Z") && text[10] == 'T') text.erase(27, 2);
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// One line a field, so that a difference shows where it is.
std::vector<std::string> lines_of(const WindowsEvent& event) {
  std::vector<std::string> lines;
  auto add = [&lines](std::string_view name, std::string_view value) {
    lines.push_back(std::string(name) + " = " + normal(value));
  };
  add("provider", event.provider);
  add("provider_guid", event.provider_guid);
  add("event_source", event.event_source);
  add("event_id", std::to_string(event.event_id));
  add("version", std::to_string(event.version));
  add("level", std::to_string(event.level));
  add("task", std::to_string(event.task));
  add("opcode", std::to_string(event.opcode));
  add("keywords", event.keywords);
  add("time", format_timestamp(event.time_created));
  add("record_id", std::to_string(event.record_id));
  add("activity_id", event.activity_id);
  add("process_id", std::to_string(event.process_id));
  add("thread_id", std::to_string(event.thread_id));
  add("channel", event.channel);
  add("computer", event.computer);
  add("user_sid", event.user_sid);
  add("user_data", event.user_data_name);
  for (const auto& datum : event.data) add("[" + std::string(datum.name) + "]", datum.value);
  return lines;
}

std::string first_difference(const std::vector<std::string>& ours, const std::vector<std::string>& theirs) {
  const auto [our, their] = std::ranges::mismatch(ours, theirs);
  if (our == ours.end() && their == theirs.end()) return {};
  return "ours: " + (our == ours.end() ? "(nothing)" : *our) +
         "\ntheirs: " + (their == theirs.end() ? "(nothing)" : *their);
}

std::vector<std::vector<std::string>> read_ours(const std::string& bytes, evtx::Stats& stats) {
  std::vector<std::vector<std::string>> events;
  const auto keep = [&events](const WindowsEvent& event) { events.push_back(lines_of(event)); };
  evtx::scan(std::as_bytes(std::span(bytes)), keep, stats);
  return events;
}

std::vector<std::vector<std::string>> read_theirs(std::string_view xml) {
  std::vector<std::vector<std::string>> events;
  EventXmlSplitter splitter;
  WindowsXmlReader reader;
  while (true) {
    const XmlPiece piece = splitter.next(xml, true);
    if (piece.kind == XmlPieceKind::kEnd) return events;
    xml.remove_prefix(piece.consumed);
    Arena arena;
    WindowsEvent event;
    const auto outcome = reader.read(piece.xml, event, arena);
    events.push_back(outcome ? lines_of(event) : std::vector<std::string>{outcome.error()});
  }
}

TEST(EvtxDifferential, AgreesWithEvtxexport) {
  if (!fs::exists(data_folder())) GTEST_SKIP() << "no ../shared/data here";
  if (!have_evtxexport()) GTEST_SKIP() << "evtxexport is not installed";
  std::size_t files = 0;
  std::size_t records = 0;
  std::vector<std::string> unreadable_to_them;
  for (const auto& entry : fs::recursive_directory_iterator(data_folder())) {
    if (!entry.is_regular_file() || entry.path().extension() != ".evtx") continue;
    const std::string output = run_evtxexport(entry.path());
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    evtx::Stats stats;
    const auto ours = read_ours(bytes, stats);
    EXPECT_EQ(stats.failed_records(), 0u) << entry.path();
    if (output.find("Unable to export") != std::string::npos) {
      unreadable_to_them.push_back(entry.path().filename());
      EXPECT_FALSE(ours.empty()) << entry.path();
      continue;
    }
    const auto theirs = read_theirs(output);
    ++files;
    records += ours.size();
    ASSERT_EQ(ours.size(), theirs.size()) << entry.path();
    for (std::size_t i = 0; i < ours.size(); ++i) {
      EXPECT_EQ(first_difference(ours[i], theirs[i]), "") << entry.path() << " record " << i;
    }
  }
  RecordProperty("files", static_cast<int>(files));
  RecordProperty("records", static_cast<int>(records));
  // These hold forwarded events with a value token inside an attribute, which libevtx gives up on.
  EXPECT_LE(unreadable_to_them.size(), 13u) << testing::PrintToString(unreadable_to_them);
}

// The files our other tests are made of are EVTX to others too.
TEST(EvtxDifferential, EvtxexportReadsWhatTheTestsWrite) {
  if (!have_evtxexport()) GTEST_SKIP() << "evtxexport is not installed";
  evtx_writer::ChunkWriter chunk;
  const auto form = evtx_writer::event_form(1, {u"Image", u"Number", u"Id"});
  for (std::uint16_t i = 1; i <= 20; ++i) {
    const auto guid = evtx_writer::raw(0x0f, std::string(16, static_cast<char>(i)));
    const std::vector<evtx_writer::Value> data = {evtx_writer::text(u"C:\\ä.exe"),
                                                  evtx_writer::number<std::uint32_t>(0x14, i * 1000u), guid};
    ASSERT_TRUE(chunk.add(form, evtx_writer::event_values(i, i, data)));
  }
  const std::string bytes = evtx_writer::write_file({chunk.finish()});
  const fs::path file = fs::path(testing::TempDir()) / "yaral_evtx_writer.evtx";
  std::ofstream(file, std::ios::binary) << bytes;
  evtx::Stats stats;
  const auto ours = read_ours(bytes, stats);
  const auto theirs = read_theirs(run_evtxexport(file));
  fs::remove(file);
  EXPECT_EQ(ours.size(), 20u);
  EXPECT_EQ(ours, theirs);
}

}  // namespace
}  // namespace yaral::ingest
