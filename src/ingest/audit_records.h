#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "ingest/record.h"

namespace yaral::ingest {

// The stamp of the event that a line of Linux auditd belongs to: `1364481363.243:24287` of `msg=audit(…)`, or, from
// ausearch, `03/28/2013 16:36:03.243:24287`. Empty for other lines. A part of the line. Events of different machines may
// have the same.
std::string_view audit_id(std::string_view line);

// The name of the machine that a line of auditd begins with, when it does: `node=web1 type=…`.
std::string_view audit_node(std::string_view line);

// Where a text of lines can be cut so that no event of auditd is: the records of one event may stand among those of
// others, but not far. Returns how many bytes go to the first part; `text` ends with a line break or the file.
std::size_t audit_cut(std::string_view text);

// Puts the lines of each event of auditd together.
class AuditRecords {
 public:
  struct Event {
    std::string_view id;
    std::string_view node;
    std::vector<std::string_view> lines;
    Envelope envelope;  // of the first line
  };

  // `line` without its envelope.
  void add(std::string_view id, std::string_view line, const Envelope& envelope);
  // The events in the order of their first lines.
  std::vector<Event> take() { return std::exchange(events_, {}); }

 private:
  std::vector<Event> events_;
};

// The event as one text: its lines with line breaks between. In the arena, or where the lines are.
RawRecord audit_record(const AuditRecords::Event& event, Arena& arena);

}  // namespace yaral::ingest
