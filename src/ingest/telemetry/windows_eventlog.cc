#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kSubject[] = {
    {"SubjectUserSid", "principal.user.windows_sid", kSid},   {"SubjectUserName", "principal.user.userid"},
    {"SubjectDomainName", "principal.administrative_domain"}, {"SubjectLogonId", "network.session_id", kText, true},
    {"ClientProcessId", "principal.process.pid", kPid},
};

constexpr Row kLog[] = {
    {"Channel", "target.resource.name"},
    {"BackupPath", "target.file.full_path"},
};

constexpr Constant kAnyLog[] = {{"target.resource.resource_subtype", "EVENT_LOG"}};

constexpr Constant kSecurityLog[] = {
    {"target.resource.resource_subtype", "EVENT_LOG"},
    {"target.resource.name", "Security"},
};

constexpr Constant kLogService[] = {{"target.application", "EventLog"}};

constexpr Mapping kMappings[] = {
    {"104", "SYSTEM_AUDIT_LOG_WIPE", {kSubject, kLog}, nullptr, false, kAnyLog},
    {"1100", "SERVICE_STOP", {}, nullptr, false, kLogService},
    {"1102", "SYSTEM_AUDIT_LOG_WIPE", {kSubject}, nullptr, false, kSecurityLog},
    {"1104", "SYSTEM_AUDIT_LOG_UNCATEGORIZED", {}, nullptr, false, kSecurityLog},
    {"1105", "SYSTEM_AUDIT_LOG_UNCATEGORIZED", {kLog}, nullptr, false, kAnyLog},
};

constexpr std::string_view kProviders[] = {"Microsoft-Windows-Eventlog"};
constexpr WindowsSource kSource{kWindowsLog, kProviders, kMappings, put_logging_user};

}  // namespace

const WindowsSource& eventlog_source() { return kSource; }

}  // namespace yaral::ingest
