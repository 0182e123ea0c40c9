#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "cli/console.h"
#include "detections/detection.h"
#include "packs/table_export.h"
#include "semantics/bound.h"
#include "semantics/data_table.h"

namespace yaral::cli {

// Carries out the `export` sections of rules after a scan.
class RuleExport {
 public:
  // `tables` are those that are there already: their keys decide what is replaced.
  RuleExport(std::span<const semantics::BoundRule> rules, const semantics::DataTables& tables);

  // Writes the rows of the detections, and the tables into `folder`. False after telling on `err` what went wrong.
  bool write(std::span<const detections::Detection> found, const std::string& folder, const Console& console);

 private:
  // What a rule writes, and the variables of its detections that give the cells.
  struct Write {
    packs::ExportTarget target;
    std::vector<std::string> variables;
  };

  packs::TableExport tables_;
  // By the rule's version, which tells rules of one name apart.
  std::unordered_map<std::string, std::vector<Write>> writes_;
};

}  // namespace yaral::cli
