#pragma once

#include <cstdint>
#include <span>

#include "base/value.h"
#include "plan/node.h"

namespace yaral::engine {

// What an expression can refer to while it is evaluated. Each kind of evaluation (a row of a live event, a stored row, a
// group of rows) answers what it knows; asking for the rest is a bug of the binder and gives null.
class Scope {
 public:
  virtual ~Scope() = default;
  virtual Value field(std::uint32_t index) = 0;
  // Whether there is a row of an event variable.
  virtual bool is_present(std::uint32_t) { return true; }
  virtual bool shared_predicate(const plan::Node&) { return false; }
  virtual Value aggregate(const plan::Node&) { return {}; }
  virtual Value metric(std::uint32_t, std::span<const Value>) { return {}; }
  virtual Value key(std::uint32_t) { return {}; }
  virtual Value outcome(std::uint32_t) { return {}; }
  virtual Value window_start() { return {}; }
  virtual Value window_end() { return {}; }
  virtual std::int64_t event_count(std::uint32_t) { return 0; }
  virtual std::int64_t distinct_values(std::uint32_t) { return 0; }
};

}  // namespace yaral::engine
