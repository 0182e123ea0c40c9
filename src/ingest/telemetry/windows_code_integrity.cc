#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

// The older events, with the names of their buffers.
constexpr Row kBuffers[] = {
    {"FileNameBuffer", "target.process.file.full_path"},
    {"FileNameBuffer", "target.file.full_path"},
    {"ProcessNameBuffer", "principal.process.file.full_path"},
};

// The events of App Control. The flat hash is the file's own, the other one the Authenticode hash that policies know.
constexpr Row kControl[] = {
    {"File Name", "target.process.file.full_path"},
    {"File Name", "target.file.full_path"},
    {"Process Name", "principal.process.file.full_path"},
    {"SHA1 Flat Hash", "target.file.sha1", kHash},
    {"SHA1 Flat Hash", "target.process.file.sha1", kHash},
    {"SHA256 Flat Hash", "target.file.sha256", kHash},
    {"SHA256 Flat Hash", "target.process.file.sha256", kHash},
    {"SHA256 Hash", "target.file.authentihash", kHash, true},
    {"OriginalFileName", "target.file.exif_info.original_file", kText, true},
    {"FileDescription", "target.file.exif_info.file_description"},
    {"ProductName", "target.file.exif_info.product"},
    {"PolicyName", "security_result.rule_set_display_name"},
    {"PolicyID", "security_result.rule_set"},
    {"PolicyGUID", "security_result.rule_id"},
    {"Status", "security_result.description", kText, true},
};

constexpr Row kStatus[] = {{"Status", "security_result.description", kText, true}};

constexpr Code kVerification[] = {
    {"0", "Verified"},
    {"1", "Invalid hash"},
    {"2", "Shared writable sections"},
    {"3", "Unsigned"},
    {"4", "Revoked"},
    {"5", "Expired"},
    {"6", "Weak hashing algorithm"},
    {"7", "Invalid root certificate"},
    {"8", "Could not be validated"},
    {"9", "Signing time not trusted"},
    {"10", "Page hashes required"},
    {"11", "Page hash mismatch"},
    {"12", "Not valid for a protected process light"},
    {"13", "Not valid for a protected process"},
    {"14", "Processor EKU missing"},
    {"15", "WHQL check failed"},
    {"16", "Default signing level not met"},
    {"17", "Custom signing level not met: signer set"},
    {"18", "Custom signing level not met"},
    {"19", "Revoked by file hash"},
    {"20", "SHA1 timestamp missing or too late"},
    {"21", "Policy not met"},
    {"22", "Not signed for isolated user mode"},
    {"23", "Invalid image hash"},
    {"24", "Flight root not allowed"},
    {"25", "Anti-cheat policy violated"},
    {"26", "Denied by policy"},
    {"27", "Signing chain tampered with"},
    {"28", "Resource page hash mismatch"},
};

// One signature of the file of the event with the same activity id.
constexpr Row kSignature[] = {
    {"PublisherName", "target.file.signature_info.sigcheck.signers.name", kText, true},
    {"IssuerName", "target.file.signature_info.sigcheck.signers.cert_issuer", kText, true},
    {"PublisherTBSHash", "target.file.signature_info.sigcheck.x509.thumbprint", kHash, true},
    {"VerificationError", "target.file.signature_info.sigcheck.verification_message", kText, true, kVerification},
    {"Hash", "target.file.authentihash", kHash, true},
};

constexpr Row kPolicy[] = {
    {"PolicyNameBuffer", "target.resource.name"},
    {"PolicyIdBuffer", "target.resource.product_object_id"},
    {"PolicyGUID", "target.resource.product_object_id", kText, true},
    {"PolicyHash", "target.file.sha256", kHash, true},
};

void finish_signature(Draft& draft) {
  if (trim(draft.find("VerificationError")) != "0") return;
  draft.put(YARAL_PATH("target.file.signature_info.sigcheck.verified"), Value::boolean(true));
}

constexpr Constant kBlocked[] = {
    {"security_result.action", "BLOCK"},
    {"security_result.category", "POLICY_VIOLATION"},
    {"security_result.summary", "Code Integrity blocked a file from loading"},
};

// Policies in audit mode, and signatures that do not keep a file from loading.
constexpr Constant kAudited[] = {
    {"security_result.action", "ALLOW"},
    {"security_result.category", "POLICY_VIOLATION"},
    {"security_result.summary", "Code Integrity let a file load that policy or signature speak against"},
};

constexpr Constant kRevoked[] = {
    {"security_result.action", "BLOCK"},
    {"security_result.category", "POLICY_VIOLATION"},
    {"security_result.summary", "Code Integrity blocked a file whose signature is revoked"},
};

constexpr Constant kRevokedLoaded[] = {
    {"security_result.action", "ALLOW"},
    {"security_result.category", "POLICY_VIOLATION"},
    {"security_result.summary", "Code Integrity let a file load whose signature is revoked"},
};

constexpr Constant kUnsignedLoaded[] = {
    {"security_result.action", "ALLOW"},
    {"security_result.category", "POLICY_VIOLATION"},
    {"security_result.summary", "Code Integrity let an unsigned file load"},
};

constexpr Constant kUnverified[] = {
    {"security_result.action", "FAIL"},
    {"security_result.category", "POLICY_VIOLATION"},
    {"security_result.summary", "Code Integrity found no valid signature"},
};

constexpr Constant kPolicyLoaded[] = {
    {"target.resource.resource_type", "ACCESS_POLICY"},
    {"target.resource.resource_subtype", "CODE_INTEGRITY_POLICY"},
};

constexpr Mapping kMappings[] = {
    {"3001", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kUnsignedLoaded},
    {"3002", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kUnverified},
    {"3003", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kUnverified},
    {"3004", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kUnverified},
    {"3021", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kRevokedLoaded},
    {"3022", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kRevokedLoaded},
    {"3023", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kRevoked},
    {"3032", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kRevokedLoaded},
    {"3033", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kBlocked},
    {"3034", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kAudited},
    {"3035", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kRevokedLoaded},
    {"3036", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kRevoked},
    {"3037", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kUnsignedLoaded},
    {"3063", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kBlocked},
    {"3064", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kAudited},
    {"3065", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kAudited},
    {"3066", "PROCESS_MODULE_LOAD", {kBuffers, kStatus}, nullptr, false, kAudited},
    {"3076", "PROCESS_MODULE_LOAD", {kControl}, nullptr, false, kAudited},
    {"3077", "PROCESS_MODULE_LOAD", {kControl}, nullptr, false, kBlocked},
    {"3082", "PROCESS_MODULE_LOAD", {kBuffers, kControl}, nullptr, false, kAudited},
    {"3083", "PROCESS_MODULE_LOAD", {kBuffers, kControl}, nullptr, false, kBlocked},
    {"3089", "PROCESS_MODULE_LOAD", {kSignature}, finish_signature},
    {"3099", "SETTING_MODIFICATION", {kPolicy}, nullptr, false, kPolicyLoaded},
};

constexpr std::string_view kProviders[] = {"Microsoft-Windows-CodeIntegrity"};
constexpr WindowsSource kSource{kWindowsLog, kProviders, kMappings, put_logger};

}  // namespace

const WindowsSource& code_integrity_source() { return kSource; }

}  // namespace yaral::ingest
