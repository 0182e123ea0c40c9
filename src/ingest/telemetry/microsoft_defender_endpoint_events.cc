#include "ingest/telemetry/microsoft_defender_endpoint_events.h"

#include <algorithm>

#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/endpoint.h"

namespace yaral::ingest::defender {
namespace {

constexpr std::string_view kCategory = "AdvancedHunting-";

// Their rows have no ActionType, or one that stands for something else than on a device.
constexpr std::string_view kTables[] = {
    "AlertEvidence",     "AlertInfo",   "CloudAppEvents",          "DeviceFileCertificateInfo", "DeviceInfo",
    "DeviceNetworkInfo", "EmailEvents", "IdentityDirectoryEvents", "IdentityLogonEvents",       "UrlClickEvents",
};

// What a row of a query's result is told by, as it does not name its table.
struct Column {
  std::string_view name;
  std::string_view table;
};

constexpr Column kColumns[] = {
    {"EvidenceRole", "AlertEvidence"},
    {"DetectionSource", "AlertInfo"},
    {"SignatureType", "DeviceFileCertificateInfo"},
    {"IsTrusted", "DeviceFileCertificateInfo"},
    {"IPAddresses", "DeviceNetworkInfo"},
    {"OSPlatform", "DeviceInfo"},
};

std::string_view table_of(std::span<const Datum> data) {
  const std::string_view category = find(data, "category");
  if (category.starts_with(kCategory)) return category.substr(kCategory.size());
  return find(data, "Type");  // Microsoft Sentinel's
}

void put_process_id(Draft& draft, const udm::Path& path, std::string_view pid, std::string_view created) {
  if (pid != "0") put_joined(draft, path, {"MDE", draft.find("DeviceId"), pid, created});
}

void put_blocked(Draft& draft, std::string_view action) {
  const bool blocked = action.ends_with("Blocked") || action.ends_with("Block");
  draft.put_enum(YARAL_PATH("security_result.action"), blocked ? "BLOCK" : "ALLOW");
}

void put_time(Draft& draft) {
  for (const std::string_view name : {"Timestamp", "TimeGenerated"}) {
    const auto time = parse_log_time(draft.find(name));
    if (!time) continue;
    draft.set_time(*time);
    return;
  }
}

// The machine is the principal, but that of a logon its target.
void put_device(Draft& draft) {
  const bool logon = draft.has(YARAL_PATH("extensions.auth.type"));
  const udm::Path& host = logon ? YARAL_PATH("target.hostname") : YARAL_PATH("principal.hostname");
  const udm::Path& asset = logon ? YARAL_PATH("target.asset_id") : YARAL_PATH("principal.asset_id");
  const std::string_view name = draft.find("DeviceName");
  draft.put_text(host, name);
  put_joined(draft, asset, {"DeviceId", draft.find("DeviceId")});
  const bool remote = draft.has(YARAL_PATH("principal.ip")) || draft.has(YARAL_PATH("principal.hostname"));
  if (logon && !remote) draft.put_text(YARAL_PATH("principal.hostname"), name);
}

// The file of the other process of the record.
void put_image(Draft& draft, const udm::Path& path) {
  put_file_path(draft, path, draft.find("FolderPath"), draft.find("FileName"));
}

}  // namespace

std::string_view kind_of(std::span<const Datum> data, Arena&) {
  const std::string_view table = table_of(data);
  if (std::ranges::find(kTables, table) != std::end(kTables)) return table;
  const std::string_view action = find(data, "ActionType");
  if (!action.empty()) return action;
  const auto column = std::ranges::find_if(kColumns, [&](const Column& c) { return !find(data, c.name).empty(); });
  return column == std::end(kColumns) ? table : column->table;
}

void finish_event(Draft& draft) {
  put_time(draft);
  put_device(draft);
  put_process_id(draft, YARAL_PATH("principal.process.product_specific_process_id"), draft.find("InitiatingProcessId"),
                 draft.find("InitiatingProcessCreationTime"));
  put_file_path(draft, YARAL_PATH("principal.process.file.full_path"), draft.find("InitiatingProcessFolderPath"),
                draft.find("InitiatingProcessFileName"));
}

void finish_process(Draft& draft) {
  put_image(draft, YARAL_PATH("target.process.file.full_path"));
  put_process_id(draft, YARAL_PATH("target.process.product_specific_process_id"), draft.find("ProcessId"),
                 draft.find("ProcessCreationTime"));
}

void finish_launch(Draft& draft) {
  finish_process(draft);
  // What a process does not tell of its account is that of its parent.
  put_if_absent(draft, YARAL_PATH("target.user.userid"), draft.text_at(YARAL_PATH("principal.user.userid")));
}

void finish_module(Draft& draft) {
  put_image(draft, YARAL_PATH("target.process.file.full_path"));
  put_image(draft, YARAL_PATH("target.file.full_path"));
}

void finish_file(Draft& draft) {
  put_image(draft, YARAL_PATH("target.file.full_path"));
  put_file_path(draft, YARAL_PATH("src.file.full_path"), draft.find("PreviousFolderPath"),
                draft.find("PreviousFileName"));
}

void finish_connection(Draft& draft) {
  if (!draft.has(YARAL_PATH("network.direction"))) draft.put_enum(YARAL_PATH("network.direction"), "OUTBOUND");
  const std::string_view action = draft.find("ActionType");
  if (action == "ConnectionFailed") draft.put_enum(YARAL_PATH("security_result.action"), "FAIL");
  put_host_of(draft, draft.find("RemoteUrl"));
}

void finish_inbound(Draft& draft) {
  draft.put_enum(YARAL_PATH("network.direction"), "INBOUND");
  finish_connection(draft);
}

void finish_dns(Draft& draft) {
  draft.put_enum(YARAL_PATH("network.application_protocol"), "DNS");
  for (std::uint32_t i = 0; i < draft.elements("AdditionalFields.DnsQueryResult"); ++i) {
    append_answer(draft, draft.find("AdditionalFields.DnsQueryResult.Result", i));
  }
}

void finish_text(Draft& draft) {
  const udm::Path& line = YARAL_PATH("target.process.command_line");
  put_if_absent(draft, line, draft.find("AdditionalFields.Command"));
  put_if_absent(draft, line, draft.find("AdditionalFields.ScriptContent"));
  // The type wants a process, and the one that ran it is all there is.
  put_process_id(draft, YARAL_PATH("target.process.product_specific_process_id"), draft.find("InitiatingProcessId"),
                 draft.find("InitiatingProcessCreationTime"));
}

void finish_pipe(Draft& draft) {
  draft.put_enum(YARAL_PATH("target.resource.resource_type"), "PIPE");
  finish_text(draft);
}

void finish_task(Draft& draft) { draft.put_enum(YARAL_PATH("target.resource.resource_type"), "TASK"); }

void finish_service(Draft& draft) { put_image(draft, YARAL_PATH("target.process.file.full_path")); }

void finish_tampering(Draft& draft) { draft.put_enum(YARAL_PATH("target.resource.resource_type"), "SETTING"); }

void finish_directory_logon(Draft& draft) {
  const bool failed = draft.find("ActionType") == "LogonFailed";
  draft.put_enum(YARAL_PATH("security_result.action"), failed ? "BLOCK" : "ALLOW");
}

void finish_protection(Draft& draft) {
  put_blocked(draft, draft.find("ActionType"));
  put_image(draft, YARAL_PATH("target.file.full_path"));
}

void finish_certificate(Draft& draft) {
  const auto says = [&](std::string_view name, std::string_view word, std::string_view digit) {
    const std::string_view value = draft.find(name);
    return equal_nocase(value, word) || value == digit;
  };
  const bool trusted = says("IsTrusted", "true", "1");
  if (trusted) draft.put(YARAL_PATH("target.file.signature_info.sigcheck.verified"), Value::boolean(true));
  draft.put_text(YARAL_PATH("target.file.signature_info.sigcheck.verification_message"), says("IsSigned", "false", "0")
                                                                                             ? "Unsigned"
                                                                                         : trusted ? "Trusted"
                                                                                                   : "Not trusted");
}

// `OS Credential Dumping (T1003)`.
struct Technique {
  std::string_view id;
  std::string_view name;
};

Technique split_technique(std::string_view text) {
  text = trim(text);
  const auto open = text.rfind('(');
  if (!text.ends_with(')') || open == std::string_view::npos) return {{}, text};
  const std::string_view id = text.substr(open + 1, text.size() - open - 2);
  const bool is_id = id.size() >= 5 && id[0] == 'T' && id.find_first_not_of("0123456789.", 1) == std::string_view::npos;
  return is_id ? Technique{id, trim(text.substr(0, open))} : Technique{{}, text};
}

void finish_alert(Draft& draft) {
  for (const Datum& datum : draft.data()) {
    if (datum.name != "AttackTechniques" || is_absent(datum.value)) continue;
    const Technique technique = split_technique(datum.value);
    udm::Message& element = draft.append(YARAL_PATH("security_result.attack_details.techniques"));
    draft.put_text(element, "id", technique.id);
    draft.put_text(element, "name", technique.name);
  }
}

void finish_evidence(Draft& draft) {
  finish_alert(draft);
  if (draft.find("EntityType") == "Process") {
    finish_process(draft);
  } else {
    put_image(draft, YARAL_PATH("target.file.full_path"));
  }
}

void finish_mail(Draft& draft) {
  const std::string_view delivery = draft.find("DeliveryAction");
  draft.put_enum(YARAL_PATH("security_result.action"),
                 delivery == "Blocked" || delivery == "Junked" ? "BLOCK" : "ALLOW");
}

// The rest of DeviceEvents: with what it is about where the usual events have it.
void finish_other(Draft& draft) {
  const bool process = !draft.find("ProcessCommandLine").empty() || !draft.find("ProcessId").empty();
  if (process) {
    finish_process(draft);
    draft.set_type("PROCESS_UNCATEGORIZED");
  } else if (!draft.find("FileName").empty()) {
    finish_file(draft);
    draft.set_type("FILE_UNCATEGORIZED");
  }
}

}  // namespace yaral::ingest::defender
