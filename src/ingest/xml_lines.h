#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "ingest/windows_xml.h"

// Windows events as XML inside files of lines: several on one line, or one over several lines.
namespace yaral::ingest {

// Where the XML begins in a line that holds a part of such events and nothing else but a syslog header before it; npos
// when it is another line.
std::size_t event_xml_begin(std::string_view line);

// How much of whole lines can be processed apart from what comes behind them: up to the line on which an Event element
// begins that may end further on; all when there is none, or when it is longer than an event can be.
std::size_t event_xml_cut(std::string_view lines);

// Takes the event XML of one block of lines apart.
class XmlLines {
 public:
  // The first element of `text`, which begins with a line that has XML. Where an element does not end, no more than its
  // first line is taken: what follows may be other records.
  XmlPiece next(std::string_view text);

 private:
  // Elements that do not end make every look a long one; there are only so many of those.
  std::uint64_t looked_at_in_vain_ = 0;
};

}  // namespace yaral::ingest
