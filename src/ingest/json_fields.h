#pragma once

#include <string_view>
#include <vector>

#include "base/arena.h"
#include "ingest/field_table.h"
#include "ingest/record.h"

namespace yaral::ingest {

// Takes a JSON object apart into its values, named by their dotted paths. Lists are taken apart where the table looks
// below them (a list of values gives one datum each, a list of objects the members of each); other lists are one datum,
// as JSON. JSON in a text is taken apart where the table says so. Members of the object named `inner` are named as if
// they stood beside it. Texts lie in the document or in the arena. False when there was more than an honest record has:
// the rest is left out.
bool take_apart(const JsonNode& object, const FieldTable& table, std::string_view inner, Arena& arena,
                std::vector<Datum>& data);

// The same for an object that stands below `name`, with which all names begin.
bool take_apart_below(const JsonNode& object, std::string_view name, const FieldTable& table, Arena& arena,
                      std::vector<Datum>& data);

// The same for a JSON object that is still text. All texts go to the arena. False when it is no JSON object.
bool take_apart_text(std::string_view json, const FieldTable& table, Arena& arena, std::vector<Datum>& data);

}  // namespace yaral::ingest
