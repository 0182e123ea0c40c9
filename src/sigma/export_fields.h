#pragma once

#include <string>
#include <utility>
#include <vector>

#include "convert/schema.h"
#include "ingest/field_table.h"
#include "sigma/taxonomy.h"

namespace yaral::sigma {

// Adds the fields of a source's events, which one of the mappings lays out: those of the mappings' rows, those that are
// written for the source, and what it keeps in additional.fields.
using WrittenFields = std::vector<std::pair<std::string, std::vector<Place>>>;  // Taxonomy::written_fields
void add_fields(const Source& source, const WrittenFields& written,
                const std::vector<const ingest::CompiledMapping*>& mappings, convert::SchemaSource& out);

}  // namespace yaral::sigma
