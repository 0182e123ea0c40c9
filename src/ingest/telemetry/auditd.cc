#include "ingest/audit_records.h"
#include "ingest/log_type.h"
#include "ingest/telemetry/auditd_events.h"
#include "ingest/telemetry/auditd_records.h"

// docs/telemetry/AUDITD.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kRecord[] = {
    {"time", "", kEventTime},
    {"serial", "metadata.product_log_id"},
    {"type", "metadata.product_event_type"},
    {"node", "", kCode},
    {"key", "", kCode, true},
    {"auid", "", kCode, true},
    {"AUID", "", kCode, true},
    {"uid", "", kCode, true},
    {"UID", "", kCode, true},
    {"ses", "network.session_id"},
};

// The process that acted.
constexpr Row kActor[] = {
    {"pid", "principal.process.pid", kPid},
    {"ppid", "principal.process.parent_process.pid", kPid},
    {"exe", "principal.process.file.full_path"},
    {"proctitle", "principal.process.command_line"},
    {"tty", "principal.process.tty"},
    {"uid", "principal.process.ruid"},
    {"euid", "principal.process.euid", kText, true},
    {"gid", "principal.process.rgid"},
    {"egid", "principal.process.egid", kText, true},
};

constexpr Row kLaunch[] = {
    {"pid", "target.process.pid", kPid},      {"ppid", "principal.process.pid", kPid},
    {"exe", "target.process.file.full_path"}, {"argv", "target.process.command_line"},
    {"proctitle", "", kCode, true},           {"tty", "target.process.tty"},
    {"uid", "target.process.ruid"},           {"euid", "target.process.euid", kText, true},
    {"gid", "target.process.rgid"},           {"egid", "target.process.egid", kText, true},
};

constexpr Row kPath[] = {
    {"PATH.name", "", kCode, true},
    {"PATH.nametype", "", kCode, true},
    {"PATH.inode", "", kCode, true},
    {"PATH.mode", "", kCode, true},
};

constexpr Row kSocket[] = {
    {"SOCKADDR.addr", "target.ip", kIp},
    {"SOCKADDR.port", "target.port", kPort},
    {"SOCKADDR.path", "target.file.full_path"},
};

constexpr Row kModule[] = {{"KERN_MODULE.name", "target.resource.name", kText, true}};

constexpr Row kOther[] = {
    {"opid", "target.process.pid", kPid},
    {"ocomm", "target.application"},
    {"ouid", "target.user.userid"},
};

// Records of programs: the account that it is about, and from where.
constexpr Row kUser[] = {
    {"acct", "target.user.userid"},
    {"id", "", kCode, true},
    {"ID", "", kCode, true},
    {"addr", "", kCode, true},
    {"hostname", "", kCode, true},
    {"terminal", "principal.process.tty"},
    {"op", "metadata.description", kText, true},
};

constexpr Row kGroup[] = {
    {"grp", "target.group.group_display_name"},
    {"ID", "target.group.group_display_name"},
    {"id", "target.group.product_object_id"},
    {"op", "metadata.description", kText, true},
};

constexpr Row kCommand[] = {
    {"cmd", "target.process.command_line"},
    {"acct", "target.user.userid"},
    {"terminal", "principal.process.tty"},
};

constexpr Row kKeys[] = {
    {"data", "target.process.command_line"},
    {"comm", "principal.application"},
};

constexpr Row kService[] = {{"unit", "target.application"}};

constexpr Row kSetting[] = {
    {"op", "metadata.description", kText, true},
    {"table", "target.resource.name", kText, true},
    {"dev", "target.resource.name", kText, true},
};

constexpr Row kAccess[] = {
    {"permissions", "security_result.summary", kText, true},
    {"requested_mask", "security_result.summary", kText, true},
};

constexpr Constant kAuditing[] = {
    {"target.resource.resource_type", "SETTING"},
    {"target.resource.name", "audit configuration"},
};
constexpr Constant kSettings[] = {{"target.resource.resource_type", "SETTING"}};
constexpr Constant kPolicy[] = {
    {"target.resource.resource_type", "SETTING"},
    {"target.resource.name", "SELinux policy"},
};
constexpr Constant kDaemon[] = {{"target.application", "auditd"}};

constexpr Mapping kMappings[] = {
    // System calls.
    {"execve*", "PROCESS_LAUNCH", {kRecord, kLaunch, kPath}, finish_audit_launch},
    {"failed execve", "PROCESS_UNCATEGORIZED", {kRecord, kActor, kPath}, finish_audit_attempt},
    {"open*", "FILE_OPEN", {kRecord, kActor, kPath}, finish_audit_open},
    {"creat", "FILE_OPEN", {kRecord, kActor, kPath}, finish_audit_open},
    {"truncate", "FILE_MODIFICATION", {kRecord, kActor, kPath}, finish_audit_file},
    {"ftruncate", "FILE_MODIFICATION", {kRecord, kActor, kPath}, finish_audit_file},
    {"rename*", "FILE_MOVE", {kRecord, kActor, kPath}, finish_audit_move},
    {"link*", "FILE_CREATION", {kRecord, kActor, kPath}, finish_audit_move},
    {"symlink*", "FILE_CREATION", {kRecord, kActor, kPath}, finish_audit_move},
    {"unlink*", "FILE_DELETION", {kRecord, kActor, kPath}, finish_audit_file},
    {"rmdir", "FILE_DELETION", {kRecord, kActor, kPath}, finish_audit_file},
    {"mkdir*", "FILE_CREATION", {kRecord, kActor, kPath}, finish_audit_file},
    {"mknod*", "FILE_CREATION", {kRecord, kActor, kPath}, finish_audit_file},
    {"chmod", "FILE_MODIFICATION", {kRecord, kActor, kPath}, finish_audit_mode},
    {"fchmod*", "FILE_MODIFICATION", {kRecord, kActor, kPath}, finish_audit_mode},
    {"chown*", "FILE_MODIFICATION", {kRecord, kActor, kPath}, finish_audit_file},
    {"fchown*", "FILE_MODIFICATION", {kRecord, kActor, kPath}, finish_audit_file},
    {"lchown*", "FILE_MODIFICATION", {kRecord, kActor, kPath}, finish_audit_file},
    {"setxattr", "FILE_MODIFICATION", {kRecord, kActor, kPath}, finish_audit_file},
    {"lsetxattr", "FILE_MODIFICATION", {kRecord, kActor, kPath}, finish_audit_file},
    {"fsetxattr", "FILE_MODIFICATION", {kRecord, kActor, kPath}, finish_audit_file},
    {"removexattr", "FILE_MODIFICATION", {kRecord, kActor, kPath}, finish_audit_file},
    {"lremovexattr", "FILE_MODIFICATION", {kRecord, kActor, kPath}, finish_audit_file},
    {"fremovexattr", "FILE_MODIFICATION", {kRecord, kActor, kPath}, finish_audit_file},
    {"utime*", "FILE_MODIFICATION", {kRecord, kActor, kPath}, finish_audit_file},
    {"connect", "NETWORK_CONNECTION", {kRecord, kActor, kSocket}, finish_audit_socket},
    {"accept*", "NETWORK_CONNECTION", {kRecord, kActor, kSocket}, finish_audit_socket},
    {"sendto", "NETWORK_CONNECTION", {kRecord, kActor, kSocket}, finish_audit_socket},
    {"bind", "NETWORK_UNCATEGORIZED", {kRecord, kActor, kSocket}},
    {"listen", "NETWORK_UNCATEGORIZED", {kRecord, kActor, kSocket}},
    {"socket", "NETWORK_UNCATEGORIZED", {kRecord, kActor, kSocket}},
    {"init_module", "PROCESS_MODULE_LOAD", {kRecord, kActor, kPath, kModule}, finish_audit_module},
    {"finit_module", "PROCESS_MODULE_LOAD", {kRecord, kActor, kPath, kModule}, finish_audit_module},
    {"delete_module", "PROCESS_UNCATEGORIZED", {kRecord, kActor, kPath, kModule}, finish_audit_module},
    {"ptrace", "PROCESS_OPEN", {kRecord, kActor, kOther}, finish_audit_trace},
    {"process_vm_*", "PROCESS_OPEN", {kRecord, kActor, kOther}, finish_audit_trace},
    {"kill", "PROCESS_UNCATEGORIZED", {kRecord, kActor, kOther}, finish_audit_signal},
    {"tkill", "PROCESS_UNCATEGORIZED", {kRecord, kActor, kOther}, finish_audit_signal},
    {"tgkill", "PROCESS_UNCATEGORIZED", {kRecord, kActor, kOther}, finish_audit_signal},
    {"exit*", "PROCESS_TERMINATION", {kRecord, kActor}, finish_audit_process},
    {"sethostname", "SETTING_MODIFICATION", {kRecord, kActor}, nullptr, false, kSettings},
    {"adjtimex", "SETTING_MODIFICATION", {kRecord, kActor}, nullptr, false, kSettings},
    {"settimeofday", "SETTING_MODIFICATION", {kRecord, kActor}, nullptr, false, kSettings},
    {"clock_settime", "SETTING_MODIFICATION", {kRecord, kActor}, nullptr, false, kSettings},

    // Records of programs and of the kernel.
    {"USER_AUTH", "USER_LOGIN", {kRecord, kActor, kUser}, finish_audit_login},
    {"USER_LOGIN", "USER_LOGIN", {kRecord, kActor, kUser}, finish_audit_login},
    {"USER_START", "USER_LOGIN", {kRecord, kActor, kUser}, finish_audit_login},
    {"USER_ERR", "USER_LOGIN", {kRecord, kActor, kUser}, finish_audit_login},
    {"CRED_ACQ", "USER_LOGIN", {kRecord, kActor, kUser}, finish_audit_login},
    {"LOGIN", "USER_LOGIN", {kRecord, kActor, kUser}, finish_audit_login},
    {"USER_END", "USER_LOGOUT", {kRecord, kActor, kUser}, finish_audit_login},
    {"USER_LOGOUT", "USER_LOGOUT", {kRecord, kActor, kUser}, finish_audit_login},
    {"CRED_DISP", "USER_LOGOUT", {kRecord, kActor, kUser}, finish_audit_login},
    {"USER_ACCT", "USER_UNCATEGORIZED", {kRecord, kActor, kUser}, finish_audit_account},
    {"CRED_REFR", "USER_UNCATEGORIZED", {kRecord, kActor, kUser}, finish_audit_account},
    {"USER_CMD", "PROCESS_LAUNCH", {kRecord, kActor, kCommand}, finish_audit_command},
    {"ADD_USER", "USER_CREATION", {kRecord, kActor, kUser}, finish_audit_account},
    {"DEL_USER", "USER_DELETION", {kRecord, kActor, kUser}, finish_audit_account},
    {"ADD_GROUP", "GROUP_CREATION", {kRecord, kActor, kGroup}},
    {"DEL_GROUP", "GROUP_DELETION", {kRecord, kActor, kGroup}},
    {"GRP_MGMT", "GROUP_MODIFICATION", {kRecord, kActor, kGroup}},
    {"USER_MGMT", "USER_CHANGE_PERMISSIONS", {kRecord, kActor, kUser}, finish_audit_account},
    {"ROLE_ASSIGN", "USER_CHANGE_PERMISSIONS", {kRecord, kActor, kUser}, finish_audit_account},
    {"USER_CHAUTHTOK", "USER_CHANGE_PASSWORD", {kRecord, kActor, kUser}, finish_audit_account},
    {"SERVICE_START", "SERVICE_START", {kRecord, kActor, kService}},
    {"SERVICE_STOP", "SERVICE_STOP", {kRecord, kActor, kService}},
    {"SYSTEM_BOOT", "STATUS_STARTUP", {kRecord, kActor}},
    {"SYSTEM_SHUTDOWN", "STATUS_SHUTDOWN", {kRecord, kActor}},
    {"CONFIG_CHANGE", "SETTING_MODIFICATION", {kRecord, kActor, kSetting}, nullptr, false, kAuditing},
    {"MAC_STATUS", "SETTING_MODIFICATION", {kRecord, kActor, kSetting}, nullptr, false, kPolicy},
    {"MAC_POLICY_LOAD", "SETTING_MODIFICATION", {kRecord, kActor, kSetting}, nullptr, false, kPolicy},
    {"NETFILTER_CFG", "SETTING_MODIFICATION", {kRecord, kActor, kSetting}, nullptr, false, kSettings},
    {"ANOM_PROMISCUOUS", "SETTING_MODIFICATION", {kRecord, kActor, kSetting}, nullptr, false, kSettings},
    {"DAEMON_START", "SERVICE_START", {kRecord, kActor}, nullptr, false, kDaemon},
    {"DAEMON_END", "SERVICE_STOP", {kRecord, kActor}, nullptr, false, kDaemon},
    {"DAEMON_ABORT", "SERVICE_STOP", {kRecord, kActor}, nullptr, false, kDaemon},
    {"DAEMON_*", "SERVICE_MODIFICATION", {kRecord, kActor}, nullptr, false, kDaemon},
    {"AVC", "PROCESS_UNCATEGORIZED", {kRecord, kActor, kAccess}, finish_audit_denial},
    {"USER_AVC", "PROCESS_UNCATEGORIZED", {kRecord, kActor, kAccess}, finish_audit_denial},
    {"SECCOMP", "PROCESS_UNCATEGORIZED", {kRecord, kActor}, finish_audit_seccomp},
    {"ANOM_ABEND", "PROCESS_TERMINATION", {kRecord, kActor}, finish_audit_process},
    {"TTY", "PROCESS_UNCATEGORIZED", {kRecord, kActor, kKeys}},
    {"USER_TTY", "PROCESS_UNCATEGORIZED", {kRecord, kActor, kKeys}},
    {"*", "PROCESS_UNCATEGORIZED", {kRecord, kActor, kPath}, finish_audit_process},
};

// Auditbeat, and records by their type as some collectors join them.
constexpr Recognition kRecognitions[] = {
    {{{"auditd.message_type", ""}, {"auditd.sequence", ""}, {"@timestamp", ""}}},
    {{{"timestampfractional", ""}, {"items", ""}, {"eventid", ""}, {"timestamp", ""}}},
};

bool is_audit(const RawRecord& record) {
  return !audit_id(record.text).empty() && record.text.substr(0, 256).contains("type=");
}

}  // namespace

const LogType& auditd_log_type() {
  static constexpr LogType kType{
      .name = "AUDITD",
      .title = "Linux auditd",
      .vendor = "Linux",
      .product = "auditd",
      .recognitions = kRecognitions,
      .claims = is_audit,
      .claimed_by = "has `type=` and `audit(` with time and serial number",
      .split = split_audit,
      .prepare = prepare_audit_json,
      .kind = audit_kind,
      .mappings = kMappings,
      .finish = finish_audit,
  };
  return kType;
}

}  // namespace yaral::ingest
