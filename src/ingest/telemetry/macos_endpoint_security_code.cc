#include <algorithm>
#include <string>

#include "ingest/code_signature.h"
#include "ingest/convert.h"
#include "ingest/endpoint_security_log.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/macos_endpoint_security.h"

namespace yaral::ingest {
namespace {

// `argv0=codesign; argv1=-s;`
std::string arguments_of_line(std::string_view text) {
  std::string command_line;
  std::size_t at = text.starts_with("argv0=") ? 0 : std::string_view::npos;
  for (int n = 0; at != std::string_view::npos; ++n) {
    const std::string next = "; argv" + std::to_string(n + 1) + "=";
    const std::size_t begin = text.find('=', at) + 1;
    const std::size_t end = text.find(next, begin);
    std::string_view value = text.substr(begin, end == std::string_view::npos ? end : end - begin);
    if (end == std::string_view::npos && value.ends_with(';')) value.remove_suffix(1);
    command_line.append(n == 0 ? "" : " ").append(value);
    at = end;
  }
  return command_line;
}

void put_signatures(Draft& draft) {
  const auto either = [&](std::string_view json, std::string_view line) {
    const std::string_view text = draft.find(json);
    return text.empty() ? draft.find(line) : text;
  };
  put_code_signature(draft, either("process.codesigning_flags", "CodesigningFlags"), "CodesigningFlags",
                     YARAL_PATH("principal.process.file.signature_info.sigcheck.verification_message"),
                     YARAL_PATH("principal.process.file.signature_info.sigcheck.verified"));
  put_code_signature(draft, either("target.codesigning_flags", "TargetProcessCodesigningFlags"),
                     "TargetProcessCodesigningFlags",
                     YARAL_PATH("target.process.file.signature_info.sigcheck.verification_message"),
                     YARAL_PATH("target.process.file.signature_info.sigcheck.verified"));
  put_code_signature(draft, draft.find("instigator.codesigning_flags"), "InstigatorCodesigningFlags",
                     YARAL_PATH("src.process.file.signature_info.sigcheck.verification_message"),
                     YARAL_PATH("src.process.file.signature_info.sigcheck.verified"));
}

void put_outcome(Draft& draft) {
  const udm::Path& action = YARAL_PATH("security_result.action");
  if (draft.has(action)) return;
  const std::string_view success = draft.find("success");
  if (!success.empty()) draft.put_enum(action, success == "true" ? "ALLOW" : "BLOCK");
  if (draft.find("action.result.result.auth") == "1") draft.put_enum(action, "BLOCK");
}

}  // namespace

void es_finish_exec(Draft& draft) {
  put_es_arguments(draft);
  const std::string command_line = arguments_of_line(draft.find("TargetProcessArgs"));
  if (command_line.empty()) return;
  draft.put_text(YARAL_PATH("target.process.command_line"), draft.arena().copy(command_line));
}

void es_finish_close(Draft& draft) {
  if (draft.find("modified") == "true") draft.set_type("FILE_MODIFICATION");
}

void es_finish_new_file(Draft& draft) {
  put_es_file(draft, draft.find("destination.new_path.dir.path"), draft.find("destination.new_path.filename"));
  put_es_file(draft, draft.find("target_dir.path"), draft.find("target_name"));
  put_es_file(draft, draft.find("target_dir.path"), draft.find("target_filename"));
  put_es_file(draft, draft.find("dir.path"), draft.find("filename"));
}

void es_finish_mapped(Draft& draft) {
  constexpr std::uint64_t kExecutable = 4;  // PROT_EXEC
  if ((to_unsigned(draft.find("protection")).value_or(0) & kExecutable) != 0) draft.set_type("PROCESS_MODULE_LOAD");
}

void es_finish_switch(Draft& draft) {
  if (const std::string_view from = draft.find("from_username"); !from.empty()) {
    draft.put_text(YARAL_PATH("principal.user.userid"), from);
  }
}

void es_finish_remote_login(Draft& draft) { draft.put_text(YARAL_PATH("target.hostname"), draft.raw->envelope.host); }

void es_finish_launch_item(Draft& draft) { put_es_launch_item(draft, draft.find("item.item_url")); }

void es_finish_gatekeeper(Draft& draft) { draft.put_enum(YARAL_PATH("security_result.action"), "ALLOW"); }

void es_finish_directory(Draft& draft) {
  const std::string_view error = draft.find("error_code");
  if (error.empty()) return;
  draft.put_enum(YARAL_PATH("security_result.action"), error == "0" ? "ALLOW" : "BLOCK");
}

// Deeds without another process are the process's own.
void es_finish_own_deed(Draft& draft) {
  if (draft.has(YARAL_PATH("target.process"))) return;
  draft.put_text(YARAL_PATH("target.process.file.full_path"),
                 draft.text_at(YARAL_PATH("principal.process.file.full_path")));
  draft.put_text(YARAL_PATH("target.process.pid"), draft.text_at(YARAL_PATH("principal.process.pid")));
}

void es_finish_event(Draft& draft) {
  put_signatures(draft);
  put_outcome(draft);
  draft.put_enum(YARAL_PATH("principal.platform"), "MAC");
  if (!draft.has(YARAL_PATH("target.hostname"))) {
    draft.put_text(YARAL_PATH("principal.hostname"), draft.raw->envelope.host);
  }
}

// eslogger calls an event by the member of `event` that holds it, and writes the same things below each: they go by one
// name here.
void es_prepare(const RawRecord& record, Arena& arena, std::vector<Datum>& data) {
  if (record.json == nullptr) return;
  // The table knows a list by its whole name; the other stands outside the event, too.
  constexpr std::string_view kKept[] = {"event.exec.args", "event.xp_malware_remediated.action_type"};
  const std::string_view kind = es_event_name(record);
  data.push_back({"event_name", arena.copy(kind)});
  const std::string below = "event." + std::string(kind) + ".";
  for (Datum& datum : data) {
    if (!datum.name.starts_with(below) || std::ranges::find(kKept, datum.name) != std::end(kKept)) continue;
    datum.name.remove_prefix(below.size());
    if (!datum.name.starts_with("child.")) continue;
    datum.name = arena.copy("target" + std::string(datum.name.substr(5)));
  }
}

}  // namespace yaral::ingest
