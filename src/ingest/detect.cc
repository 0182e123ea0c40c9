#include "ingest/detect.h"

#include <algorithm>
#include <span>

#include "ingest/audit_records.h"
#include "ingest/convert.h"
#include "ingest/evtx.h"
#include "ingest/item_lines.h"
#include "ingest/json_splitter.h"
#include "ingest/log_types.h"
#include "ingest/syslog.h"
#include "ingest/windows_xml.h"

namespace yaral::ingest {
namespace {

struct FormatWords {
  std::string_view name;
  std::string_view sign;
};

// In the order of Format.
constexpr FormatWords kFormats[] = {
    {"empty", "nothing is in it"},
    {"EVTX", "begins with the signature of an event log, or of a chunk of one"},
    {"Windows event XML", "an `Event` or `Events` element starts in it"},
    {"NDJSON", "most of its first lines are a JSON object each"},
    {"JSON", "begins with a single JSON object, one over several lines, or a list of objects"},
    {"log lines",
     "most of its first lines have a syslog header, or are of a log type, or a header names their columns"},
    {"XML item list", "begins with an `itemList` element"},
    {"archive", "begins with the signature of an archive or of compressed data"},
    {"text of no known format", "text without any of these signs"},
    {"binary data of no known format", "neither text nor any known signature"},
};

struct Magic {
  std::size_t offset;
  std::string_view bytes;
};

constexpr Magic kArchives[] = {
    {0, {"PK\3\4", 4}},
    {0, {"PK\5\6", 4}},
    {0, "\x1F\x8B"},
    {0, "\x28\xB5\x2F\xFD"},
    {0, "BZh"},
    {0,
     {"\xFD"
      "7zXZ\0",
      6}},
    {257, "ustar"},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whether at least half of the first lines that are not blank nor such as `ignore` says, and one at least, are such as
// `test` says.
template <typename Ignore, typename Test>
bool mostly(std::string_view head, Ignore ignore, Test test) {
  constexpr int kLook = 64;
  int lines = 0;
  int found = 0;
  while (!head.empty() && lines < kLook) {
    const auto newline = head.find('\n');
    const std::string_view line = trim(head.substr(0, newline));
    head = newline == std::string_view::npos ? std::string_view{} : head.substr(newline + 1);
    if (line.empty() || ignore(line)) continue;
    ++lines;
    found += test(line);
  }
  return found > 0 && found * 2 >= lines;
}

bool mostly_objects(std::string_view head) {
  const auto none = [](std::string_view) { return false; };
  return mostly(head, none, [](std::string_view line) { return line.starts_with("{\"") && line.size() > 2; });
}

// Event XML between the lines, or after them, is read as well and says nothing.
bool mostly_log_lines(std::string_view head, const LogTypes& log_types) {
  const LogTypeEntry* before = nullptr;
  const auto is_xml = [](std::string_view line) { return line.size() > 1 && line[0] == '<' && !is_digit(line[1]); };
  return mostly(head, is_xml, [&](std::string_view line) {
    if (before != nullptr && before->continues != nullptr && before->continues(line)) return true;
    RawRecord record{line};
    record.text = take_syslog_header(line, record.envelope);
    before = log_types.claim(record);
    return record.text.data() != line.data() || !audit_id(line).empty() || before != nullptr;
  });
}

// A header that says what the columns of the lines are stands in front of them.
bool begins_with_columns(std::string_view head) {
  return head.starts_with("#separator ") || (head.starts_with('#') && head.substr(0, 4096).contains("\n#Fields: "));
}

// `{"Records":[{`: one object around all records, which may stand on lines of their own.
bool is_wrapped_list(std::string_view line) {
  if (!line.starts_with("{\"")) return false;
  const auto quote = line.find('"', 2);
  if (quote == std::string_view::npos) return false;
  std::string_view rest = trim(line.substr(quote + 1));
  for (const char expected : std::string_view(":[{")) {
    if (!rest.starts_with(expected)) return rest.empty() && expected == '{';
    rest = trim(rest.substr(1));
  }
  return true;
}

// A file of lines shows it in the first: an object that is whole, or the next line is one as well.
bool one_object_a_line(std::string_view head) {
  const auto newline = head.find('\n');
  if (newline == std::string_view::npos) return false;
  const std::string_view line = trim(head.substr(0, newline));
  JsonSplitter splitter(head.size());
  const JsonPiece piece = splitter.next(line, true);
  if (piece.kind == JsonPieceKind::kObject && piece.begin == 0 && piece.size == line.size()) return true;
  return !is_wrapped_list(line) && mostly_objects(head);
}

bool is_text(std::string_view head) {
  const auto odd = std::ranges::count_if(head, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\x1B';
  });
  return odd * 100 <= static_cast<std::ptrdiff_t>(head.size());
}

}  // namespace

bool looks_like_archive(std::string_view head) {
  return std::ranges::any_of(kArchives, [&](const Magic& magic) {
    return head.size() >= magic.offset && head.substr(magic.offset).starts_with(magic.bytes);
  });
}

Format detect(std::string_view head, const LogTypes& log_types, const LogTypeEntry* forced) {
  if (head.empty()) return Format::kEmpty;
  if (evtx::looks_like_evtx(std::as_bytes(std::span(head)))) return Format::kEvtx;
  if (looks_like_archive(head)) return Format::kArchive;
  const std::string_view text = trim(head);
  if (text.empty()) return is_text(head) ? Format::kText : Format::kBinary;
  if (text.front() == '{') return one_object_a_line(text) ? Format::kJsonLines : Format::kJson;
  if (text.front() == '[') {
    const std::string_view inside = trim(text.substr(1));
    if (inside.empty() || std::string_view("{[]").contains(inside.front())) return Format::kJson;
  }
  if (looks_like_item_list(text)) return Format::kItemList;
  if (begins_with_columns(text)) return Format::kLines;
  const bool log_lines = mostly_log_lines(text, log_types);
  if (!log_lines && looks_like_event_xml(head)) return Format::kEventXml;
  if (mostly_objects(text)) return Format::kJsonLines;
  if (log_lines || (forced != nullptr && is_text(head))) return Format::kLines;
  return is_text(head) ? Format::kText : Format::kBinary;
}

std::string_view format_name(Format format) { return kFormats[static_cast<std::size_t>(format)].name; }

std::string_view format_sign(std::string_view name) {
  const auto found = std::ranges::find(kFormats, name, &FormatWords::name);
  return found == std::end(kFormats) ? std::string_view{} : found->sign;
}

}  // namespace yaral::ingest
