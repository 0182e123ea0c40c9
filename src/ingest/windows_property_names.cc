#include "ingest/windows_property_names.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <iterator>
#include <string_view>

#include "ingest/convert.h"

namespace yaral::ingest {
namespace {

// The names of an event's data in their order, parted by blanks.
struct Template {
  std::string_view provider;
  std::uint32_t event_id;
  std::string_view names;
};

constexpr std::string_view kSecurity = "Microsoft-Windows-Security-Auditing";
constexpr std::string_view kPowerShell = "Microsoft-Windows-PowerShell";

constexpr Template kTemplates[] = {
    {kSecurity, 4624,
     "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId TargetUserSid TargetUserName TargetDomainName "
     "TargetLogonId LogonType LogonProcessName AuthenticationPackageName WorkstationName LogonGuid TransmittedServices "
     "LmPackageName KeyLength ProcessId ProcessName IpAddress IpPort ImpersonationLevel RestrictedAdminMode "
     "TargetOutboundUserName TargetOutboundDomainName VirtualAccount TargetLinkedLogonId ElevatedToken"},
    {kSecurity, 4625,
     "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId TargetUserSid TargetUserName TargetDomainName "
     "Status FailureReason SubStatus LogonType LogonProcessName AuthenticationPackageName WorkstationName "
     "TransmittedServices LmPackageName KeyLength ProcessId ProcessName IpAddress IpPort"},
    {kSecurity, 4634, "TargetUserSid TargetUserName TargetDomainName TargetLogonId LogonType"},
    {kSecurity, 4647, "TargetUserSid TargetUserName TargetDomainName TargetLogonId"},
    {kSecurity, 4648,
     "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId LogonGuid TargetUserName TargetDomainName "
     "TargetLogonGuid TargetServerName TargetInfo ProcessId ProcessName IpAddress IpPort"},
    {kSecurity, 4672, "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId PrivilegeList"},
    {kSecurity, 4688,
     "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId NewProcessId NewProcessName TokenElevationType "
     "ProcessId CommandLine TargetUserSid TargetUserName TargetDomainName TargetLogonId ParentProcessName "
     "MandatoryLabel"},
    {kSecurity, 4697,
     "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId ServiceName ServiceFileName ServiceType "
     "ServiceStartType ServiceAccount"},
    {kSecurity, 4698, "SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId TaskName TaskContent"},
    {kSecurity, 4720,
     "TargetUserName TargetDomainName TargetSid SubjectUserSid SubjectUserName SubjectDomainName SubjectLogonId"},
    {kSecurity, 4728,
     "MemberName MemberSid TargetUserName TargetDomainName TargetSid SubjectUserSid SubjectUserName SubjectDomainName "
     "SubjectLogonId PrivilegeList"},
    {kSecurity, 4732,
     "MemberName MemberSid TargetUserName TargetDomainName TargetSid SubjectUserSid SubjectUserName SubjectDomainName "
     "SubjectLogonId PrivilegeList"},
    {"Service Control Manager", 7045, "ServiceName ImagePath ServiceType StartType AccountName"},
    {kPowerShell, 4103, "ContextInfo UserData Payload"},
    {kPowerShell, 4104, "MessageNumber MessageTotal ScriptBlockText ScriptBlockId Path"},
};

// What XML has in hex.
constexpr std::string_view kHexNames[] = {"SubjectLogonId", "TargetLogonId", "TargetLinkedLogonId", "Status",
                                          "SubStatus",      "NewProcessId",  "ServiceType"};

bool is_in_hex(const WindowsEvent& event, std::string_view name) {
  return event.provider == kSecurity && std::ranges::find(kHexNames, name) != std::end(kHexNames);
}

// Values of 32 bits with the highest set come as negative numbers.
std::string_view as_hex(std::string_view text, Arena& arena) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return text;
  char buffer[24];
  const auto bits = number < 0 ? static_cast<std::uint32_t>(number) : static_cast<std::uint64_t>(number);
  const int size = std::snprintf(buffer, sizeof buffer, "0x%llx", static_cast<unsigned long long>(bits));
  return arena.copy({buffer, static_cast<std::size_t>(size)});
}

void name_by_template(const Template& known, WindowsEvent& event, Arena& arena) {
  std::string_view names = known.names;
  for (WindowsEvent::Data& datum : event.data) {
    const std::size_t end = std::min(names.find(' '), names.size());
    datum.name = names.substr(0, end);
    if (is_in_hex(event, datum.name)) datum.value = as_hex(datum.value, arena);
    names.remove_prefix(std::min(end + 1, names.size()));
  }
}

// The next line `Name: value` of a text, whose name is one word; an empty name at the end.
Datum take_line(std::string_view& text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trim(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t colon = line.find_first_of(": \t");
    if (colon == std::string_view::npos || colon == 0 || line[colon] != ':') continue;
    if (const std::string_view value = trim(line.substr(colon + 1)); !value.empty())
      return {line.substr(0, colon), value};
  }
  return {};
}

std::string_view without_braces(std::string_view text) {
  text = trim(text);
  const bool braces = text.starts_with('{') && text.ends_with('}');
  return braces ? text.substr(1, text.size() - 2) : text;
}

// Whether both are the same, in the spellings that messages and values differ in: GUIDs with and without braces, logon
// ids in hex and decimal.
bool is_same(std::string_view a, std::string_view b) {
  if (equal_nocase(without_braces(a), without_braces(b))) return true;
  const auto number = to_unsigned(a);
  return number && number == to_unsigned(trim(b));
}

// Lines and values have the same order, but either may lack some: a line that fits is looked for within a few.
void name_by_message(WindowsEvent& event) {
  constexpr int kReach = 8;
  std::string_view rest = event.message;
  for (WindowsEvent::Data& datum : event.data) {
    std::string_view ahead = rest;
    for (int i = 0; i < kReach; ++i) {
      const Datum line = take_line(ahead);
      if (line.name.empty()) break;
      if (!is_same(line.value, datum.value)) continue;
      datum = {line.name, line.value};  // as the event's XML spells it
      rest = ahead;
      break;
    }
  }
}

}  // namespace

void name_properties(WindowsEvent& event, Arena& arena) {
  const auto known = std::ranges::find_if(
      kTemplates, [&](const Template& t) { return t.event_id == event.event_id && t.provider == event.provider; });
  if (known == std::end(kTemplates)) {
    name_by_message(event);
  } else {
    name_by_template(*known, event, arena);
  }
}

void add_message_lines(WindowsEvent& event) {
  constexpr std::size_t kMostLines = 256;
  std::string_view rest = event.message;
  for (Datum line = take_line(rest); !line.name.empty() && event.data.size() < kMostLines; line = take_line(rest)) {
    event.data.push_back(line);
  }
}

}  // namespace yaral::ingest
