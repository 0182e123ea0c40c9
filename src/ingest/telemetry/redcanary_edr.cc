#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/REDCANARY_EDR.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kEvent[] = {
    {"activity_at_ts", "", kEventTime},
    {"event_type_cd", "metadata.product_event_type"},
    {"sensor_product_ver", "metadata.product_version"},
    {"sensor_product_cd", "observer.application"},
    {"sensor_id", "", kCode},
    {"endpoint_platform", "principal.platform", kText, true},
    {"endpoint_operating_system", "principal.platform_version"},
    {"host_name", "principal.hostname"},
};

constexpr Row kEndpoint[] = {
    {"registration_time", "", kEventTime},
    {"ip_addresses", "", kCode},
    {"mac_addresses", "", kCode},
    {"endpoint_status", "about.labels[\"endpoint_status\"]"},
    {"monitoring_status", "about.labels[\"monitoring_status\"]"},
    {"physical_memory_bytes", "about.labels[\"physical_memory_bytes\"]"},
    {"endpoint_type", "about.labels[\"endpoint_type\"]"},
    {"is_telemetry_collection_enabled", "about.labels[\"is_telemetry_collection_enabled\"]"},
};

constexpr Row kProcess[] = {
    {"process_native_id", "", kCode},
    {"process_path", "target.process.file.full_path"},
    {"process_command_line", "target.process.command_line"},
    {"process_sha256", "target.process.file.sha256", kHash},
};

constexpr Row kStart[] = {
    {"process_name", "target.application"},
    {"process_pid", "target.process.pid", kPid},
    {"process_md5", "target.process.file.md5", kHash},
    {"process_sha1", "target.process.file.sha1", kHash},
    {"user_uid", "principal.user.userid"},
    {"user_name", "principal.user.user_display_name"},
    {"user_domain", "principal.administrative_domain"},
    {"parent_process_native_id", "", kCode},
    {"parent_process_pid", "target.process.parent_process.pid", kPid},
    {"parent_process_pid", "principal.process.pid", kPid},
    {"parent_process_path", "target.process.parent_process.file.full_path"},
    {"parent_process_path", "principal.process.file.full_path"},
    {"parent_process_command_line", "target.process.parent_process.command_line"},
    {"parent_process_command_line", "principal.process.command_line"},
    {"parent_process_md5", "target.process.parent_process.file.md5", kHash},
    {"parent_process_sha1", "target.process.parent_process.file.sha1", kHash},
    {"parent_process_sha256", "target.process.parent_process.file.sha256", kHash},
    {"process_standard_input", "about.labels[\"process_standard_input\"]"},
    {"process_standard_output", "about.labels[\"process_standard_output\"]"},
    {"process_standard_error", "about.labels[\"process_standard_error\"]"},
};

// The process that connects: SecOps has it as the target's, as if it were what is connected to.
constexpr Row kConnection[] = {
    {"process_path", "principal.process.file.full_path"},
    {"process_command_line", "principal.process.command_line"},
    {"local_ip", "principal.ip", kIp},
    {"local_port", "principal.port", kPort},
    {"remote_ip", "target.ip", kIp},
    {"remote_port", "target.port", kPort},
    {"domain", "target.hostname"},
    {"direction_cd", "network.direction"},
    {"protocol_cd", "network.ip_protocol", kIpProtocol},
    {"remote_location_cd", "about.labels[\"remote_location_cd\"]"},
};

void put_marked(Draft& draft, const udm::Path& path, std::string_view name) {
  const std::string_view value = draft.find(name);
  if (is_absent(value)) return;
  draft.put(path, Value::string(draft.arena().copy(std::string(name) + ":" + std::string(value))));
}

// Endpoints repeat the same addresses many times over.
void put_addresses(Draft& draft, std::string_view name, const udm::Path& path,
                   std::string_view (*convert)(std::string_view text, Arena& arena)) {
  udm::Message& principal = draft.root().child(path.steps.front().field, draft.arena());
  const udm::FieldIndex field = path.steps.back().field;
  for (const Datum& datum : draft.data()) {
    const std::string_view address = datum.name == name ? convert(datum.value, draft.arena()) : std::string_view{};
    if (address.empty()) continue;
    bool known = false;
    for (const Value& value : principal.get(field)) known |= value.as_text() == address;
    if (!known) principal.append(field, Value::string(draft.arena().copy(address)), draft.arena());
  }
}

std::string_view ip_of(std::string_view text, Arena&) { return to_ip(text); }

void finish_endpoint(Draft& draft) {
  put_addresses(draft, "ip_addresses", YARAL_PATH("principal.ip"), ip_of);
  put_addresses(draft, "mac_addresses", YARAL_PATH("principal.mac"), to_mac);
}

void finish_event(Draft& draft) {
  put_marked(draft, YARAL_PATH("observer.asset_id"), "sensor_id");
  put_marked(draft, YARAL_PATH("target.process.product_specific_process_id"), "process_native_id");
  put_marked(draft, YARAL_PATH("target.process.parent_process.product_specific_process_id"),
             "parent_process_native_id");
}

constexpr Mapping kMappings[] = {
    {"process_start", "PROCESS_LAUNCH", {kEvent, kProcess, kStart}},
    {"process_end", "PROCESS_TERMINATION", {kEvent, kProcess}},
    {"network_connection", "NETWORK_CONNECTION", {kEvent, kProcess, kConnection}},
    {"endpoint_metadata", "STATUS_HEARTBEAT", {kEvent, kEndpoint}, finish_endpoint},
};

constexpr Recognition kRecognitions[] = {
    {{{"event_type_cd", ""}, {"sensor_product_cd", ""}, {"sensor_id", ""}, {"schema_ver", ""}}},
};

}  // namespace

const LogType& redcanary_edr_log_type() {
  static constexpr LogType kType{
      .name = "REDCANARY_EDR",
      .title = "Red Canary",
      .vendor = "REDCANARY",
      .product = "EDR",
      .recognitions = kRecognitions,
      .kind_field = "event_type_cd",
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
