#include <cmath>

#include "functions/arguments.h"
#include "functions/wide.h"

namespace yaral::functions {
namespace {

bool is(const Value& v, ValueKind kind) { return v.kind() == kind; }

Value float_arithmetic(Arithmetic op, double a, double b, RunNotes& notes) {
  switch (op) {
    case Arithmetic::kAdd: return Value::floating(a + b);
    case Arithmetic::kSub: return Value::floating(a - b);
    case Arithmetic::kMul: return Value::floating(a * b);
    case Arithmetic::kDiv:
    case Arithmetic::kMod: break;
  }
  if (b == 0.0) {
    notes.add("division by zero");
    return Value::floating(0.0);
  }
  return Value::floating(op == Arithmetic::kDiv ? a / b : std::fmod(a, b));
}

Wide wide_arithmetic(Arithmetic op, Wide a, Wide b, RunNotes& notes) {
  switch (op) {
    case Arithmetic::kAdd: return a + b;
    case Arithmetic::kSub: return a - b;
    // Only two uints can leave 127 bits; their product is not negative.
    case Arithmetic::kMul: return a > 0 && b > kMostWide / a ? kMostWide : a * b;
    case Arithmetic::kDiv:
    case Arithmetic::kMod: break;
  }
  if (b == 0) {
    notes.add("division by zero");
    return 0;
  }
  return a % b;
}

}  // namespace

Value arithmetic(Arithmetic op, const Value& a, const Value& b, RunNotes& notes) {
  if (op == Arithmetic::kDiv || is(a, ValueKind::kFloat) || is(b, ValueKind::kFloat))
    return float_arithmetic(op, a.to_double(), b.to_double(), notes);
  const Wide result = wide_arithmetic(op, wide_of(a), wide_of(b), notes);
  // As the binder types it: uints stay uints, but their difference may be negative.
  const bool unsigned_operands =
      (is(a, ValueKind::kUint) && (is(b, ValueKind::kUint) || b.is_null())) || (a.is_null() && is(b, ValueKind::kUint));
  return unsigned_operands && op != Arithmetic::kSub ? saturated_uint(result, notes) : saturated_int(result, notes);
}

}  // namespace yaral::functions
