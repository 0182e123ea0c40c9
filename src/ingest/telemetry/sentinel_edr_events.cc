#include "ingest/telemetry/sentinel_edr_events.h"

#include <algorithm>

#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/endpoint.h"

namespace yaral::ingest::sentinel_one {
namespace {

// Records of one process and its parent.
constexpr std::string_view kOwn[] = {"Process Creation, source only", "Process Exit", "Process Termination",
                                     "Pre Execution Detection"};

void put_process_id(Draft& draft, const udm::Path& path, std::string_view id) {
  put_joined(draft, path, {"S1", draft.find("agent.uuid"), id});
}

void put_verified(Draft& draft, const udm::Path& path, std::string_view status) {
  if (equal_nocase(status, "verified")) draft.put(path, Value::boolean(true));
}

bool has_target(std::span<const Datum> data) {
  return std::ranges::any_of(data, [](const Datum& datum) { return datum.name.starts_with("tgt.process."); });
}

// The machine is the principal, but that of a logon its target.
void put_endpoint(Draft& draft) {
  const bool logon = draft.has(YARAL_PATH("extensions.auth.type"));
  const std::string_view name = draft.find("endpoint.name");
  draft.put_text(logon ? YARAL_PATH("target.hostname") : YARAL_PATH("principal.hostname"), name);
  put_joined(draft, logon ? YARAL_PATH("target.asset_id") : YARAL_PATH("principal.asset_id"),
             {"S1", draft.find("agent.uuid")});
  if (logon && !draft.has(YARAL_PATH("principal.ip"))) draft.put_text(YARAL_PATH("principal.hostname"), name);
}

}  // namespace

std::string_view kind_of(std::span<const Datum> data, Arena&) {
  const std::string_view type = find(data, "event.type");
  if (type == "Process Creation" && !has_target(data)) return "Process Creation, source only";
  return find(data, "event.category") == "url" ? "url" : type;
}

void finish_event(Draft& draft) {
  if (const auto time = parse_log_time(draft.find("event.time"))) draft.set_time(*time);
  put_endpoint(draft);
  // Where the source is the target, its parent is the principal.
  if (std::ranges::find(kOwn, kind_of(draft.data(), draft.arena())) != std::end(kOwn)) return;
  put_process_id(draft, YARAL_PATH("principal.process.product_specific_process_id"), draft.find("src.process.uid"));
  put_verified(draft, YARAL_PATH("principal.process.file.signature_info.sigcheck.verified"),
               draft.find("src.process.verifiedStatus"));
  put_if_absent(draft, YARAL_PATH("principal.process.file.full_path"), draft.find("src.process.name"));
}

void finish_reach(Draft& draft) {
  put_process_id(draft, YARAL_PATH("target.process.product_specific_process_id"), draft.find("tgt.process.uid"));
  put_verified(draft, YARAL_PATH("target.process.file.signature_info.sigcheck.verified"),
               draft.find("tgt.process.verifiedStatus"));
  put_if_absent(draft, YARAL_PATH("target.process.file.full_path"), draft.find("tgt.process.name"));
}

void finish_own(Draft& draft) {
  put_process_id(draft, YARAL_PATH("target.process.product_specific_process_id"), draft.find("src.process.uid"));
  put_process_id(draft, YARAL_PATH("principal.process.product_specific_process_id"),
                 draft.find("src.process.parent.uid"));
  put_verified(draft, YARAL_PATH("target.process.file.signature_info.sigcheck.verified"),
               draft.find("src.process.verifiedStatus"));
  put_if_absent(draft, YARAL_PATH("target.process.file.full_path"), draft.find("src.process.name"));
  put_if_absent(draft, YARAL_PATH("principal.process.file.full_path"), draft.find("src.process.parent.name"));
}

void finish_acting(Draft& draft) {
  put_process_id(draft, YARAL_PATH("target.process.product_specific_process_id"), draft.find("src.process.uid"));
}

void finish_rename(Draft& draft) {
  const std::string_view name = draft.find("registry.keyNewPath");
  if (is_absent(name)) return;
  const udm::Path& key = YARAL_PATH("target.registry.registry_key");
  draft.put_text(YARAL_PATH("src.registry.registry_key"), draft.text_at(key));
  draft.put_text(key, name);
}

void finish_connection(Draft& draft) {
  const bool failed = draft.find("event.network.connectionStatus") == "FAILURE";
  if (failed) draft.put_enum(YARAL_PATH("security_result.action"), "FAIL");
}

void finish_dns(Draft& draft) {
  draft.put_enum(YARAL_PATH("network.application_protocol"), "DNS");
  append_answers(draft, draft.find("event.dns.response"), ";");
}

void finish_url(Draft& draft) { put_host_of(draft, draft.find("url.address")); }

void finish_login(Draft& draft) {
  const bool failed = draft.find("event.login.loginIsSuccessful") == "false";
  draft.put_enum(YARAL_PATH("security_result.action"), failed ? "BLOCK" : "ALLOW");
  if (failed) draft.put_enum(YARAL_PATH("security_result.category"), "AUTH_VIOLATION");
}

}  // namespace yaral::ingest::sentinel_one
