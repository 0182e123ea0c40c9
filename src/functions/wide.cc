#include "functions/wide.h"

#include <algorithm>
#include <limits>

#include "functions/arguments.h"

namespace yaral::functions {
namespace {

template <typename T>
T saturate(Wide number, RunNotes& notes) {
  const Wide nearest = std::clamp<Wide>(number, std::numeric_limits<T>::min(), std::numeric_limits<T>::max());
  if (nearest != number) notes.add("integer overflow");
  return static_cast<T>(nearest);
}

}  // namespace

Wide wide_of(const Value& v) { return v.kind() == ValueKind::kUint ? Wide{v.as_uint()} : Wide{int_of(v)}; }

Value saturated_int(Wide number, RunNotes& notes) { return Value::integer(saturate<std::int64_t>(number, notes)); }

Value saturated_uint(Wide number, RunNotes& notes) {
  return Value::unsigned_integer(saturate<std::uint64_t>(number, notes));
}

}  // namespace yaral::functions
