#include "semantics/lookups_read.h"

namespace yaral::semantics {

std::set<std::string> lists_read(const BoundRule& rule) {
  std::set<std::string> names;
  for (const List& list : rule.lists)
    if (list.column.empty()) names.insert(list.name);
  return names;
}

std::set<std::string> tables_read(const BoundRule& rule) {
  std::set<std::string> names;
  for (const EventVariable& variable : rule.variables)
    if (variable.source == EventSource::kTable) names.insert(variable.name);
  for (const List& list : rule.lists)
    if (!list.column.empty()) names.insert(list.name);
  for (const SetupOperation& setup : rule.setup) names.insert(setup.table);
  return names;
}

std::vector<udm::Path> text_fields_read(const BoundRule& rule) {
  std::vector<udm::Path> paths;
  std::set<std::string> seen;
  for (const FieldUse& use : rule.fields)
    if (rule.variables[use.variable].source == EventSource::kUdm && use.path.type.base == BaseType::kString &&
        seen.insert(use.path.text).second)
      paths.push_back(use.path);
  return paths;
}

}  // namespace yaral::semantics
