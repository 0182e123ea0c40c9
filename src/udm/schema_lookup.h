#pragma once

#include <string_view>

#include "udm/schema.h"

namespace yaral::udm {

// find_field with JSON names for the decoder, whose time goes into little else: returned in registers, which an
// optional of two bytes is not.
struct FoundField {
  const FieldInfo* info;  // null when there is no such field
  std::size_t index;
};
FoundField find_json_field(MessageId message, std::string_view name);

}  // namespace yaral::udm
