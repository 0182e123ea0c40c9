#include <algorithm>
#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/UPTYCS_EDR.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kRecord[] = {
    {"upt_time", "", kEventTime},
    {"upt_asset_id", "", kCode},
    {"upt_hostname", "principal.hostname"},
    {"upt_asset_group_name", "principal.group.group_display_name"},
    {"upt_asset_group_id", "principal.user.group_identifiers"},
    {"upt_resource_type", "target.resource.type"},
};

// A process of the asset, and the container it runs in.
constexpr Row kProcess[] = {
    {"osquery_raw_data.uname", "principal.user.user_display_name"},
    {"osquery_raw_data.pid", "target.process.pid", kPid},
    {"osquery_raw_data.path", "target.process.file.full_path"},
    {"osquery_raw_data.cmdline", "target.process.command_line"},
    {"osquery_raw_data.md5", "target.process.file.md5", kHash},
    {"osquery_raw_data.sha1", "target.process.file.sha1", kHash},
    {"osquery_raw_data.sha256", "target.process.file.sha256", kHash},
    {"osquery_raw_data.container_id", "metadata.product_log_id", kText, true},
    {"osquery_raw_data.container_image", "additional.fields[\"Container Image\"]"},
    {"osquery_raw_data.container_name", "additional.fields[\"Container Name\"]"},
};

constexpr Row kAncestors[] = {
    {"osquery_raw_data.ancestor_list", "", kJson, true},
    {"osquery_raw_data.ancestor_list.pid", "", kCode},
    {"osquery_raw_data.ancestor_list.path", "", kCode},
    {"osquery_raw_data.ancestor_list.cmdline", "", kCode},
};

constexpr Row kSocket[] = {
    {"osquery_raw_data.pid", "principal.process.pid", kPid},
    {"osquery_raw_data.path", "principal.process.file.full_path"},
    {"osquery_raw_data.cmdline", "principal.process.command_line"},
    {"osquery_raw_data.local_address", "principal.ip", kIp},
    {"osquery_raw_data.local_port", "principal.port", kPort},
    {"osquery_raw_data.remote_address", "target.ip", kIp},
    {"osquery_raw_data.remote_address", "intermediary.ip", kIp},
    {"osquery_raw_data.remote_port", "target.port", kPort},
    {"osquery_raw_data.remote_port", "intermediary.port", kPort},
    {"osquery_raw_data.status", "", kCode, true},
};

// IANA's numbers of the record types that osquery names.
constexpr Code kTypes[] = {
    {"A", "1"},   {"NS", "2"},   {"CNAME", "5"}, {"SOA", "6"},  {"PTR", "12"},   {"HINFO", "13"},
    {"MX", "15"}, {"TXT", "16"}, {"AAAA", "28"}, {"SRV", "33"}, {"HTTPS", "65"}, {"ANY", "255"},
};

constexpr Row kDns[] = {
    {"osquery_raw_data.question", "network.dns.questions.name"},
    {"osquery_raw_data.type", "network.dns.questions.type", kText, false, kTypes},
    {"osquery_raw_data.answer", "network.dns.answers.name"},
    {"osquery_raw_data.answer", "network.dns.answers.data"},
    {"osquery_raw_data.local", "principal.ip", kIp},
    {"osquery_raw_data.remote", "target.ip", kIp},
    {"osquery_raw_data.port", "target.port", kPort},
    {"osquery_raw_data.return_code", "", kCode, true},
};

constexpr Constant kDnsProtocol[] = {{"network.application_protocol", "DNS"}};

constexpr std::string_view kAncestor = "osquery_raw_data.ancestor_list";
constexpr std::uint32_t kMostAncestors = 16;

std::string_view of_ancestor(const Draft& draft, std::string_view member, std::uint32_t number) {
  std::string name(kAncestor);
  name.append(".").append(member);
  return draft.find(name, number);
}

// The chain of parents, each below the one before.
void put_ancestors(Draft& draft) {
  const udm::Path& parent = YARAL_PATH("target.process.parent_process");
  const udm::Path& file_path = YARAL_PATH("target.process.file.full_path");
  const udm::FieldIndex pid_field = YARAL_PATH("target.process.pid").steps.back().field;
  const udm::FieldIndex line = YARAL_PATH("target.process.command_line").steps.back().field;
  Arena& arena = draft.arena();
  const auto set = [&](udm::Message& message, udm::FieldIndex field, std::string_view text) {
    if (!is_absent(text)) message.set(field, Value::string(draft.keep(text)), arena);
  };
  udm::Message* at = &draft.root().child(parent.steps[0].field, arena).child(parent.steps[1].field, arena);
  for (std::uint32_t i = 0; i < std::min(draft.elements(kAncestor), kMostAncestors); ++i) {
    at = &at->child(parent.steps[2].field, arena);
    set(*at, pid_field, of_ancestor(draft, "pid", i));
    set(*at, line, of_ancestor(draft, "cmdline", i));
    const std::string_view file = of_ancestor(draft, "path", i);
    if (!is_absent(file)) set(at->child(file_path.steps[2].field, arena), file_path.steps[3].field, file);
  }
}

void finish_launch(Draft& draft) {
  put_ancestors(draft);
  draft.put_text(YARAL_PATH("principal.process.pid"), of_ancestor(draft, "pid", 0));
  draft.put_text(YARAL_PATH("principal.process.file.full_path"), of_ancestor(draft, "path", 0));
  draft.put_text(YARAL_PATH("principal.process.command_line"), of_ancestor(draft, "cmdline", 0));
}

void finish_socket(Draft& draft) {
  const std::string_view status = draft.find("osquery_raw_data.status");
  if (status.empty()) return;
  draft.put_enum(YARAL_PATH("security_result.action"), status == "succeeded" ? "ALLOW" : "FAIL");
}

void finish_dns(Draft& draft) {
  if (draft.elements(kAncestor) > 0) put_ancestors(draft);
  if (draft.find("osquery_raw_data.return_code") == "SUCCESS") {
    draft.put_enum(YARAL_PATH("security_result.action"), "ALLOW");
  }
}

void finish_record(Draft& draft) {
  const std::string_view asset = draft.find("upt_asset_id");
  if (is_absent(asset)) return;
  draft.put(YARAL_PATH("principal.asset_id"), Value::string(draft.arena().copy("UPT ASSET ID:" + std::string(asset))));
}

// The record does not name the table it is of.
std::string_view kind_of(std::span<const Datum> data, Arena&) {
  if (!find(data, "osquery_raw_data.question").empty()) return "dns";
  if (!find(data, "osquery_raw_data.remote_address").empty()) return "socket";
  if (!find(data, "osquery_raw_data.exe_name").empty()) return "process";
  return "other";
}

constexpr Mapping kMappings[] = {
    {"process", "PROCESS_LAUNCH", {kRecord, kProcess, kAncestors}, finish_launch},
    {"socket", "NETWORK_CONNECTION", {kRecord, kProcess, kSocket}, finish_socket},
    {"dns", "NETWORK_DNS", {kRecord, kProcess, kAncestors, kDns}, finish_dns, false, kDnsProtocol},
    {"other", "GENERIC_EVENT", {kRecord}},
};

constexpr Recognition kRecognitions[] = {
    {{{"upt_asset_id", ""}, {"upt_time", ""}, {"osquery_raw_data", ""}}},
};

}  // namespace

const LogType& uptycs_edr_log_type() {
  static constexpr LogType kType{
      .name = "UPTYCS_EDR",
      .title = "Uptycs",
      .vendor = "UPTYCS",
      .product = "UPTYCS_EDR",
      .recognitions = kRecognitions,
      .kind = kind_of,
      .mappings = kMappings,
      .finish = finish_record,
  };
  return kType;
}

}  // namespace yaral::ingest
