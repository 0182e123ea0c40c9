#pragma once

#include "convert/filter_text.h"

namespace yaral::convert {

// Conditions of EQL on one event.
extern const FilterDialect kEql;

}  // namespace yaral::convert
