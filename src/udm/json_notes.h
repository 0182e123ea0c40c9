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
  // Of this event.
  const std::set<std::string>& unknown() const { return unknown_; }
  bool has_bad_values() const { return !bad_.empty(); }

  // Adds fields that each of so many other events had.
  void count_unknown(const std::set<std::string>& paths, std::uint64_t events);
  const DecodeNotes& notes() const { return notes_; }

 private:
  std::set<std::string> unknown_;
  std::map<std::string, std::uint64_t> bad_;
  DecodeNotes notes_;
};

}  // namespace yaral::udm
