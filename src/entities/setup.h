#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "base/arena.h"
#include "semantics/bound.h"
#include "semantics/data_table.h"
#include "udm/event.h"

namespace yaral::entities {

// What came of a `setup` operation.
struct SetupResult {
  std::vector<udm::Event> entities;
  std::uint64_t changed = 0;          // entities overridden, added or left out
  std::vector<std::string> problems;  // cells that could not be written: value and field; at most 100
  std::uint64_t problems_dropped = 0;
};

// The entities that a rule sees after one of its `setup` operations (language reference 3.13). New messages are made in
// `arena`; `entities` and `table` must live as long. Entities must be complete (their `json` is ignored).
//   kOverride  entities whose joined fields equal those of a row take its mapped columns; its other columns become
//              `additional.fields["Column"]`. Of several rows that match the first wins.
//   kExclude   entities whose joined fields equal those of a row are left out.
//   kAppend    every row becomes an entity more, from its mapped columns.
// The error says what the table lacks for the operation.
std::expected<SetupResult, std::string> apply_setup(const semantics::SetupOperation& operation,
                                                    const semantics::DataTable& table,
                                                    std::span<const udm::Event> entities, Arena& arena);

}  // namespace yaral::entities
