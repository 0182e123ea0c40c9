#include "engine/record_span.h"

#include "engine/walk.h"
#include "udm/path.h"

namespace yaral::engine {

namespace {

constexpr Timestamp kAlwaysBegin{.seconds = -62'135'596'800};  // year 1
constexpr Timestamp kAlwaysEnd{.seconds = 253'402'300'800};    // year 10000

// The time at a path of the schema, or `otherwise` when it is not set.
Timestamp time_at(const udm::Event& record, std::string_view dotted, Timestamp otherwise) {
  const auto path = udm::resolve(record.root->type(), dotted);
  const Value value = path ? walk(Value::message(const_cast<udm::Message*>(record.root)), path->steps) : Value{};
  return value.kind() == ValueKind::kTimestamp ? value.as_timestamp() : otherwise;
}

}  // namespace

semantics::EventSource source_of(const udm::Event& record) {
  if (record.root->type() == udm::entity_root()) return semantics::EventSource::kEntity;
  if (record.root->type() == udm::detection_root()) return semantics::EventSource::kDetection;
  return semantics::EventSource::kUdm;
}

RecordSpan span_of(const udm::Event& record) {
  switch (source_of(record)) {
    case semantics::EventSource::kEntity:
      return {time_at(record, "metadata.interval.start_time", kAlwaysBegin),
              time_at(record, "metadata.interval.end_time", kAlwaysEnd)};
    case semantics::EventSource::kDetection:
      return {time_at(record, "time_window.start_time", record.time),
              time_at(record, "time_window.end_time", record.time)};
    default: return {record.time, record.time};
  }
}

}  // namespace yaral::engine
