#pragma once

#include "convert/schema.h"
#include "sigma/taxonomy.h"

namespace yaral::sigma {

// The taxonomy read the other way: what Sigma calls UDM's fields in each log source. A source's `from` is its key as
// `category=process_creation product=windows`. Sources whose events are of known kinds are one for each kind, told by the
// field of the kind, and one for all other kinds.
convert::Schema export_schema(const Taxonomy& taxonomy);

}  // namespace yaral::sigma
