#pragma once

#include <cstdint>
#include <string>

namespace yaral {

// The static types of YARA-L expressions (language reference section 9.1).
enum class BaseType : std::uint8_t {
  kError,  // after a diagnostic: compatible with everything, so that one mistake gives one message
  kNull,
  kString,
  kBytes,
  kInt,
  kUint,
  kFloat,
  kBool,
  kTimestamp,
  kEnum,     // enum_id says which; compares with quoted names, orders by number
  kMessage,  // a field path that ends at a message: only few functions take it
  kAny,      // in signatures only: any scalar
  kNumber,   // in signatures only: int, uint or float
};

struct Type {
  BaseType base = BaseType::kError;
  bool list = false;
  std::uint16_t enum_id = 0;

  bool operator==(const Type&) const = default;
  bool is_error() const { return base == BaseType::kError; }
  bool is_number() const {
    return !list && (base == BaseType::kInt || base == BaseType::kUint || base == BaseType::kFloat);
  }
};

// The name users read in messages: `string`, `int`, `list of float`.
std::string type_name(Type type);

}  // namespace yaral
