#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/endpoint.h"
#include "ingest/telemetry/trellix_hx_items.h"

// docs/telemetry/TRELLIX_HX_AUDIT.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kValueTypes[] = {
    {"REG_SZ", "SZ"},       {"REG_EXPAND_SZ", "EXPAND_SZ"}, {"REG_BINARY", "BINARY"},
    {"REG_DWORD", "DWORD"}, {"REG_MULTI_SZ", "MULTI_SZ"},   {"REG_QWORD", "QWORD"},
};
constexpr Code kRegistryEvents[] = {
    {"1", "Registry value change"},
    {"2", "Registry value deleted"},
    {"3", "Registry key created"},
    {"4", "Registry key deleted"},
};

constexpr Row kItem[] = {
    {"timestamp", "", kEventTime},
    {"uid", "metadata.product_log_id"},
    {"applianceId", "metadata.product_deployment_id"},
    {"urlBackToProduct", "metadata.url_back_to_product"},
    {"agentId", "", kCode},
    {"item", "", kCode},
    {"username", "principal", kAccount},
};

// The process that acts.
constexpr Row kActor[] = {
    {"pid", "principal.process.pid", kPid},
    {"process", "principal.process.file.names"},
    {"processPath", "", kCode},
    {"parentPid", "principal.process.parent_process.pid", kPid},
    {"parentProcessPath", "principal.process.parent_process.file.full_path"},
};

constexpr Row kProcess[] = {
    {"eventType", "", kCode, true},
    {"pid", "target.process.pid", kPid},
    {"process", "target.process.file.names"},
    {"processPath", "", kCode},
    {"processCmdLine", "target.process.command_line"},
    {"md5", "target.process.file.md5", kHash},
    {"sha256", "target.process.file.sha256", kHash},
    {"parentPid", "principal.process.pid", kPid},
    {"parentPid", "target.process.parent_process.pid", kPid},
    {"parentProcess", "principal.process.file.names"},
    {"parentProcess", "target.process.parent_process.file.names"},
    {"parentProcessPath", "", kCode},
};

constexpr Row kFile[] = {
    {"fullPath", "target.file.full_path"},
    {"fileName", "target.file.names"},
    {"size", "target.file.size"},
    {"md5", "target.file.md5", kHash},
    {"writes", "target.labels[\"Writes\"]"},
    {"numBytesSeenWritten", "target.labels[\"Number of Bytes Seen Written\"]"},
    {"lowestFileOffsetSeen", "target.labels[\"Lowest File Offset Seen\"]"},
    {"dataAtLowestOffset", "target.labels[\"Data at Lowest Offset\"]"},
    {"textAtLowestOffset", "target.labels[\"Text at Lowest Offset\"]"},
    {"closed", "target.labels[\"Closed\"]"},
    {"openTime", "target.labels[\"Open Time\"]"},
    {"openDuration", "target.labels[\"Open Duration\"]"},
    {"eventReason", "target.labels[\"Event Reason\"]"},
};

constexpr Row kModule[] = {
    {"fullPath", "target.file.full_path"},
    {"fullPath", "target.process.file.full_path"},
    {"fileName", "target.process.file.names"},
    {"devicePath", "target.labels[\"Device Path\"]"},
};

constexpr Row kRegistry[] = {
    {"path", "target.registry.registry_key"},
    {"valueName", "target.registry.registry_value_name"},
    {"valueType", "target.registry.registry_value_type", kText, false, kValueTypes},
    {"text", "target.registry.registry_value_data"},
    {"value", "target.labels[\"Registry value base64\"]"},
    {"eventType", "target.labels[\"Registry event type\"]", kText, false, kRegistryEvents},
};

constexpr Row kConnection[] = {
    {"remoteIP", "target.ip", kIp},
    {"remotePort", "target.port", kPort},
    {"localIP", "principal.ip", kIp},
    {"localPort", "principal.port", kPort},
    {"protocol", "network.ip_protocol", kIpProtocol},
};

constexpr Row kDns[] = {
    {"hostname", "network.dns.questions.name"},
    {"hostname", "target.hostname"},
};

constexpr Row kUrl[] = {
    {"hostname", "target.hostname"},
    {"requestUrl", "target.url"},
    {"urlMethod", "network.http.method"},
    {"urlMethod", "target.network.http.method"},
    {"userAgent", "network.http.user_agent"},
    {"userAgent", "target.network.http.user_agent"},
    {"httpHeader", "target.labels[\"Header\"]"},
    {"remoteIpAddress", "target.ip", kIp},
    {"remotePort", "target.port", kPort},
    {"localPort", "principal.port", kPort},
};

constexpr Constant kDnsProtocol[] = {{"network.application_protocol", "DNS"}};
constexpr Constant kHttpProtocol[] = {{"network.application_protocol", "HTTP"}};

void finish_actor(Draft& draft) {
  put_file_path(draft, YARAL_PATH("principal.process.file.full_path"), draft.find("processPath"),
                draft.find("process"));
}

void finish_process(Draft& draft) {
  if (draft.find("eventType") == "end") draft.set_type("PROCESS_TERMINATION");
  put_file_path(draft, YARAL_PATH("target.process.file.full_path"), draft.find("processPath"), draft.find("process"));
  for (const udm::Path* parent :
       {&YARAL_PATH("principal.process.file.full_path"), &YARAL_PATH("target.process.parent_process.file.full_path")}) {
    put_file_path(draft, *parent, draft.find("parentProcessPath"), draft.find("parentProcess"));
  }
}

void finish_file(Draft& draft) {
  finish_actor(draft);
  const std::string_view parent = draft.find("parentProcessPath");
  const std::string_view name = parent.substr(parent.find_last_of("\\/") + 1);
  draft.put_text(YARAL_PATH("principal.process.parent_process.file.names"), name);
}

void finish_registry(Draft& draft) {
  struct Event {
    std::string_view number;
    std::string_view type;
  };
  static constexpr Event kTypes[] = {
      {"2", "REGISTRY_DELETION"}, {"3", "REGISTRY_CREATION"}, {"4", "REGISTRY_DELETION"}};
  finish_actor(draft);
  for (const Event& event : kTypes) {
    if (draft.find("eventType") == event.number) draft.set_type(event.type);
  }
  put_if_absent(draft, YARAL_PATH("target.registry.registry_value_data"), draft.find("value"));
}

// An audit does not name the machine, which rules group by.
void finish_item(Draft& draft) {
  const std::string_view agent = draft.find("agentId");
  put_joined(draft, YARAL_PATH("principal.asset_id"), {"AGENT ID", agent});
  draft.put_text(YARAL_PATH("principal.hostname"), agent);
}

constexpr Mapping kMappings[] = {
    {"processEvent", "PROCESS_LAUNCH", {kItem, kProcess}, finish_process},
    {"fileWriteEvent", "FILE_MODIFICATION", {kItem, kActor, kFile}, finish_file},
    {"imageLoadEvent", "PROCESS_MODULE_LOAD", {kItem, kActor, kModule}, finish_actor},
    {"regKeyEvent", "REGISTRY_MODIFICATION", {kItem, kActor, kRegistry}, finish_registry},
    {"ipv4NetworkEvent", "NETWORK_CONNECTION", {kItem, kActor, kConnection}, finish_actor},
    {"ipv6NetworkEvent", "NETWORK_CONNECTION", {kItem, kActor, kConnection}, finish_actor},
    {"dnsLookupEvent", "NETWORK_DNS", {kItem, kActor, kDns}, finish_actor, false, kDnsProtocol},
    {"urlMonitorEvent", "NETWORK_HTTP", {kItem, kActor, kUrl}, finish_actor, false, kHttpProtocol},
    {"*", "STATUS_UPDATE", {kItem, kActor}, finish_actor},
};

}  // namespace

const LogType& trellix_hx_audit_log_type() {
  static constexpr LogType kType{
      .name = "TRELLIX_HX_AUDIT",
      .title = "Trellix HX audits",
      .vendor = "Trellix",
      .product = "HX",
      .claims = is_hx_item,
      .claimed_by = "an `itemList` with an `agentId`",
      .split = split_hx_item,
      .kind_field = "item",
      .mappings = kMappings,
      .finish = finish_item,
  };
  return kType;
}

}  // namespace yaral::ingest
