#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

// FilePath has variables (%OSDRIVE%, %SYSTEM32%), FullFilePath is what newer systems have besides. The hash is the
// Authenticode one for programs.
constexpr Row kFile[] = {
    {"PolicyName", "security_result.rule_set", kText, true},
    {"RuleId", "", kCode},
    {"RuleName", "security_result.rule_name"},
    {"TargetUser", "principal.user.windows_sid", kSid},
    {"TargetUser", "target.user.windows_sid", kSid},
    {"TargetProcessId", "", kCode},
    {"TargetLogonId", "network.session_id", kText, true},
    {"FilePath", "target.file.full_path", kText, true},
    {"FullFilePath", "target.file.full_path"},
    {"FileHash", "target.file.authentihash", kHash, true},
    {"Package", "target.resource.name"},
    {"Fqbn", "target.file.signature_info.sigcheck.signers.name", kCode, true},
};

// `O=ACME, L=TOWN, S=STATE, C=US\PRODUCT\PROGRAM.EXE\1.2.3.4`
void put_publisher(Draft& draft, std::string_view text) {
  if (is_absent(text)) return;
  const udm::Path* const parts[] = {
      &YARAL_PATH("target.file.signature_info.sigcheck.signers.name"),
      &YARAL_PATH("target.file.exif_info.product"),
      &YARAL_PATH("target.file.exif_info.original_file"),
  };
  for (const udm::Path* part : parts) {
    const auto slash = text.find('\\');
    draft.put_text(*part, text.substr(0, slash));
    text = slash == std::string_view::npos ? std::string_view{} : text.substr(slash + 1);
  }
}

// By the collection of rules: programs and packaged apps are launched, libraries loaded, scripts and installers opened.
// TargetProcessId is the process that is launched, else the one that loads or opens.
void finish_file(Draft& draft) {
  put_publisher(draft, draft.find("Fqbn"));
  const std::string_view rule = draft.find("RuleId");  // the zero GUID: no rule matched
  if (rule.find_first_not_of("{0-}") != std::string_view::npos) {
    draft.put_text(YARAL_PATH("security_result.rule_id"), rule);
  }
  const std::string_view rules = trim(draft.find("PolicyName"));
  const bool launched = equal_nocase(rules, "EXE") || equal_nocase(rules, "APPX");
  const std::string_view pid = to_pid(draft.find("TargetProcessId"), draft.arena());
  if (!pid.empty()) {
    draft.put(launched ? YARAL_PATH("target.process.pid") : YARAL_PATH("principal.process.pid"), Value::string(pid));
  }
  const std::string_view file = draft.text_at(YARAL_PATH("target.file.full_path"));
  if (launched) {
    put_target_program(draft, file);
    draft.set_type("PROCESS_LAUNCH");
  } else if (equal_nocase(rules, "DLL")) {
    put_target_program(draft, file);
    draft.set_type("PROCESS_MODULE_LOAD");
  }
}

constexpr Constant kAllowed[] = {{"security_result.action", "ALLOW"}};

constexpr Constant kAudited[] = {
    {"security_result.action", "ALLOW"},
    {"security_result.category", "POLICY_VIOLATION"},
    {"security_result.summary", "AppLocker would have blocked this file, but only audits"},
};

constexpr Constant kBlocked[] = {
    {"security_result.action", "BLOCK"},
    {"security_result.category", "POLICY_VIOLATION"},
    {"security_result.summary", "AppLocker blocked this file"},
};

constexpr Mapping kMappings[] = {
    {"8002", "FILE_OPEN", {kFile}, finish_file, false, kAllowed},
    {"8003", "FILE_OPEN", {kFile}, finish_file, false, kAudited},
    {"8004", "FILE_OPEN", {kFile}, finish_file, false, kBlocked},
    {"8005", "FILE_OPEN", {kFile}, finish_file, false, kAllowed},
    {"8006", "FILE_OPEN", {kFile}, finish_file, false, kAudited},
    {"8007", "FILE_OPEN", {kFile}, finish_file, false, kBlocked},
    {"8020", "PROCESS_LAUNCH", {kFile}, finish_file, false, kAllowed},
    {"8021", "PROCESS_LAUNCH", {kFile}, finish_file, false, kAudited},
    {"8022", "PROCESS_LAUNCH", {kFile}, finish_file, false, kBlocked},
};

constexpr std::string_view kProviders[] = {"Microsoft-Windows-AppLocker"};
constexpr WindowsSource kSource{kWindowsLog, kProviders, kMappings};

}  // namespace

const WindowsSource& applocker_source() { return kSource; }

}  // namespace yaral::ingest
