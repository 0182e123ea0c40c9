#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kAuthenticated[] = {
    {"Param1", "target.user.userid"},
    {"Param2", "target.administrative_domain"},
    {"Param3", "principal.ip", kIp},
};

constexpr Row kAccepted[] = {
    {"ConnType", "network.ip_protocol", kIpProtocol},
    {"ClientIP", "principal.ip", kCode},
};

constexpr Row kRejected[] = {{"IPString", "principal.ip", kIp}};

constexpr Row kServer[] = {{"Value", "", kCode}};

// Network level authentication went well, before there is a session.
void finish_authenticated(Draft& draft) {
  put_target_host(draft);
  draft.put_enum(YARAL_PATH("security_result.action"), "ALLOW");
}

void finish_accepted(Draft& draft) {
  put_target_host(draft);
  put_principal_endpoint(draft, split_endpoint(draft.find("ClientIP")));
}

void finish_rejected(Draft& draft) {
  put_target_host(draft);
  draft.put_enum(YARAL_PATH("security_result.action"), "BLOCK");
}

// 1024 names the server as the user did, 1102 by its address.
void finish_server(Draft& draft) { put_target_endpoint(draft, split_endpoint(draft.find("Value"))); }

constexpr Constant kLogon[] = {
    {"network.application_protocol", "RDP"},
    {"extensions.auth.type", "MACHINE"},
    {"extensions.auth.mechanism", "REMOTE_INTERACTIVE"},
};

constexpr Constant kInbound[] = {
    {"network.application_protocol", "RDP"},
    {"network.direction", "INBOUND"},
};

constexpr Constant kRejectedLogon[] = {
    {"network.application_protocol", "RDP"},
    {"network.direction", "INBOUND"},
    {"security_result.category", "AUTH_VIOLATION"},
};

constexpr Constant kOutbound[] = {
    {"network.application_protocol", "RDP"},
    {"network.direction", "OUTBOUND"},
};

constexpr Mapping kMappings[] = {
    // The server: RemoteConnectionManager, RdpCoreTS.
    {"1149", "USER_LOGIN", {kAuthenticated}, finish_authenticated, true, kLogon},
    {"131", "NETWORK_CONNECTION", {kAccepted}, finish_accepted, true, kInbound},
    {"140", "NETWORK_CONNECTION", {kRejected}, finish_rejected, true, kRejectedLogon},
    // The client: TerminalServices-RDPClient, whose provider is the ActiveX control.
    {"1024", "NETWORK_CONNECTION", {kServer}, finish_server, false, kOutbound},
    {"1102", "NETWORK_CONNECTION", {kServer}, finish_server, false, kOutbound},
};

constexpr std::string_view kProviders[] = {
    "Microsoft-Windows-TerminalServices-RemoteConnectionManager",
    "Microsoft-Windows-RemoteDesktopServices-RdpCoreTS",
    "Microsoft-Windows-TerminalServices-ClientActiveXCore",
};

void prepare(Draft& draft) {
  if (draft.windows->provider == kProviders[2]) put_logger(draft);
}

constexpr WindowsSource kSource{kWindowsLog, kProviders, kMappings, prepare};

}  // namespace

const WindowsSource& remote_desktop_source() { return kSource; }

}  // namespace yaral::ingest
