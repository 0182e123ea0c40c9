#pragma once

#include <span>
#include <string_view>

#include "ingest/draft.h"
#include "ingest/field_table.h"
#include "ingest/windows_event.h"

namespace yaral::ingest {
class ScriptBlocks;
}

// What the tables of Windows events share. A file telemetry/windows_*.cc holds one source each.
namespace yaral::ingest {

// Providers whose events one table lays into UDM.
struct WindowsSource {
  std::string_view log_type;  // metadata.log_type, one of those below
  std::span<const std::string_view> providers;
  std::span<const Mapping> mappings;  // kind: the event id
  // Before the rows are laid out: what all events of the source that have a mapping share.
  void (*prepare)(Draft& draft) = nullptr;
  std::string_view title = "Windows event log";  // of the log type, for people
};

constexpr std::string_view kLinuxSysmonLog = "LINUX_SYSMON";
constexpr std::string_view kSysmonLog = "WINDOWS_SYSMON";
constexpr std::string_view kWindowsLog = "WINEVTLOG";
constexpr std::string_view kPowerShellLog = "POWERSHELL";
constexpr std::string_view kDefenderLog = "WINDOWS_DEFENDER_AV";

// All that ship, in the order of telemetry/windows_sources.def.
std::span<const WindowsSource* const> windows_sources();

// The source of a provider with its table; null when there is none.
struct CompiledSource {
  const WindowsSource* source;
  FieldTable table;
};
const CompiledSource* find_source(std::string_view provider);

// Sets what every Windows event has: metadata, and the System part in additional.fields.
void put_system(Draft& draft, const WindowsEvent& record);

// The rendered text, when it is more than metadata.description holds. Only for events whose data may be incomplete: for
// the others it repeats them.
void put_message(Draft& draft, const WindowsEvent& record);

// The account that logged it, as the principal's.
void put_logging_user(Draft& draft);

// The account and the process that logged it, as the principal's.
void put_logger(Draft& draft);

// For logons: the machine that logged it is the target.
void put_target_host(Draft& draft);

// The program of a service's command line (target.process.command_line), as the target's process and file.
void put_service_program(Draft& draft);

// `type: 5 name.example;::ffff:192.0.2.7;` and the like, addresses and names with semicolons behind, to
// network.dns.answers.
void put_dns_answers(Draft& draft, std::string_view results);

// A certificate as the target: a resource of the subtype CERTIFICATE, the thumbprint (lower-case hex) as its file's SHA1,
// too, and in additional.fields["Thumbprint"].
void put_certificate(Draft& draft, std::string_view subject, std::string_view thumbprint);

// `192.0.2.1:3389`, `[2001:db8::1]:3389`, `host`, or an IPv6 address alone, as address or name and port of the noun.
struct Endpoint {
  std::string_view host;
  std::string_view port;  // empty: none
};
Endpoint split_endpoint(std::string_view text);
void put_target_endpoint(Draft& draft, const Endpoint& endpoint);
void put_principal_endpoint(Draft& draft, const Endpoint& endpoint);

// Sets file paths of the target's process and of the target's file: rules look for programs and modules in both.
void put_target_program(Draft& draft, std::string_view file);

// A field of the record by name, or, where the source leaves names out, by position.
std::string_view find_or_at(const WindowsEvent& record, std::string_view name, std::size_t position);

// Makes the event and emits it. `missing_parts`: of a script block, numbers of the parts that did not come.
void emit_windows(const WindowsEvent& record, TextLifetime lifetime, std::string_view missing_parts, Arena& arena,
                  EventSink& sink);

// Whether the record is one of several that make a script block, which then waits in `blocks`.
bool put_script_block(const WindowsEvent& record, ScriptBlocks& blocks, Arena& arena, EventSink& sink);

}  // namespace yaral::ingest
