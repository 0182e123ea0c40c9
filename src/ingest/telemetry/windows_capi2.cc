#include <string>

#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

// The elements below UserData repeat: the certificate that it is about comes first, then those of its chain; results of
// single steps come before the last one, which counts. All stay in additional.fields.
constexpr Row kCertificate[] = {
    {"EventAuxInfo@ProcessName", "principal.process.file.full_path"},
    {"Certificate@subjectName", "", kCode, true},
    {"Certificate@fileRef", "", kCode, true},
    {"Result@value", "security_result.action", kCode, true},
    {"Result", "security_result.summary", kCode, true},
};

constexpr Row kPolicy[] = {{"Policy@type", "security_result.rule_name"}};

constexpr Row kTrust[] = {
    {"ActionID@name", "security_result.rule_name"},
    {"FileInfo@filePath", "target.file.full_path"},
    {"CatalogInfo@memberFilePath", "target.file.full_path"},
};

constexpr Row kDetails[] = {
    {"SerialNumber", "target.file.signature_info.sigcheck.x509.serial_number", kCode, true},
};

std::string_view last(std::span<const Datum> data, std::string_view name) {
  std::string_view found;
  for (const Datum& datum : data) {
    if (datum.name == name) found = datum.value;
  }
  return found;
}

// The flags that stand in an element as attributes: `ErrorStatus@CERT_TRUST_IS_REVOKED`.
std::string flags_of(std::span<const Datum> data, std::string_view element) {
  constexpr std::size_t kMost = 1024;  // there are some thirty of them
  std::string flags;
  for (const Datum& datum : data) {
    if (!datum.name.starts_with(element) || datum.name.size() == element.size()) continue;
    const std::string_view flag = datum.name.substr(element.size() + 1);
    if (datum.name[element.size()] != kAttributeSeparator || !equal_nocase(datum.value, "true")) continue;
    if (flags.size() < kMost && flags.find(flag) == std::string::npos)
      flags += (flags.empty() ? "" : ", ") + std::string(flag);
  }
  return flags;
}

// `3CD6….cer` is named by the certificate's SHA1.
std::string_view thumbprint_of(Draft& draft) {
  const std::string_view file = draft.find("Certificate@fileRef");
  return to_hash(file.substr(0, file.rfind('.')), draft.arena());
}

// Whether the whole of it went well: results are HRESULTs in hex.
bool put_result(Draft& draft) {
  const std::string_view code = trim(last(draft.data(), "Result@value"));
  if (code.empty()) return false;
  const bool good = code.find_first_not_of('0') == std::string_view::npos;
  draft.put_enum(YARAL_PATH("security_result.action"), good ? "ALLOW" : "FAIL");
  draft.put_text(YARAL_PATH("security_result.summary"), trim(last(draft.data(), "Result")));
  draft.put_text(YARAL_PATH("security_result.description"), draft.arena().copy(flags_of(draft.data(), "ErrorStatus")));
  return good;
}

void finish_certificate(Draft& draft) {
  put_certificate(draft, draft.find("Certificate@subjectName"), thumbprint_of(draft));
  put_result(draft);
}

void finish_details(Draft& draft) {
  put_certificate(draft, draft.find("Certificate@subjectName"), thumbprint_of(draft));
  draft.put_text(YARAL_PATH("target.file.signature_info.sigcheck.x509.serial_number"), draft.find("SerialNumber"));
}

void finish_start(Draft& draft) {
  if (!draft.has(YARAL_PATH("target.file.full_path"))) draft.set_type("SCAN_UNCATEGORIZED");
}

// The file is what is verified; its signature's certificates are in the chain of the event before.
void finish_trust(Draft& draft) {
  finish_start(draft);
  const bool good = put_result(draft);
  if (good) draft.put(YARAL_PATH("target.file.signature_info.sigcheck.verified"), Value::boolean(true));
  const std::string_view text = trim(last(draft.data(), "Result"));
  draft.put_text(YARAL_PATH("target.file.signature_info.sigcheck.verification_message"),
                 text.empty() && good ? "Verified" : text);
}

// 4097, 4108: subject and thumbprint, without names.
void finish_root(Draft& draft) {
  put_certificate(draft, find_or_at(*draft.windows, "", 0),
                  to_hash(trim(find_or_at(*draft.windows, "", 1)), draft.arena()));
}

constexpr Mapping kMappings[] = {
    {"11", "SCAN_UNCATEGORIZED", {kCertificate}, finish_certificate},
    {"30", "SCAN_UNCATEGORIZED", {kCertificate, kPolicy}, finish_certificate},
    {"70", "USER_RESOURCE_ACCESS", {kCertificate}, finish_certificate},
    {"80", "SCAN_FILE", {kCertificate, kTrust}, finish_start},
    {"81", "SCAN_FILE", {kCertificate, kTrust}, finish_trust},
    {"90", "RESOURCE_READ", {kCertificate, kDetails}, finish_details},
    // In the Application log: the list of trusted roots that Windows keeps up to date.
    {"4097", "RESOURCE_CREATION", {}, finish_root},
    {"4108", "RESOURCE_DELETION", {}, finish_root},
};

constexpr std::string_view kProviders[] = {"Microsoft-Windows-CAPI2"};
constexpr WindowsSource kSource{kWindowsLog, kProviders, kMappings, put_logger};

}  // namespace

const WindowsSource& capi2_source() { return kSource; }

}  // namespace yaral::ingest
