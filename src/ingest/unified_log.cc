#include "ingest/unified_log.h"

#include <algorithm>

#include "ingest/convert.h"
#include "ingest/json_dom.h"
#include "ingest/syslog.h"

namespace yaral::ingest {
namespace {

constexpr std::string_view kHeadings[] = {"Timestamp  ", "Filtering the log data using ",
                                          "Skipping info and debug messages"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

// The next word off the text, with the blanks behind it.
std::string_view take_word(std::string_view& text) {
  const auto end = static_cast<std::size_t>(std::ranges::find_if(text, is_blank) - text.begin());
  const std::string_view word = text.substr(0, end);
  text = trim(text.substr(end));
  return word;
}

bool is_heading(std::string_view line) {
  return std::ranges::any_of(kHeadings, [&](std::string_view begin) { return line.starts_with(begin); });
}

// `2026-03-02 10:00:00.123456+0100`; the compact style has no zone.
std::string_view take_time(std::string_view& text) {
  constexpr std::size_t kShortest = 19;
  if (text.size() < kShortest || !is_digit(text[0]) || text[4] != '-' || text[10] != ' ') return {};
  const auto end = std::min(text.find(' ', kShortest), text.size());
  const std::string_view time = text.substr(0, end);
  if (!parse_log_time(time)) return {};
  text = trim(text.substr(end));
  return time;
}

struct CompactType {
  std::string_view letters;
  std::string_view name;
};
constexpr CompactType kCompactTypes[] = {{"Df", "Default"}, {"I", "Info"},     {"In", "Info"}, {"Db", "Debug"},
                                         {"E", "Error"},    {"Er", "Error"},   {"F", "Fault"}, {"Ft", "Fault"},
                                         {"A", "Activity"}, {"Ac", "Activity"}};
constexpr std::string_view kTypes[] = {"Default",  "Info",   "Debug",   "Error",    "Fault",
                                       "Activity", "Create", "Release", "Signpost", "State"};

// `syslogd[123]: ` or `syslogd[123:1a2b] `.
bool take_program(std::string_view& text, std::vector<Datum>& data) {
  const auto open = text.find('[');
  const auto close = open == std::string_view::npos ? open : text.find(']', open);
  if (close == std::string_view::npos || open == 0) return false;
  if (text.substr(0, open).find_first_of("=\":") != std::string_view::npos) return false;  // no name of a program
  const std::string_view numbers = text.substr(open + 1, close - open - 1);
  const auto colon = numbers.find(':');
  if (!to_unsigned(numbers.substr(0, colon))) return false;
  data.push_back({"process", text.substr(0, open)});
  data.push_back({"processID", numbers.substr(0, colon)});
  if (colon != std::string_view::npos) data.push_back({"threadID", numbers.substr(colon + 1)});
  text.remove_prefix(close + 1);
  if (text.starts_with(':')) text.remove_prefix(1);
  text = trim(text);
  return true;
}

// `(Security) [com.apple.securityd:policy] text`; each part may be missing.
void take_message(std::string_view text, std::vector<Datum>& data) {
  if (const auto close = text.find(')'); text.starts_with('(') && close != std::string_view::npos) {
    data.push_back({"library", text.substr(1, close - 1)});
    text = trim(text.substr(close + 1));
  }
  if (const auto close = text.find(']'); text.starts_with('[') && close != std::string_view::npos) {
    const std::string_view inside = text.substr(1, close - 1);
    const auto colon = inside.rfind(':');
    if (colon != std::string_view::npos && !inside.contains(' ')) {
      data.push_back({"subsystem", inside.substr(0, colon)});
      data.push_back({"category", inside.substr(colon + 1)});
      text = trim(text.substr(close + 1));
    }
  }
  data.push_back({"eventMessage", text});
}

// Behind the time: `0x1a2b  Default  0x0  180  0  syslogd: …`, or without the last number.
bool take_default_style(std::string_view text, std::vector<Datum>& data) {
  const std::string_view thread = take_word(text);
  const std::string_view type = take_word(text);
  const std::string_view activity = take_word(text);
  const std::string_view pid = take_word(text);
  const bool is_style = thread.starts_with("0x") && activity.starts_with("0x") && to_unsigned(pid) &&
                        std::ranges::find(kTypes, type) != std::end(kTypes);
  if (!is_style) return false;
  std::string_view rest = text;
  if (const std::string_view ttl = take_word(rest); !ttl.empty() && std::ranges::all_of(ttl, is_digit)) text = rest;
  const auto colon = text.find(": ");
  if (colon == std::string_view::npos) return false;
  data.push_back({"threadID", thread});
  data.push_back({"messageType", type});
  data.push_back({"activityIdentifier", activity});
  data.push_back({"processID", pid});
  data.push_back({"process", text.substr(0, colon)});
  take_message(trim(text.substr(colon + 1)), data);
  return true;
}

// Behind the time: `localhost syslogd[180]: …`.
bool take_syslog_style(std::string_view text, std::vector<Datum>& data) {
  const std::string_view host = take_word(text);
  if (host.empty() || !take_program(text, data)) return false;
  if (host != "localhost") data.push_back({"host", host});
  take_message(text, data);
  return true;
}

// Behind the time: `Df syslogd[180:1a2b] …`.
bool take_compact_style(std::string_view text, std::vector<Datum>& data) {
  const std::string_view letters = take_word(text);
  const auto type = std::ranges::find(kCompactTypes, letters, &CompactType::letters);
  if (type == std::end(kCompactTypes) || !take_program(text, data)) return false;
  data.push_back({"messageType", type->name});
  take_message(text, data);
  return true;
}

bool split_style(std::string_view text, std::vector<Datum>& data) {
  const std::string_view time = take_time(text);
  if (time.empty()) return false;
  using Style = bool (*)(std::string_view, std::vector<Datum>&);
  for (const Style style : {take_default_style, take_compact_style, take_syslog_style}) {
    data.clear();
    data.push_back({"timestamp", time});
    if (style(text, data)) return true;
  }
  data.clear();
  return false;
}

// Programs behind a syslog header; the kernel says many other things.
bool is_program_of_trust(const Envelope& envelope, std::string_view text) {
  constexpr std::string_view kPrograms[] = {
      "syspolicyd", "amfid", "trustd",   "securityd",       "secd",
      "taskgated",  "spctl", "XProtect", "XprotectService", "CoreServicesUIAgent"};
  if (envelope.program == "kernel") return text.contains("AMFI: ") || text.contains("CODE SIGNING: ");
  return std::ranges::any_of(kPrograms, [&](std::string_view name) { return envelope.program == name; });
}

}  // namespace

bool is_unified_log_line(const RawRecord& record) {
  if (is_heading(record.text) || is_program_of_trust(record.envelope, record.text)) return true;
  // Others have lines with a time and a program, too: those of Apple name a subsystem, a library, or the localhost.
  std::vector<Datum> data;
  if (!split_style(record.text, data)) return false;
  return !find(data, "threadID").empty() || !find(data, "subsystem").empty() || !find(data, "library").empty() ||
         record.text.contains("  localhost ");
}

bool continues_unified_log(std::string_view line) {
  if (line.starts_with('<') || line.starts_with('{') || is_heading(line)) return false;
  std::string_view text = line;
  if (!take_time(text).empty()) return false;
  RawRecord record{line};
  return take_syslog_header(line, record.envelope).data() == line.data();
}

bool is_end_of_unified_log(const JsonNode& record) {
  std::uint64_t number = 0;
  return record.object.size() == 2 && record.object["count"].get(number) == simdjson::SUCCESS &&
         record.object["finished"].get(number) == simdjson::SUCCESS;
}

bool split_unified_log_line(const RawRecord& record, Arena&, std::vector<Datum>& data) {
  if (is_heading(record.text)) {
    data.push_back({"heading", record.text});
    return true;
  }
  if (split_style(record.text, data)) return true;
  if (record.envelope.program.empty()) return false;
  data.push_back({"host", record.envelope.host});
  data.push_back({"process", record.envelope.program});
  data.push_back({"processID", record.envelope.pid});
  take_message(record.text, data);
  return true;
}

}  // namespace yaral::ingest
