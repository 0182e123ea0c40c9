#include "ingest/telemetry/macos_endpoint_security.h"
#include "ingest/endpoint_security_log.h"
#include "ingest/log_type.h"

// docs/telemetry/MACOS_ENDPOINT_SECURITY.md
namespace yaral::ingest {
namespace {

using enum Convert;

// The rows of a file as eslogger writes it, and of a process: for each noun that may be one.
#define YARAL_ES_STAT(from, to)                                                                                    \
  {from ".st_size", to ".size", kUnsigned}, {from ".st_mtimespec", to ".last_modification_time", kTime},           \
      {from ".st_birthtimespec", to ".create_time", kTime}, {from ".st_atimespec", to ".last_access_time", kTime}, \
      {from ".st_mode", to ".stat_mode", kUnsigned}, {from ".st_ino", to ".stat_inode", kUnsigned}, {              \
    from ".st_nlink", to ".stat_nlink", kUnsigned                                                                  \
  }

#define YARAL_ES_PROCESS(from, noun)                                                                                   \
  {from ".executable.path", noun ".process.file.full_path"}, {from ".audit_token.pid", noun ".process.pid", kPid},     \
      {from ".ppid", noun ".process.parent_process.pid", kPid}, {from ".audit_token.euid", noun ".user.userid"},       \
      {from ".audit_token.euid", noun ".process.euid"}, {from ".audit_token.ruid", noun ".process.ruid"},              \
      {from ".audit_token.egid", noun ".process.egid"}, {from ".audit_token.rgid", noun ".process.rgid"},              \
      {from ".group_id", noun ".process.pgid"}, {from ".tty.path", noun ".process.tty"},                               \
      {from ".signing_id", noun ".process.file.signature_info.codesign.id"},                                           \
      {from ".team_id", noun ".process.file.signature_info.codesign.team_id"}, {from ".codesigning_flags", "", kCode}, \
      YARAL_ES_STAT(from ".executable.stat", noun ".process.file")

constexpr Code kTrueFalse[] = {{"true", "TRUE"}, {"false", "FALSE"}};

constexpr Row kEvent[] = {
    {"time", "", kEventTime},
    {"global_seq_num", "metadata.product_log_id"},
    {"event_name", "metadata.product_event_type"},
    YARAL_ES_PROCESS("process", "principal"),
    {"process.session_id", "network.session_id"},
    {"process.signing_id", "additional.fields[\"SigningID\"]"},
    {"process.team_id", "additional.fields[\"TeamID\"]"},
    {"process.cdhash", "additional.fields[\"CodeDirectoryHash\"]"},
    {"process.is_platform_binary", "additional.fields[\"PlatformBinary\"]", kText, false, kTrueFalse},
    YARAL_ES_PROCESS("instigator", "src"),
    {"success", "", kCode, true},
    {"action.result.result.auth", "", kCode, true},
    {"failure_message", "security_result.description"},
};

// What it is done to: a process or a file.
constexpr Row kTarget[] = {
    YARAL_ES_PROCESS("target", "target"),
    {"target.session_id", "additional.fields[\"TargetProcessSessionID\"]"},
    {"target.signing_id", "additional.fields[\"TargetProcessSigningID\"]"},
    {"target.team_id", "additional.fields[\"TargetProcessTeamID\"]"},
    {"target.cdhash", "additional.fields[\"TargetProcessCodeDirectoryHash\"]"},
    {"target.is_platform_binary", "additional.fields[\"TargetProcessPlatformBinary\"]", kText, false, kTrueFalse},
    {"event.exec.args", "", kCode},
    {"script.path", "target.file.full_path"},
    {"target.path", "target.file.full_path"},
    YARAL_ES_STAT("target.stat", "target.file"),
    {"file.path", "target.file.full_path"},
    {"modified", "", kCode, true},
    {"File", "target.file.full_path"},
};

constexpr Code kLevels[] = {{"INFO", "INFORMATIONAL"}, {"WARN", "MEDIUM"}, {"WARNING", "MEDIUM"}};

// What a line of an exporter has.
constexpr Row kLine[] = {
    {"host", "principal.hostname"},
    {"level", "security_result.severity", kText, false, kLevels},
    {"MessageSequence", "metadata.product_log_id"},
    {"Executable", "principal.process.file.full_path"},
    {"PID", "principal.process.pid", kPid},
    {"ParentPID", "principal.process.parent_process.pid", kPid},
    {"UID", "principal.user.userid"},
    {"UID", "principal.resource.product_object_id"},
    {"EffectiveUID", "principal.process.euid"},
    {"RealUID", "principal.process.ruid"},
    {"EffectiveGID", "principal.process.egid"},
    {"EffectiveGID", "principal.group.product_object_id"},
    {"RealGID", "principal.process.rgid"},
    {"SessionID", "network.session_id"},
    {"SigningID", "principal.process.file.signature_info.codesign.id", kText, true},
    {"TeamID", "principal.process.file.signature_info.codesign.team_id", kText, true},
    {"CodesigningFlags", "", kCode},
    {"TargetProcessExecutable", "target.process.file.full_path", kText, true},
    {"TargetProcessPID", "target.process.pid", kPid},
    {"TargetProcessParentPID", "target.process.parent_process.pid", kPid},
    {"TargetProcessUID", "target.user.userid"},
    {"TargetProcessUID", "target.resource.product_object_id"},
    {"TargetProcessEffectiveUID", "target.process.euid"},
    {"TargetProcessRealUID", "target.process.ruid"},
    {"TargetProcessEffectiveGID", "target.process.egid"},
    {"TargetProcessRealGID", "target.process.rgid"},
    {"TargetProcessSigningID", "target.process.file.signature_info.codesign.id", kText, true},
    {"TargetProcessTeamID", "target.process.file.signature_info.codesign.team_id", kText, true},
    {"TargetProcessCodesigningFlags", "", kCode},
    {"TargetProcessArgs", "", kCode},
};

// Deeds that lead from one file to another.
constexpr Row kSource[] = {
    {"source.path", "src.file.full_path"},   {"file1.path", "src.file.full_path"},
    {"file2.path", "target.file.full_path"}, {"File", "src.file.full_path"},
    {"TargetFile", "target.file.full_path"},
};

constexpr Row kDestination[] = {
    {"destination.existing_file.path", "target.file.full_path"},
    {"target_file.path", "target.file.full_path"},
    {"destination.new_path.dir.path", "", kCode},
    {"destination.new_path.filename", "", kCode},
    {"target_dir.path", "", kCode},
    {"target_name", "", kCode},
    {"target_filename", "", kCode},
    {"dir.path", "", kCode},
    {"filename", "", kCode},
};

constexpr Row kMapped[] = {
    {"source.path", "target.file.full_path"},
    {"protection", "", kCode, true},
};

constexpr Row kLogin[] = {
    {"username", "target.user.userid"},
    {"session_username", "target.user.userid"},
    {"source_address", "principal", kHost},
    {"authentication_type", "extensions.auth.auth_details", kText, true},
    {"data.od.record_name", "target.user.userid"},
    {"data.auto_unlock.username", "target.user.userid"},
    {"data.touchid.uid", "target.user.userid"},
    {"data.token.kerberos_principal", "target.user.userid"},
};

constexpr Row kSwitch[] = {
    {"from_username", "", kCode, true},
    {"to_username", "target.user.userid"},
    {"command", "target.process.command_line"},
    {"shell", "target.process.file.full_path"},
    {"reject_info.failure_message", "security_result.description"},
};

constexpr Code kItemTypes[] = {{"0", "USER_ITEM"}, {"1", "APP"}, {"2", "LOGIN_ITEM"}, {"3", "AGENT"}, {"4", "DAEMON"}};

constexpr Row kLaunchItem[] = {
    {"item.item_type", "target.application", kText, true, kItemTypes},
    {"item.item_url", "", kCode, true},
    {"item.uid", "target.user.userid"},
    {"executable_path", "target.file.full_path"},
};

constexpr Row kMalware[] = {
    {"malware_identifier", "security_result.threat_name"},
    {"signature_version", "security_result.rule_version", kText, true},
    {"incident_identifier", "security_result.threat_id", kText, true},
    {"detected_path", "target.file.full_path", kText, true},
    {"remediated_path", "target.file.full_path"},
    {"event.xp_malware_remediated.action_type", "security_result.action_details"},
    {"result_description", "security_result.description"},
};

constexpr Row kGatekeeper[] = {
    {"file.file_path", "target.file.full_path"},
    {"file.file.path", "target.file.full_path"},
    {"sha256", "target.file.sha256", kHash},
    {"signing_info.signing_id", "target.file.signature_info.codesign.id"},
    {"signing_info.team_id", "target.file.signature_info.codesign.team_id"},
};

constexpr Row kSetting[] = {
    {"profile.display_name", "target.resource.name"},
    {"profile.identifier", "target.resource.product_object_id"},
    {"service", "target.resource.name"},
    {"identity", "target.application"},
    {"statfs.f_mntonname", "target.resource.name"},
    {"statfs.f_mntfromname", "src.resource.name"},
    {"statfs.f_fstypename", "target.resource.resource_subtype"},
};

constexpr Row kDirectory[] = {
    {"user_name", "target.user.userid"},
    {"group_name", "target.group.group_display_name"},
    {"error_code", "", kCode, true},
};

constexpr Row kExtension[] = {
    {"identifier", "target.resource.name"},
    {"identifier", "target.file.names"},
};

constexpr Constant kIsSetting[] = {{"target.resource.resource_type", "SETTING"}};
constexpr Constant kIsVolume[] = {{"target.resource.resource_type", "VOLUME"}};
constexpr Constant kIsClock[] = {{"target.resource.resource_type", "SETTING"}, {"target.resource.name", "time"}};
constexpr Constant kIsGatekeeper[] = {{"target.resource.resource_type", "SETTING"},
                                      {"target.resource.name", "Gatekeeper"},
                                      {"security_result.summary", "Gatekeeper overridden by the user"}};
constexpr Constant kIsMalware[] = {{"security_result.severity", "HIGH"},
                                   {"security_result.category", "SOFTWARE_MALICIOUS"}};
constexpr Constant kIsRemote[] = {{"extensions.auth.mechanism", "REMOTE"}};
constexpr Constant kIsRemoteScreen[] = {{"extensions.auth.mechanism", "REMOTE_INTERACTIVE"}};
constexpr Constant kIsUnlock[] = {{"extensions.auth.mechanism", "UNLOCK"}};
constexpr Constant kIsAtScreen[] = {{"extensions.auth.mechanism", "INTERACTIVE"}};

constexpr Mapping kMappings[] = {
    {"exec", "PROCESS_LAUNCH", {kEvent, kTarget, kLine}, es_finish_exec},
    {"fork", "PROCESS_UNCATEGORIZED", {kEvent, kTarget, kLine}},
    {"exit", "PROCESS_TERMINATION", {kEvent, kTarget, kLine}, es_finish_own_deed},
    {"get_task", "PROCESS_OPEN", {kEvent, kTarget, kLine}},
    {"get_task_read", "PROCESS_OPEN", {kEvent, kTarget, kLine}},
    {"get_task_inspect", "PROCESS_OPEN", {kEvent, kTarget, kLine}},
    {"trace", "PROCESS_OPEN", {kEvent, kTarget, kLine}},
    {"remote_thread_create", "PROCESS_INJECTION", {kEvent, kTarget, kLine}},
    {"mmap", "FILE_READ", {kEvent, kMapped, kLine}, es_finish_mapped},
    {"readlink", "FILE_READ", {kEvent, kMapped, kLine}},
    {"create", "FILE_CREATION", {kEvent, kTarget, kLine, kDestination}, es_finish_new_file},
    {"uipc_bind", "FILE_CREATION", {kEvent, kTarget, kLine, kDestination}, es_finish_new_file},
    {"open", "FILE_OPEN", {kEvent, kTarget, kLine}},
    {"uipc_connect", "FILE_OPEN", {kEvent, kTarget, kLine}},
    {"close", "FILE_UNCATEGORIZED", {kEvent, kTarget, kLine}, es_finish_close},
    {"write", "FILE_MODIFICATION", {kEvent, kTarget, kLine}},
    {"truncate", "FILE_MODIFICATION", {kEvent, kTarget, kLine}},
    {"utimes", "FILE_MODIFICATION", {kEvent, kTarget, kLine}},
    {"setattrlist", "FILE_MODIFICATION", {kEvent, kTarget, kLine}},
    {"setextattr", "FILE_MODIFICATION", {kEvent, kTarget, kLine}},
    {"deleteextattr", "FILE_MODIFICATION", {kEvent, kTarget, kLine}},
    {"setmode", "FILE_MODIFICATION", {kEvent, kTarget, kLine}},
    {"setowner", "FILE_MODIFICATION", {kEvent, kTarget, kLine}},
    {"setflags", "FILE_MODIFICATION", {kEvent, kTarget, kLine}},
    {"setacl", "FILE_MODIFICATION", {kEvent, kTarget, kLine}},
    {"stat", "FILE_READ", {kEvent, kTarget, kLine}},
    {"access", "FILE_READ", {kEvent, kTarget, kLine}},
    {"getattrlist", "FILE_READ", {kEvent, kTarget, kLine}},
    {"getextattr", "FILE_READ", {kEvent, kTarget, kLine}},
    {"listextattr", "FILE_READ", {kEvent, kTarget, kLine}},
    {"readdir", "FILE_READ", {kEvent, kTarget, kLine}},
    {"unlink", "FILE_DELETION", {kEvent, kTarget, kLine}},
    {"rename", "FILE_MOVE", {kEvent, kSource, kLine, kDestination}, es_finish_new_file},
    {"exchangedata", "FILE_MODIFICATION", {kEvent, kSource, kLine, kDestination}},
    {"link", "FILE_COPY", {kEvent, kSource, kLine, kDestination}, es_finish_new_file},
    {"clone", "FILE_COPY", {kEvent, kSource, kLine, kDestination}, es_finish_new_file},
    {"copyfile", "FILE_COPY", {kEvent, kSource, kLine, kDestination}, es_finish_new_file},
    {"kextload", "PROCESS_MODULE_LOAD", {kEvent, kTarget, kLine, kExtension}},
    {"kextunload", "STATUS_UPDATE", {kEvent, kTarget, kLine, kExtension}},
    {"mount", "SETTING_MODIFICATION", {kEvent, kTarget, kLine, kSetting}, nullptr, false, kIsVolume},
    {"unmount", "SETTING_MODIFICATION", {kEvent, kTarget, kLine, kSetting}, nullptr, false, kIsVolume},
    {"remount", "SETTING_MODIFICATION", {kEvent, kTarget, kLine, kSetting}, nullptr, false, kIsVolume},
    {"settime", "SETTING_MODIFICATION", {kEvent, kTarget, kLine}, nullptr, false, kIsClock},
    {"profile_*", "SETTING_MODIFICATION", {kEvent, kTarget, kLine, kSetting}, nullptr, false, kIsSetting},
    {"tcc_modify", "SETTING_MODIFICATION", {kEvent, kTarget, kLine, kSetting}, nullptr, false, kIsSetting},
    {"gatekeeper_user_override",
     "SETTING_MODIFICATION",
     {kEvent, kTarget, kLine, kGatekeeper},
     es_finish_gatekeeper,
     false,
     kIsGatekeeper},
    {"btm_launch_item_add", "SERVICE_CREATION", {kEvent, kTarget, kLine, kLaunchItem}, es_finish_launch_item},
    {"btm_launch_item_remove", "SERVICE_DELETION", {kEvent, kTarget, kLine, kLaunchItem}, es_finish_launch_item},
    {"xp_malware_detected", "SCAN_FILE", {kEvent, kTarget, kLine, kMalware}, nullptr, false, kIsMalware},
    {"xp_malware_remediated", "SCAN_FILE", {kEvent, kTarget, kLine, kMalware}, nullptr, false, kIsMalware},
    {"authentication", "USER_LOGIN", {kEvent, kTarget, kLine, kLogin}},
    {"login_login", "USER_LOGIN", {kEvent, kTarget, kLine, kLogin}, nullptr, false, kIsAtScreen},
    {"login_logout", "USER_LOGOUT", {kEvent, kTarget, kLine, kLogin}},
    {"lw_session_login", "USER_LOGIN", {kEvent, kTarget, kLine, kLogin}, nullptr, false, kIsAtScreen},
    {"lw_session_logout", "USER_LOGOUT", {kEvent, kTarget, kLine, kLogin}},
    {"lw_session_lock", "USER_UNCATEGORIZED", {kEvent, kTarget, kLine, kLogin}},
    {"lw_session_unlock", "USER_LOGIN", {kEvent, kTarget, kLine, kLogin}, nullptr, false, kIsUnlock},
    {"openssh_login", "USER_LOGIN", {kEvent, kTarget, kLine, kLogin}, es_finish_remote_login, false, kIsRemote},
    {"openssh_logout", "USER_LOGOUT", {kEvent, kTarget, kLine, kLogin}, es_finish_remote_login},
    {"screensharing_attach",
     "USER_LOGIN",
     {kEvent, kTarget, kLine, kLogin},
     es_finish_remote_login,
     false,
     kIsRemoteScreen},
    {"screensharing_detach", "USER_LOGOUT", {kEvent, kTarget, kLine, kLogin}, es_finish_remote_login},
    {"su", "USER_LOGIN", {kEvent, kTarget, kLine, kSwitch}, es_finish_switch},
    {"sudo", "USER_LOGIN", {kEvent, kTarget, kLine, kSwitch}, es_finish_switch},
    {"od_create_user", "USER_CREATION", {kEvent, kTarget, kLine, kDirectory}, es_finish_directory},
    {"od_delete_user", "USER_DELETION", {kEvent, kTarget, kLine, kDirectory}, es_finish_directory},
    {"od_modify_password", "USER_CHANGE_PASSWORD", {kEvent, kTarget, kLine, kDirectory}, es_finish_directory},
    {"od_enable_user", "USER_CHANGE_PERMISSIONS", {kEvent, kTarget, kLine, kDirectory}, es_finish_directory},
    {"od_disable_user", "USER_CHANGE_PERMISSIONS", {kEvent, kTarget, kLine, kDirectory}, es_finish_directory},
    {"od_create_group", "GROUP_CREATION", {kEvent, kTarget, kLine, kDirectory}, es_finish_directory},
    {"od_delete_group", "GROUP_DELETION", {kEvent, kTarget, kLine, kDirectory}, es_finish_directory},
    {"od_group_*", "GROUP_MODIFICATION", {kEvent, kTarget, kLine, kDirectory}, es_finish_directory},
    {"*", "PROCESS_UNCATEGORIZED", {kEvent, kTarget, kLine}, es_finish_own_deed},
};

constexpr Recognition kRecognitions[] = {
    {{{"schema_version", ""}, {"process.audit_token", ""}, {"event", ""}, {"mach_time", ""}}},
};

}  // namespace

const LogType& macos_endpoint_security_log_type() {
  static constexpr LogType kType{
      .name = "MACOS_ENDPOINT_SECURITY",
      .title = "macOS Endpoint Security",
      .vendor = "Apple",
      .product = "MACOS_ENDPOINT_SECURITY",
      .recognitions = kRecognitions,
      .claims = is_es_line,
      .claimed_by = "has the `EventType` and `MachTimestamp` of Endpoint Security",
      .split = split_es_line,
      .prepare = es_prepare,
      .kind_field = "event_name",
      .mappings = kMappings,
      .finish = es_finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
