#pragma once

#include <vector>

#include "base/arena.h"
#include "base/value.h"
#include "udm/event.h"
#include "udm/json_cursor.h"
#include "udm/leaf_log.h"
#include "udm/projection.h"

namespace yaral::udm {

// Reads google.protobuf.Struct in its forms: a plain object, {"fields": {key: {"stringValue": …}}}, and a list of
// {"key": …, "value": {"stringValue": …}}, bare or under "fields". The word `fields` as the only key of an object means
// the second and third form.
class StructReader {
 public:
  // `log`: as of EventReader.
  StructReader(JsonCursor& json, Arena& arena, LeafLog* log) : json_(json), arena_(arena), log_(log) {}

  // At `{` or `[`: false after a syntax error. `out` stays null when the value has none of the forms. Only the keys
  // that `wanted` names are sure to be there.
  bool read(const Projection::Node& wanted, Struct*& out);

 private:
  using Entries = std::vector<Struct::Entry>;

  bool read_value(Value& out);
  bool read_object(const Projection::Node& wanted, Struct*& out, std::size_t& members);
  bool read_list(Value& out);
  Struct* make(Entries entries);
  Struct* from_fields(const Value& fields);
  bool entry_from_pair(const Value& pair, Entries& entries);
  Value unwrap(const Value& value);

  JsonCursor& json_;
  Arena& arena_;
  LeafLog* log_;
  std::vector<LeafLog::Entry> tokens_;
};

}  // namespace yaral::udm
