#pragma once

#include "convert/schema.h"
#include "sigma/taxonomy.h"

namespace yaral::sigma {

// Adds what UDM says of all events of a source (`known`, `among`, `never`), read from its conditions. False when a condition
// says what cannot be told in these terms.
bool read_conditions(const Source& source, convert::SchemaSource& out);

}  // namespace yaral::sigma
