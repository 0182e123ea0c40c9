#pragma once

#include <string>

#include "udm/schema.h"

// How fields are described to people: by docs/fields.md and by `yaral fields`.
namespace yaral::udm {

// The type of one value of a field: `string`, `uint`, `timestamp`, `struct`, `enum Metadata.EventType`, `Process`.
std::string type_text(const FieldInfo& field);

// The reference page of the fields and enums below the roots, docs/fields.md.
std::string fields_markdown();

}  // namespace yaral::udm
