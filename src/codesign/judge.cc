#include "codesign/judge.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "codesign/digest.h"

namespace yaral::codesign {
namespace {

constexpr std::int64_t kDay = 86'400;

bool is_valid_at(const Certificate& certificate, Timestamp time) {
  return certificate.not_before <= time && time <= certificate.not_after;
}

std::string validity(const Certificate& certificate) {
  return fmt::format("{} is valid from {} to {}", certificate.name, format_timestamp(certificate.not_before),
                     format_timestamp(certificate.not_after));
}

bool is_weak_key(const Certificate& certificate) {
  const int least = certificate.key_type == "RSA" || certificate.key_type == "DSA" ? 2048
                    : certificate.key_type == "EC"                                 ? 224
                                                                                   : 0;
  return certificate.key_bits != 0 && certificate.key_bits < least;
}

// A certificate of that usage takes its signatures with it when it expires, timestamp or not.
bool is_for_its_lifetime_only(const Certificate& certificate) {
  return std::ranges::find(certificate.usages, "1.3.6.1.4.1.311.10.3.13") != certificate.usages.end();
}

class Judge {
 public:
  Judge(FileFacts& facts, const InspectOptions& options) : facts_(facts), options_(options) {}

  void run() {
    for (const std::string& problem : facts_.unreadable) add(FindingId::kUnreadableSignature, problem);
    for (const Signature& signature : facts_.signatures) judge_signature(signature);
    for (const MachSlice& slice : facts_.slices) judge_slice(slice);
    judge_slices_together();
    if (facts_.hidden_bytes != 0) add(FindingId::kDataInSignature, fmt::format("{} bytes", facts_.hidden_bytes));
    if (is_unsigned()) add(FindingId::kUnsigned, {});
    std::ranges::stable_sort(facts_.findings, {}, &Finding::id);
    facts_.status = status();
  }

 private:
  void add(FindingId id, std::string detail) {
    const auto same = [&](const Finding& f) { return f.id == id && f.detail == detail; };
    if (!std::ranges::any_of(facts_.findings, same)) facts_.findings.push_back({id, std::move(detail)});
  }

  void judge_signature(const Signature& signature) {
    if (signature.content == Check::kFails && signature.kind != "catalog")
      add(FindingId::kDigestMismatch, mismatch_text(signature));
    if (signature.content == Check::kNotChecked) add(FindingId::kDigestNotChecked, signature.content_note);
    if (signature.signature == Check::kFails) add(FindingId::kBadSignature, signature.problem);
    if (signature.signature == Check::kNotChecked) add(FindingId::kDigestNotChecked, signature.problem);
    judge_thumbprints(signature);
    judge_weakness(signature);
    judge_timestamp(signature);
    if (!signature.chain.empty()) judge_signer(signature, signature.chain.front());
  }

  static std::string mismatch_text(const Signature& signature) {
    if (!signature.content_note.empty()) return signature.content_note;
    return fmt::format("{} {} was signed, the file has {}", signature.digest_algorithm, signature.digest,
                       signature.actual_digest);
  }

  void judge_thumbprints(const Signature& signature) {
    if (options_.thumbprints == nullptr) return;
    const auto look_for = [this](const std::vector<Certificate>& chain) {
      for (const Certificate& certificate : chain)
        if (const std::string* comment = options_.thumbprints->find(certificate))
          add(FindingId::kListedThumbprint,
              fmt::format("{} ({}){}{}", certificate.name, certificate.sha1, comment->empty() ? "" : ": ", *comment));
    };
    look_for(signature.chain);
    if (signature.timestamp) look_for(signature.timestamp->chain);
  }

  void judge_weakness(const Signature& signature) {
    if (is_weak_digest(signature.digest_algorithm))
      add(FindingId::kWeakDigest, fmt::format("the file is signed by its {}", signature.digest_algorithm));
    for (const Certificate& certificate : signature.chain) {
      if (is_weak_key(certificate))
        add(FindingId::kWeakKey,
            fmt::format("{} has {} {}", certificate.name, certificate.key_type, certificate.key_bits));
      // Nothing rests on the signature of a root.
      if (!certificate.self_signed && is_weak_digest(certificate.digest_algorithm))
        add(FindingId::kWeakDigest,
            fmt::format("{} is signed with {}", certificate.name, certificate.digest_algorithm));
    }
  }

  void judge_timestamp(const Signature& signature) {
    if (!signature.timestamp) return add(FindingId::kNoTimestamp, {});
    const Countersignature& stamp = *signature.timestamp;
    if (stamp.check != Check::kHolds) add(FindingId::kBadTimestamp, stamp.problem);
    if (is_weak_digest(stamp.digest_algorithm))
      add(FindingId::kWeakDigest, fmt::format("the timestamp is signed with {}", stamp.digest_algorithm));
  }

  void judge_signer(const Signature& signature, const Certificate& signer) {
    if (is_for_its_lifetime_only(signer) && !is_valid_at(signer, options_.now)) {
      add(FindingId::kExpired, fmt::format("{}; its usage ends all it signed with it", validity(signer)));
    } else if (const auto time = signature.proven_time()) {
      if (!is_valid_at(signer, *time))
        add(FindingId::kExpiredAtSigning, fmt::format("{}; signed {}", validity(signer), format_timestamp(*time)));
    } else if (!is_valid_at(signer, options_.now)) {
      add(FindingId::kExpired, validity(signer));
    }
    if (signature.trust == Check::kFails) add(FindingId::kUntrustedRoot, signature.trust_problem);
    if (signer.self_signed && signature.trust != Check::kHolds) add(FindingId::kSelfSigned, signer.name);
    if (!signer.for_code)
      add(FindingId::kNoCodeSigningUsage,
          signer.usages.empty() ? fmt::format("{} has no extended key usage", signer.name)
                                : fmt::format("{} is for {}", signer.name, fmt::join(signer.usages, ", ")));
    const Timestamp signing = signature.proven_time().value_or(signature.claimed_time.value_or(options_.now));
    const std::int64_t age = signing.seconds - signer.not_before.seconds;
    if (age >= 0 && age < options_.young_days * kDay)
      add(FindingId::kYoungCertificate, fmt::format("{} was issued {}, signed {}", signer.name,
                                                    format_timestamp(signer.not_before), format_timestamp(signing)));
  }

  void judge_slice(const MachSlice& slice) {
    if (!slice.has_signature) return;
    if (!slice.signature && slice.pages == Check::kFails)
      add(FindingId::kDigestMismatch, fmt::format("{}: {}", slice.architecture, slice.problem));
    if (slice.ad_hoc && slice.pages == Check::kNotChecked) add(FindingId::kDigestNotChecked, slice.problem);
    if (slice.ad_hoc) add(FindingId::kAdHoc, {});
    if (slice.ad_hoc && is_weak_digest(slice.hash_type)) add(FindingId::kWeakDigest, "the pages of the code");
    constexpr std::array<std::string_view, 6> kRisky = {"com.apple.security.get-task-allow",
                                                        "com.apple.security.cs.allow-dyld-environment-variables",
                                                        "com.apple.security.cs.allow-unsigned-executable-memory",
                                                        "com.apple.security.cs.debugger",
                                                        "com.apple.security.cs.disable-executable-page-protection",
                                                        "com.apple.security.cs.disable-library-validation"};
    for (const std::string_view name : kRisky)
      if (slice.entitlements.find(fmt::format("<key>{}</key>", name)) != std::string::npos)
        add(FindingId::kRiskyEntitlement, std::string(name));
    if (!slice.signature || slice.team_id.empty()) return;
    const std::vector<Certificate>& chain = facts_.signatures[*slice.signature].chain;
    if (chain.empty() || chain.front().organisational_unit.empty()) return;
    if (chain.front().organisational_unit != slice.team_id)
      add(FindingId::kTeamIdDiffers,
          fmt::format("{} against {} of {}", slice.team_id, chain.front().organisational_unit, chain.front().name));
  }

  // Whose certificate signed a slice. Compilers sign some architectures ad hoc and others not at all.
  std::string signer_of(const MachSlice& slice) const {
    if (!slice.has_signature || slice.ad_hoc) return "nobody";
    if (!slice.signature || facts_.signatures[*slice.signature].chain.empty()) return "unknown";
    return facts_.signatures[*slice.signature].chain.front().name;
  }

  void judge_slices_together() {
    for (const MachSlice& slice : facts_.slices) {
      const MachSlice& first = facts_.slices.front();
      if (signer_of(slice) != signer_of(first))
        add(FindingId::kSlicesDiffer, fmt::format("{} by {}, {} by {}", first.architecture, signer_of(first),
                                                  slice.architecture, signer_of(slice)));
    }
  }

  bool is_unsigned() const {
    return facts_.signatures.empty() && facts_.unreadable.empty() &&
           std::ranges::none_of(facts_.slices, &MachSlice::has_signature);
  }

  std::string status() const {
    for (const Finding& finding : facts_.findings)
      if (const auto status = finding_info(finding.id).status; !status.empty()) return std::string(status);
    const auto trusted = [](const Signature& s) { return s.trust == Check::kHolds; };
    return std::ranges::all_of(facts_.signatures, trusted) ? "valid" : "intact";
  }

  FileFacts& facts_;
  const InspectOptions& options_;
};

}  // namespace

void judge(FileFacts& facts, const InspectOptions& options) { Judge(facts, options).run(); }

}  // namespace yaral::codesign
