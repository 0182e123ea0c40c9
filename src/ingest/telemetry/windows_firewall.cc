#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kModifier[] = {
    {"ModifyingUser", "principal.user.windows_sid", kSid},
    {"ModifyingApplication", "principal.process.file.full_path"},
};

constexpr Code kDirections[] = {{"1", "INBOUND"}, {"2", "OUTBOUND"}};
constexpr Code kActions[] = {{"1", "Allow bypass"}, {"2", "Block"}, {"3", "Allow"}};
constexpr Code kActive[] = {{"0", "No"}, {"1", "Yes"}};
constexpr Code kProfiles[] = {
    {"1", "Domain"},          {"2", "Private"}, {"3", "Domain, Private"}, {"4", "Public"}, {"5", "Domain, Public"},
    {"6", "Private, Public"}, {"7", "All"},     {"2147483647", "All"},
};

// What a rule says, in words; its numbers stay in additional.fields.
constexpr Row kRule[] = {
    {"RuleId", "target.resource.product_object_id"},
    {"RuleName", "target.resource.name"},
    {"ApplicationPath", "target.file.full_path"},
    {"ServiceName", "target.application"},
    {"Direction", "network.direction", kText, true, kDirections},
    {"Protocol", "network.ip_protocol", kIpProtocol, true},
    {"Action", "target.resource.attribute.labels[\"Action\"]", kText, true, kActions},
    {"Active", "target.resource.attribute.labels[\"Active\"]", kText, true, kActive},
    {"Profiles", "target.resource.attribute.labels[\"Profiles\"]", kText, true, kProfiles},
    {"LocalPorts", "target.resource.attribute.labels[\"LocalPorts\"]", kText, true},
    {"RemotePorts", "target.resource.attribute.labels[\"RemotePorts\"]", kText, true},
    {"LocalAddresses", "target.resource.attribute.labels[\"LocalAddresses\"]", kText, true},
    {"RemoteAddresses", "target.resource.attribute.labels[\"RemoteAddresses\"]", kText, true},
};

// FW_PROFILE_CONFIG of the firewall's protocol.
constexpr Code kSettings[] = {
    {"1", "Enable firewall"},
    {"2", "Disable stealth mode"},
    {"3", "Shielded"},
    {"4", "Disable unicast responses to multicast"},
    {"5", "Log dropped packets"},
    {"6", "Log successful connections"},
    {"7", "Log ignored rules"},
    {"8", "Log file size"},
    {"9", "Log file path"},
    {"10", "Disable inbound notifications"},
    {"11", "Merge applications allowed by users"},
    {"12", "Merge ports allowed by users"},
    {"13", "Merge local policy"},
    {"14", "Merge local IPsec policy"},
    {"15", "Disabled interfaces"},
    {"16", "Default outbound action"},
    {"17", "Default inbound action"},
};

constexpr Row kSetting[] = {
    {"SettingType", "target.resource.name", kText, true, kSettings},
    {"SettingValueString", "target.resource.attribute.labels[\"Value\"]", kText, true},
    {"SettingValueDisplay", "target.resource.attribute.labels[\"Value\"]", kText, true},
    {"Profiles", "target.resource.attribute.labels[\"Profiles\"]", kText, true, kProfiles},
};

constexpr Constant kAnyRule[] = {{"target.resource.resource_type", "FIREWALL_RULE"}};
constexpr Constant kAnySetting[] = {{"target.resource.resource_type", "SETTING"}};

constexpr Constant kPolicyFailed[] = {
    {"target.resource.resource_type", "SETTING"},
    {"target.resource.name", "Group Policy"},
    {"security_result.action", "FAIL"},
};

constexpr Constant kAllRules[] = {
    {"target.resource.resource_type", "FIREWALL_RULE"},
    {"security_result.summary", "All firewall rules deleted"},
};

constexpr Mapping kMappings[] = {
    {"2003", "SETTING_MODIFICATION", {kModifier, kSetting}, nullptr, false, kAnySetting},
    {"2004", "SETTING_CREATION", {kModifier, kRule}, nullptr, false, kAnyRule},
    {"2005", "SETTING_MODIFICATION", {kModifier, kRule}, nullptr, false, kAnyRule},
    {"2006", "SETTING_DELETION", {kModifier, kRule}, nullptr, false, kAnyRule},
    {"2009", "SETTING_UNCATEGORIZED", {}, nullptr, false, kPolicyFailed},
    {"2033", "SETTING_DELETION", {kModifier}, nullptr, false, kAllRules},
    // As 2004, 2005 and 2006, on Windows 11.
    {"2052", "SETTING_DELETION", {kModifier, kRule}, nullptr, false, kAnyRule},
    {"2097", "SETTING_CREATION", {kModifier, kRule}, nullptr, false, kAnyRule},
    {"2099", "SETTING_MODIFICATION", {kModifier, kRule}, nullptr, false, kAnyRule},
};

constexpr std::string_view kProviders[] = {"Microsoft-Windows-Windows Firewall With Advanced Security"};
constexpr WindowsSource kSource{kWindowsLog, kProviders, kMappings};

}  // namespace

const WindowsSource& firewall_source() { return kSource; }

}  // namespace yaral::ingest
