#pragma once

#include <string>
#include <vector>

#include "cli/console.h"
#include "cli/scan.h"
#include "ingest/entities.h"
#include "packs/pack.h"
#include "plan/plan.h"
#include "semantics/data_table.h"

namespace yaral::cli {

// What rules read beside the events: all that the engine gets before the first event.
struct ScanContext {
  plan::Lookups lookups;
  ingest::ContextRecords entities;
};

// The data tables of a run: those of the user's folders, and those of the packs, which a table of the user with the same
// name replaces.
semantics::DataTables load_tables(const std::vector<std::string>& folders, const std::vector<packs::Pack>& packs,
                                  std::vector<packs::FileProblem>& problems);

// The entity files of a run. Returns false after telling on `err` that some could not be read or held broken records.
bool load_entities(const std::vector<std::string>& paths, const Console& console, ingest::ContextRecords& out);

}  // namespace yaral::cli
