#include "ingest/log_type.h"
#include "ingest/telemetry/endpoint.h"
#include "ingest/telemetry/microsoft_defender_endpoint_events.h"

// docs/telemetry/MICROSOFT_DEFENDER_ENDPOINT.md
namespace yaral::ingest {
namespace {

using enum Convert;
using namespace defender;

constexpr Code kLogonNames[] = {
    {"NetworkCleartext", "NETWORK_CLEAR_TEXT"},  {"NewCredentials", "NEW_CREDENTIALS"},
    {"RemoteInteractive", "REMOTE_INTERACTIVE"}, {"RemoteInteractive (RDP) logons", "REMOTE_INTERACTIVE"},
    {"CachedInteractive", "CACHED_INTERACTIVE"}, {"CachedRemoteInteractive", "CACHED_REMOTE_INTERACTIVE"},
    {"CachedUnlock", "CACHED_UNLOCK"},
};
constexpr Code kValueTypes[] = {
    {"String", "SZ"},   {"ExpandString", "EXPAND_SZ"}, {"ExpandableString", "EXPAND_SZ"},
    {"Dword", "DWORD"}, {"MultiString", "MULTI_SZ"},
};
constexpr Code kPlatforms[] = {
    {"macOS", "MAC"},
    {"Linux", "LINUX"},
    {"Windows10", "WINDOWS"},
    {"Windows11", "WINDOWS"},
    {"iOS", "IOS"},
    {"Android", "ANDROID"},
    {"WindowsServer2016", "WINDOWS"},
    {"WindowsServer2019", "WINDOWS"},
    {"WindowsServer2022", "WINDOWS"},
    {"WindowsServer2025", "WINDOWS"},
};
constexpr Code kSeverities[] = {{"Informational", "INFORMATIONAL"}};

constexpr Row kRecord[] = {
    {"time", "", kEventTime},
    {"Timestamp", "", kCode},
    {"TimeGenerated", "", kCode},
    {"category", "", kCode, true},
    {"Type", "", kCode, true},
    {"tenantId", "metadata.product_deployment_id"},
    {"TenantId", "metadata.product_deployment_id"},
    {"ReportId", "metadata.product_log_id"},
    {"ActionType", "metadata.product_event_type"},
    {"DeviceId", "", kCode, true},
    {"DeviceName", "", kCode},
    {"AdditionalFields", "", kJson, true},
};

// The process that acted, with its account.
constexpr Row kActor[] = {
    {"InitiatingProcessAccountDomain", "principal.administrative_domain"},
    {"InitiatingProcessAccountName", "principal.user.userid"},
    {"InitiatingProcessAccountSid", "principal.user.windows_sid", kSid},
    {"InitiatingProcessAccountUpn", "principal.user.email_addresses"},
    {"InitiatingProcessAccountObjectId", "principal.user.product_object_id"},
    {"InitiatingProcessId", "principal.process.pid", kPid},
    {"InitiatingProcessCreationTime", "", kCode, true},
    {"InitiatingProcessFileName", "", kCode},
    {"InitiatingProcessFolderPath", "", kCode},
    {"InitiatingProcessCommandLine", "principal.process.command_line"},
    {"InitiatingProcessSHA256", "principal.process.file.sha256", kHash},
    {"InitiatingProcessSHA1", "principal.process.file.sha1", kHash},
    {"InitiatingProcessMD5", "principal.process.file.md5", kHash},
    {"InitiatingProcessFileSize", "principal.process.file.size"},
    {"InitiatingProcessVersionInfoOriginalFileName", "principal.process.file.exif_info.original_file", kText, true},
    {"InitiatingProcessIntegrityLevel", "principal.process.integrity_level_rid", kIntegrity},
    {"InitiatingProcessTokenElevation", "principal.process.token_elevation_type", kElevation},
    {"InitiatingProcessSignatureStatus", "principal.process.file.signature_info.sigcheck.verification_message", kText,
     true},
    {"InitiatingProcessParentId", "principal.process.parent_process.pid", kPid},
    {"InitiatingProcessParentFileName", "principal.process.parent_process.file.full_path"},
};

constexpr Row kProcess[] = {
    {"ProcessId", "target.process.pid", kPid},
    {"ProcessCreationTime", "", kCode, true},
    {"ProcessCommandLine", "target.process.command_line"},
    {"ProcessIntegrityLevel", "target.process.integrity_level_rid", kIntegrity},
    {"ProcessTokenElevation", "target.process.token_elevation_type", kElevation},
    {"ProcessVersionInfoOriginalFileName", "target.process.file.exif_info.original_file", kText, true},
    {"ProcessVersionInfoCompanyName", "target.asset.software.vendor_name"},
    {"ProcessVersionInfoProductName", "target.asset.software.name"},
    {"ProcessVersionInfoProductVersion", "target.asset.software.version"},
    {"ProcessVersionInfoFileDescription", "target.asset.software.description"},
    {"FileName", "", kCode},
    {"FolderPath", "", kCode},
    {"SHA256", "target.process.file.sha256", kHash},
    {"SHA1", "target.process.file.sha1", kHash},
    {"MD5", "target.process.file.md5", kHash},
    {"FileSize", "target.process.file.size"},
    {"AccountDomain", "target.administrative_domain"},
    {"AccountName", "target.user.userid"},
    {"AccountSid", "target.user.windows_sid", kSid},
    {"AccountUpn", "target.user.email_addresses"},
    {"AccountObjectId", "target.user.product_object_id"},
};

constexpr Row kFile[] = {
    {"FileName", "", kCode},
    {"FolderPath", "", kCode},
    {"PreviousFileName", "", kCode},
    {"PreviousFolderPath", "", kCode},
    {"SHA256", "target.file.sha256", kHash},
    {"SHA1", "target.file.sha1", kHash},
    {"MD5", "target.file.md5", kHash},
    {"FileSize", "target.file.size"},
    {"FileOriginUrl", "src.url"},
    {"FileOriginIP", "src.ip", kIp},
    {"FileOriginReferrerUrl", "network.http.referral_url"},
    {"RequestSourceIP", "src.ip", kIp},
    {"RequestAccountName", "src.user.userid"},
    {"RequestAccountSid", "src.user.windows_sid", kSid},
};

constexpr Row kModule[] = {
    {"FileName", "", kCode},
    {"FolderPath", "", kCode},
    {"SHA256", "target.process.file.sha256", kHash},
    {"SHA256", "target.file.sha256", kHash},
    {"SHA1", "target.process.file.sha1", kHash},
    {"SHA1", "target.file.sha1", kHash},
    {"MD5", "target.process.file.md5", kHash},
    {"MD5", "target.file.md5", kHash},
    {"FileSize", "target.file.size"},
};

constexpr Row kRegistry[] = {
    {"RegistryKey", "target.registry.registry_key"},
    {"RegistryValueName", "target.registry.registry_value_name"},
    {"RegistryValueData", "target.registry.registry_value_data"},
    {"RegistryValueType", "target.registry.registry_value_type", kText, false, kValueTypes},
    {"PreviousRegistryKey", "src.registry.registry_key"},
    {"PreviousRegistryValueName", "src.registry.registry_value_name"},
    {"PreviousRegistryValueData", "src.registry.registry_value_data"},
};

constexpr Row kConnection[] = {
    {"LocalIP", "principal.ip", kIp},
    {"LocalPort", "principal.port", kPort},
    {"RemoteIP", "target.ip", kIp},
    {"RemotePort", "target.port", kPort},
    {"RemoteUrl", "target.url"},
    {"Protocol", "network.ip_protocol", kIpProtocol},
    {"AdditionalFields.DnsQueryString", "network.dns.questions.name"},
    {"AdditionalFields.DnsQueryResult.Result", "", kCode},
};

// Accounts in their own tables, and in what is done to them.
constexpr Row kAccounts[] = {
    {"AccountDomain", "target.administrative_domain"},
    {"AccountName", "target.user.userid"},
    {"AccountSid", "target.user.windows_sid", kSid},
    {"AccountUpn", "target.user.email_addresses"},
    {"AccountObjectId", "target.user.product_object_id"},
    {"AdditionalFields.GroupName", "target.group.group_display_name"},
    {"AdditionalFields.GroupSid", "target.group.windows_sid", kSid},
};

constexpr Row kLogon[] = {
    {"LogonType", "extensions.auth.mechanism", kText, true, kLogonNames},
    {"FailureReason", "security_result.description", kText, true},
    {"RemoteDeviceName", "principal.hostname"},
    {"RemoteIP", "principal.ip", kIp},
    {"RemotePort", "principal.port", kPort},
    {"Protocol", "extensions.auth.auth_details", kText, true},
};

constexpr Row kDirectoryLogon[] = {
    {"IPAddress", "principal.ip", kIp},
    {"Port", "principal.port", kPort},
    {"DestinationDeviceName", "target.hostname"},
    {"DestinationIPAddress", "target.ip", kIp},
    {"DestinationPort", "target.port", kPort},
    {"Application", "target.application"},
    {"LogonType", "extensions.auth.mechanism", kText, true, kLogonNames},
    {"FailureReason", "security_result.description", kText, true},
};

constexpr Row kTyped[] = {
    {"AdditionalFields.Command", "", kCode, true},
    {"AdditionalFields.ScriptContent", "", kCode, true},
    {"AdditionalFields.PipeName", "target.resource.name", kText, true},
    {"FileName", "target.file.full_path"},
    {"SHA256", "target.file.sha256", kHash},
};

constexpr Row kTask[] = {
    {"AdditionalFields.TaskName", "target.resource.name", kText, true},
};

constexpr Row kService[] = {
    {"AdditionalFields.ServiceName", "target.application"},
    {"AdditionalFields.ServiceName", "target.resource.name"},
    {"AdditionalFields.ServiceAccount", "target.user.userid"},
    {"ProcessCommandLine", "target.process.command_line"},
    {"FileName", "", kCode},
    {"FolderPath", "", kCode},
    {"SHA256", "target.process.file.sha256", kHash},
    {"SHA1", "target.process.file.sha1", kHash},
};

constexpr Row kProtection[] = {
    {"AdditionalFields.ThreatName", "security_result.threat_name", kText, true},
    {"AdditionalFields.RuleId", "security_result.rule_id", kText, true},
    {"AdditionalFields.PolicyName", "security_result.rule_name", kText, true},
    {"RemoteUrl", "target.url"},
    {"ProcessCommandLine", "target.process.command_line"},
};

constexpr Row kCertificate[] = {
    {"SHA1", "target.file.sha1", kHash},
    {"IsSigned", "", kCode, true},
    {"IsTrusted", "", kCode, true},
    {"Signer", "target.file.signature_info.sigcheck.signers.name", kText, true},
    {"Issuer", "target.file.signature_info.sigcheck.signers.cert_issuer", kText, true},
    {"Issuer", "target.file.signature_info.sigcheck.x509.cert_issuer"},
    {"Signer", "target.file.signature_info.sigcheck.x509.name"},
    {"SignerHash", "target.file.signature_info.sigcheck.x509.thumbprint", kHash, true},
    {"CertificateSerialNumber", "target.file.signature_info.sigcheck.x509.serial_number", kText, true},
};

constexpr Row kDevice[] = {
    {"OSPlatform", "principal.platform", kText, true, kPlatforms},
    {"OSVersion", "principal.platform_version"},
    {"PublicIP", "principal.nat_ip", kIp},
    {"AadDeviceId", "principal.asset.product_object_id"},
    {"MacAddress", "principal.mac", kMac},
    {"IPAddresses", "", kJson, true},
    {"IPAddresses.IPAddress", "principal.ip", kIp},
};

constexpr Row kAlert[] = {
    {"AlertId", "metadata.product_log_id"},
    {"Title", "security_result.rule_name"},
    {"Category", "security_result.category_details"},
    {"Categories", "security_result.category_details"},
    {"Severity", "security_result.severity", kText, false, kSeverities},
    {"DetectionSource", "security_result.detection_fields[\"DetectionSource\"]"},
    {"ServiceSource", "security_result.detection_fields[\"ServiceSource\"]"},
    {"AttackTechniques", "", kJson, true},
};

constexpr Row kEvidence[] = {
    {"EntityType", "", kCode, true},
    {"RemoteIP", "target.ip", kIp},
    {"RemoteUrl", "target.url"},
    {"RegistryKey", "target.registry.registry_key"},
};

constexpr Row kMail[] = {
    {"NetworkMessageId", "metadata.product_log_id"},
    {"InternetMessageId", "network.email.mail_id"},
    {"SenderFromAddress", "network.email.from"},
    {"SenderFromAddress", "principal.user.email_addresses"},
    {"SenderIPv4", "principal.ip", kIp},
    {"SenderIPv6", "principal.ip", kIp},
    {"RecipientEmailAddress", "network.email.to"},
    {"RecipientEmailAddress", "target.user.email_addresses"},
    {"Subject", "network.email.subject"},
    {"DeliveryAction", "security_result.action_details", kText, true},
    {"ThreatTypes", "security_result.category_details"},
    {"ThreatNames", "security_result.threat_name"},
};

constexpr Row kClick[] = {
    {"AccountUpn", "principal.user.email_addresses"},
    {"IPAddress", "principal.ip", kIp},
    {"Url", "target.url"},
    {"ThreatTypes", "security_result.category_details"},
};

constexpr Row kCloud[] = {
    {"Application", "target.application"},
    {"ObjectName", "target.resource.name"},
    {"ObjectType", "target.resource.resource_subtype"},
    {"AccountObjectId", "principal.user.product_object_id"},
    {"AccountDisplayName", "principal.user.user_display_name"},
    {"AccountId", "principal.user.userid"},
    {"IPAddress", "principal.ip", kIp},
    {"UserAgent", "network.http.user_agent"},
};

// Events of devices that no other mapping has may be about a process or a file.
constexpr Row kOther[] = {
    {"ProcessId", "target.process.pid", kPid},
    {"ProcessCommandLine", "target.process.command_line"},
    {"FileName", "", kCode},
    {"FolderPath", "", kCode},
    {"RegistryKey", "target.registry.registry_key"},
    {"RemoteIP", "target.ip", kIp},
    {"RemoteUrl", "target.url"},
};

constexpr Constant kLoggedOn[] = {{"extensions.auth.type", "MACHINE"}, {"security_result.action", "ALLOW"}};
constexpr Constant kRefused[] = {{"extensions.auth.type", "MACHINE"},
                                 {"security_result.action", "BLOCK"},
                                 {"security_result.category", "AUTH_VIOLATION"}};
constexpr Constant kTried[] = {{"extensions.auth.type", "MACHINE"}};
constexpr Constant kMalware[] = {{"security_result.category", "SOFTWARE_MALICIOUS"}};
constexpr Constant kServiceType[] = {{"target.resource.resource_type", "SERVICE"}};
constexpr Constant kDeviceType[] = {{"target.resource.resource_type", "DEVICE"}};

constexpr Mapping kMappings[] = {
    {"ProcessCreated*", "PROCESS_LAUNCH", {kRecord, kActor, kProcess}, finish_launch},
    {"OpenProcess*", "PROCESS_OPEN", {kRecord, kActor, kProcess}, finish_process},
    {"ReadProcessMemory*", "PROCESS_OPEN", {kRecord, kActor, kProcess}, finish_process},
    {"CreateRemoteThread*", "PROCESS_INJECTION", {kRecord, kActor, kProcess}, finish_process},
    {"NtAllocateVirtualMemoryRemote*", "PROCESS_INJECTION", {kRecord, kActor, kProcess}, finish_process},
    {"NtMapViewOfSectionRemote*", "PROCESS_INJECTION", {kRecord, kActor, kProcess}, finish_process},
    {"QueueUserApcRemote*", "PROCESS_INJECTION", {kRecord, kActor, kProcess}, finish_process},
    {"SetThreadContextRemote*", "PROCESS_INJECTION", {kRecord, kActor, kProcess}, finish_process},
    {"WriteProcessMemory*", "PROCESS_INJECTION", {kRecord, kActor, kProcess}, finish_process},
    {"WriteToLsassProcessMemory", "PROCESS_INJECTION", {kRecord, kActor, kProcess}, finish_process},
    {"ProcessPrimaryTokenModified", "PROCESS_PRIVILEGE_ESCALATION", {kRecord, kActor, kProcess}, finish_process},
    {"PowerShellCommand", "PROCESS_UNCATEGORIZED", {kRecord, kActor, kTyped}, finish_text},
    {"ScriptContent", "PROCESS_UNCATEGORIZED", {kRecord, kActor, kTyped}, finish_text},
    {"NamedPipeEvent", "PROCESS_UNCATEGORIZED", {kRecord, kActor, kTyped}, finish_pipe},
    {"ImageLoaded", "PROCESS_MODULE_LOAD", {kRecord, kActor, kModule}, finish_module},
    {"DriverLoad", "PROCESS_MODULE_LOAD", {kRecord, kActor, kModule}, finish_module},
    {"FileCreated*", "FILE_CREATION", {kRecord, kActor, kFile}, finish_file},
    {"ShellLinkCreateFileEvent", "FILE_CREATION", {kRecord, kActor, kFile}, finish_file},
    {"FileModified*", "FILE_MODIFICATION", {kRecord, kActor, kFile}, finish_file},
    {"FileDeleted*", "FILE_DELETION", {kRecord, kActor, kFile}, finish_file},
    {"FileRenamed*", "FILE_MOVE", {kRecord, kActor, kFile}, finish_file},
    {"SensitiveFileRead", "FILE_READ", {kRecord, kActor, kFile}, finish_file},
    {"RegistryKeyCreated", "REGISTRY_CREATION", {kRecord, kActor, kRegistry}},
    {"RegistryValueSet", "REGISTRY_MODIFICATION", {kRecord, kActor, kRegistry}},
    {"RegistryKeyRenamed", "REGISTRY_MODIFICATION", {kRecord, kActor, kRegistry}},
    {"RegistryKeyDeleted", "REGISTRY_DELETION", {kRecord, kActor, kRegistry}},
    {"RegistryValueDeleted", "REGISTRY_DELETION", {kRecord, kActor, kRegistry}},
    {"Connection*", "NETWORK_CONNECTION", {kRecord, kActor, kConnection}, finish_connection},
    {"RemoteDesktopConnection", "NETWORK_CONNECTION", {kRecord, kActor, kConnection}, finish_connection},
    {"InboundConnection*", "NETWORK_CONNECTION", {kRecord, kActor, kConnection}, finish_inbound},
    {"ListeningConnectionCreated", "NETWORK_UNCATEGORIZED", {kRecord, kActor, kConnection}},
    {"DnsConnectionInspected", "NETWORK_UNCATEGORIZED", {kRecord, kActor, kConnection}},
    {"HttpConnectionInspected", "NETWORK_HTTP", {kRecord, kActor, kConnection}, finish_connection},
    {"SslConnectionInspected", "NETWORK_CONNECTION", {kRecord, kActor, kConnection}, finish_connection},
    {"DnsQuery*", "NETWORK_DNS", {kRecord, kActor, kConnection}, finish_dns},
    {"LogonSuccess", "USER_LOGIN", {kRecord, kActor, kAccounts, kLogon}, nullptr, false, kLoggedOn},
    {"LogonFailed", "USER_LOGIN", {kRecord, kActor, kAccounts, kLogon}, nullptr, false, kRefused},
    {"LogonAttempted", "USER_LOGIN", {kRecord, kActor, kAccounts, kLogon}, nullptr, false, kTried},
    {"UserAccountCreated", "USER_CREATION", {kRecord, kActor, kAccounts}},
    {"UserAccountDeleted", "USER_DELETION", {kRecord, kActor, kAccounts}},
    {"UserAccountModified", "USER_UNCATEGORIZED", {kRecord, kActor, kAccounts}},
    {"UserAccountAddedToLocalGroup", "GROUP_MODIFICATION", {kRecord, kActor, kAccounts}},
    {"UserAccountRemovedFromLocalGroup", "GROUP_MODIFICATION", {kRecord, kActor, kAccounts}},
    {"SecurityGroupCreated", "GROUP_CREATION", {kRecord, kActor, kAccounts}},
    {"PasswordChangeAttempt", "USER_CHANGE_PASSWORD", {kRecord, kActor, kAccounts}},
    {"ScheduledTaskCreated", "SCHEDULED_TASK_CREATION", {kRecord, kActor, kTask}, finish_task},
    {"ScheduledTaskUpdated", "SCHEDULED_TASK_MODIFICATION", {kRecord, kActor, kTask}, finish_task},
    {"ScheduledTaskDeleted", "SCHEDULED_TASK_DELETION", {kRecord, kActor, kTask}, finish_task},
    {"ScheduledTaskEnabled", "SCHEDULED_TASK_ENABLE", {kRecord, kActor, kTask}, finish_task},
    {"ScheduledTaskDisabled", "SCHEDULED_TASK_DISABLE", {kRecord, kActor, kTask}, finish_task},
    {"ServiceInstalled", "SERVICE_CREATION", {kRecord, kActor, kService}, finish_service, false, kServiceType},
    {"SecurityLogCleared", "SYSTEM_AUDIT_LOG_WIPE", {kRecord, kActor}},
    {"UsbDrive*", "STATUS_UPDATE", {kRecord, kActor}, nullptr, false, kDeviceType},
    {"PnpDeviceConnected", "STATUS_UPDATE", {kRecord, kActor}, nullptr, false, kDeviceType},
    {"Antivirus*", "SCAN_FILE", {kRecord, kActor, kFile, kProtection}, finish_protection, false, kMalware},
    {"SmartScreen*", "SCAN_FILE", {kRecord, kActor, kFile, kProtection}, finish_protection},
    {"Asr*", "SCAN_PROCESS_BEHAVIORS", {kRecord, kActor, kFile, kProtection}, finish_protection},
    {"ExploitGuard*", "SCAN_PROCESS_BEHAVIORS", {kRecord, kActor, kFile, kProtection}, finish_protection},
    {"AppControl*", "SCAN_FILE", {kRecord, kActor, kFile, kProtection}, finish_protection},
    {"ControlledFolderAccess*", "FILE_UNCATEGORIZED", {kRecord, kActor, kFile, kProtection}, finish_protection},
    {"TamperingAttempt", "SETTING_MODIFICATION", {kRecord, kActor, kRegistry}, finish_tampering},
    {"DeviceFileCertificateInfo", "SCAN_FILE", {kRecord, kCertificate}, finish_certificate},
    {"DeviceInfo", "STATUS_UPDATE", {kRecord, kDevice}},
    {"DeviceNetworkInfo", "STATUS_UPDATE", {kRecord, kDevice}},
    {"AlertInfo", "SCAN_UNCATEGORIZED", {kRecord, kAlert}, finish_alert},
    {"AlertEvidence", "SCAN_UNCATEGORIZED", {kRecord, kAlert, kEvidence, kProcess}, finish_evidence},
    {"IdentityLogonEvents", "USER_LOGIN", {kRecord, kAccounts, kDirectoryLogon}, finish_directory_logon},
    {"IdentityDirectoryEvents", "USER_UNCATEGORIZED", {kRecord, kAccounts}},
    {"CloudAppEvents", "USER_RESOURCE_ACCESS", {kRecord, kCloud}},
    {"EmailEvents", "EMAIL_TRANSACTION", {kRecord, kMail}, finish_mail},
    {"UrlClickEvents", "EMAIL_URL_CLICK", {kRecord, kClick}},
    {"*", "STATUS_UPDATE", {kRecord, kActor, kOther}, finish_other},
};

// Streams name the table; the rows of a query do not, and are told by columns that stand together nowhere else.
constexpr Recognition kRecognitions[] = {
    {{{"category", "AdvancedHunting-*"}, {"properties", ""}}},
    {{{"InitiatingProcessFileName", ""}, {"DeviceId", ""}, {"ActionType", ""}}},
    {{{"ReportId", ""}, {"DeviceId", ""}, {"DeviceName", ""}, {"ActionType", ""}}},
    {{{"ReportId", ""}, {"DeviceId", ""}, {"IsTrusted", ""}, {"Signer", ""}}},
    {{{"ReportId", ""}, {"DeviceId", ""}, {"DeviceName", ""}, {"SignatureType", ""}}},
    {{{"OnboardingStatus", ""}, {"DeviceId", ""}, {"OSPlatform", ""}}},
    {{{"IPAddresses", ""}, {"DeviceId", ""}, {"DeviceName", ""}, {"NetworkAdapterName", ""}}},
    {{{"EvidenceRole", ""}, {"AlertId", ""}, {"EntityType", ""}}},
    {{{"DetectionSource", ""}, {"AlertId", ""}, {"ServiceSource", ""}, {"Title", ""}}},
};

}  // namespace

const LogType& microsoft_defender_endpoint_log_type() {
  static constexpr LogType kType{
      .name = "MICROSOFT_DEFENDER_ENDPOINT",
      .title = "Microsoft Defender for Endpoint",
      .vendor = "Microsoft",
      .product = "Microsoft Defender for Endpoint",
      .recognitions = kRecognitions,
      .inner = "properties",
      .kind = kind_of,
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
