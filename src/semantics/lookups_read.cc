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

}  // namespace yaral::semantics
