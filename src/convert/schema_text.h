#pragma once

#include <string>

#include "convert/schema.h"

namespace yaral::convert {

// The schema as a file of convert/schemas has it.
std::string schema_text(const Schema& schema);

}  // namespace yaral::convert
