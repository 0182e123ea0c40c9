#include "cli/signature_udm.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "udm/json.h"
#include "udm/path.h"

namespace yaral::cli {

namespace {

using codesign::Certificate;
using codesign::FileFacts;
using codesign::Signature;
using udm::Message;

// Sets fields of one message by their names, which are those of the schema.
class Fields {
 public:
  Fields(Message& message, Arena& arena) : message_(message), arena_(arena) {}

  void text(std::string_view dotted, std::string_view value) const {
    if (!value.empty()) put(dotted, Value::string(arena_.copy(value)));
  }
  void put(std::string_view dotted, Value value) const {
    udm::put(message_, *udm::resolve(message_.type(), dotted), value, arena_);
  }
  void enumerator(std::string_view dotted, std::string_view name) const {
    const udm::Path path = *udm::resolve(message_.type(), dotted);
    put(dotted, Value::enumerator(*udm::enum_number(path.type.enum_id, name)));
  }
  // A pair in a struct.
  void entry(std::string_view name, std::string_view key, std::string_view value) const {
    if (!value.empty())
      message_.structure(index(name), arena_).set(arena_.copy(key), Value::string(arena_.copy(value)), arena_);
  }
  Fields child(std::string_view name) const { return {message_.child(index(name), arena_), arena_}; }
  Fields add_child(std::string_view name) const { return {message_.add_child(index(name), arena_), arena_}; }

 private:
  udm::FieldIndex index(std::string_view name) const { return *udm::find_field(message_.type(), name); }

  Message& message_;
  Arena& arena_;
};

std::string_view certificate_status(const Certificate& certificate, Timestamp time) {
  if (time < certificate.not_before) return "not yet valid";
  return certificate.not_after < time ? "expired" : "valid";
}

void put_certificate(const Certificate& certificate, Timestamp time, const Fields& sigcheck) {
  const Fields signer = sigcheck.add_child("signers");
  signer.text("name", certificate.name);
  signer.text("status", certificate_status(certificate, time));
  signer.text("valid_usage", fmt::format("{}", fmt::join(certificate.usages, ", ")));
  signer.text("cert_issuer", certificate.issuer_name);
  const Fields x509 = sigcheck.add_child("x509");
  x509.text("name", certificate.name);
  x509.text("algorithm", certificate.algorithm);
  x509.text("thumbprint", certificate.sha1);
  x509.text("cert_issuer", certificate.issuer_name);
  x509.text("serial_number", certificate.serial);
}

// The chains of all signatures, each certificate once.
void put_sigcheck(const FileFacts& facts, const Fields& sigcheck) {
  sigcheck.text("verification_message", facts.status);
  if (facts.status == "valid") sigcheck.put("verified", Value::boolean(true));
  std::set<std::string_view> seen;
  for (const Signature& signature : facts.signatures) {
    for (const Certificate& certificate : signature.chain) {
      if (!seen.insert(certificate.sha256).second) continue;
      const Timestamp time = signature.proven_time().value_or(facts.inspected);
      put_certificate(certificate, time, sigcheck);
    }
  }
}

void put_codesign(const FileFacts& facts, const Fields& codesign) {
  const codesign::MachSlice& slice = facts.slices.front();
  std::vector<std::string_view> names;
  names.reserve(facts.slices.size());
  for (const codesign::MachSlice& each : facts.slices) names.push_back(each.architecture);
  codesign.text("id", slice.identifier);
  codesign.text("team_id", slice.team_id);
  codesign.text("format",
                fmt::format("Mach-O {} ({})", facts.slices.size() > 1 ? "universal" : "thin", fmt::join(names, " ")));
}

void put_findings(const FileFacts& facts, const Fields& event) {
  for (const codesign::Finding& finding : facts.findings) {
    const codesign::FindingInfo& info = codesign::finding_info(finding.id);
    const Fields result = event.add_child("security_result");
    result.text("rule_name", info.name);
    result.text("summary", info.title);
    result.text("description", finding.detail);
    result.enumerator("severity", ascii_upper(codesign::severity_name(info.severity)));
  }
}

void put_file(const FileFacts& facts, const Fields& file) {
  file.text("full_path", facts.path);
  file.put("size", Value::unsigned_integer(facts.size));
  file.text("md5", facts.md5);
  file.text("sha1", facts.sha1);
  file.text("sha256", facts.sha256);
  file.text("authentihash", facts.authentihash_sha256);
  if (facts.format == codesign::Format::kPe && facts.linked)
    file.put("pe_file.compilation_time", Value::timestamp(*facts.linked));
}

void put_additional(const FileFacts& facts, const Fields& event) {
  event.entry("additional", "Catalog", facts.catalog);
  if (facts.slices.empty()) return;
  event.entry("additional", "CodeDirectoryHash", facts.slices.front().cdhash);
  event.entry("additional", "CodesigningFlags", fmt::format("{}", fmt::join(facts.slices.front().flag_names, ", ")));
}

}  // namespace

void put_signature_info(const FileFacts& facts, Message& file, Arena& arena) {
  const Fields info = Fields(file, arena).child("signature_info");
  put_sigcheck(facts, info.child("sigcheck"));
  const bool has_directory = !facts.slices.empty() && facts.slices.front().has_signature;
  if (has_directory) put_codesign(facts, info.child("codesign"));
}

std::string signature_event(const FileFacts& facts, Timestamp now) {
  Arena arena;
  Message root(udm::event_root());
  const Fields event(root, arena);
  event.enumerator("metadata.event_type", "SCAN_FILE");
  event.put("metadata.event_timestamp", Value::timestamp(now));
  event.text("metadata.vendor_name", "yaral");
  event.text("metadata.product_name", "yaral inspect");
  event.text("metadata.product_event_type", codesign::format_name(facts.format));
  event.text("metadata.description", facts.status);
  const udm::FieldIndex target = *udm::find_field(root.type(), "target");
  Message& noun = root.child(target, arena);
  Message& file = noun.child(*udm::find_field(noun.type(), "file"), arena);
  put_file(facts, Fields(file, arena));
  put_signature_info(facts, file, arena);
  put_findings(facts, event);
  put_additional(facts, event);
  return udm::to_json(root, udm::JsonStyle::kSnake);
}

}  // namespace yaral::cli
