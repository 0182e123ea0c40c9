#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "sigma/expr.h"
#include "sigma/modifiers.h"
#include "sigma/place.h"

namespace yaral::sigma {

// What a test of a field says, where the field may be in any of the places. `variable` is the event's (`$e`). References
// to other fields must have been resolved into `other`. The error says what cannot be said of such a field.
std::expected<Expr, std::string> field_predicate(std::string_view variable, const std::vector<Place>& places,
                                                 const FieldMatch& match, const std::vector<Place>& other);

// How a rule names the field as one value, for joins and match keys: `$e.principal.hostname`.
std::expected<std::string, std::string> value_of(std::string_view variable, const Place& place);

}  // namespace yaral::sigma
