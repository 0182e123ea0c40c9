#pragma once

#include "ingest/field_table.h"

// The rows of the Security events, and what is always so: for windows_security.cc only.
namespace yaral::ingest::security {

using enum Convert;

// What stands for "not set": in attributes of accounts, in logon ids.
inline constexpr Code kNotSet[] = {{"%%1793", ""}};
inline constexpr Code kNoLogon[] = {{"0x0", ""}};

inline constexpr Row kActingAccount[] = {
    {"SubjectUserSid", "principal.user.windows_sid", kSid},
    {"SubjectUserName", "principal.user.userid"},
    {"SubjectDomainName", "principal.administrative_domain"},
};

// The account that acts, in its logon session.
inline constexpr Row kSubject[] = {
    {"SubjectUserSid", "principal.user.windows_sid", kSid},
    {"SubjectUserName", "principal.user.userid"},
    {"SubjectDomainName", "principal.administrative_domain"},
    {"SubjectLogonId", "network.session_id", kText, true, kNoLogon},
};

inline constexpr Row kTarget[] = {
    {"TargetUserSid", "target.user.windows_sid", kSid},
    {"TargetSid", "target.user.windows_sid", kSid},
    {"TargetUserName", "target.user.userid"},
    {"TargetDomainName", "target.administrative_domain"},
};

inline constexpr Row kTargetSession[] = {{"TargetLogonId", "network.session_id", kText, true, kNoLogon}};

inline constexpr Row kLaunch[] = {
    {"NewProcessId", "target.process.pid", kPid},
    {"NewProcessName", "target.process.file.full_path"},
    {"TokenElevationType", "target.process.token_elevation_type", kElevation, true},
    {"ProcessId", "principal.process.pid", kPid},
    {"CommandLine", "target.process.command_line", kEscapedText},
    {"ParentProcessName", "principal.process.file.full_path"},
    {"MandatoryLabel", "target.process.integrity_level_rid", kIntegrity, true},
};

inline constexpr Row kTermination[] = {
    {"ProcessId", "target.process.pid", kPid},
    {"ProcessName", "target.process.file.full_path"},
};

inline constexpr Row kActor[] = {
    {"ProcessId", "principal.process.pid", kPid},
    {"ProcessID", "principal.process.pid", kPid},  // as 4657 had it at first
    {"ProcessName", "principal.process.file.full_path"},
    {"CallerProcessId", "principal.process.pid", kPid},
    {"CallerProcessName", "principal.process.file.full_path"},
};

// Later versions tell the process of the caller, and its parent.
inline constexpr Row kClient[] = {
    {"ClientProcessId", "principal.process.pid", kPid},
    {"ParentProcessId", "principal.process.parent_process.pid", kPid},
};

inline constexpr Row kLogon[] = {
    {"WorkstationName", "principal.hostname"},    {"Workstation", "principal.hostname"},
    {"IpAddress", "principal.ip", kIp},           {"IpPort", "principal.port", kPort},
    {"ProcessId", "principal.process.pid", kPid}, {"ProcessName", "principal.process.file.full_path"},
};

inline constexpr Row kAddress[] = {
    {"IpAddress", "principal.ip", kIp},
    {"IpPort", "principal.port", kPort},
};

inline constexpr Row kTargetServer[] = {
    {"TargetServerName", "target.hostname"},
    {"IpAddress", "principal.ip", kIp},
    {"IpPort", "principal.port", kPort},
};

inline constexpr Code kEncryption[] = {
    {"0x1", "DES-CBC-CRC"},
    {"0x3", "DES-CBC-MD5"},
    {"0x11", "AES128-CTS-HMAC-SHA1-96"},
    {"0x12", "AES256-CTS-HMAC-SHA1-96"},
    {"0x17", "RC4-HMAC"},
    {"0x18", "RC4-HMAC-EXP"},
    {"0xffffffff", ""},
};

// Of Kerberos (RFC 4120), and of Windows.
inline constexpr Code kStatus[] = {
    {"0x0", ""},
    {"0x6", "No such account"},
    {"0x7", "No such service"},
    {"0xc", "Not allowed by policy: workstation or hours"},
    {"0x12", "Account disabled, expired or locked out"},
    {"0x17", "Password expired"},
    {"0x18", "Wrong password"},
    {"0x25", "Clocks too far apart"},
    {"0xc0000064", "No such account"},
    {"0xc000006a", "Wrong password"},
    {"0xc000006f", "Outside of allowed hours"},
    {"0xc0000070", "Workstation not allowed"},
    {"0xc0000071", "Password expired"},
    {"0xc0000072", "Account disabled"},
    {"0xc0000193", "Account expired"},
    {"0xc0000224", "Password must be changed"},
    {"0xc0000234", "Account locked out"},
};

inline constexpr Row kKerberos[] = {
    {"ServiceName", "target.application"},
    {"TicketEncryptionType", "extensions.auth.auth_details", kText, true, kEncryption},
    {"Status", "security_result.description", kText, true, kStatus},
    {"FailureCode", "security_result.description", kText, true, kStatus},
};

inline constexpr Row kNtlm[] = {
    {"PackageName", "extensions.auth.auth_details"},
    {"Workstation", "principal.hostname"},
    {"Status", "security_result.description", kText, true, kStatus},
};

inline constexpr Row kSession[] = {
    {"AccountName", "target.user.userid"},          {"AccountDomain", "target.administrative_domain"},
    {"ClientName", "principal.hostname"},           {"ClientAddress", "principal.ip", kIp, true},
    {"LogonID", "network.session_id", kText, true},
};

inline constexpr Row kObject[] = {
    {"ObjectServer", "target.resource.resource_subtype", kText, true},
    {"HandleId", "target.resource.product_object_id", kText, true},
};

inline constexpr Row kRegistryValue[] = {
    {"ObjectValueName", "target.registry.registry_value_name"},
    {"NewValue", "target.registry.registry_value_data"},
    {"OldValue", "src.registry.registry_value_data", kText, true},
};

inline constexpr Row kLink[] = {
    {"FileName", "src.file.full_path"},
    {"LinkName", "target.file.full_path"},
};

inline constexpr Row kPrivilege[] = {
    {"Service", "target.resource.name"},
    {"PrivilegeList", "target.resource.attribute.permissions.name", kText, true},
};

inline constexpr Row kRights[] = {
    {"PrivilegeList", "target.user.attribute.permissions.name", kText, true},
    {"AccessGranted", "target.user.attribute.permissions.name", kText, true},
    {"AccessRemoved", "target.user.attribute.permissions.name", kText, true},
    {"EnabledPrivilegeList", "target.user.attribute.permissions.name", kText, true},
};

inline constexpr Row kHandle[] = {
    {"SourceProcessId", "principal.process.pid", kPid},
    {"TargetProcessId", "target.process.pid", kPid},
};

inline constexpr Code kServiceTypes[] = {
    {"0x1", "KERNEL_DRIVER"},      {"0x2", "FILE_SYSTEM_DRIVER"},   {"0x8", "RECOGNIZER_DRIVER"},
    {"0x10", "WIN32_OWN_PROCESS"}, {"0x20", "WIN32_SHARE_PROCESS"}, {"0x110", "INTERACTIVE_PROCESS"},
};

inline constexpr Code kStartTypes[] = {
    {"0", "AUTOMATIC"}, {"1", "AUTOMATIC"}, {"2", "AUTOMATIC"}, {"3", "MANUAL"}, {"4", "DISABLED"},
};

inline constexpr Row kService[] = {
    {"ServiceName", "target.application"},
    {"ServiceName", "target.resource.name"},
    {"ServiceFileName", "target.process.command_line", kText, true},
    {"ServiceType", "target.resource.service.service_type", kText, true, kServiceTypes},
    {"ServiceStartType", "target.resource.service.startup_type", kText, true, kStartTypes},
    {"ServiceAccount", "target", kAccount},
};

inline constexpr Row kTask[] = {{"TaskName", "target.resource.name"}};

inline constexpr Row kUser[] = {
    {"DisplayName", "target.user.user_display_name", kText, false, kNotSet},
    {"UserPrincipalName", "target.user.email_addresses", kText, false, kNotSet},
    {"Workstation", "src.hostname"},
};

inline constexpr Row kRename[] = {
    {"OldTargetUserName", "src.user.userid"},
    {"NewTargetUserName", "target.user.userid"},
};

inline constexpr Row kHistory[] = {
    {"SourceUserName", "src.user.userid"},
    {"SourceSid", "src.user.windows_sid", kSid},
};

// 4740: the domain name is that of the machine where the wrong passwords came from.
inline constexpr Row kLockout[] = {
    {"TargetUserName", "target.user.userid"},
    {"TargetSid", "target.user.windows_sid", kSid},
    {"TargetDomainName", "src.hostname"},
};

// Groups are the target of their events, in the fields that users have elsewhere.
inline constexpr Row kGroup[] = {
    {"TargetUserName", "target.group.group_display_name"},
    {"TargetSid", "target.group.windows_sid", kSid},
    {"TargetDomainName", "target.administrative_domain"},
};

inline constexpr Row kMember[] = {
    {"MemberName", "", kCode, true},
    {"MemberSid", "target.user.windows_sid", kSid},
};

inline constexpr Row kDirectory[] = {
    {"ObjectDN", "target.resource.name"},
    {"NewObjectDN", "target.resource.name"},
    {"OldObjectDN", "src.resource.name"},
    {"ObjectGUID", "target.resource.product_object_id"},
    {"ObjectClass", "target.resource.resource_subtype"},
    {"AttributeLDAPDisplayName", "target.resource.attribute.labels[\"Attribute\"]", kText, true},
    {"AttributeValue", "target.resource.attribute.labels[\"Value\"]", kText, true},
};

inline constexpr Row kShare[] = {
    {"ShareName", "target.resource.name"},
    {"ShareLocalPath", "target.file.full_path", kText, true},
};

inline constexpr Row kFlow[] = {
    {"ProcessId", "", kCode},
    {"ProcessID", "", kCode},
    {"Application", "", kCode},
    {"Direction", "", kCode, true},
    {"SourceAddress", "principal.ip", kIp},
    {"SourcePort", "principal.port", kPort},
    {"DestAddress", "target.ip", kIp},
    {"DestPort", "target.port", kPort},
    {"Protocol", "network.ip_protocol", kIpProtocol},
};

inline constexpr Row kSubcategory[] = {
    {"SubcategoryGuid", "target.resource.product_object_id", kText, true},
    {"AuditPolicyChanges", "security_result.summary", kCode, true},
};

inline constexpr Row kDomain[] = {
    {"DomainName", "target.administrative_domain"},
    {"DomainName", "target.resource.name"},
};

inline constexpr Row kFirewallRule[] = {
    {"RuleId", "target.resource.product_object_id"},
    {"RuleName", "target.resource.name"},
};

inline constexpr Row kFirewallSetting[] = {
    {"SettingType", "target.resource.name"},
    {"SettingValue", "target.resource.attribute.labels[\"Value\"]", kText, true},
    {"ProfileChanged", "target.resource.attribute.labels[\"Profiles\"]", kText, true},
};

inline constexpr Row kPackage[] = {
    {"SecurityPackageName", "", kCode, true},
    {"AuthenticationPackageName", "", kCode, true},
    {"NotificationPackageName", "", kCode, true},
};

inline constexpr Row kImage[] = {
    {"param1", "target.file.full_path"},
    {"param1", "target.process.file.full_path"},
};

inline constexpr Row kCredential[] = {
    {"TargetName", "target.resource.name"},
    {"Resource", "target.resource.name"},
    {"Identity", "target.user.userid"},
    {"BackupFileName", "target.file.full_path"},
};

inline constexpr Row kMasterKey[] = {
    {"MasterKeyId", "target.resource.product_object_id"},
    {"DataDescription", "target.resource.name"},
};

inline constexpr Row kRequest[] = {
    {"Requester", "principal", kAccount},
    {"RequestId", "target.resource.product_object_id"},
    {"Subject", "target.resource.name"},
};

inline constexpr Row kDevice[] = {
    {"DeviceId", "target.resource.product_object_id"},
    {"DeviceDescription", "target.resource.name"},
    {"ClassName", "target.resource.resource_subtype"},
};

inline constexpr Constant kKrb5[] = {{"network.application_protocol", "KRB5"}};
inline constexpr Constant kAllowed[] = {{"security_result.action", "ALLOW"}};
inline constexpr Constant kBlocked[] = {{"security_result.action", "BLOCK"}};
inline constexpr Constant kAnyService[] = {{"target.resource.resource_type", "SERVICE"}};
inline constexpr Constant kPrivileged[] = {{"target.resource.resource_subtype", "PRIVILEGE"}};
inline constexpr Constant kCredentials[] = {{"target.resource.resource_type", "CREDENTIAL"}};
inline constexpr Constant kAnyDevice[] = {{"target.resource.resource_type", "DEVICE"}};
inline constexpr Constant kFirewall[] = {{"target.resource.resource_type", "FIREWALL_RULE"}};
inline constexpr Constant kSetting[] = {{"target.resource.resource_type", "SETTING"}};

inline constexpr Constant kEnabled[] = {{"target.user.user_authentication_status", "ACTIVE"}};
inline constexpr Constant kDisabled[] = {{"target.user.user_authentication_status", "SUSPENDED"}};
inline constexpr Constant kLockedOut[] = {{"security_result.summary", "Account locked out"}};
inline constexpr Constant kUnlocked[] = {{"security_result.summary", "Account unlocked"}};
inline constexpr Constant kAdded[] = {{"security_result.summary", "Member added"}};
inline constexpr Constant kRemoved[] = {{"security_result.summary", "Member removed"}};
inline constexpr Constant kGranted[] = {{"security_result.summary", "Right granted"}};
inline constexpr Constant kRevoked[] = {{"security_result.summary", "Right removed"}};
inline constexpr Constant kLocked[] = {{"security_result.summary", "Workstation locked"}};
inline constexpr Constant kOpened[] = {{"security_result.summary", "Workstation unlocked"}};

inline constexpr Constant kAuditPolicy[] = {
    {"target.resource.resource_type", "SETTING"},
    {"target.resource.name", "Audit policy"},
};

inline constexpr Constant kClock[] = {
    {"target.resource.resource_type", "SETTING"},
    {"target.resource.name", "System time"},
};

inline constexpr Constant kTrust[] = {
    {"target.resource.resource_type", "SETTING"},
    {"target.resource.resource_subtype", "DOMAIN_TRUST"},
};

inline constexpr Constant kDomainPolicy[] = {
    {"target.resource.resource_type", "SETTING"},
    {"target.resource.resource_subtype", "DOMAIN_POLICY"},
};

inline constexpr Constant kBadImage[] = {
    {"security_result.action", "FAIL"},
    {"security_result.category", "POLICY_VIOLATION"},
    {"security_result.summary", "Code Integrity found no valid hash of the file"},
};

inline constexpr Constant kCertificate[] = {
    {"target.resource.resource_type", "CREDENTIAL"},
    {"target.resource.resource_subtype", "CERTIFICATE"},
};

inline constexpr Constant kCertificateDenied[] = {
    {"target.resource.resource_type", "CREDENTIAL"},
    {"target.resource.resource_subtype", "CERTIFICATE"},
    {"security_result.action", "BLOCK"},
};

}  // namespace yaral::ingest::security
