#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

// Jobs have the same fields under several names: `name` and `Id` in transfers, `string` and `string2` in an older 3.
constexpr Row kJob[] = {
    {"jobTitle", "target.resource.name"},
    {"jobId", "target.resource.product_object_id"},
    {"name", "target.resource.name"},
    {"Id", "target.resource.product_object_id"},
    {"jobOwner", "principal", kAccount},
    {"User", "principal", kAccount},
    {"processPath", "principal.process.file.full_path"},
    {"processId", "principal.process.pid", kPid},
};

constexpr Row kTransfer[] = {
    {"url", "target.url"},
    {"RemoteName", "target.url"},
    {"LocalName", "target.file.full_path"},
    {"bytesTransferred", "network.received_bytes", kText, true},
    {"hr", "security_result.description", kText, true},
};

constexpr Row kOlderJob[] = {
    {"string", "target.resource.name"},
    {"string2", "principal", kAccount},
};

constexpr std::string_view kSchemeEnd = "://";

// The host and the protocol of the url. A shared folder has neither.
void finish_transfer(Draft& draft) {
  const std::string_view url = draft.text_at(YARAL_PATH("target.url"));
  const auto scheme = url.find(kSchemeEnd);
  if (scheme != std::string_view::npos) {
    std::string_view host = url.substr(scheme + kSchemeEnd.size());
    host = host.substr(0, host.find_first_of("/?#"));
    if (const auto user = host.rfind('@'); user != std::string_view::npos) host = host.substr(user + 1);
    put_target_endpoint(draft, split_endpoint(host));
    const std::string_view name = url.substr(0, scheme);
    if (equal_nocase(name, "https")) draft.put_enum(YARAL_PATH("network.application_protocol"), "HTTPS");
    if (equal_nocase(name, "http")) draft.put_enum(YARAL_PATH("network.application_protocol"), "HTTP");
  }
  const std::string_view result = trim(draft.find("hr"));
  if (result.empty()) return;
  draft.put_enum(YARAL_PATH("security_result.action"), to_unsigned(result) == 0 ? "ALLOW" : "FAIL");
}

constexpr Constant kAnyJob[] = {{"target.resource.resource_subtype", "BITS_JOB"}};

constexpr Mapping kMappings[] = {
    {"3", "USER_RESOURCE_CREATION", {kJob, kOlderJob}, nullptr, false, kAnyJob},
    {"4", "USER_RESOURCE_UPDATE_CONTENT", {kJob}, nullptr, false, kAnyJob},
    {"5", "USER_RESOURCE_DELETION", {kJob}, nullptr, false, kAnyJob},
    {"59", "NETWORK_HTTP", {kJob, kTransfer}, finish_transfer, false, kAnyJob},
    {"60", "NETWORK_HTTP", {kJob, kTransfer}, finish_transfer, false, kAnyJob},
    {"61", "NETWORK_HTTP", {kJob, kTransfer}, finish_transfer, false, kAnyJob},
    {"16403", "NETWORK_HTTP", {kJob, kTransfer}, finish_transfer, false, kAnyJob},
};

constexpr std::string_view kProviders[] = {"Microsoft-Windows-Bits-Client"};
constexpr WindowsSource kSource{kWindowsLog, kProviders, kMappings};

}  // namespace

const WindowsSource& bits_source() { return kSource; }

}  // namespace yaral::ingest
