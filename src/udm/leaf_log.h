#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "udm/event.h"

namespace yaral::udm {

// Which token each scalar of an event was read from. Tokens are counted from the first of the event.
struct LeafLog {
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  struct Scalar {
    const Message* message;
    FieldIndex index;
    std::size_t element;
    std::size_t token;
  };
  struct Entry {
    std::size_t key;  // tokens
    std::size_t value;
  };
  struct Entries {
    const Struct* object;
    std::vector<Entry> entries;
  };

  // The last element of the field.
  void add(const Message& message, FieldIndex index, std::size_t token) {
    scalars.push_back({&message, index, message.get(index).size() - 1, token});
  }

  std::vector<Scalar> scalars;
  std::vector<Entries> structs;  // that stand in the text as plain objects
  std::size_t id = kNone;        // of Event::id
};

}  // namespace yaral::udm
