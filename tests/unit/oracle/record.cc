#include "unit/oracle/record.h"

#include <algorithm>
#include <tuple>

#include "udm/json.h"
#include "udm/path.h"

namespace yaral::oracle {

namespace {

using semantics::EventSource;

std::optional<Timestamp> time_at(const udm::Message& root, std::string_view dotted) {
  const auto path = udm::resolve(root.type(), dotted);
  std::vector<Value> values;
  if (path) udm::collect(root, *path, values);
  if (values.empty()) return std::nullopt;
  return values.front().as_timestamp();
}

// Records with the same id and content are one; of entities those with the same content.
bool same(const Record& a, const Record& b, EventSource source) {
  const bool known = !a.id.empty() || source == EventSource::kEntity;
  return known && a.id == b.id && a.json == b.json;
}

std::list<Record> read_rows(const semantics::DataTable& table) {
  std::list<Record> records;
  for (const std::vector<std::string>& cells : table.rows) {
    const std::size_t number = records.size();
    records.push_back({.cells = &cells, .id = {}, .json = {}, .number = number});
  }
  return records;
}

}  // namespace

std::list<Record> read_records(const semantics::EventVariable& variable, const Input& input, Arena& arena,
                               std::list<std::string>& texts) {
  if (variable.source == EventSource::kTable) return read_rows(input.tables.at(variable.name));
  const bool entity = variable.source == EventSource::kEntity;
  udm::JsonDecoder decoder(nullptr, entity ? udm::Root::kEntity : udm::Root::kEvent);
  std::list<Record> records;
  for (const std::string& json : entity ? input.entities : input.events) {
    const auto event = decoder.decode(texts.emplace_back(json), arena);
    if (!event) continue;
    Record record{
        .root = event->root, .timed = !entity, .time = event->time, .id = std::string(event->id), .json = json};
    if (entity) {
      record.begin = time_at(*event->root, "metadata.interval.start_time");
      record.end = time_at(*event->root, "metadata.interval.end_time");
    }
    records.push_back(std::move(record));
  }
  records.sort(
      [](const Record& a, const Record& b) { return std::tie(a.time, a.id, a.json) < std::tie(b.time, b.id, b.json); });
  records.unique([&](const Record& a, const Record& b) { return same(a, b, variable.source); });
  std::size_t number = 0;
  for (Record& record : records) record.number = number++;
  return records;
}

}  // namespace yaral::oracle
