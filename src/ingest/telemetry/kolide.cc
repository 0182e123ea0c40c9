#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/osquery_tables.h"

// docs/telemetry/KOLIDE.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kRecord[] = {
    {"unixTime", "", kCode},
    {"ts", "", kCode},
    {"name", "additional.fields[\"Name\"]"},
    {"action", "metadata.product_event_type"},
    {"counter", "additional.fields[\"Counter\"]"},
    {"epoch", "additional.fields[\"Epoch\"]"},
    {"numerics", "additional.fields[\"Numerics\"]"},
    {"type", "additional.fields[\"Type\"]"},
    {"u", "additional.fields[\"Unix Time\"]"},
    {"c", "additional.fields[\"Created At\"]"},
    {"i", "additional.fields[\"Item ID\"]"},
    {"s", "additional.fields[\"Number\"]"},
    {"request_id", "metadata.product_log_id"},
    {"decorations.hostname", "principal.hostname"},
    {"decorations.local_hostname", "additional.fields[\"Device Name\"]"},
    {"decorations.computer_name", "principal.asset.labels[\"Computer Name\"]"},
    {"decorations.hardware_vendor", "principal.asset.hardware.manufacturer"},
    {"decorations.hardware_model", "principal.asset.hardware.model"},
    {"decorations.hardware_version", "principal.asset.platform_software.platform_version"},
    {"kolide_decorations.device_display_name", "", kCode, true},
    {"kolide_decorations.device_id", "principal.asset.labels[\"DeviceId\"]"},
    {"kolide_decorations.device_registered_at", "principal.asset.labels[\"Device Registered Time\"]"},
    {"kolide_decorations.enrolled_at", "principal.asset.labels[\"Enrolled Time\"]"},
    {"kolide_decorations.remote_ip", "principal.ip", kIp},
    {"kolide_decorations.serial_number", "principal.asset.hardware.serial_number"},
    {"kolide_decorations.hardware_uuid", "", kCode},
    {"kolide_decorations.device_registered_owner_id", "", kCode},
    {"kolide_decorations.device_registered_owner_name", "", kCode},
    {"kolide_decorations.device_registered_owner_email", "", kCode},
    {"kolide_decorations.device_owner_id", "", kCode},
    {"kolide_decorations.device_owner_name", "", kCode},
    {"kolide_decorations.device_owner_email", "", kCode},
    {"kolide_decorations.device_owner_type", "principal.user.role_name"},
};

constexpr Row kAny[] = {
    {"columns.user_id", "principal.user.userid"},
};

constexpr Row kStatus[] = {
    {"m", "metadata.description"},
    {"f", "target.file.full_path"},
};

constexpr Row kAudit[] = {
    {"data.actor_name", "principal.user.user_display_name"},
    {"data.actor_email", "principal.user.email_addresses"},
    {"data.actor_type", "principal.user.attribute.roles.name"},
    {"data.ip_address", "principal.ip", kIp},
    {"data.description", "metadata.description"},
};

std::string_view kind(std::span<const Datum> data, Arena& arena) {
  const std::string_view type = find(data, "type");
  if (type == "status_log" || type == "audit_log") return type;
  return osquery_kind(data, arena);
}

// Batches of a log pipeline have the record in `event`.
void prepare(const RawRecord&, Arena& arena, std::vector<Datum>& data) {
  constexpr std::string_view kEvent = "event.";
  for (Datum& datum : data) {
    if (datum.name.starts_with(kEvent)) datum.name.remove_prefix(kEvent.size());
    if (datum.name == "unixTime" && find(data, "ts").size() > 0) datum.name = arena.copy("u");
  }
}

void put_owner(Draft& draft) {
  const auto put_first = [&](const udm::Path& path, std::string_view owner, std::string_view registered) {
    const std::string_view text = draft.find(owner);
    draft.put_text(path, is_absent(text) ? draft.find(registered) : text);
  };
  put_first(YARAL_PATH("principal.user.user_display_name"), "kolide_decorations.device_owner_name",
            "kolide_decorations.device_registered_owner_name");
  put_first(YARAL_PATH("principal.labels[\"Owner_ID\"]"), "kolide_decorations.device_owner_id",
            "kolide_decorations.device_registered_owner_id");
  std::string_view before;
  for (const std::string_view name :
       {"kolide_decorations.device_owner_email", "kolide_decorations.device_registered_owner_email"}) {
    const std::string_view mail = draft.find(name);
    if (mail.contains('@') && mail != before) draft.put_text(YARAL_PATH("principal.user.email_addresses"), mail);
    before = mail;
  }
}

void finish_event(Draft& draft) {
  osquery_finish(draft);
  put_owner(draft);
  const std::string_view uuid = draft.find("kolide_decorations.hardware_uuid");
  if (!is_absent(uuid)) {
    draft.put_text(YARAL_PATH("principal.asset_id"), draft.arena().copy("UUID : " + std::string(uuid)));
  }
  if (draft.find("decorations.local_hostname").empty()) {
    draft.put_text(YARAL_PATH("additional.fields[\"Device Name\"]"),
                   draft.find("kolide_decorations.device_display_name"));
  }
}

constexpr Mapping kMappings[] = {
    YARAL_OSQUERY_TABLES(kRecord),
    {"status_log", "STATUS_UPDATE", {kRecord, kStatus}},
    {"audit_log", "USER_UNCATEGORIZED", {kRecord, kAudit}},
    {"*", "USER_UNCATEGORIZED", {kRecord, kAny}},
};

constexpr Recognition kRecognitions[] = {
    {{{"kolide_decorations", ""}, {"hostIdentifier", ""}, {"calendarTime", ""}, {"unixTime", ""}}},
    {{{"event.kolide_decorations", ""}, {"ts", ""}, {"event.type", ""}}},
    {{{"kolide_decorations", ""}, {"ts", ""}, {"event.diffResults", ""}}},
    {{{"event.type", "audit_log"}, {"event.data", ""}, {"ts", ""}, {"event.timestamp", ""}}},
};

}  // namespace

const LogType& kolide_log_type() {
  static constexpr LogType kType{
      .name = "KOLIDE",
      .title = "Kolide",
      .vendor = "Kolide",
      .product = "Kolide",
      .recognitions = kRecognitions,
      .rows = kOsqueryRows,
      .prepare = prepare,
      .kind = kind,
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
