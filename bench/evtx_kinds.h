#pragma once

#include "bench/evtx_forms.h"

// The events of Sysmon and of the Security channel that are made up: their data in the order and with the types that
// Windows gives them.
namespace yaral::bench {

constexpr Datum kLaunchData[] = {
    {u"RuleName", kText},
    {u"UtcTime", kText},
    {u"ProcessGuid", kGuid},
    {u"ProcessId", kInt},
    {u"Image", kText},
    {u"FileVersion", kText},
    {u"Description", kText},
    {u"Product", kText},
    {u"Company", kText},
    {u"OriginalFileName", kText},
    {u"CommandLine", kText},
    {u"CurrentDirectory", kText},
    {u"User", kText},
    {u"LogonGuid", kGuid},
    {u"LogonId", kHexLong},
    {u"TerminalSessionId", kInt},
    {u"IntegrityLevel", kText},
    {u"Hashes", kText},
    {u"ParentProcessGuid", kGuid},
    {u"ParentProcessId", kInt},
    {u"ParentImage", kText},
    {u"ParentCommandLine", kText},
    {u"ParentUser", kText},
};
constexpr Datum kFileData[] = {
    {u"RuleName", kText}, {u"UtcTime", kText},        {u"ProcessGuid", kGuid},     {u"ProcessId", kInt},
    {u"Image", kText},    {u"TargetFilename", kText}, {u"CreationUtcTime", kText}, {u"User", kText},
};
constexpr Datum kRegistryData[] = {
    {u"RuleName", kText}, {u"EventType", kText},    {u"UtcTime", kText}, {u"ProcessGuid", kGuid}, {u"ProcessId", kInt},
    {u"Image", kText},    {u"TargetObject", kText}, {u"Details", kText}, {u"User", kText},
};
constexpr Datum kConnectionData[] = {
    {u"RuleName", kText},
    {u"UtcTime", kText},
    {u"ProcessGuid", kGuid},
    {u"ProcessId", kInt},
    {u"Image", kText},
    {u"User", kText},
    {u"Protocol", kText},
    {u"Initiated", kBool},
    {u"SourceIsIpv6", kBool},
    {u"SourceIp", kText},
    {u"SourceHostname", kText},
    {u"SourcePort", kShort},
    {u"SourcePortName", kText},
    {u"DestinationIsIpv6", kBool},
    {u"DestinationIp", kText},
    {u"DestinationHostname", kText},
    {u"DestinationPort", kShort},
    {u"DestinationPortName", kText},
};
constexpr Datum kDnsData[] = {
    {u"RuleName", kText},     {u"UtcTime", kText},   {u"ProcessGuid", kGuid},
    {u"ProcessId", kInt},     {u"QueryName", kText}, {u"QueryStatus", kText},
    {u"QueryResults", kText}, {u"Image", kText},     {u"User", kText},
};
constexpr Datum kLogonData[] = {
    {u"SubjectUserSid", kSid},
    {u"SubjectUserName", kText},
    {u"SubjectDomainName", kText},
    {u"SubjectLogonId", kHexLong},
    {u"TargetUserSid", kSid},
    {u"TargetUserName", kText},
    {u"TargetDomainName", kText},
    {u"TargetLogonId", kHexLong},
    {u"LogonType", kInt},
    {u"LogonProcessName", kText},
    {u"AuthenticationPackageName", kText},
    {u"WorkstationName", kText},
    {u"LogonGuid", kGuid},
    {u"TransmittedServices", kText},
    {u"LmPackageName", kText},
    {u"KeyLength", kInt},
    {u"ProcessId", kHexLong},
    {u"ProcessName", kText},
    {u"IpAddress", kText},
    {u"IpPort", kText},
    {u"ImpersonationLevel", kText},
    {u"RestrictedAdminMode", kText},
    {u"TargetOutboundUserName", kText},
    {u"TargetOutboundDomainName", kText},
    {u"VirtualAccount", kText},
    {u"TargetLinkedLogonId", kHexLong},
    {u"ElevatedToken", kText},
};
constexpr Datum kLogoffData[] = {
    {u"TargetUserSid", kSid},     {u"TargetUserName", kText}, {u"TargetDomainName", kText},
    {u"TargetLogonId", kHexLong}, {u"LogonType", kInt},
};
constexpr Datum kPrivilegeData[] = {
    {u"SubjectUserSid", kSid},     {u"SubjectUserName", kText}, {u"SubjectDomainName", kText},
    {u"SubjectLogonId", kHexLong}, {u"PrivilegeList", kText},
};
constexpr Datum kAuditedLaunchData[] = {
    {u"SubjectUserSid", kSid},      {u"SubjectUserName", kText},   {u"SubjectDomainName", kText},
    {u"SubjectLogonId", kHexLong},  {u"NewProcessId", kHexLong},   {u"NewProcessName", kText},
    {u"TokenElevationType", kText}, {u"ProcessId", kHexLong},      {u"CommandLine", kText},
    {u"TargetUserSid", kSid},       {u"TargetUserName", kText},    {u"TargetDomainName", kText},
    {u"TargetLogonId", kHexLong},   {u"ParentProcessName", kText}, {u"MandatoryLabel", kSid},
};
constexpr Datum kShareData[] = {
    {u"SubjectUserSid", kSid},
    {u"SubjectUserName", kText},
    {u"SubjectDomainName", kText},
    {u"SubjectLogonId", kHexLong},
    {u"ObjectType", kText},
    {u"IpAddress", kText},
    {u"IpPort", kText},
    {u"ShareName", kText},
    {u"ShareLocalPath", kText},
    {u"RelativeTargetName", kText},
    {u"AccessMask", kHexInt},
    {u"AccessList", kText},
    {u"AccessReason", kText},
};

constexpr Kind kLaunch{1, 5, 1, kLaunchData};
constexpr Kind kConnection{3, 5, 3, kConnectionData};
constexpr Kind kFile{11, 2, 11, kFileData};
constexpr Kind kRegistry{13, 2, 13, kRegistryData};
constexpr Kind kDns{22, 5, 22, kDnsData};
constexpr Kind kLogon{4624, 2, 12544, kLogonData};
constexpr Kind kLogoff{4634, 0, 12545, kLogoffData};
constexpr Kind kPrivileges{4672, 0, 12548, kPrivilegeData};
constexpr Kind kAuditedLaunch{4688, 2, 13312, kAuditedLaunchData};
constexpr Kind kShareAccess{5145, 0, 12811, kShareData};

constexpr Channel kSysmonChannel{u"Microsoft-Windows-Sysmon", u"{5770385F-C22A-43E0-BF4C-06F5698FFBD9}",
                                 u"Microsoft-Windows-Sysmon/Operational", 4, 0x8000000000000000};
constexpr Channel kSecurityChannel{u"Microsoft-Windows-Security-Auditing", u"{54849625-5478-4994-A5BA-3E3B0328C30D}",
                                   u"Security", 0, 0x8020000000000000};

}  // namespace yaral::bench
