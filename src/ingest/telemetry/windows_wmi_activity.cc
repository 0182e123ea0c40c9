#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

// A provider's library in the process that hosts it.
constexpr Row kProvider[] = {
    {"ProviderName", "target.application"},       {"ProviderPath", "target.process.file.full_path"},
    {"ProviderPath", "target.file.full_path"},    {"HostProcess", "principal.process.file.full_path"},
    {"ProcessID", "principal.process.pid", kPid},
};

constexpr Row kOperation[] = {
    {"Operation", "target.resource.name", kText, true},         {"ClientMachine", "src.hostname"},
    {"ClientProcessId", "principal.process.pid", kPid},         {"User", "principal", kAccount},
    {"ResultCode", "security_result.description", kText, true},
};

// A query that events are waited for with.
constexpr Row kSubscription[] = {
    {"Query", "target.resource.name", kText, true},
    {"NamespaceName", "target.resource.parent", kText, true},
    {"ClientMachine", "src.hostname"},
    {"Processid", "principal.process.pid", kPid},
    {"User", "principal", kAccount},
};

// What lasts: a filter (ESS) bound to a consumer. PossibleCause holds the text of both.
constexpr Row kBinding[] = {
    {"CONSUMER", "target.resource.name", kText, true},
    {"ESS", "src.resource.name", kText, true},
    {"Namespace", "target.resource.parent", kText, true},
};

constexpr Constant kSubscribed[] = {{"target.resource.resource_subtype", "WMI_SUBSCRIPTION"}};
constexpr Constant kBound[] = {{"target.resource.resource_subtype", "WMI_BINDING"}};

constexpr Constant kFailed[] = {
    {"target.resource.resource_subtype", "WMI_OPERATION"},
    {"security_result.action", "FAIL"},
};

constexpr Mapping kMappings[] = {
    {"5857", "PROCESS_MODULE_LOAD", {kProvider}},
    {"5858", "USER_RESOURCE_ACCESS", {kOperation}, nullptr, false, kFailed},
    {"5859", "USER_RESOURCE_CREATION", {kSubscription}, nullptr, false, kSubscribed},
    {"5860", "USER_RESOURCE_CREATION", {kSubscription}, nullptr, false, kSubscribed},
    {"5861", "USER_RESOURCE_CREATION", {kBinding}, nullptr, false, kBound},
};

constexpr std::string_view kProviders[] = {"Microsoft-Windows-WMI-Activity"};
constexpr WindowsSource kSource{kWindowsLog, kProviders, kMappings};

}  // namespace

const WindowsSource& wmi_activity_source() { return kSource; }

}  // namespace yaral::ingest
