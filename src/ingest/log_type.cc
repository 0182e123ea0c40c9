#include "ingest/log_type.h"

#include <algorithm>
#include <string>

#include "ingest/convert.h"
#include "ingest/event_id.h"
#include "ingest/json_fields.h"
#include "ingest/path_constant.h"

namespace yaral::ingest {
namespace {

// Of one record: one with more is made to do harm.
constexpr std::size_t kMostEvents = 1000;

constexpr std::string_view kTooManyEvents = "record with more events than can be kept: the first are";
constexpr std::string_view kTooMuch = "record with more values than can be kept: the first are";
constexpr std::string_view kNotTakenApart = "record of a log type that does not look like one, kept as GENERIC_EVENT";
constexpr std::string_view kNoMapping = "kind of event without a mapping, kept as GENERIC_EVENT";

std::string_view element_id(const RawRecord& record, std::size_t element, Arena& arena) {
  if (element == 0) return content_id(record.whole(), arena);
  return content_id(std::string(record.whole()) + "#" + std::to_string(element), arena);
}

void put_time_of_envelope(Draft& draft, const Envelope& envelope) {
  if (draft.time().is_zero()) draft.set_time(envelope.time);
  if (draft.time().is_zero()) draft.set_time(envelope.collected);
}

}  // namespace

const FieldTable& TableNormaliser::table() const {
  std::call_once(made_, [&] { table_ = std::make_unique<const FieldTable>(type_.mappings); });
  return *table_;
}

bool TableNormaliser::take_apart(const RawRecord& record, std::size_t element, Workbench& bench, Draft& draft) const {
  if (record.json != nullptr) {
    const JsonShape shape{type_.inner, type_.each, element};
    if (!ingest::take_apart(*record.json, table(), bench.arena, bench.data, shape)) draft.note(kTooMuch);
    return true;
  }
  if (!record.columns.empty()) {
    bench.data.assign(record.columns.begin(), record.columns.end());
    return true;
  }
  return type_.split != nullptr && type_.split(record, bench.arena, bench.data);
}

void TableNormaliser::normalise(const RawRecord& record, Workbench& bench) const {
  const std::size_t count =
      record.json != nullptr && !type_.each.empty() ? count_elements(*record.json, type_.each) : 1;
  if (count > kMostEvents) bench.sink.weakened(kTooManyEvents);
  for (std::size_t i = 0; i < std::clamp<std::size_t>(count, 1, kMostEvents); ++i) make_event(record, i, bench);
}

void TableNormaliser::make_event(const RawRecord& record, std::size_t element, Workbench& bench) const {
  bench.data.clear();
  Draft draft(bench.arena, record.json != nullptr ? TextLifetime::kRecord : TextLifetime::kArena);
  draft.raw = &record;
  const bool apart = take_apart(record, element, bench, draft);
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
  draft.emit(element_id(record, element, bench.arena), type_.name, bench.sink);
}

}  // namespace yaral::ingest
