#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace yaral::ingest {

// One Windows event, whatever it came in (EVTX, event XML, JSON of some shipper): the System part in fields, the payload
// as names and values in document order. Views point into the record's arena or input buffer.
struct WindowsEvent {
  struct Data {
    std::string_view name;  // of EventData/Data; empty where the source has none (then the position tells)
    std::string_view value;
  };

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
  std::string_view user_sid;  // System/Security@UserID
  std::string_view message;   // rendered text, where the source carries it
  std::string_view user_data_name;  // the element below UserData, empty for EventData
  std::vector<Data> data;           // EventData/Data, or the leaves below UserData

  // The value of the first datum of that name; empty when there is none.
  std::string_view find(std::string_view name) const;
};

}  // namespace yaral::ingest
