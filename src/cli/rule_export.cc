#include "cli/rule_export.h"

#include <algorithm>

#include "detections/value_text.h"
#include "engine/emit.h"
#include "plan/plan.h"

namespace yaral::cli {

namespace {

using semantics::BoundRule;

const std::string& variable_of(const BoundRule& rule, const semantics::ExportColumn& column) {
  const bool outcome = column.value.op == semantics::Op::kOutcome;
  return outcome ? rule.outcomes[column.value.index].name : rule.keys[column.value.index].name;
}

}  // namespace

RuleExport::RuleExport(std::span<const BoundRule> rules, const semantics::DataTables& tables) {
  for (const BoundRule& rule : rules) {
    for (const semantics::Export& write : rule.exports) {
      Write& made = writes_[engine::rule_info(rule, 0)->version].emplace_back();
      made.target = {.rule = rule.name, .table = write.table, .columns = {}};
      for (const semantics::ExportColumn& column : write.columns) {
        made.target.columns.push_back(column.name);
        made.variables.push_back(variable_of(rule, column));
      }
      const auto known = tables.find(write.table);
      if (known != tables.end() && tables_.find(write.table) == nullptr) tables_.add_table(known->second);
    }
  }
}

bool RuleExport::write(std::span<const detections::Detection> found, const std::string& folder,
                       const Console& console) {
  for (const detections::Detection& detection : found) {
    const auto writes = writes_.find(detection.rule->version);
    if (writes == writes_.end()) continue;
    for (const Write& write : writes->second) {
      std::vector<std::string> cells;
      for (const std::string& name : write.variables) {
        const auto variable = std::ranges::find(detection.variables, name, &detections::Variable::name);
        cells.push_back(variable == detection.variables.end() ? std::string() : detections::table_cell(*variable));
      }
      tables_.apply(write.target, cells);
    }
  }
  std::vector<std::string> problems = tables_.write(folder);
  for (const packs::ExportProblem& problem : tables_.problems())
    problems.push_back(plan::about_rule(problem.rule, problem.message));
  for (const std::string& problem : problems) print_error(console, problem);
  return problems.empty();
}

}  // namespace yaral::cli
