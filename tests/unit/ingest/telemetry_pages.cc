#include "telemetry_pages.h"

#include <algorithm>
#include <vector>

namespace yaral::ingest {
namespace {

struct Meaning {
  Convert convert;
  std::string_view text;
};

constexpr Meaning kMeanings[] = {
    {Convert::kText, ""},
    {Convert::kEscapedText, "entities decoded once"},
    {Convert::kLower, "lower case"},
    {Convert::kPid, "decimal text"},
    {Convert::kGuid, "`SYSMON:{GUID}`"},
    {Convert::kHash, "lower-case hex"},
    {Convert::kHashes, "each hash to its field: `md5`, `sha1`, `sha256`, `pe_file.imphash`"},
    {Convert::kAccount, "`DOMAIN\\user` to `user.userid` and `administrative_domain`"},
    {Convert::kMailUser, "to `userid`, and to `email_addresses` when it holds an `@`"},
    {Convert::kSid, "`S-1-0-0` is absent"},
    {Convert::kIp, "`::`, `0.0.0.0` absent; IPv4 in IPv6 as IPv4"},
    {Convert::kHost, "to `ip` when it is an address, else to `hostname`"},
    {Convert::kMac, "lower case, with colons"},
    {Convert::kPort, "number"},
    {Convert::kUnsigned, "number"},
    {Convert::kTrue, "true or not set"},
    {Convert::kTime, "time"},
    {Convert::kEventTime, "the time of the event"},
    {Convert::kIpProtocol, "name or number"},
    {Convert::kIntegrity, "name or SID to its number"},
    {Convert::kElevation, "to `TYPE_1` … `TYPE_3`"},
    {Convert::kJson, "JSON in a text: its members are read as if they stood there"},
    {Convert::kCode, "read by code"},
};

std::string notes(const Row& row) {
  std::string text;
  const auto add = [&](std::string_view note) {
    if (note.empty()) return;
    if (!text.empty()) text += "; ";
    text += note;
  };
  add(std::ranges::find(kMeanings, row.convert, &Meaning::convert)->text);
  for (const Code& code : row.codes) {
    add("`" + std::string(code.from) + "` is " + (code.to.empty() ? "absent" : "`" + std::string(code.to) + "`"));
  }
  if (row.also_additional) add("also in `additional.fields`");
  return text;
}

std::string path_text(const Row& row) {
  if (row.convert == Convert::kEventTime) return "`metadata.event_timestamp`";
  return row.path.empty() ? "" : "`" + std::string(row.path) + "`";
}

struct Line {
  const Row* row;
  std::vector<std::string_view> kinds;
};

std::vector<Line> lines_of(std::span<const Mapping> mappings) {
  std::vector<Line> lines;
  for (const Mapping& mapping : mappings) {
    for (const auto group : mapping.groups) {
      for (const Row& row : group) {
        auto line = std::ranges::find(lines, &row, &Line::row);
        if (line == lines.end()) line = lines.insert(lines.end(), {&row, {}});
        line->kinds.push_back(mapping.kind);
      }
    }
  }
  return lines;
}

std::string kinds_text(const Line& line, std::size_t all) {
  constexpr std::size_t kMost = 8;
  if (line.kinds.size() == all) return "all";
  std::string text;
  for (std::size_t i = 0; i < std::min(line.kinds.size(), kMost); ++i) {
    text += (i == 0 ? "`" : ", `") + std::string(line.kinds[i]) + "`";
  }
  if (line.kinds.size() > kMost) text += " and " + std::to_string(line.kinds.size() - kMost) + " more";
  return text;
}

}  // namespace

std::string event_table(std::span<const Mapping> mappings) {
  std::string text = "| kind | event type |\n|---|---|\n";
  for (const Mapping& mapping : mappings) {
    text += "| `" + std::string(mapping.kind) + "` | `" + std::string(mapping.type) + "` |\n";
  }
  return text;
}

std::string field_table(std::span<const Mapping> mappings) {
  std::string text = "| field | UDM | | of |\n|---|---|---|---|\n";
  for (const Line& line : lines_of(mappings)) {
    text += "| `" + std::string(line.row->source) + "` | " + path_text(*line.row) + " | " + notes(*line.row) + " | " +
            kinds_text(line, mappings.size()) + " |\n";
  }
  for (const Mapping& mapping : mappings) {
    for (const Constant& constant : mapping.constants) {
      text += "| | `" + std::string(constant.path) + "` | always `" + std::string(constant.value) + "` | `" +
              std::string(mapping.kind) + "` |\n";
    }
  }
  return text;
}

}  // namespace yaral::ingest
