#include <algorithm>

#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/script_blocks.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

constexpr std::string_view kProviders[] = {"Microsoft-Windows-PowerShell", "PowerShell", "PowerShellCore"};

constexpr std::string_view kScriptText = "ScriptBlockText";

constexpr Row kScriptBlock[] = {
    {"ScriptBlockText", "target.process.command_line", kText, true},
    {"Path", "target.file.full_path"},
};

// What the engine was doing: text of `key = value` lines, in named data (4103) or in unnamed ones (400, 403, 800).
struct Host {
  std::string_view application;
  std::string_view user;
  std::string_view script;
};

Host host_of(std::string_view context) {
  Host host;
  host.application = find_line(context, "Host Application", '=');
  if (host.application.empty()) host.application = find_line(context, "HostApplication", '=');
  host.user = find_line(context, "User", '=');
  if (host.user.empty()) host.user = find_line(context, "UserId", '=');
  host.script = find_line(context, "Script Name", '=');
  if (host.script.empty()) host.script = find_line(context, "ScriptName", '=');
  return host;
}

void put_program(Draft& draft, const udm::Path& command_line, const udm::Path& file, std::string_view application) {
  draft.put_text(command_line, application);
  const std::string_view program = program_of(application);
  if (program.find('\\') != std::string_view::npos || program.find('/') != std::string_view::npos) {
    draft.put_text(file, program);
  }
}

void put_host_process(Draft& draft, const Host& host) {
  put_program(draft, YARAL_PATH("principal.process.command_line"), YARAL_PATH("principal.process.file.full_path"),
              host.application);
  const Account account = split_account(host.user);
  draft.put_text(YARAL_PATH("principal.user.userid"), account.user);
  draft.put_text(YARAL_PATH("principal.administrative_domain"), account.domain);
  draft.put_text(YARAL_PATH("target.file.full_path"), host.script);
}

void put_pipeline(Draft& draft, std::string_view text) {
  text = trim(text);
  draft.put_text(YARAL_PATH("target.process.command_line"), text);
  draft.add(kScriptText, text);
}

// 4103: ContextInfo, UserData, Payload.
void finish_pipeline(Draft& draft) {
  put_host_process(draft, host_of(find_or_at(*draft.windows, "ContextInfo", 0)));
  put_pipeline(draft, find_or_at(*draft.windows, "Payload", 2));
}

// What stands in a rendered text behind `from`, up to `to` where that follows.
std::string_view between(std::string_view text, std::string_view from, std::string_view to) {
  const auto begin = text.find(from);
  if (begin == std::string_view::npos) return {};
  text = text.substr(begin + from.size());
  return trim(text.substr(0, text.find(to)));
}

// 800: the pipeline's text, the context, the detail of each command. Shippers that drop data without a name leave them
// only in the rendered text.
void finish_classic_pipeline(Draft& draft) {
  const WindowsEvent& record = *draft.windows;
  std::string_view pipeline = find_or_at(record, "", 0);
  std::string_view context = find_or_at(record, "", 1);
  std::string_view detail = find_or_at(record, "", 2);
  if (context.empty()) {
    pipeline = between(record.message, "command line:", "Context Information:");
    if (pipeline.ends_with('.')) pipeline = trim(pipeline.substr(0, pipeline.size() - 1));
    context = between(record.message, "Context Information:", "Details:");
    detail = between(record.message, "Details:", std::string_view("\0", 1));
    put_message(draft, record);
  }
  put_host_process(draft, host_of(context));
  put_pipeline(draft, is_absent(trim(detail)) ? pipeline : detail);
}

// 400, 403: the new state, the one before, the context. The engine's process is what starts and ends.
void finish_engine(Draft& draft) {
  std::string_view context = find_or_at(*draft.windows, "", 2);
  if (context.empty()) {
    context = draft.windows->message;
    put_message(draft, *draft.windows);
  }
  const Host host = host_of(context);
  put_program(draft, YARAL_PATH("target.process.command_line"), YARAL_PATH("target.process.file.full_path"),
              host.application);
}

constexpr Mapping kMappings[] = {
    {"400", "PROCESS_LAUNCH", {}, finish_engine},
    {"403", "PROCESS_TERMINATION", {}, finish_engine},
    {"800", "PROCESS_UNCATEGORIZED", {}, finish_classic_pipeline},
    {"4103", "PROCESS_UNCATEGORIZED", {}, finish_pipeline},
    {"4104", "PROCESS_UNCATEGORIZED", {kScriptBlock}},
};

constexpr WindowsSource kSource{kPowerShellLog, kProviders, kMappings, put_logger};

}  // namespace

const WindowsSource& powershell_source() { return kSource; }

void emit_script_block(const ScriptBlock& block, Arena& arena, EventSink& sink) {
  WindowsEvent record = block.head();
  for (WindowsEvent::Data& datum : record.data) {
    if (datum.name == kScriptText) datum.value = block.text;
  }
  emit_windows(record, TextLifetime::kRecord, block.missing, arena, sink);
}

bool put_script_block(const WindowsEvent& record, ScriptBlocks& blocks, Arena& arena, EventSink& sink) {
  if (record.event_id != 4104 || std::ranges::find(kProviders, record.provider) == std::end(kProviders)) return false;
  const ScriptBlocks::Part part{record.find("ScriptBlockId"),
                                to_unsigned(trim(record.find("MessageNumber"))).value_or(0),
                                to_unsigned(trim(record.find("MessageTotal"))).value_or(0), record.find(kScriptText)};
  if (!ScriptBlocks::can_wait(part)) return false;
  if (const auto block = blocks.add(part, record)) emit_script_block(*block, arena, sink);
  return true;
}

}  // namespace yaral::ingest
