#include <algorithm>
#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/MACOS_CODE_SIGNING.md
namespace yaral::ingest {
namespace {

using enum Convert;

// What the tools say about a file, behind its path and `: `.
struct Verdict {
  std::string_view text;  // how it begins
  std::string_view kind;
  std::string_view word;    // for signature_info; empty: it says nothing about the signature
  std::string_view action;  // empty: none
};

constexpr Verdict kVerdicts[] = {
    {"accepted", "spctl assess", "", "ALLOW"},
    {"rejected", "spctl assess", "", "BLOCK"},
    {"valid on disk", "codesign verify", "signed", "ALLOW"},
    {"satisfies its Designated Requirement", "codesign verify", "signed", "ALLOW"},
    {"explicit requirement satisfied", "codesign verify", "signed", "ALLOW"},
    {"does not satisfy its designated Requirement", "codesign verify", "invalid", "BLOCK"},
    {"code object is not signed at all", "codesign verify", "unsigned", "BLOCK"},
    {"a sealed resource is missing or invalid", "codesign verify", "invalid", "BLOCK"},
    {"invalid signature", "codesign verify", "invalid", "BLOCK"},
    {"main executable failed strict validation", "codesign verify", "invalid", "BLOCK"},
    {"code has no resources but signature indicates they must be present", "codesign verify", "invalid", "BLOCK"},
    {"unsealed contents present in", "codesign verify", "invalid", "BLOCK"},
    {"resource envelope is obsolete", "codesign verify", "invalid", "BLOCK"},
    {"nested code is modified or invalid", "codesign verify", "invalid", "BLOCK"},
    {"CSSMERR_TP_", "codesign verify", "invalid", "BLOCK"},
    {"replacing existing signature", "codesign sign", "", ""},
    {"is already signed", "codesign sign", "", ""},
    {"signed ", "codesign sign", "", ""},
};

constexpr std::string_view kExecutable = "Executable=/";
constexpr std::string_view kKeychain = "keychain: \"";
constexpr std::string_view kStatus = "assessments ";
constexpr std::string_view kVerified = "...certificate verification successful.";
constexpr std::string_view kNotVerified = "Cert Verify Result: ";
constexpr std::string_view kTrustRefused = "SecTrustSettingsSetTrustSettings: ";

std::string_view first_line(std::string_view text) { return trim(text.substr(0, text.find('\n'))); }

// `accepted` and `rejected` are words that others say of other things.
bool says(std::string_view said, const Verdict& verdict, std::string_view file) {
  if (!said.starts_with(verdict.text)) return false;
  if (verdict.kind != "spctl assess") return true;
  const bool is_file =
      file.starts_with('/') || file.starts_with("./") || file.ends_with(".app") || file.ends_with(".pkg");
  return is_file && (said == verdict.text || said.starts_with("rejected (the code "));
}

// The verdict of a line `PATH: VERDICT`. Both may hold colons.
const Verdict* verdict_of(std::string_view line) {
  constexpr int kMostColons = 8;
  std::size_t at = line.rfind(": ");
  for (int i = 0; i < kMostColons && at != std::string_view::npos && at > 0; ++i, at = line.rfind(": ", at - 1)) {
    const auto found = std::ranges::find_if(
        kVerdicts, [&](const Verdict& verdict) { return says(line.substr(at + 2), verdict, line.substr(0, at)); });
    if (found != std::end(kVerdicts)) return found;
  }
  return nullptr;
}

bool claims(const RawRecord& record) {
  const std::string_view line = first_line(record.text);
  if (line.starts_with(kExecutable) || line.starts_with(kKeychain) || line.starts_with(kTrustRefused)) return true;
  if (line == "assessments enabled" || line == "assessments disabled" || line == kVerified) return true;
  return line.starts_with(kNotVerified) || verdict_of(line) != nullptr;
}

// The lines that the tools print below the first.
bool continues(std::string_view line) {
  constexpr std::string_view kBeginnings[] = {"Identifier=",
                                              "Format=",
                                              "CodeDirectory v=",
                                              "Hash type=",
                                              "CandidateCDHash",
                                              "Hash choices=",
                                              "CMSDigest",
                                              "CDHash=",
                                              "Signature",
                                              "Authority=",
                                              "Timestamp=",
                                              "Signed Time=",
                                              "Info.plist",
                                              "TeamIdentifier=",
                                              "Runtime Version=",
                                              "Sealed Resources",
                                              "Internal requirements",
                                              "Page size=",
                                              "Launch Constraints",
                                              "VersionPlatform=",
                                              "VersionMin=",
                                              "VersionSDK=",
                                              "Platform identifier=",
                                              "Executable Segment",
                                              "Notarization Ticket=",
                                              "designated =>",
                                              "Library validation",
                                              "Nested code",
                                              "source=",
                                              "origin=",
                                              "override=",
                                              "In architecture: ",
                                              "In subcomponent: ",
                                              "file modified: ",
                                              "file missing: ",
                                              "file added: ",
                                              "version: ",
                                              "class: ",
                                              "attributes:",
                                              "\"",
                                              "0x0000",
                                              "SHA-256 hash: ",
                                              "SHA-1 hash: "};
  return std::ranges::any_of(kBeginnings, [&](std::string_view begin) { return line.starts_with(begin); });
}

void split_verdict(std::string_view line, const Verdict& verdict, std::vector<Datum>& data) {
  const auto at = line.rfind(": " + std::string(verdict.text));
  data.push_back({"kind", verdict.kind});
  data.push_back({"path", line.substr(0, at)});
  data.push_back({"verdict", line.substr(at + 2)});
}

// `"labl"<blob>="Example Root CA"`
void split_attribute(std::string_view line, std::vector<Datum>& data) {
  const auto name_end = line.find('"', 1);
  const auto equals = line.find('=');
  if (name_end == std::string_view::npos || equals == std::string_view::npos || equals < name_end) return;
  std::string_view value = line.substr(equals + 1);
  if (value.starts_with('"') && value.ends_with('"') && value.size() > 1) value = value.substr(1, value.size() - 2);
  if (value != "<NULL>") data.push_back({line.substr(1, name_end - 1), value});
}

bool split(const RawRecord& record, Arena&, std::vector<Datum>& data) {
  std::string_view rest = record.text;
  const std::string_view first = first_line(rest);
  if (const Verdict* const verdict = verdict_of(first)) {
    split_verdict(first, *verdict, data);
  } else if (first.starts_with(kExecutable)) {
    data.push_back({"kind", "codesign display"});
  } else if (first.starts_with(kKeychain)) {
    data.push_back({"kind", "security find-certificate"});
  } else if (first.starts_with(kStatus)) {
    data.push_back({"kind", "spctl status"});
    data.push_back({"verdict", first});
  } else {
    data.push_back({"kind", first.starts_with(kTrustRefused) ? "security add-trusted-cert" : "security verify-cert"});
    data.push_back({"verdict", first});
  }
  if (!first.starts_with(kExecutable) && !first.starts_with(kKeychain)) rest.remove_prefix(first.size());
  while (!rest.empty()) {
    const auto newline = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trim(rest.substr(0, newline));
    rest.remove_prefix(std::min(newline + 1, rest.size()));
    if (line.starts_with('"')) {
      split_attribute(line, data);
      continue;
    }
    const auto at = line.find_first_of("=:");
    if (at == std::string_view::npos) continue;
    std::string_view value = trim(line.substr(at + 1));
    if (line.starts_with(kKeychain)) value = value.substr(1, value.rfind('"') - 1);
    if (value != "not set" && value != "not bound" && value != "none") data.push_back({line.substr(0, at), value});
  }
  return true;
}

constexpr Row kAny[] = {
    {"kind", "metadata.product_event_type"},
    {"verdict", "security_result.description"},
};

constexpr Row kFile[] = {
    {"path", "target.file.full_path"},
    {"source", "security_result.rule_name"},
    {"origin", "target.file.signature_info.sigcheck.signers.name"},
    {"override", "security_result.action_details", kText, true},
    {"Executable", "target.file.full_path"},
    {"Identifier", "target.file.signature_info.codesign.id"},
    {"Identifier", "additional.fields[\"SigningID\"]"},
    {"TeamIdentifier", "target.file.signature_info.codesign.team_id"},
    {"TeamIdentifier", "additional.fields[\"TeamID\"]"},
    {"Format", "target.file.signature_info.codesign.format"},
    {"CDHash", "additional.fields[\"CodeDirectoryHash\"]"},
    {"Signature", "", kCode, true},
    {"CodeDirectory v", "", kCode, true},
    {"Authority", "", kCode, true},
};

constexpr Row kCertificate[] = {
    {"keychain", "target.file.full_path"},
    {"labl", "target.resource.name"},
    {"SHA-1 hash", "target.file.sha1", kHash, true},
    {"SHA-256 hash", "target.file.sha256", kHash, true},
};

void put_word(Draft& draft, std::string_view word) {
  draft.put_text(YARAL_PATH("target.file.signature_info.sigcheck.verification_message"), word);
}

void finish_verdict(Draft& draft) {
  const auto said = draft.find("verdict");
  const auto verdict = std::ranges::find_if(kVerdicts, [&](const Verdict& v) { return said.starts_with(v.text); });
  if (verdict == std::end(kVerdicts)) return;
  put_word(draft, verdict->word);
  if (!verdict->action.empty()) draft.put_enum(YARAL_PATH("security_result.action"), verdict->action);
  if (verdict->word == "signed") {
    draft.put(YARAL_PATH("target.file.signature_info.sigcheck.verified"), Value::boolean(true));
  }
}

// Displaying a signature does not check it: it is never `verified` here.
void finish_display(Draft& draft) {
  static const udm::FieldIndex kName =
      *udm::find_field(last_field(YARAL_PATH("target.file.signature_info.sigcheck.signers"))->type_id, "name");
  for (const Datum& datum : draft.data()) {
    if (datum.name != "Authority") continue;
    draft.append(YARAL_PATH("target.file.signature_info.sigcheck.signers"))
        .set(kName, Value::string(draft.keep(datum.value)), draft.arena());
  }
  const std::string_view directory = draft.find("CodeDirectory v");
  const auto at = directory.find("flags=");
  const std::string_view flags = at == std::string_view::npos ? std::string_view() : directory.substr(at + 6);
  draft.add("CodesigningFlags", flags.substr(0, flags.find(' ')));
  put_word(draft, draft.find("Signature") == "adhoc" || flags.starts_with("0x2(adhoc") ? "ad-hoc" : "signed");
}

void finish_status(Draft& draft) {
  const bool off = draft.find("verdict").ends_with("disabled");
  draft.put_text(YARAL_PATH("security_result.summary"), off ? "Gatekeeper is off" : "Gatekeeper is on");
}

void finish_certificate_verdict(Draft& draft) {
  draft.put_enum(YARAL_PATH("security_result.action"), draft.find("verdict") == kVerified ? "ALLOW" : "BLOCK");
}

void finish_event(Draft& draft) {
  draft.put_text(YARAL_PATH("principal.hostname"), draft.raw->envelope.host);
  draft.put_enum(YARAL_PATH("principal.platform"), "MAC");
}

constexpr Constant kIsGatekeeper[] = {{"target.resource.resource_type", "SETTING"},
                                      {"target.resource.name", "Gatekeeper"}};
constexpr Constant kIsCertificate[] = {{"target.resource.resource_subtype", "CERTIFICATE"}};

constexpr Mapping kMappings[] = {
    {"codesign display", "SCAN_FILE", {kAny, kFile}, finish_display},
    {"codesign verify", "SCAN_FILE", {kAny, kFile}, finish_verdict},
    {"codesign sign", "FILE_MODIFICATION", {kAny, kFile}},
    {"spctl assess", "SCAN_FILE", {kAny, kFile}, finish_verdict},
    {"spctl status", "STATUS_UPDATE", {kAny}, finish_status, false, kIsGatekeeper},
    {"security find-certificate", "STATUS_UPDATE", {kAny, kCertificate}, nullptr, false, kIsCertificate},
    {"security verify-cert", "STATUS_UPDATE", {kAny}, finish_certificate_verdict, false, kIsCertificate},
    {"security add-trusted-cert", "STATUS_UPDATE", {kAny}, finish_certificate_verdict, false, kIsCertificate},
};

}  // namespace

const LogType& macos_code_signing_log_type() {
  static constexpr LogType kType{
      .name = "MACOS_CODE_SIGNING",
      .title = "macOS code signing tools",
      .vendor = "Apple",
      .product = "macOS code signing",
      .claims = claims,
      .claimed_by = "output of codesign, spctl or security",
      .continues = continues,
      .split = split,
      .kind_field = "kind",
      .mappings = kMappings,
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
