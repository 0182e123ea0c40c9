#include "base/time.h"
#include "cli/signature_text.h"
#include "syntax/json_writer.h"

namespace yaral::cli {

namespace {

using codesign::Certificate;
using codesign::Check;
using codesign::FileFacts;
using syntax::JsonWriter;

std::string_view check_word(Check check) {
  return check == Check::kHolds ? "holds" : check == Check::kFails ? "fails" : "not checked";
}

// Members without a value are left out.
void put(JsonWriter& writer, std::string_view name, std::string_view text) {
  if (!text.empty()) writer.member(name, text);
}

void put(JsonWriter& writer, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  writer.key(name).begin_array();
  for (const std::string& text : texts) writer.string(text);
  writer.end_array();
}

void put(JsonWriter& writer, std::string_view name, const std::optional<Timestamp>& time) {
  if (time) writer.member(name, format_timestamp(*time));
}

void put_certificate(JsonWriter& writer, const Certificate& certificate) {
  writer.begin_object().member("name", certificate.name).member("subject", certificate.subject);
  writer.member("issuer", certificate.issuer).member("serial", certificate.serial);
  writer.member("not_before", format_timestamp(certificate.not_before));
  writer.member("not_after", format_timestamp(certificate.not_after));
  put(writer, "key", certificate.key_type);
  writer.member("key_bits", static_cast<std::uint64_t>(certificate.key_bits));
  writer.member("algorithm", certificate.algorithm);
  put(writer, "usages", certificate.usages);
  writer.key("self_signed").boolean(certificate.self_signed);
  writer.member("sha1", certificate.sha1).member("sha256", certificate.sha256).end_object();
}

void put_chain(JsonWriter& writer, const std::vector<Certificate>& chain) {
  writer.key("chain").begin_array();
  for (const Certificate& certificate : chain) put_certificate(writer, certificate);
  writer.end_array();
}

void put_timestamp(JsonWriter& writer, const codesign::Countersignature& stamp) {
  writer.key("timestamp").begin_object().member("time", format_timestamp(stamp.time));
  writer.member("kind", stamp.rfc3161 ? "RFC 3161" : "countersignature");
  writer.member("check", check_word(stamp.check));
  put(writer, "problem", stamp.problem);
  put(writer, "digest_algorithm", stamp.digest_algorithm);
  put_chain(writer, stamp.chain);
  writer.end_object();
}

void put_signature(JsonWriter& writer, const codesign::Signature& signature) {
  writer.begin_object().member("kind", signature.kind);
  writer.member("digest_algorithm", signature.digest_algorithm);
  put(writer, "digest", signature.digest);
  put(writer, "actual_digest", signature.actual_digest);
  writer.member("content", check_word(signature.content));
  put(writer, "content_note", signature.content_note);
  writer.member("signature", check_word(signature.signature));
  put(writer, "signature_algorithm", signature.signature_algorithm);
  put(writer, "problem", signature.problem);
  writer.member("trust", check_word(signature.trust));
  put(writer, "trust_problem", signature.trust_problem);
  put(writer, "program", signature.program);
  put(writer, "link", signature.link);
  put(writer, "claimed_time", signature.claimed_time);
  put(writer, "proven_time", signature.proven_time());
  if (signature.timestamp) put_timestamp(writer, *signature.timestamp);
  put_chain(writer, signature.chain);
  writer.end_object();
}

void put_slice(JsonWriter& writer, const codesign::MachSlice& slice) {
  writer.begin_object().member("architecture", slice.architecture);
  writer.key("signed").boolean(slice.has_signature);
  if (slice.has_signature) {
    put(writer, "identifier", slice.identifier);
    put(writer, "team_id", slice.team_id);
    writer.member("flags", std::uint64_t{slice.flags});
    put(writer, "flag_names", slice.flag_names);
    writer.key("ad_hoc").boolean(slice.ad_hoc);
    put(writer, "hash_type", slice.hash_type);
    put(writer, "cdhash", slice.cdhash);
    put(writer, "cdhashes", slice.cdhashes);
    writer.member("code", check_word(slice.pages));
    put(writer, "problem", slice.problem);
    put(writer, "entitlements", slice.entitlements);
    writer.key("entitlements_der").boolean(slice.entitlements_der);
  }
  writer.end_object();
}

}  // namespace

std::string signature_json(const FileFacts& facts) {
  JsonWriter writer;
  writer.begin_object().member("path", facts.path).member("format", codesign::format_name(facts.format));
  writer.member("status", facts.status).member("size", facts.size);
  put(writer, "md5", facts.md5);
  writer.member("sha1", facts.sha1).member("sha256", facts.sha256);
  put(writer, "authentihash", facts.authentihash_sha256);
  put(writer, "architecture", facts.architecture);
  put(writer, "linked", facts.linked);
  put(writer, "catalog", facts.catalog);
  if (facts.format == codesign::Format::kCatalog) writer.member("members", facts.member_count);
  if (facts.hidden_bytes != 0) writer.member("hidden_bytes", facts.hidden_bytes);
  writer.key("findings").begin_array();
  for (const codesign::Finding& finding : facts.findings) {
    const codesign::FindingInfo& info = codesign::finding_info(finding.id);
    writer.begin_object().member("name", info.name).member("severity", codesign::severity_name(info.severity));
    writer.member("title", info.title);
    put(writer, "detail", finding.detail);
    writer.end_object();
  }
  writer.end_array().key("signatures").begin_array();
  for (const codesign::Signature& signature : facts.signatures) put_signature(writer, signature);
  writer.end_array();
  if (!facts.slices.empty()) {
    writer.key("architectures").begin_array();
    for (const codesign::MachSlice& slice : facts.slices) put_slice(writer, slice);
    writer.end_array();
  }
  return writer.end_object().take();
}

}  // namespace yaral::cli
