#include <string>

#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kSeverities[] = {{"1", "LOW"}, {"2", "MEDIUM"}, {"4", "HIGH"}, {"5", "CRITICAL"}};

// 8 (left to the user) and 9 (not applicable: nothing was done yet) are no action.
constexpr Code kActions[] = {
    {"1", "ALLOW_WITH_MODIFICATION"},  // cleaned
    {"2", "QUARANTINE"},
    {"3", "BLOCK"},  // removed
    {"6", "ALLOW"},
    {"8", "UNKNOWN_ACTION"},
    {"9", "UNKNOWN_ACTION"},
    {"10", "BLOCK"},
};

constexpr Row kThreat[] = {
    {"Threat ID", "security_result.threat_id"},
    {"Threat Name", "security_result.threat_name"},
    {"Severity ID", "security_result.severity", kText, true, kSeverities},
    {"Severity Name", "security_result.severity_details"},
    {"Category Name", "security_result.category_details"},
    {"FWLink", "security_result.url_back_to_product"},
    {"Action Name", "security_result.action_details"},
    {"Error Description", "security_result.description", kText, true},
    {"Detection User", "principal", kAccount},
    {"Process Name", "", kCode},
    {"Path", "", kCode, true},
    {"Path Found", "", kCode, true},
};

constexpr Row kAction[] = {{"Action ID", "security_result.action", kText, true, kActions}};

// How the events with numbers below 1100, and scans, tell the account.
constexpr Row kAccountParts[] = {
    {"SID", "principal.user.windows_sid", kSid},
    {"User", "principal.user.userid"},
    {"Domain", "principal.administrative_domain"},
};

constexpr Row kScan[] = {
    {"Scan ID", "target.resource.product_object_id"},
    {"Scan Type", "target.resource.name", kText, true},
};

constexpr Row kFeature[] = {{"Feature Name", "target.resource.name"}};

constexpr Row kChange[] = {
    {"New Value", "target.registry.registry_key", kCode, true},
    {"Old Value", "src.registry.registry_key", kCode, true},
    {"Value", "target.registry.registry_key", kCode, true},
};

// Attack surface reduction rules by their GUIDs, as Microsoft documents them.
constexpr Code kReductionRules[] = {
    {"56a863a9-875e-4185-98a7-b882c64b5ce5", "Block abuse of exploited vulnerable signed drivers"},
    {"7674ba52-37eb-4a4f-a9a1-f0f9a1619a2c", "Block Adobe Reader from creating child processes"},
    {"d4f940ab-401b-4efc-aadc-ad5f3c50688a", "Block all Office applications from creating child processes"},
    {"9e6c4e1f-7d60-472f-ba1a-a39ef669e4b2", "Block credential stealing from lsass.exe"},
    {"be9ba2d9-53ea-4cdc-84e5-9b1eeee46550", "Block executable content from email client and webmail"},
    {"01443614-cd74-433a-b99e-2ecdc07bfc25", "Block executable files unless prevalent, old enough or trusted"},
    {"5beb7efe-fd9a-4556-801d-275e5ffc04cc", "Block execution of potentially obfuscated scripts"},
    {"d3e037e1-3eb8-44c8-a917-57927947596d", "Block JavaScript or VBScript from launching downloaded executables"},
    {"3b576869-a4ec-4529-8536-b80a7769e899", "Block Office applications from creating executable content"},
    {"75668c1f-73b5-4cf0-bb93-3ecf5cb7cc84", "Block Office applications from injecting into other processes"},
    {"26190899-1602-49e8-8b27-eb1d0a1ce869", "Block Office communication application from creating child processes"},
    {"e6db77e5-3df2-4cf1-b95a-636979351e5b", "Block persistence through WMI event subscription"},
    {"d1e49aac-8f56-4280-b9ba-993a6d77406c", "Block process creations from PSExec and WMI commands"},
    {"33ddedf1-c6e0-47cb-833e-de6133960387", "Block rebooting machine in Safe Mode"},
    {"b2b3f03d-6a65-4f7b-a9c7-1c7ef74a9ba4", "Block untrusted and unsigned processes that run from USB"},
    {"c0033c00-d16d-4114-a5a0-dc9b3a7d2ceb", "Block use of copied or impersonated system tools"},
    {"a8f5898e-1dc8-49a9-9878-85004b8a61e6", "Block Webshell creation for Servers"},
    {"92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b", "Block Win32 API calls from Office macros"},
    {"c1db55ab-c21a-4637-bb3f-a12568109d35", "Use advanced protection against ransomware"},
};

constexpr Row kGuard[] = {
    {"ID", "", kCode},
    {"User", "principal", kAccount},
    {"Process Name", "principal.process.file.full_path"},
    {"Parent Commandline", "principal.process.command_line"},
    {"Target Commandline", "target.process.command_line"},
    {"Path", "target.file.full_path"},
    {"Involved File", "src.file.full_path"},
    {"Destination", "target.url"},
};

struct Kind {
  std::string_view name;  // before `:_`
  const udm::Path& (*path)();
};

const udm::Path& file_path() { return YARAL_PATH("target.file.full_path"); }
const udm::Path& command_line_path() { return YARAL_PATH("target.process.command_line"); }
const udm::Path& key_path() { return YARAL_PATH("target.registry.registry_key"); }

// What a threat was found in. Others (amsi, service, taskscheduler …) are names of their own kind.
constexpr Kind kKinds[] = {
    {"file", file_path},   {"containerfile", file_path},   {"webfile", file_path},
    {"driver", file_path}, {"CmdLine", command_line_path}, {"regkey", key_path},
    {"runkey", key_path},  {"regkeyvalue", key_path},
};

// One of `file:_C:\a.exe`, `webfile:_C:\a.exe|https://…|pid:12,ProcessStart:…`, `process:_pid:12,ProcessStart:…`.
void put_resource(Draft& draft, std::string_view text) {
  const auto mark = text.find(":_");
  if (mark == std::string_view::npos) return;
  const std::string_view name = trim(text.substr(0, mark));
  std::string_view value = text.substr(mark + 2);
  for (const Kind& kind : kKinds) {
    if (!equal_nocase(name, kind.name) || draft.has(kind.path())) continue;
    const auto bar = kind.path == file_path ? value.find('|') : std::string_view::npos;
    draft.put_text(kind.path(), value.substr(0, bar));
    if (equal_nocase(name, "webfile") && bar != std::string_view::npos) {
      value.remove_prefix(bar + 1);
      draft.put_text(YARAL_PATH("target.url"), value.substr(0, value.find('|')));
    }
  }
  if (!equal_nocase(name, "process") || !value.starts_with("pid:")) return;
  value.remove_prefix(4);
  const std::string_view pid = to_pid(value.substr(0, value.find(',')), draft.arena());
  if (!pid.empty()) draft.put(YARAL_PATH("target.process.pid"), Value::string(pid));
}

// A scan that found something. What it found may be a file, a process, a command line: the type follows.
void finish_threat(Draft& draft) {
  std::string_view found = draft.find("Path");
  if (found.empty()) found = draft.find("Path Found");
  // `; ` stands between parts, and may stand in the last one, a command line: there no kind follows.
  const auto last_kind = found.rfind(":_");
  for (std::size_t begin = 0; begin < found.size();) {
    auto end = found.find("; ", begin);
    if (end == std::string_view::npos || last_kind == std::string_view::npos || end > last_kind) end = found.size();
    put_resource(draft, trim(found.substr(begin, end - begin)));
    begin = end + 2;
  }
  const std::string_view process = draft.find("Process Name");
  if (!equal_nocase(process, "Unknown")) draft.put_text(YARAL_PATH("principal.process.file.full_path"), process);
  if (draft.has(YARAL_PATH("target.file.full_path"))) return;
  draft.set_type(draft.has(YARAL_PATH("target.process")) ? "SCAN_PROCESS" : "SCAN_UNCATEGORIZED");
}

// The action was tried, and did not work.
void finish_failure(Draft& draft) {
  finish_threat(draft);
  draft.put_enum(YARAL_PATH("security_result.action"), "FAIL");
}

struct Setting {
  std::string_view key;  // with the value's name
  std::string_view name;
  std::string_view data;
};

// `HKLM\…\Exclusions\Paths\C:\Users = 0x0`. The names of exclusions are paths themselves.
Setting split_setting(std::string_view text) {
  Setting setting;
  const auto equals = text.rfind(" = ");
  setting.key = trim(text.substr(0, equals));
  if (equals != std::string_view::npos) setting.data = trim(text.substr(equals + 3));
  constexpr std::string_view kExclusions = "\\Exclusions\\";
  auto slash = setting.key.find(kExclusions);
  if (slash != std::string_view::npos) slash = setting.key.find('\\', slash + kExclusions.size());
  if (slash == std::string_view::npos) slash = setting.key.rfind('\\');
  if (slash != std::string_view::npos) setting.name = setting.key.substr(slash + 1);
  return setting;
}

void put_setting(Draft& draft, const Setting& setting) {
  draft.put_text(YARAL_PATH("target.registry.registry_key"), setting.key);
  draft.put_text(YARAL_PATH("target.registry.registry_value_name"), setting.name);
  draft.put_text(YARAL_PATH("target.registry.registry_value_data"), setting.data);
  draft.put_text(YARAL_PATH("target.resource.name"), setting.key);
}

void finish_change(Draft& draft) {
  const Setting now = split_setting(draft.find("New Value"));
  const Setting before = split_setting(draft.find("Old Value"));
  draft.put_text(YARAL_PATH("src.registry.registry_key"), before.key);
  draft.put_text(YARAL_PATH("src.registry.registry_value_name"), before.name);
  draft.put_text(YARAL_PATH("src.registry.registry_value_data"), before.data);
  put_setting(draft, now.key.empty() ? Setting{before.key, before.name, {}} : now);
  if (now.key.empty() && !before.key.empty()) draft.set_type("SETTING_DELETION");
  if (before.key.empty() && !now.key.empty()) draft.set_type("SETTING_CREATION");
}

void finish_tampering(Draft& draft) { put_setting(draft, split_setting(draft.find("Value"))); }

// Without a file it is what the process did that the rule is about. Protection without rules has the zero GUID.
void finish_guard(Draft& draft) {
  if (!draft.has(YARAL_PATH("target.file"))) draft.set_type("SCAN_PROCESS_BEHAVIORS");
  std::string_view id = trim(draft.find("ID"));
  if (id.starts_with('{') && id.ends_with('}')) id = id.substr(1, id.size() - 2);
  if (id.find_first_not_of("0-") == std::string_view::npos) return;
  draft.put_text(YARAL_PATH("security_result.rule_id"), id);
  for (const Code& rule : kReductionRules) {
    if (equal_nocase(rule.from, id)) draft.put_text(YARAL_PATH("security_result.rule_name"), rule.to);
  }
}

constexpr Constant kMalware[] = {{"security_result.category", "SOFTWARE_MALICIOUS"}};

constexpr Constant kRestored[] = {
    {"security_result.category", "SOFTWARE_MALICIOUS"},
    {"security_result.action", "ALLOW"},
};

constexpr Constant kBlocked[] = {
    {"security_result.action", "BLOCK"},
    {"security_result.category", "POLICY_VIOLATION"},
};

// Audited only, or let pass by the user.
constexpr Constant kAllowed[] = {
    {"security_result.action", "ALLOW"},
    {"security_result.category", "POLICY_VIOLATION"},
};

constexpr Constant kFolderBlocked[] = {
    {"security_result.action", "BLOCK"},
    {"security_result.category", "POLICY_VIOLATION"},
    {"security_result.rule_name", "Controlled folder access"},
};

constexpr Constant kFolderAllowed[] = {
    {"security_result.action", "ALLOW"},
    {"security_result.category", "POLICY_VIOLATION"},
    {"security_result.rule_name", "Controlled folder access"},
};

constexpr Constant kNetworkBlocked[] = {
    {"security_result.action", "BLOCK"},
    {"security_result.category", "NETWORK_SUSPICIOUS"},
    {"security_result.rule_name", "Network protection"},
};

constexpr Constant kNetworkAllowed[] = {
    {"security_result.action", "ALLOW"},
    {"security_result.category", "NETWORK_SUSPICIOUS"},
    {"security_result.rule_name", "Network protection"},
};

constexpr Constant kSetting[] = {{"target.resource.resource_type", "SETTING"}};

constexpr Constant kRealTime[] = {
    {"target.resource.resource_type", "SETTING"},
    {"target.resource.name", "Real-time protection"},
};

constexpr Constant kRealTimeOff[] = {
    {"target.resource.resource_type", "SETTING"},
    {"target.resource.name", "Real-time protection"},
    {"security_result.summary", "Protection turned off"},
};

constexpr Constant kSpywareOff[] = {
    {"target.resource.resource_type", "SETTING"},
    {"target.resource.name", "Scanning for spyware and unwanted software"},
    {"security_result.summary", "Protection turned off"},
};

constexpr Constant kVirusOff[] = {
    {"target.resource.resource_type", "SETTING"},
    {"target.resource.name", "Scanning for viruses"},
    {"security_result.summary", "Protection turned off"},
};

constexpr Constant kTampering[] = {
    {"target.resource.resource_type", "SETTING"},
    {"security_result.action", "BLOCK"},
    {"security_result.summary", "Tamper protection"},
};

constexpr Mapping kMappings[] = {
    {"1000", "SCAN_HOST", {kAccountParts, kScan}, put_target_host},
    {"1001", "SCAN_HOST", {kAccountParts, kScan}, put_target_host},
    {"1002", "SCAN_HOST", {kAccountParts, kScan}, put_target_host},
    {"1006", "SCAN_FILE", {kThreat, kAction, kAccountParts}, finish_threat, false, kMalware},
    {"1007", "SCAN_FILE", {kThreat, kAction, kAccountParts}, finish_threat, false, kMalware},
    {"1008", "SCAN_FILE", {kThreat, kAccountParts}, finish_failure, false, kMalware},
    {"1009", "SCAN_FILE", {kThreat, kAccountParts}, finish_threat, false, kRestored},
    {"1116", "SCAN_FILE", {kThreat, kAction}, finish_threat, false, kMalware},
    {"1117", "SCAN_FILE", {kThreat, kAction}, finish_threat, false, kMalware},
    {"1118", "SCAN_FILE", {kThreat}, finish_failure, false, kMalware},
    {"1119", "SCAN_FILE", {kThreat}, finish_failure, false, kMalware},
    {"1121", "SCAN_FILE", {kGuard}, finish_guard, false, kBlocked},
    {"1122", "SCAN_FILE", {kGuard}, finish_guard, false, kAllowed},
    {"1123", "SCAN_FILE", {kGuard}, finish_guard, false, kFolderBlocked},
    {"1124", "SCAN_FILE", {kGuard}, finish_guard, false, kFolderAllowed},
    {"1125", "SCAN_NETWORK", {kGuard}, nullptr, false, kNetworkAllowed},
    {"1126", "SCAN_NETWORK", {kGuard}, nullptr, false, kNetworkBlocked},
    {"1129", "SCAN_FILE", {kGuard}, finish_guard, false, kAllowed},
    {"1150", "STATUS_HEARTBEAT"},
    {"1151", "STATUS_HEARTBEAT"},
    {"5000", "SETTING_MODIFICATION", {}, nullptr, false, kRealTime},
    {"5001", "SETTING_MODIFICATION", {}, nullptr, false, kRealTimeOff},
    {"5004", "SETTING_MODIFICATION", {kFeature}, nullptr, false, kSetting},
    {"5007", "SETTING_MODIFICATION", {kChange}, finish_change, false, kSetting},
    {"5010", "SETTING_MODIFICATION", {}, nullptr, false, kSpywareOff},
    {"5012", "SETTING_MODIFICATION", {}, nullptr, false, kVirusOff},
    {"5013", "SETTING_MODIFICATION", {kChange}, finish_tampering, false, kTampering},
};

constexpr std::string_view kProviders[] = {"Microsoft-Windows-Windows Defender"};
constexpr WindowsSource kSource{kDefenderLog, kProviders, kMappings};

}  // namespace

const WindowsSource& defender_source() { return kSource; }

}  // namespace yaral::ingest
