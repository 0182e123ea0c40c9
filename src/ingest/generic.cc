#include "ingest/generic.h"

#include "ingest/convert.h"
#include "ingest/draft.h"
#include "ingest/event_id.h"
#include "ingest/json_fields.h"
#include "ingest/path_constant.h"

namespace yaral::ingest {
namespace {

constexpr std::string_view kTimeNames[] = {"@timestamp", "timestamp", "time", "_time", "eventTime", "event_time", "ts"};

void put_time(Draft& draft, std::span<const Datum> data, const Envelope& envelope) {
  for (const std::string_view name : kTimeNames) {
    const auto time = parse_log_time(find(data, name));
    if (!time) continue;
    draft.set_time(*time);
    return;
  }
  draft.set_time(envelope.time.is_zero() ? envelope.collected : envelope.time);
}

}  // namespace

void keep_json(const RawRecord& record, Arena& arena, EventSink& sink) {
  static const FieldTable kNoTable{{}};
  std::vector<Datum> data;
  take_apart(*record.json, kNoTable, {}, arena, data);
  Draft draft(arena, TextLifetime::kRecord);
  draft.raw = &record;
  for (const Datum& datum : data) draft.add(datum.name, datum.value);
  put_time(draft, data, record.envelope);
  sink.weakened("unrecognised JSON, kept as GENERIC_EVENT");
  draft.emit(content_id(record.text, arena), kJsonLog, sink);
}

void keep_line(const RawRecord& record, Arena& arena, EventSink& sink) {
  Draft draft(arena, TextLifetime::kArena);
  draft.raw = &record;
  put_time(draft, {}, record.envelope);
  draft.put_text(YARAL_PATH("principal.hostname"), record.envelope.host);
  draft.put_text(YARAL_PATH("principal.application"), record.envelope.program);
  draft.put_text(YARAL_PATH("principal.process.pid"), record.envelope.pid);
  draft.put_text(YARAL_PATH("metadata.description"), record.text);
  sink.weakened("log line of no known kind, kept as GENERIC_EVENT");
  draft.emit(content_id(record.whole(), arena), kSyslogLog, sink);
}

}  // namespace yaral::ingest
