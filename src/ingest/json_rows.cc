#include "ingest/json_rows.h"

#include <algorithm>
#include <string>

#include "ingest/json_dom.h"
#include "ingest/json_fields.h"

namespace yaral::ingest {
namespace {

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
    const std::string below = std::string(rows_of.name) + ".";
    for (const JsonValue item : list) {
      if (!is_object(item)) continue;
      std::vector<Datum>& row = rows.emplace_back();
      complete &= take_apart(JsonNode{JsonObject(item)}, table, {}, arena, row);
      for (Datum& datum : row) datum.name = arena.copy(below + std::string(datum.name));
      if (!rows_of.mark.name.empty()) row.push_back(rows_of.mark);
    }
  }
  return complete;
}

void remove_lists(std::span<const RowList> lists, std::vector<Datum>& data) {
  std::erase_if(data, [&](const Datum& datum) {
    return std::ranges::any_of(lists, [&](const RowList& rows_of) { return rows_of.list == datum.name; });
  });
}

}  // namespace yaral::ingest
