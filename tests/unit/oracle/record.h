#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/time.h"
#include "semantics/bound.h"
#include "semantics/data_table.h"
#include "udm/event.h"

namespace yaral::oracle {

using Lists = std::map<std::string, std::vector<std::string>>;

// What a rule is judged on: records as JSON, lists and tables by name.
struct Input {
  std::vector<std::string> events;
  std::vector<std::string> entities;
  Lists lists;
  semantics::DataTables tables;
  bool hop_grid = false;
};

// What one event variable may stand for: an event, an entity, or a row of a data table.
struct Record {
  const udm::Message* root = nullptr;               // of events and entities
  const std::vector<std::string>* cells = nullptr;  // of rows of a table
  bool timed = false;                               // events: the rest is in every window
  Timestamp time;
  std::optional<Timestamp> begin, end;  // of an entity: the events joined to it lie between
  std::string id;
  std::string json;
  std::size_t number = 0;  // among the records of its source, by (time, id, json)
};

// The distinct records that a variable ranges over, in order; `arena` and `texts` keep what they point to.
std::list<Record> read_records(const semantics::EventVariable& variable, const Input& input, Arena& arena,
                               std::list<std::string>& texts);

// A record with one choice of element for each unnested field.
struct Row {
  const Record* record;
  const udm::Message* copy;  // null in rows of a table
};

// A row for each variable; null for those that are absent.
using Combination = std::vector<const Row*>;

}  // namespace yaral::oracle
