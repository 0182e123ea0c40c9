#include "cli/signature_text.h"

#include <fmt/format.h>

#include "base/text.h"
#include "cli/units.h"
#include "detections/terminal_text.h"

namespace yaral::cli {

namespace {

using codesign::Certificate;
using codesign::Check;
using codesign::FileFacts;
using codesign::MachSlice;
using codesign::Signature;

class Lines {
 public:
  // What comes from the file is made visible, a line at a time.
  void add(std::string_view name, std::string_view text) {
    if (!text.empty()) out_ += fmt::format("    {:<14}{}\n", name, detections::visible_text(text));
  }
  void head(std::string_view text) { out_ += fmt::format("  {}\n", detections::visible_text(text)); }
  void title(std::string_view text) { out_ += fmt::format("{}\n", detections::visible_text(text)); }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

std::string problem_text(Check check, std::string_view holds, std::string_view fails, std::string_view problem) {
  const std::string_view word = check == Check::kHolds ? holds : check == Check::kFails ? fails : "not checked";
  return problem.empty() ? std::string(word) : fmt::format("{}: {}", word, problem);
}

std::string validity(const Certificate& certificate) {
  return fmt::format("{} to {}", format_timestamp(certificate.not_before), format_timestamp(certificate.not_after));
}

void add_certificate(std::string_view role, const Certificate& certificate, Lines& lines) {
  lines.add(role, certificate.subject);
  lines.add("  valid", validity(certificate));
  lines.add("  key",
            fmt::format("{} {}, signed with {}", certificate.key_type, certificate.key_bits, certificate.algorithm));
  lines.add("  for", fmt::format("{}", fmt::join(certificate.usages, ", ")));
  lines.add("  sha1", certificate.sha1);
  lines.add("  sha256", certificate.sha256);
}

std::string time_text(const Signature& signature) {
  if (!signature.timestamp)
    return signature.claimed_time
               ? fmt::format("{}, says the signer; no timestamp proves it", format_timestamp(*signature.claimed_time))
               : "not known: no timestamp";
  const codesign::Countersignature& stamp = *signature.timestamp;
  const std::string by = stamp.chain.empty() ? std::string() : " by " + stamp.chain.front().name;
  return fmt::format("{}, {}{}: {}", format_timestamp(stamp.time),
                     stamp.rfc3161 ? "timestamp of RFC 3161" : "countersignature", by,
                     problem_text(stamp.check, "holds", "does not hold", stamp.problem));
}

void add_signature(const Signature& signature, Lines& lines) {
  lines.head(fmt::format("signature: {}", signature.kind));
  lines.add("digest",
            fmt::format("{} {}: {}", signature.digest_algorithm, signature.digest,
                        problem_text(signature.content, "matches", "does not match", signature.content_note)));
  if (signature.content == Check::kFails) lines.add("", signature.actual_digest);
  lines.add("signature", problem_text(signature.signature, "holds", "does not hold", signature.problem));
  lines.add("trust", signature.trust == Check::kNotChecked
                         ? "not checked (--roots names whom to trust)"
                         : problem_text(signature.trust, "leads to one of the roots",
                                        "does not lead to one of the roots", signature.trust_problem));
  lines.add("signed", time_text(signature));
  lines.add("program", signature.program);
  lines.add("link", signature.link);
  for (std::size_t i = 0; i < signature.chain.size(); ++i)
    add_certificate(i == 0 ? "signer" : "issued by", signature.chain[i], lines);
  if (!signature.chain.empty() && !signature.chain.back().self_signed)
    lines.add("issued by", fmt::format("{} (not in the file)", signature.chain.back().issuer));
}

void add_slice(const MachSlice& slice, Lines& lines) {
  lines.head(fmt::format("architecture: {}", slice.architecture));
  if (!slice.has_signature) return lines.add("signature", "none");
  lines.add("identifier", slice.identifier);
  lines.add("team", slice.team_id);
  lines.add("flags", fmt::format("0x{:x} {}", slice.flags, fmt::join(slice.flag_names, ", ")));
  lines.add("cdhash", slice.cdhash.empty() ? std::string() : fmt::format("{} ({})", slice.cdhash, slice.hash_type));
  lines.add("code", problem_text(slice.pages, "matches", "does not match", slice.problem));
  lines.add("certificate", slice.ad_hoc ? "none (ad hoc)" : "");
  for (const std::string_view line : split(slice.entitlements, '\n'))
    if (const auto text = ascii_trim(line); text.starts_with("<key>"))
      lines.add("entitlement", text.substr(5, text.find("</key>") - 5));
}

}  // namespace

std::string signature_text(const FileFacts& facts) {
  Lines lines;
  lines.title(fmt::format("{}: {}", facts.path, facts.status));
  lines.head(fmt::format("{}{}{}, {}", codesign::format_name(facts.format), facts.architecture.empty() ? "" : " ",
                         facts.architecture, bytes_text(facts.size)));
  lines.add("sha256", facts.sha256);
  lines.add("authentihash", facts.authentihash_sha256);
  lines.add("catalog", facts.catalog);
  if (facts.format == codesign::Format::kCatalog) lines.add("lists", counted(facts.member_count, "digest"));
  for (const MachSlice& slice : facts.slices) add_slice(slice, lines);
  for (const Signature& signature : facts.signatures) add_signature(signature, lines);
  if (!facts.findings.empty()) lines.head("findings");
  for (const codesign::Finding& finding : facts.findings) {
    const codesign::FindingInfo& info = codesign::finding_info(finding.id);
    lines.add(codesign::severity_name(info.severity),
              fmt::format("{}: {}{}{}", info.name, info.title, finding.detail.empty() ? "" : ": ", finding.detail));
  }
  return lines.take();
}

}  // namespace yaral::cli
