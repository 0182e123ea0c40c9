#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "udm/json.h"

namespace yaral::udm {

// Gathers what one event's decoding met; it counts only when the event is good in the end.
class NoteKeeper {
 public:
  void unknown_field(std::string path);
  void bad_value(std::string path);

  void forget();  // of this event
  void commit();
  const DecodeNotes& notes() const { return notes_; }

 private:
  std::set<std::string> unknown_;
  std::map<std::string, std::uint64_t> bad_;
  DecodeNotes notes_;
};

}  // namespace yaral::udm
