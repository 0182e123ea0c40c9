#include "cli/context_files.h"

#include <algorithm>

#include <fmt/format.h>

#include "packs/tables.h"

namespace yaral::cli {

namespace {

using packs::FileProblem;
using semantics::BoundRule;
using semantics::DataTables;

// Why the tables do not do for the `setup` of a rule; empty if they do.
std::string missing_for(const BoundRule& rule, const DataTables& tables) {
  for (const semantics::SetupOperation& operation : rule.setup) {
    const auto table = tables.find(operation.table);
    if (table == tables.end())
      return fmt::format("needs the data table %{}, which is nowhere (--tables DIR with {}.csv in it)", operation.table,
                         operation.table);
    for (const semantics::SetupOperation::Join& join : operation.joins)
      if (!table->second.find_column(join.column))
        return fmt::format("reads the column `{}`, which {} has not", join.column, table->second.file);
  }
  return {};
}

}  // namespace

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

void require_tables(std::vector<BoundRule>& rules, const DataTables& tables, std::vector<FileProblem>& problems) {
  std::erase_if(rules, [&](const BoundRule& rule) {
    const std::string why = missing_for(rule, tables);
    if (!why.empty())
      problems.push_back({rule.file, 0, fmt::format("rule {} {}; the rule does not run", rule.name, why)});
    return !why.empty();
  });
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
