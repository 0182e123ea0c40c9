#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "ingest/field_table.h"
#include "ingest/record.h"

namespace yaral::ingest {

// A list within a JSON record whose objects are events of their own, each with what stands around the list: the rows that
// one query of osquery found.
struct RowList {
  std::string_view list;  // dotted
  std::string_view name;  // what an object's members are named below: `columns` makes `columns.pid`
  Datum mark;             // what each event has besides; none when its name is empty
};

// Takes apart what the objects of the lists hold: a vector of data each. False when one held more than an honest record
// has: the rest of it is left out.
bool take_rows_apart(const JsonNode& record, std::span<const RowList> lists, const FieldTable& table, Arena& arena,
                     std::vector<std::vector<Datum>>& rows);

// Removes the lists themselves from the data of the record.
void remove_lists(std::span<const RowList> lists, std::vector<Datum>& data);

}  // namespace yaral::ingest
