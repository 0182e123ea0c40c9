#pragma once

#include <span>
#include <vector>

#include "udm/event.h"
#include "udm/json.h"

namespace yaral::udm {

// The fields of the schema that Event itself holds, as chains of singular fields.
struct OwnFields {
  std::vector<FieldIndex> time;
  std::vector<FieldIndex> id;
  std::vector<FieldIndex> log_type;
  MessageId id_message;  // that holds the last field of `id`
};

const OwnFields& own_fields(Root root);

// The value at the end of such a chain; null where one is not set.
const Value* value_at(const Message& root, std::span<const FieldIndex> chain);

}  // namespace yaral::udm
