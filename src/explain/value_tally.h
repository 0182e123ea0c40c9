#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "base/type.h"
#include "base/value.h"

namespace yaral::explain {

// A value as the explanation shows it: quoted when it is text, cut, fit for a terminal.
std::string shown_value(const Value& value, Type type);

// `3 events`, `1 event`; the noun is given in the plural.
std::string counted(std::uint64_t number, std::string_view plural);

// How often which values came; remembers a thousand different ones, and of more only that they were.
class ValueTally {
 public:
  void add(const Value& value, Type type);
  bool empty() const { return counts_.empty(); }
  // The most frequent: `"a" (12), "b" (3), and 5 other values`.
  std::string text(std::size_t most) const;

 private:
  std::map<std::string, std::uint64_t> counts_;
  bool more_ = false;
};

}  // namespace yaral::explain
