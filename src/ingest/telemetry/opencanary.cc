#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/OPENCANARY.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kRecord[] = {
    {"logtype", "metadata.product_event_type"},
    {"logtype", "security_result.detection_fields[\"logtype\"]"},
    {"utc_time", "", kEventTime},
    {"utc_time", "security_result.detection_fields[\"utc_time\"]"},
    {"local_time_adjusted", "security_result.detection_fields[\"local_time_adjusted\"]"},
    {"src_host", "principal", kHost},
    {"src_port", "principal.port", kPort},
    {"dst_host", "target", kHost},
    {"dst_port", "target.port", kPort},
};

// The canary is what was touched.
constexpr Row kCanary[] = {{"node_id", "", kCode, true}};

constexpr Row kAccess[] = {
    {"logdata.USERNAME", "target.user.userid"},
    {"logdata.PASSWORD", "", kCode, true},
    {"logdata.LOCALVERSION", "target.platform_version"},
    {"logdata.REMOTEVERSION", "principal.platform_version"},
    {"logdata.COMMUNITY_STRING", "security_result.detection_fields[\"COMMUNITY_STRING\"]"},
    {"logdata.PATH", "target.url"},
    {"logdata.HOSTNAME", "", kCode, true},
    {"logdata.USERAGENT", "network.http.user_agent"},
    {"logdata.USER", "principal.user.userid"},
    {"logdata.DOMAIN", "principal.administrative_domain"},
    {"logdata.REMOTENAME", "principal.hostname"},
    {"logdata.LOCALNAME", "target.hostname"},
    {"logdata.SHARENAME", "target.resource.name"},
    {"logdata.FILENAME", "target.file.full_path"},
    {"logdata.AUDITACTION", "metadata.description", kText, true},
    {"logdata.SMBVER", "network.application_protocol_version"},
    {"logdata.PROTO", "network.ip_protocol", kIpProtocol},
};

constexpr Row kService[] = {
    {"node_id", "principal.hostname"},
    {"logdata.logdata", "metadata.description"},
};

// Nobody has any business with a canary.
void finish_access(Draft& draft) {
  draft.put_enum(YARAL_PATH("security_result.severity"), "HIGH");
  if (const std::string_view node = draft.find("node_id"); !is_absent(node)) {
    draft.put_text(YARAL_PATH("target.asset_id"), draft.arena().copy("id:" + std::string(node)));
  }
  if (!draft.find("logdata.USERNAME").empty() && !draft.find("logdata.PASSWORD").empty()) {
    draft.put_enum(YARAL_PATH("extensions.auth.mechanism"), "USERNAME_PASSWORD");
  }
  const std::string_view host = draft.find("logdata.HOSTNAME");
  if (to_ip(host).empty()) draft.put_text(YARAL_PATH("target.hostname"), host);
}

constexpr Constant kHttp[] = {{"network.application_protocol", "HTTP"}};
constexpr Constant kSsh[] = {{"network.application_protocol", "SSH"}};
constexpr Constant kSmb[] = {{"network.application_protocol", "SMB"}};
constexpr Constant kNtp[] = {{"network.application_protocol", "NTP"}};
constexpr Constant kSnmp[] = {{"network.application_protocol", "SNMP"}};
constexpr Constant kRdp[] = {{"network.application_protocol", "RDP"}};
constexpr Constant kSip[] = {{"network.application_protocol", "SIP"}};
constexpr Constant kFtpLogin[] = {{"network.application_protocol", "FTP"}, {"extensions.auth.type", "MACHINE"}};
constexpr Constant kSshLogin[] = {{"network.application_protocol", "SSH"}, {"extensions.auth.type", "MACHINE"}};
constexpr Constant kTelnetLogin[] = {{"network.application_protocol", "TELNET"}, {"extensions.auth.type", "MACHINE"}};

constexpr Mapping kMappings[] = {
    {"100*", "STATUS_UPDATE", {kRecord, kService}},
    {"2000", "USER_LOGIN", {kRecord, kCanary, kAccess}, finish_access, false, kFtpLogin},
    {"300*", "NETWORK_HTTP", {kRecord, kCanary, kAccess}, finish_access, false, kHttp},
    {"400*", "NETWORK_CONNECTION", {kRecord, kCanary, kAccess}, finish_access, false, kSsh},
    {"4002", "USER_LOGIN", {kRecord, kCanary, kAccess}, finish_access, false, kSshLogin},
    {"5000", "FILE_OPEN", {kRecord, kCanary, kAccess}, finish_access, false, kSmb},
    {"500*", "SCAN_NETWORK", {kRecord, kCanary, kAccess}, finish_access},
    {"6001", "USER_LOGIN", {kRecord, kCanary, kAccess}, finish_access, false, kTelnetLogin},
    {"7001", "NETWORK_HTTP", {kRecord, kCanary, kAccess}, finish_access, false, kHttp},
    {"10001", "NETWORK_CONNECTION", {kRecord, kCanary, kAccess}, finish_access},
    {"11001", "NETWORK_CONNECTION", {kRecord, kCanary, kAccess}, finish_access, false, kNtp},
    {"13001", "NETWORK_CONNECTION", {kRecord, kCanary, kAccess}, finish_access, false, kSnmp},
    {"14001", "NETWORK_CONNECTION", {kRecord, kCanary, kAccess}, finish_access, false, kRdp},
    {"15001", "NETWORK_CONNECTION", {kRecord, kCanary, kAccess}, finish_access, false, kSip},
    {"*", "NETWORK_CONNECTION", {kRecord, kCanary, kAccess}, finish_access},
};

constexpr std::string_view kProgram = "opencanaryd";

// `opencanaryd[707]: NODE WARNING {…}`, the tag with or without the rest of a syslog header.
std::size_t json_at(std::string_view line) {
  constexpr std::string_view kLevel = " WARNING {";
  const auto level = line.find(kLevel);
  return level == std::string_view::npos ? level : level + kLevel.size() - 1;
}

bool claims(const RawRecord& record) {
  const auto at = json_at(record.text);
  if (at == std::string_view::npos || !record.text.substr(at).contains("\"logtype\"")) return false;
  return record.envelope.program == kProgram || record.text.substr(0, at).contains(kProgram);
}

constexpr Recognition kRecognitions[] = {{{{"logtype", ""}, {"logdata", ""}, {"node_id", ""}, {"src_host", ""}}}};

}  // namespace

const LogType& opencanary_log_type() {
  static constexpr LogType kType{
      .name = "OPENCANARY",
      .title = "OpenCanary",
      .vendor = "OPENCANARY",
      .product = "OPENCANARY",
      .recognitions = kRecognitions,
      .claims = claims,
      .claimed_by = "has the tag opencanaryd, and JSON behind WARNING",
      .json_at = json_at,
      .kind_field = "logtype",
      .mappings = kMappings,
  };
  return kType;
}

}  // namespace yaral::ingest
