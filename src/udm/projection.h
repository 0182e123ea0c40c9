#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "udm/json.h"

namespace yaral::udm {

// What is wanted of one message or struct.
struct Projection::Node {
  bool whole = false;                         // everything below
  std::vector<std::unique_ptr<Node>> fields;  // by field index; null or beyond the end: not wanted
  std::vector<std::string> keys;              // of a struct that is not wanted whole

  // What is wanted of a field; null when nothing is.
  const Node* field(FieldIndex index) const {
    if (whole) return this;
    return index < fields.size() ? fields[index].get() : nullptr;
  }
  Node& add_field(FieldIndex index);

  bool wants_key(std::string_view key) const;
};

}  // namespace yaral::udm
