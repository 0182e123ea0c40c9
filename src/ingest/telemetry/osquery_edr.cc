#include <algorithm>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/osquery_tables.h"

// docs/telemetry/OSQUERY_EDR.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kRecord[] = {
    {"unixTime", "", kCode},
    {"hostIdentifier", "", kCode},
    {"host_identifier", "", kCode},
    {"name", "metadata.product_event_type"},
    {"action", "", kCode, true},
    {"counter", "", kCode, true},
    {"decorations.hostname", "principal.hostname"},
    {"decorations.host_uuid", "principal.asset.product_object_id"},
    {"decorations.hardware_serial", "principal.asset.hardware.serial_number"},
};

constexpr Code kSeverities[] = {{"0", "INFORMATIONAL"}, {"1", "LOW"}, {"2", "ERROR"}, {"3", "CRITICAL"}};

constexpr Row kStatus[] = {
    {"message", "metadata.description"},
    {"line", "", kCode, true},
    {"severity", "security_result.severity", kText, false, kSeverities},
};

// Machines go by their name or by a UUID, as the agent is told to.
void finish_event(Draft& draft) {
  osquery_finish(draft);
  std::string_view host = draft.find("hostIdentifier");
  if (host.empty()) host = draft.find("host_identifier");
  const bool is_uuid = host.size() == 36 && std::ranges::count(host, '-') == 4;
  if (is_uuid && !draft.has(YARAL_PATH("principal.asset.product_object_id"))) {
    draft.put_text(YARAL_PATH("principal.asset.product_object_id"), host);
  }
  if (!is_uuid && !draft.has(YARAL_PATH("principal.hostname"))) draft.put_text(YARAL_PATH("principal.hostname"), host);
}

constexpr Mapping kMappings[] = {
    YARAL_OSQUERY_TABLES(kRecord),
    {"status", "STATUS_UPDATE", {kRecord, kStatus}},
    {"*", "STATUS_UPDATE", {kRecord}},
};

constexpr Recognition kRecognitions[] = {
    {{{"hostIdentifier", ""}, {"calendarTime", ""}, {"unixTime", ""}}},
    {{{"host_identifier", ""}, {"calendarTime", ""}, {"unixTime", ""}}},
};

}  // namespace

const LogType& osquery_edr_log_type() {
  static constexpr LogType kType{
      .name = "OSQUERY_EDR",
      .title = "osquery",
      .vendor = "osquery",
      .product = "osquery",
      .recognitions = kRecognitions,
      .rows = kOsqueryRows,
      .kind = osquery_kind,
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
