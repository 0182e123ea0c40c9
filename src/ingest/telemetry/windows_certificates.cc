#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kNotification[] = {
    {"CertNotificationData@ProcessName", "principal.process.file.full_path"},
    {"CertNotificationData@AccountName", "principal", kAccount},
    {"CertNotificationData@Context", "target.resource.attribute.labels[\"Context\"]", kText, true},
    {"CertificateDetails@Thumbprint", "target.file.sha1", kCode},
    {"Thumbprint", "target.file.sha1", kCode},
    {"SubjectName", "target.resource.name", kCode, true},
    {"Template@Name", "target.resource.attribute.labels[\"Template\"]", kText, true},
    {"EKU@Name", "target.resource.attribute.labels[\"EKU\"]", kText, true},
};

// Elements in the manifests of some systems, attributes in those of others.
bool is_thumbprint(std::string_view name) { return name == "Thumbprint" || name == "CertificateDetails@Thumbprint"; }

// 1001 has two certificates: the one replaced, and the new one, which is the target.
void finish_certificate(Draft& draft) {
  std::string_view before;
  std::string_view now;
  std::string_view subject;
  for (const Datum& datum : draft.data()) {
    if (datum.name == "SubjectName" && subject.empty()) subject = datum.value;
    if (!is_thumbprint(datum.name)) continue;
    before = now;
    now = to_hash(trim(datum.value), draft.arena());
  }
  put_certificate(draft, subject, now);
  draft.put_text(YARAL_PATH("src.file.sha1"), before);
  draft.add("OldThumbprint", before);
  if (!draft.has(YARAL_PATH("principal.user"))) put_logging_user(draft);
}

constexpr Constant kReplaced[] = {{"security_result.summary", "Certificate replaced"}};
constexpr Constant kExpired[] = {{"security_result.summary", "Certificate expired"}};
constexpr Constant kExpires[] = {{"security_result.summary", "Certificate about to expire"}};
constexpr Constant kDeleted[] = {{"security_result.summary", "Certificate deleted"}};
constexpr Constant kArchived[] = {{"security_result.summary", "Certificate archived"}};
constexpr Constant kInstalled[] = {{"security_result.summary", "Certificate installed"}};
constexpr Constant kExported[] = {{"security_result.summary", "Certificate exported"}};

constexpr Mapping kMappings[] = {
    {"1001", "RESOURCE_WRITTEN", {kNotification}, finish_certificate, false, kReplaced},
    {"1002", "RESOURCE_WRITTEN", {kNotification}, finish_certificate, false, kExpired},
    {"1003", "RESOURCE_WRITTEN", {kNotification}, finish_certificate, false, kExpires},
    {"1004", "RESOURCE_DELETION", {kNotification}, finish_certificate, false, kDeleted},
    {"1005", "RESOURCE_WRITTEN", {kNotification}, finish_certificate, false, kArchived},
    {"1006", "RESOURCE_CREATION", {kNotification}, finish_certificate, false, kInstalled},
    {"1007", "RESOURCE_READ", {kNotification}, finish_certificate, false, kExported},
};

constexpr std::string_view kProviders[] = {
    "Microsoft-Windows-CertificateServicesClient-Lifecycle-System",
    "Microsoft-Windows-CertificateServicesClient-Lifecycle-User",
};
constexpr WindowsSource kSource{kWindowsLog, kProviders, kMappings};

}  // namespace

const WindowsSource& certificates_source() { return kSource; }

}  // namespace yaral::ingest
