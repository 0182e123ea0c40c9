#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "ingest/record.h"

namespace yaral::ingest {

// One Windows event, whatever it came in (EVTX, event XML, JSON of some shipper): the System part in fields, the payload
// as names and values in document order. Views point into the record's arena or input buffer.
struct WindowsEvent {
  using Data = Datum;  // an EventData/Data; without a name where the source has none (then the position tells)

  std::string_view provider;       // System/Provider@Name
  std::string_view provider_guid;  // System/Provider@Guid, as written
  std::string_view event_source;   // System/Provider@EventSourceName
  std::uint32_t event_id = 0;
  std::uint32_t version = 0;
  std::uint32_t level = 0;
  std::uint32_t task = 0;
  std::uint32_t opcode = 0;
  std::string_view keywords;  // 0x…
  Timestamp time_created;     // zero when the record has none
  std::uint64_t record_id = 0;
  std::string_view activity_id;
  std::uint32_t process_id = 0;
  std::uint32_t thread_id = 0;
  std::string_view channel;
  std::string_view computer;
  std::string_view user_sid;        // System/Security@UserID
  std::string_view message;         // rendered text, where the source carries it
  std::string_view user_data_name;  // the element below UserData, empty for EventData
  std::vector<Data> data;           // EventData/Data, or the leaves below UserData
  std::string_view source;          // the text it was read from; empty when it came as binary

  // The value of the first datum of that name; empty when there is none.
  std::string_view find(std::string_view name) const;

  // Back to an empty event; `data` keeps its capacity, so that readers can use one record for many events.
  void clear();
};

// The places of the System part that a WindowsEvent keeps.
enum class SystemField : std::uint8_t {
  kNone,
  kProvider,
  kProviderGuid,
  kEventSource,
  kEventId,
  kVersion,
  kLevel,
  kTask,
  kOpcode,
  kKeywords,
  kTimeCreated,
  kRecordId,
  kActivityId,
  kProcessId,
  kThreadId,
  kChannel,
  kComputer,
  kUserSid,
};

// The field that System/`element`@`attribute` fills, or the text of System/`element` when `attribute` is empty; kNone
// for places that are not kept.
SystemField system_field(std::string_view element, std::string_view attribute);

// Whether the field holds a number.
bool is_number_field(SystemField field);

// Fills a field from the text of the XML. Numbers may be decimal or 0x…; what is no number, or no time, leaves the
// field unchanged. The view is kept, not copied.
void set_system_field(WindowsEvent& event, SystemField field, std::string_view text);

// The same from a number, for readers whose source is typed. Fields of text and time are left unchanged.
void set_system_field(WindowsEvent& event, SystemField field, std::uint64_t number);

// The name of a datum that stands in an attribute of an element below EventData or UserData: `Certificate@subjectName`.
constexpr char kAttributeSeparator = '@';

}  // namespace yaral::ingest
