#include "ingest/log_type.h"

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

}  // namespace

const FieldTable& TableNormaliser::table() const {
  std::call_once(made_, [&] { table_ = std::make_unique<const FieldTable>(type_.mappings); });
  return *table_;
}

bool TableNormaliser::take_apart(const RawRecord& record, Workbench& bench) const {
  if (!record.columns.empty()) {
    bench.data.assign(record.columns.begin(), record.columns.end());
    return true;
  }
  bool any = false;
  if (type_.json_at != nullptr) {
    if (const std::size_t at = type_.json_at(record.text); at != std::string_view::npos) {
      any = take_apart_text(record.text.substr(at), table(), bench.arena, bench.data);
      if (!any) return false;
    }
  }
  return type_.split == nullptr ? any : type_.split(record, bench.arena, bench.data);
}

void TableNormaliser::normalise(const RawRecord& record, Workbench& bench) const {
  bench.data.clear();
  Draft draft(bench.arena, record.json != nullptr ? TextLifetime::kRecord : TextLifetime::kArena);
  draft.raw = &record;
  bool apart = true;
  if (record.json != nullptr) {
    if (!ingest::take_apart(*record.json, table(), type_.inner, bench.arena, bench.data)) draft.note(kTooMuch);
    if (type_.rework != nullptr) type_.rework(bench.data, bench.arena);
  } else {
    apart = take_apart(record, bench);
  }
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
  draft.emit(content_id(record.whole(), bench.arena), type_.name, bench.sink);
}

}  // namespace yaral::ingest
