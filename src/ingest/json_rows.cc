#include "ingest/json_rows.h"

#include <algorithm>
#include <string>

#include "ingest/json_dom.h"
#include "ingest/json_fields.h"

namespace yaral::ingest {
namespace {

// Of one record: one with more is made to do harm.
constexpr std::size_t kMostRows = 100000;

bool find_list(JsonObject object, std::string_view path, JsonArray& list) {
  for (auto dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
    JsonObject child;
    if (!find_object(object, path.substr(0, dot), child)) return false;
    object = child;
    path.remove_prefix(dot + 1);
  }
  return object[path].get(list) == simdjson::SUCCESS;
}

}  // namespace

bool take_rows_apart(const JsonNode& record, std::span<const RowList> lists, const FieldTable& table, Arena& arena,
                     std::vector<std::vector<Datum>>& rows) {
  bool complete = true;
  for (const RowList& rows_of : lists) {
    JsonArray list;
    if (!find_list(record.object, rows_of.list, list)) continue;
    for (const JsonValue item : list) {
      if (!is_object(item)) continue;
      if (rows.size() == kMostRows) return false;
      std::vector<Datum>& row = rows.emplace_back();
      complete &= take_apart_below(JsonNode{JsonObject(item)}, rows_of.name, table, arena, row);
      if (!rows_of.mark.name.empty()) row.push_back(rows_of.mark);
    }
  }
  return complete;
}

void remove_lists(std::span<const RowList> lists, std::vector<Datum>& data) {
  std::erase_if(data, [&](const Datum& datum) {
    return std::ranges::any_of(lists, [&](const RowList& rows_of) {
      return datum.name.starts_with(rows_of.list) &&
             (datum.name.size() == rows_of.list.size() || datum.name[rows_of.list.size()] == '.');
    });
  });
}

}  // namespace yaral::ingest
