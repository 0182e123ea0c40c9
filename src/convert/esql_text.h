#pragma once

#include "convert/filter_text.h"

namespace yaral::convert {

// Conditions and values of ES|QL.
extern const FilterDialect kEsql;

}  // namespace yaral::convert
