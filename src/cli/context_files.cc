#include "cli/context_files.h"

#include "packs/tables.h"

namespace yaral::cli {

using packs::FileProblem;
using semantics::DataTables;

DataTables load_tables(const std::vector<std::string>& folders, const std::vector<packs::Pack>& packs,
                       std::vector<FileProblem>& problems) {
  DataTables tables;
  const auto add = [&](const std::string& folder) {
    auto found = packs::read_tables(folder, problems);
    if (found) {
      tables.merge(*found);
    } else {
      problems.push_back({folder, 0, found.error()});
    }
  };
  for (const std::string& folder : folders) add(folder);
  for (const packs::Pack& pack : packs)
    if (!pack.tables.empty()) add(pack.path(pack.tables));
  return tables;
}

bool load_entities(const std::vector<std::string>& paths, const Console& console, ingest::ContextRecords& out) {
  out = ingest::read_entities(paths);
  for (const ingest::Problem& problem : out.report.problems) {
    const std::string place = problem.place.empty() ? "" : ": " + problem.place;
    print_error(console, problem.file + place + ": " + problem.message);
  }
  return out.report.problems.empty();
}

}  // namespace yaral::cli
