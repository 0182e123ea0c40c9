#include "ingest/log_type.h"

#include <string>

#include "ingest/convert.h"
#include "ingest/event_id.h"
#include "ingest/json_fields.h"
#include "ingest/path_constant.h"

namespace yaral::ingest {
namespace {

constexpr std::string_view kTooMuch = "record with more values than can be kept: the first are";
constexpr std::string_view kNotTakenApart = "record of a log type that does not look like one, kept as GENERIC_EVENT";
constexpr std::string_view kNoMapping = "kind of event without a mapping, kept as GENERIC_EVENT";

void put_time_of_envelope(Draft& draft, const Envelope& envelope) {
  if (draft.time().is_zero()) draft.set_time(envelope.time);
  if (draft.time().is_zero()) draft.set_time(envelope.collected);
}

// The same row of a record has the same identity in every run.
std::string_view row_id(std::string_view record_id, std::size_t row, Arena& arena) {
  return row == 0 ? record_id : content_id(std::string(record_id) + std::to_string(row), arena);
}

}  // namespace

const FieldTable& TableNormaliser::table() const {
  std::call_once(made_, [&] { table_ = std::make_unique<const FieldTable>(type_.mappings); });
  return *table_;
}

TableNormaliser::Apart TableNormaliser::take_apart(const RawRecord& record, Workbench& bench) const {
  if (record.json != nullptr) {
    return ingest::take_apart(*record.json, table(), type_.inner, bench.arena, bench.data) ? Apart::kWholly
                                                                                           : Apart::kInPart;
  }
  if (!record.columns.empty()) {
    bench.data.assign(record.columns.begin(), record.columns.end());
    return Apart::kWholly;
  }
  bool any = false;
  if (type_.json_at != nullptr) {
    if (const std::size_t at = type_.json_at(record.text); at != std::string_view::npos) {
      any = take_apart_text(record.text.substr(at), table(), bench.arena, bench.data);
      if (!any) return Apart::kNot;
    }
  }
  if (type_.split != nullptr) any = type_.split(record, bench.arena, bench.data);
  return any ? Apart::kWholly : Apart::kNot;
}

void TableNormaliser::normalise(const RawRecord& record, Workbench& bench) const {
  bench.data.clear();
  Apart apart = take_apart(record, bench);
  std::vector<std::vector<Datum>> rows;
  if (record.json != nullptr && !type_.rows.empty()) {
    remove_lists(type_.rows, bench.data);
    if (!take_rows_apart(*record.json, type_.rows, table(), bench.arena, rows)) apart = Apart::kInPart;
  }
  const std::string_view id = content_id(record.whole(), bench.arena);
  if (rows.empty()) return make_event(record, apart, id, bench);
  const std::vector<Datum> common = bench.data;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    bench.data = common;
    bench.data.insert(bench.data.end(), rows[i].begin(), rows[i].end());
    make_event(record, apart, row_id(id, i, bench.arena), bench);
  }
}

void TableNormaliser::make_event(const RawRecord& record, Apart state, std::string_view id, Workbench& bench) const {
  const bool apart = state != Apart::kNot;
  Draft draft(bench.arena, record.json != nullptr ? TextLifetime::kRecord : TextLifetime::kArena);
  draft.raw = &record;
  draft.joint = type_.joint;
  if (state == Apart::kInPart) draft.note(kTooMuch);
  if (apart && type_.prepare != nullptr) type_.prepare(record, bench.arena, bench.data);
  const std::string_view kind =
      type_.kind != nullptr ? type_.kind(bench.data, bench.arena) : find(bench.data, type_.kind_field);
  draft.put_text(YARAL_PATH("metadata.vendor_name"), type_.vendor);
  draft.put_text(YARAL_PATH("metadata.product_name"), type_.product);
  const CompiledMapping* const mapping = apart ? table().find(kind) : nullptr;
  if (mapping != nullptr) {
    draft.set_type(mapping->type);
    draft.lay_out(bench.data, *mapping);
  } else {
    for (const Datum& datum : bench.data) draft.add(datum.name, datum.value);
    if (!apart) draft.put_text(YARAL_PATH("metadata.description"), record.text);
    draft.note(apart ? kNoMapping : kNotTakenApart);
  }
  if (!draft.has(YARAL_PATH("metadata.product_event_type"))) {
    draft.put_text(YARAL_PATH("metadata.product_event_type"), kind);
  }
  if (mapping != nullptr && mapping->mapping->finish != nullptr) mapping->mapping->finish(draft);
  if (mapping != nullptr && type_.finish != nullptr) type_.finish(draft);
  put_time_of_envelope(draft, record.envelope);
  draft.emit(id, type_.name, bench.sink);
}

}  // namespace yaral::ingest
