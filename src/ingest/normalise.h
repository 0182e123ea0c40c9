#pragma once

#include <string_view>

#include "ingest/draft.h"
#include "ingest/field_table.h"
#include "ingest/normaliser.h"

// What the normalisers of the log types share. Each file normalise_*.cc holds one log type's tables and rules.
namespace yaral::ingest {

constexpr std::string_view kSysmonLog = "WINDOWS_SYSMON";
constexpr std::string_view kWindowsLog = "WINEVTLOG";
constexpr std::string_view kPowerShellLog = "POWERSHELL";

constexpr std::string_view kSysmonProvider = "Microsoft-Windows-Sysmon";
constexpr std::string_view kSecurityProvider = "Microsoft-Windows-Security-Auditing";

// Sets what every Windows event has: metadata, and the System part in additional.fields.
void put_system(Draft& draft, const WindowsEvent& record);

// The rendered text, when it is more than metadata.description holds. Only for events whose data may be incomplete: for
// the others it repeats them.
void put_message(Draft& draft, const WindowsEvent& record);

// The machine that logged it, as the principal.
void put_host(Draft& draft, const WindowsEvent& record);

// The path, resolved once and kept: for code beside the tables. `dotted` must be a constant.
#define YARAL_PATH(dotted)                                                        \
  ([]() -> const ::yaral::udm::Path& {                                            \
    static const ::yaral::udm::Path path = ::yaral::ingest::checked_path(dotted); \
    return path;                                                                  \
  }())

bool is_powershell(const WindowsEvent& record);

const FieldTable& sysmon_table();
const FieldTable& security_table();
const FieldTable& powershell_table();
void normalise_powershell(const WindowsEvent& record, TextLifetime lifetime, ScriptBlocks& blocks, Arena& arena,
                          EventSink& sink);

// An event of a kind no table knows: all its data to additional.fields, the account that logged it as principal.
void lay_out_generic(Draft& draft, const WindowsEvent& record);

// A field of the record by name, or, where the source leaves names out, by position.
std::string_view find_or_at(const WindowsEvent& record, std::string_view name, std::size_t position);

}  // namespace yaral::ingest
