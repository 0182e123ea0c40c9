#include "ingest/telemetry/cs_edr_events.h"

#include <string>

#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/endpoint.h"

namespace yaral::ingest::cs_edr {
namespace {

// Names that begin with the type of file, or say how the thread came there: `PeFileWritten`, `JavaInjectedThread`.
constexpr std::string_view kEndings[] = {"Written", "InjectedThread"};

constexpr std::string_view kSensorNames[] = {"aid", "SensorId", "AgentId"};

// Bits of SignInfoFlags that a rule may want to know by name.
struct Flag {
  std::uint64_t bit;
  std::string_view name;
};

constexpr std::uint64_t kValidSignature = 1u << 18;
constexpr Flag kSignFlags[] = {
    {1u << 0, "SELF_SIGNED"},         {1u << 1, "MS_SIGNED"},
    {1u << 2, "TEST_SIGNED"},         {1u << 9, "NO_SIGNATURE"},
    {1u << 10, "INVALID_SIGN_CHAIN"}, {1u << 11, "SIGN_HASH_MISMATCH"},
    {1u << 14, "FAILED_CERT_CHECK"},  {kValidSignature, "HAS_VALID_SIGNATURE"},
    {1u << 20, "THIRD_PARTY_ROOT"},   {1u << 28, "CERT_EXPIRED"},
    {1u << 29, "CERT_REVOKED"},
};

// What the sensor did, by the members of PatternDispositionFlags.
struct Disposition {
  std::string_view flag;
  std::string_view action;
};

constexpr Disposition kDispositions[] = {
    {"PatternDispositionFlags.QuarantineFile", "QUARANTINE"},
    {"PatternDispositionFlags.QuarantineMachine", "QUARANTINE"},
    {"PatternDispositionFlags.ProcessBlocked", "BLOCK"},
    {"PatternDispositionFlags.KillProcess", "BLOCK"},
    {"PatternDispositionFlags.KillParent", "BLOCK"},
    {"PatternDispositionFlags.KillSubProcess", "BLOCK"},
    {"PatternDispositionFlags.OperationBlocked", "BLOCK"},
    {"PatternDispositionFlags.RegistryOperationBlocked", "BLOCK"},
    {"PatternDispositionFlags.FsOperationBlocked", "BLOCK"},
    {"PatternDispositionFlags.CriticalProcessDisabled", "BLOCK"},
};

std::string_view sensor_of(const Draft& draft) {
  for (const std::string_view name : kSensorNames) {
    if (const std::string_view sensor = draft.find(name); !sensor.empty()) return sensor;
  }
  return {};
}

void put_process(Draft& draft, const udm::Path& path, std::string_view id) {
  if (id != "0") put_joined(draft, path, {"CS", sensor_of(draft), id});
}

// The one that acted is the context; of calls from elsewhere, the client's.
std::string_view actor_of(const Draft& draft) {
  for (const std::string_view name : {"ContextProcessId", "SourceProcessId", "RpcClientProcessId"}) {
    const std::string_view id = draft.find(name);
    if (!id.empty() && id != "0") return id;
  }
  return {};
}

// Records as the sensor sends them do not name the computer; rules group by it.
void put_machine(Draft& draft, const udm::Path& hostname, const udm::Path& asset) {
  const std::string_view sensor = sensor_of(draft);
  put_if_absent(draft, hostname, sensor);
  put_joined(draft, asset, {"CS", sensor});
}

// When it happened, rather than when it was sent.
void put_time(Draft& draft, std::string_view name) {
  const auto time = parse_log_time(draft.find(name));
  if (time && !time->is_zero()) draft.set_time(*time);
}

void put_signature(Draft& draft, const udm::Path& verified, const udm::Path& message) {
  const auto flags = to_unsigned(draft.find("SignInfoFlags"));
  if (!flags) return;
  std::string names;
  for (const Flag& flag : kSignFlags) {
    if ((*flags & flag.bit) == 0) continue;
    if (!names.empty()) names += ", ";
    names += flag.name;
  }
  if ((*flags & kValidSignature) != 0) draft.put(verified, Value::boolean(true));
  draft.put_text(message, draft.arena().copy(names));
}

void finish_process(Draft& draft) {
  put_process(draft, YARAL_PATH("target.process.product_specific_process_id"), draft.find("TargetProcessId"));
  put_process(draft, YARAL_PATH("principal.process.product_specific_process_id"), draft.find("ParentProcessId"));
  put_signature(draft, YARAL_PATH("target.process.file.signature_info.sigcheck.verified"),
                YARAL_PATH("target.process.file.signature_info.sigcheck.verification_message"));
}

}  // namespace

std::string_view kind_of(std::span<const Datum> data, Arena&) {
  for (const std::string_view name : {"event_simpleName", "#event_simpleName", "metadata.eventType"}) {
    const std::string_view kind = find(data, name);
    if (kind.empty()) continue;
    for (const std::string_view ending : kEndings) {
      if (kind.ends_with(ending)) return ending;
    }
    return kind;
  }
  return {};
}

void finish_event(Draft& draft) {
  put_time(draft, "ContextTimeStamp");
  const bool logon = draft.has(YARAL_PATH("extensions.auth.type"));
  if (logon) put_machine(draft, YARAL_PATH("target.hostname"), YARAL_PATH("target.asset_id"));
  // Logons come from another machine, or happen at this one.
  if (!logon || !(draft.has(YARAL_PATH("principal.ip")) || draft.has(YARAL_PATH("principal.hostname")))) {
    if (logon) draft.put_text(YARAL_PATH("principal.hostname"), draft.text_at(YARAL_PATH("target.hostname")));
    put_machine(draft, YARAL_PATH("principal.hostname"), YARAL_PATH("principal.asset_id"));
  }
  const udm::Path& process = YARAL_PATH("principal.process.product_specific_process_id");
  if (!draft.has(process)) put_process(draft, process, actor_of(draft));
}

void finish_launch(Draft& draft) {
  put_time(draft, "ProcessStartTime");
  finish_process(draft);
}

void finish_termination(Draft& draft) {
  put_time(draft, "ProcessEndTime");
  finish_process(draft);
}

void finish_logon(Draft& draft) { put_time(draft, "LogonTime"); }

void finish_logoff(Draft& draft) { put_time(draft, "UserLogoffTime"); }

void finish_registry(Draft& draft) {
  struct Operation {
    std::string_view number;
    std::string_view type;
  };
  static constexpr Operation kOperations[] = {
      {"2", "REGISTRY_DELETION"}, {"3", "REGISTRY_CREATION"}, {"4", "REGISTRY_DELETION"}};
  for (const Operation& operation : kOperations) {
    if (draft.find("RegOperationType") == operation.number) draft.set_type(operation.type);
  }
}

void finish_connection(Draft& draft) {
  const std::string_view direction = draft.find("ConnectionDirection");
  if (direction == "0") draft.put_enum(YARAL_PATH("network.direction"), "OUTBOUND");
  if (direction == "1") draft.put_enum(YARAL_PATH("network.direction"), "INBOUND");
}

void finish_dns(Draft& draft) {
  draft.put_enum(YARAL_PATH("network.application_protocol"), "DNS");
  for (const std::string_view name : {"CNAMERecords", "IP4Records", "IP6Records"}) {
    append_answers(draft, draft.find(name), ";");
  }
}

void finish_http(Draft& draft) {
  const std::string_view host = draft.find("HttpHost");
  if (is_absent(host)) return;
  const std::string url = std::string(host).append(draft.find("HttpPath"));
  draft.put_text(YARAL_PATH("target.url"), draft.arena().copy(url));
}

void finish_module(Draft& draft) {
  put_process(draft, YARAL_PATH("principal.process.product_specific_process_id"), draft.find("TargetProcessId"));
  put_signature(draft, YARAL_PATH("target.file.signature_info.sigcheck.verified"),
                YARAL_PATH("target.file.signature_info.sigcheck.verification_message"));
}

void finish_injection(Draft& draft) {
  const std::string_view source = draft.find("SourceProcessId");
  put_process(draft, YARAL_PATH("principal.process.product_specific_process_id"), source);
  put_process(draft, YARAL_PATH("target.process.product_specific_process_id"), draft.find("TargetProcessId"));
}

void finish_text(Draft& draft) {
  const udm::Path& line = YARAL_PATH("target.process.command_line");
  put_if_absent(draft, line, draft.find("ScriptContent"));
  put_if_absent(draft, line, draft.find("CommandHistory"));
  // The type wants a process, and the one that ran it is all there is.
  put_process(draft, YARAL_PATH("target.process.product_specific_process_id"), actor_of(draft));
}

void finish_service(Draft& draft) {
  put_process(draft, YARAL_PATH("target.process.product_specific_process_id"), draft.find("TargetProcessId"));
  put_process(draft, YARAL_PATH("principal.process.product_specific_process_id"), draft.find("RpcClientProcessId"));
  draft.put_enum(YARAL_PATH("target.resource.resource_type"), "SERVICE");
}

void finish_task(Draft& draft) {
  draft.put_enum(YARAL_PATH("target.resource.resource_type"), "TASK");
  put_process(draft, YARAL_PATH("principal.process.product_specific_process_id"), draft.find("RpcClientProcessId"));
  const std::string_view command = draft.find("TaskExecCommand");
  if (is_absent(command)) return;
  const std::string_view arguments = draft.find("TaskExecArguments");
  std::string line(command);
  if (!is_absent(arguments)) line.append(1, ' ').append(arguments);
  draft.put(YARAL_PATH("target.process.command_line"), Value::string(draft.arena().copy(line)));
}

void finish_detection(Draft& draft) {
  std::string_view action;
  for (const Disposition& disposition : kDispositions) {
    if (draft.find(disposition.flag) != "true") continue;
    action = disposition.action;
    break;
  }
  draft.put_enum(YARAL_PATH("security_result.action"), action.empty() ? "ALLOW" : action);
  put_process(draft, YARAL_PATH("target.process.product_specific_process_id"), draft.find("ProcessId"));
  put_process(draft, YARAL_PATH("principal.process.product_specific_process_id"), draft.find("ParentProcessId"));
  put_if_absent(draft, YARAL_PATH("principal.process.file.full_path"), draft.find("ParentImageFileName"));
  put_file_path(draft, YARAL_PATH("target.process.file.full_path"), draft.find("FilePath"), draft.find("FileName"));
}

void finish_console(Draft& draft) {
  const bool login = draft.find("OperationName").contains("uthenticate");
  if (!login) return;
  draft.set_type("USER_LOGIN");
  const bool failed = draft.find("Success") == "false";
  draft.put_enum(YARAL_PATH("security_result.action"), failed ? "BLOCK" : "ALLOW");
}

}  // namespace yaral::ingest::cs_edr
