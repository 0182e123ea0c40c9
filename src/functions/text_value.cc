#include <string>

#include "base/encoding.h"
#include "base/time.h"
#include "functions/implementation.h"
#include "functions/number_text.h"

namespace yaral::functions {

std::string to_text(const Value& v) {
  switch (v.kind()) {
    case ValueKind::kString: return std::string(v.as_text());
    case ValueKind::kBytes: return base64_encode(v.as_text());
    case ValueKind::kInt:
    case ValueKind::kEnum: return std::to_string(v.as_int());
    case ValueKind::kUint: return std::to_string(v.as_uint());
    case ValueKind::kFloat: return float_text(v.as_float());
    case ValueKind::kBool: return v.as_bool() ? "true" : "false";
    case ValueKind::kTimestamp: return format_timestamp(v.as_timestamp());
    default: return {};
  }
}

}  // namespace yaral::functions
