#pragma once

#include <memory>
#include <optional>
#include <ostream>
#include <span>
#include <string_view>

#include "detections/detection.h"

namespace yaral::detections {

enum class Format { kTable, kJson, kNdjson, kCsv };

// The format of that name; nullopt when there is none.
std::optional<Format> parse_format(std::string_view name);
std::span<const std::string_view> format_names();

struct TableStyle {
  bool colour = false;
  std::size_t width = 0;     // columns of the terminal; 0: lines are not cut
  bool show_events = false;  // the events behind each detection, a short block each
  bool at_once = false;      // each line when it comes, not after a look at the widths of those behind it
};

// Writes detections one by one to a stream that must outlive it. Nothing is thrown: look at the stream's state.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual void write(const Detection& detection) = 0;
  // Closes the document; call once, after the last detection.
  virtual void finish() {}
};

// table: columns for people. json: one array of SecOps Collections. ndjson: one Collection a line. csv: RFC 4180 with a
// header line; cells that a spreadsheet would take for a formula get an apostrophe in front. `style` concerns tables
// only.
std::unique_ptr<Writer> make_writer(Format format, std::ostream& out, const TableStyle& style = {});

}  // namespace yaral::detections
