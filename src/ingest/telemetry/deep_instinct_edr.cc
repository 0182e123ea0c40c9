#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/leef.h"

// docs/telemetry/DEEP_INSTINCT_EDR.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kFileTypes[] = {
    {"POWERSHELL", "FILE_TYPE_POWERSHELL"},
    {"POWERSHELL_INTERACTIVE", "FILE_TYPE_POWERSHELL"},
    {"PE", "FILE_TYPE_PE_EXE"},
    {"PDF", "FILE_TYPE_PDF"},
    {"ZIP", "FILE_TYPE_ZIP"},
};
constexpr Code kSeverities[] = {{"INFO", "INFORMATIONAL"}, {"VERY_HIGH", "CRITICAL"}};
constexpr Code kActions[] = {{"PREVENTED", "BLOCK"}, {"BLOCKED", "BLOCK"}, {"DETECTED", "ALLOW"}};

constexpr Row kEvent[] = {
    {"eventType", "metadata.product_event_type"},
    {"eventExternalId", "metadata.product_log_id"},
    {"leefVendor", "", kCode},
    {"leefProduct", "principal.application"},
    {"leefProductVersion", "", kCode, true},
    {"leefEvent", "", kCode, true},
    {"host", "principal.hostname"},
    {"srcMAC", "principal.mac", kMac},
    {"usrName", "principal.user.user_display_name"},
    {"LoggedInUsers", "", kCode},
    {"OSName", "principal.asset.platform_software.platform"},
    {"OSVersion", "principal.asset.platform_software.platform_version"},
    {"filePath", "principal.process.file.full_path"},
    {"filePath", "target.file.full_path"},
    {"fileType", "principal.process.file.file_type", kText, false, kFileTypes},
    {"fileHash", "target.file.sha256", kHash},
    {"identSrc", "target.ip", kIp},
    {"identHostName", "target.hostname"},
    {"act", "security_result.action", kText, false, kActions},
    {"act", "security_result.action_details"},
    {"sev", "security_result.severity", kText, false, kSeverities},
    {"sev", "security_result.severity_details"},
};

// `DOMAIN\user`, whose backslash may be doubled.
void finish_event(Draft& draft) {
  const std::string_view account = draft.find("LoggedInUsers");
  const auto slash = account.find('\\');
  if (slash == std::string_view::npos) {
    draft.put_text(YARAL_PATH("principal.user.userid"), account);
    return;
  }
  draft.put_text(YARAL_PATH("principal.administrative_domain"), account.substr(0, slash));
  draft.put_text(YARAL_PATH("principal.user.userid"), account.substr(account.rfind('\\') + 1));
}

bool claims(const RawRecord& record) { return leef_vendor(record) == "Deep Instinct"; }

constexpr Mapping kMappings[] = {{"*", "STATUS_UPDATE", {kEvent}}};

}  // namespace

const LogType& deep_instinct_edr_log_type() {
  static constexpr LogType kType{
      .name = "DEEP_INSTINCT_EDR",
      .title = "Deep Instinct",
      .vendor = "Deep Instinct",
      .product = "Deep Instinct EDR",
      .claims = claims,
      .claimed_by = "LEEF of the vendor `Deep Instinct`",
      .split = split_leef,
      .kind_field = "leefEvent",
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
