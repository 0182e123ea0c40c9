#include "cli/rule_export.h"

#include <algorithm>

#include "engine/emit.h"

namespace yaral::cli {

namespace {

using detections::ExportTable;
using detections::ExportTarget;
using semantics::BoundRule;
using semantics::DataTable;

constexpr std::string_view kTypeNames[] = {"STRING", "REGEX", "CIDR", "NUMBER"};

ExportTarget target_of(const BoundRule& rule, const semantics::Export& write) {
  ExportTarget target{.rule = rule.name, .table = write.table, .columns = {}};
  for (const semantics::ExportColumn& column : write.columns) {
    const bool outcome = column.value.op == semantics::Op::kOutcome;
    target.columns.push_back(
        {column.name, outcome ? rule.outcomes[column.value.index].name : rule.keys[column.value.index].name});
  }
  return target;
}

bool same_but_repeated(const DataTable& table, const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!table.columns[i].repeated && a[i] != b[i]) return false;
  return true;
}

void add_value(std::string& cell, const std::string& value) {
  if (('|' + cell + '|').find('|' + value + '|') == std::string::npos) cell += '|' + value;
}

// The table as its file has it: the rows that one row with repeated cells was read as become one again.
ExportTable export_table(const DataTable& table) {
  ExportTable out{.name = table.name, .columns = {}, .rows = {}};
  for (const semantics::Column& column : table.columns)
    out.columns.push_back({column.name, std::string(kTypeNames[static_cast<std::size_t>(column.type)]), column.key,
                           column.repeated, column.mapped_path});
  const bool any_repeated = std::ranges::any_of(table.columns, &semantics::Column::repeated);
  const std::vector<std::string>* before = nullptr;
  for (const std::vector<std::string>& row : table.rows) {
    if (any_repeated && before != nullptr && same_but_repeated(table, *before, row)) {
      for (std::size_t i = 0; i < row.size(); ++i)
        if (table.columns[i].repeated) add_value(out.rows.back()[i], row[i]);
    } else {
      out.rows.push_back(row);
    }
    before = &row;
  }
  return out;
}

}  // namespace

RuleExport::RuleExport(std::span<const BoundRule> rules, const semantics::DataTables& tables) {
  for (const BoundRule& rule : rules) {
    for (const semantics::Export& write : rule.exports) {
      targets_[engine::rule_info(rule, 0)->version].push_back(target_of(rule, write));
      const auto known = tables.find(write.table);
      if (known != tables.end() && tables_.find(write.table) == nullptr) tables_.add_table(export_table(known->second));
    }
  }
}

bool RuleExport::write(std::span<const detections::Detection> found, const std::string& folder,
                       const Console& console) {
  for (const detections::Detection& detection : found) {
    const auto targets = targets_.find(detection.rule->version);
    if (targets == targets_.end()) continue;
    for (const ExportTarget& target : targets->second) tables_.apply(target, detection);
  }
  std::vector<std::string> problems = tables_.problems();
  std::ranges::move(tables_.write(folder), std::back_inserter(problems));
  for (const std::string& problem : problems) print_error(console, problem);
  return problems.empty();
}

}  // namespace yaral::cli
