#include "ingest/telemetry/leef.h"

#include <array>
#include <optional>
#include <string>

#include "ingest/convert.h"

namespace yaral::ingest {
namespace {

constexpr std::size_t kParts = 5;  // version of the format, vendor, product, its version, event
constexpr std::size_t kMostPairs = 2000;

struct Leef {
  std::array<std::string_view, kParts> header;
  std::string_view pairs;
};

std::optional<Leef> parse(const RawRecord& record) {
  constexpr std::string_view kMark = "LEEF:";
  std::string_view text = record.text;
  if (text.starts_with(kMark)) {
    text.remove_prefix(kMark.size());
  } else if (record.envelope.program != "LEEF") {
    return std::nullopt;
  }
  Leef leef;
  for (std::string_view& part : leef.header) {
    const auto bar = text.find('|');
    if (bar == std::string_view::npos) return std::nullopt;
    part = text.substr(0, bar);
    text.remove_prefix(bar + 1);
  }
  if (leef.header[0] != "1.0" && leef.header[0] != "2.0") return std::nullopt;
  leef.pairs = text;
  return leef;
}

// Version 2 may name it before the pairs: the character itself, or its number in hex (`x09`, `0x09`).
char take_delimiter(std::string_view& pairs) {
  constexpr std::size_t kLongest = 4;
  const auto bar = pairs.find('|');
  if (bar == std::string_view::npos || bar > kLongest || pairs.substr(0, bar).contains('=')) return '\t';
  const std::string_view word = pairs.substr(0, bar);
  pairs.remove_prefix(bar + 1);
  if (word.empty()) return '\t';
  if (word.size() == 1) return word.front();
  const auto number = to_unsigned(word.starts_with('x') ? std::string("0").append(word) : std::string(word));
  return number && *number > 0 && *number < 128 ? static_cast<char>(*number) : '\t';
}

}  // namespace

std::string_view leef_vendor(const RawRecord& record) {
  const auto leef = parse(record);
  return leef ? leef->header[1] : std::string_view{};
}

bool split_leef(const RawRecord& record, Arena&, std::vector<Datum>& data) {
  auto leef = parse(record);
  if (!leef) return false;
  static constexpr std::string_view kNames[kParts] = {"", "leefVendor", "leefProduct", "leefProductVersion",
                                                      "leefEvent"};
  for (std::size_t i = 1; i < kParts; ++i) data.push_back({kNames[i], leef->header[i]});
  std::string_view pairs = leef->pairs;
  const char delimiter = leef->header[0] == "2.0" ? take_delimiter(pairs) : '\t';
  for (std::size_t count = 0; !pairs.empty() && count < kMostPairs; ++count) {
    const auto end = pairs.find(delimiter);
    const std::string_view pair = pairs.substr(0, end);
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos) data.push_back({trim(pair.substr(0, equals)), trim(pair.substr(equals + 1))});
    pairs = end == std::string_view::npos ? std::string_view{} : pairs.substr(end + 1);
  }
  return true;
}

}  // namespace yaral::ingest
