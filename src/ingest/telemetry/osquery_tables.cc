#include "ingest/telemetry/osquery_tables.h"

#include <algorithm>

#include "ingest/convert.h"
#include "ingest/path_constant.h"

namespace yaral::ingest {
namespace {

struct Signs {
  std::string_view table;
  std::string_view columns[3];
};

// The first whose columns are all there.
constexpr Signs kTables[] = {
    {"es_process_file_events", {"columns.event_type", "columns.filename", "columns.path"}},
    {"es_process_events", {"columns.event_type", "columns.cmdline", "columns.signing_id"}},
    {"authenticode", {"columns.path", "columns.subject_name", "columns.result"}},
    {"process_events", {"columns.cmdline", "columns.parent", "columns.eid"}},
    {"process_events", {"columns.cmdline", "columns.parent", "columns.auid"}},
    {"process_events", {"columns.cmdline", "columns.parent", "columns.time"}},
    {"socket_events", {"columns.remote_address", "columns.remote_port", ""}},
    {"processes", {"columns.pid", "columns.cmdline", ""}},
    {"processes", {"columns.pid", "columns.on_disk", ""}},
    {"signature", {"columns.path", "columns.signed", "columns.identifier"}},
    {"file_events", {"columns.target_path", "columns.action", ""}},
    {"launchd", {"columns.label", "columns.program_arguments", ""}},
    {"launchd", {"columns.label", "columns.run_at_load", ""}},
    {"gatekeeper", {"columns.assessments_enabled", "", ""}},
    {"gatekeeper_approved_apps", {"columns.path", "columns.requirement", ""}},
    {"certificates", {"columns.common_name", "columns.not_valid_after", ""}},
    {"chrome_extensions", {"columns.browser_type", "columns.identifier", "columns.permissions"}},
    {"hash", {"columns.path", "columns.sha256", ""}},
};

bool has_column(std::span<const Datum> data, std::string_view name) {
  return std::ranges::any_of(data, [&](const Datum& datum) { return datum.name == name; });
}

// Tables of what is there, asked again and again, tell what happened by their differences; those against nothing, in the
// first run, tell nothing.
void put_difference(Draft& draft, std::string_view added, std::string_view removed) {
  const std::string_view counter = draft.find("counter");
  if (counter.empty() || counter == "0") return;
  const std::string_view action = draft.find("action");
  if (action == "added") draft.set_type(added);
  if (action == "removed") draft.set_type(removed);
}

void put_users(Draft& draft) {
  std::string_view user = draft.find("columns.username");
  if (is_absent(user)) user = draft.find("columns.uid");
  draft.put_text(YARAL_PATH("target.user.userid"), user);
  draft.put_text(YARAL_PATH("principal.user.userid"), user);
}

// The words of code_signature.h. Endpoint Security's flags are listed by what is not as it should be; the table
// `signature` has no authority where nobody signed but the program's maker itself.
std::string_view signature_word(const Draft& draft) {
  if (has_column(draft.data(), "columns.codesigning_flags")) {
    const std::string_view flags = draft.find("columns.codesigning_flags");
    if (is_absent(draft.find("columns.signing_id"))) return "unsigned";
    if (flags.contains("ADHOC")) return "ad-hoc";
    return flags.contains("NOT_VALID") ? "invalid" : "signed";
  }
  const std::string_view is_signed = draft.find("columns.signed");
  if (is_signed.empty()) return {};
  if (is_signed != "1") return is_absent(draft.find("columns.identifier")) ? "unsigned" : "invalid";
  const bool nobody = has_column(draft.data(), "columns.authority") && is_absent(draft.find("columns.authority"));
  return nobody ? "ad-hoc" : "signed";
}

void put_process_signature(Draft& draft) {
  const std::string_view word = signature_word(draft);
  draft.put_text(YARAL_PATH("target.process.file.signature_info.sigcheck.verification_message"), word);
  if (word == "signed") {
    draft.put(YARAL_PATH("target.process.file.signature_info.sigcheck.verified"), Value::boolean(true));
  }
}

struct Deed {
  std::string_view name;
  std::string_view type;
};

void put_type(Draft& draft, std::span<const Deed> deeds, std::string_view name) {
  for (const Deed& deed : deeds) {
    if (equal_nocase(deed.name, name)) return draft.set_type(deed.type);
  }
}

}  // namespace

std::string_view osquery_kind(std::span<const Datum> data, Arena&) {
  for (const Signs& signs : kTables) {
    const auto is_there = [&](std::string_view name) { return name.empty() || has_column(data, name); };
    if (std::ranges::all_of(signs.columns, is_there)) return signs.table;
  }
  return has_column(data, "message") && has_column(data, "line") ? "status" : "";
}

void osquery_finish_es_process(Draft& draft) {
  constexpr Deed kDeeds[] = {{"exec", "PROCESS_LAUNCH"}, {"exit", "PROCESS_TERMINATION"}};
  put_type(draft, kDeeds, draft.find("columns.event_type"));
  put_users(draft);
  put_process_signature(draft);
}

void osquery_finish_process_event(Draft& draft) {
  put_users(draft);
  put_process_signature(draft);
}

void osquery_finish_process(Draft& draft) {
  put_difference(draft, "PROCESS_LAUNCH", "PROCESS_TERMINATION");
  put_users(draft);
  put_process_signature(draft);
}

void osquery_finish_es_file(Draft& draft) {
  constexpr Deed kDeeds[] = {
      {"create", "FILE_CREATION"}, {"write", "FILE_MODIFICATION"}, {"truncate", "FILE_MODIFICATION"},
      {"rename", "FILE_MOVE"},     {"open", "FILE_OPEN"},          {"unlink", "FILE_DELETION"}};
  put_type(draft, kDeeds, draft.find("columns.event_type"));
  const std::string_view file = draft.find("columns.filename");
  const std::string_view destination = draft.find("columns.dest_filename");
  const bool moved = !is_absent(destination);
  draft.put_text(YARAL_PATH("target.file.full_path"), moved ? destination : file);
  if (moved) draft.put_text(YARAL_PATH("src.file.full_path"), file);
}

void osquery_finish_file(Draft& draft) {
  constexpr Deed kDeeds[] = {{"CREATED", "FILE_CREATION"},
                             {"UPDATED", "FILE_MODIFICATION"},
                             {"DELETED", "FILE_DELETION"},
                             {"ATTRIBUTES_MODIFIED", "FILE_MODIFICATION"},
                             {"MOVED_FROM", "FILE_MOVE"},
                             {"MOVED_TO", "FILE_MOVE"},
                             {"OPENED", "FILE_OPEN"},
                             {"ACCESSED", "FILE_READ"},
                             {"FAM_ATTRIB", "FILE_MODIFICATION"}};
  put_type(draft, kDeeds, draft.find("columns.action"));
}

void osquery_finish_signature(Draft& draft) {
  const std::string_view word = signature_word(draft);
  draft.put_text(YARAL_PATH("target.file.signature_info.sigcheck.verification_message"), word);
  if (word == "signed") draft.put(YARAL_PATH("target.file.signature_info.sigcheck.verified"), Value::boolean(true));
}

void osquery_finish_authenticode(Draft& draft) {
  const std::string_view result = draft.find("columns.result");
  draft.put_text(YARAL_PATH("target.file.signature_info.sigcheck.verification_message"), result);
  if (result != "trusted" && result != "valid") return;
  draft.put(YARAL_PATH("target.file.signature_info.sigcheck.verified"), Value::boolean(true));
}

void osquery_finish_launchd(Draft& draft) { put_difference(draft, "SERVICE_CREATION", "SERVICE_DELETION"); }

void osquery_finish_socket(Draft& draft) {
  const std::string_view action = draft.find("columns.action");
  const udm::Path& direction = YARAL_PATH("network.direction");
  if (action == "connect") draft.put_enum(direction, "OUTBOUND");
  if (action == "accept") draft.put_enum(direction, "INBOUND");
}

void osquery_finish_gatekeeper(Draft& draft) {
  if (draft.find("action") != "removed") put_difference(draft, "SETTING_MODIFICATION", {});
  const bool off = draft.find("columns.assessments_enabled") == "0";
  draft.put_text(YARAL_PATH("security_result.summary"), off ? "Gatekeeper is off" : "Gatekeeper is on");
}

void osquery_finish_approved_app(Draft& draft) {
  put_difference(draft, "SETTING_MODIFICATION", "SETTING_MODIFICATION");
}

void osquery_finish_certificate(Draft& draft) { put_difference(draft, "RESOURCE_CREATION", "RESOURCE_DELETION"); }

void osquery_finish(Draft& draft) {
  for (const std::string_view name : {"ts", "unixTime"}) {
    if (!draft.time().is_zero()) return;
    if (const auto time = parse_log_time(draft.find(name))) draft.set_time(*time);
  }
}

}  // namespace yaral::ingest
