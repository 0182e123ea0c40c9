#pragma once

#include <string_view>
#include <vector>

#include "base/arena.h"
#include "ingest/field_table.h"
#include "ingest/record.h"

namespace yaral::ingest {

// What stands elsewhere in the record than its names should say.
struct JsonShape {
  std::string_view inner{};  // an object whose members stand for themselves: `properties.userId` is `userId`
  std::string_view each{};   // a list of which only one element is taken, as if it were an object of that name
  std::size_t element = 0;
};

// How many elements a list at the top of the object has; 0 when there is no such list.
std::size_t count_elements(const JsonNode& object, std::string_view list);

// Takes a JSON object apart into its values, named by their dotted paths. Lists are taken apart where the table looks
// below them (a list of values gives one datum each, a list of objects the members of each); other lists are one datum,
// as JSON. JSON in a text is taken apart where the table says so. Texts lie in the document or in the arena. False when
// there was more than an honest record has: the rest is left out.
bool take_apart(const JsonNode& object, const FieldTable& table, Arena& arena, std::vector<Datum>& data,
                const JsonShape& shape = {});

}  // namespace yaral::ingest
