#include "detections/writer.h"

#include <algorithm>
#include <array>

#include "detections/writers.h"

namespace yaral::detections {

namespace {

// In the order of Format.
constexpr std::array<std::string_view, 4> kNames = {"table", "json", "ndjson", "csv"};

}  // namespace

std::span<const std::string_view> format_names() { return kNames; }

std::optional<Format> parse_format(std::string_view name) {
  const auto at = std::ranges::find(kNames, name);
  if (at == kNames.end()) return std::nullopt;
  return static_cast<Format>(at - kNames.begin());
}

std::unique_ptr<Writer> make_writer(Format format, std::ostream& out, const TableStyle& style) {
  switch (format) {
    case Format::kTable: return make_table_writer(out, style);
    case Format::kJson: return make_json_writer(out);
    case Format::kNdjson: return make_ndjson_writer(out);
    case Format::kCsv: return make_csv_writer(out);
  }
  return nullptr;
}

}  // namespace yaral::detections
