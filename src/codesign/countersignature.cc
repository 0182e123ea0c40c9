#include "codesign/countersignature.h"

#include <openssl/asn1.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/ts.h>

#include <algorithm>
#include <array>
#include <expected>
#include <memory>
#include <utility>

#include "codesign/certificate.h"
#include "codesign/digest.h"
#include "codesign/openssl_handles.h"
#include "codesign/signer.h"

namespace yaral::codesign {
namespace {

constexpr std::string_view kOlder = "1.2.840.113549.1.9.6";
constexpr std::array<std::string_view, 2> kTokens = {"1.3.6.1.4.1.311.3.3.1", "1.2.840.113549.1.9.16.2.14"};
constexpr std::string_view kTimestampContent = "1.2.840.113549.1.9.16.1.4";

Countersignature failed(Countersignature stamp, std::string problem) {
  stamp.check = Check::kFails;
  stamp.problem = std::move(problem);
  return stamp;
}

struct CmsRelease {
  void operator()(CMS_ContentInfo* token) const { CMS_ContentInfo_free(token); }
  void operator()(STACK_OF(X509) * stack) const { sk_X509_pop_free(stack, X509_free); }
};
using CmsHandle = std::unique_ptr<CMS_ContentInfo, CmsRelease>;
using CertificatesHandle = std::unique_ptr<STACK_OF(X509), CmsRelease>;

// Who made a timestamp, and whether the signature holds.
struct Stamper {
  X509* certificate = nullptr;
  const STACK_OF(X509) * others = nullptr;
  std::string digest_algorithm;
  Check check = Check::kNotChecked;
  std::string problem;
};

// Everything about a timestamp whose time is known, but what it stamps.
Countersignature judged(Countersignature stamp, const Stamper& by, const Context& context) {
  stamp.digest_algorithm = algorithm_name(by.digest_algorithm);
  if (by.certificate == nullptr) return failed(std::move(stamp), "the certificate of its signer is not there");
  for (X509* issuer : issuers_of(*by.certificate, by.others)) stamp.chain.push_back(certificate_facts(*issuer));
  const Certificate& own = stamp.chain.front();
  stamp.check = by.check;
  stamp.problem = by.problem;
  if (stamp.check != Check::kHolds) return stamp;
  if (!own.for_timestamps) return failed(std::move(stamp), "its certificate was not issued for timestamps");
  if (stamp.time < own.not_before || own.not_after < stamp.time)
    return failed(std::move(stamp), "its certificate was not valid at that time");
  if (context.roots && context.roots->check(*by.certificate, by.others, stamp.time, stamp.problem) == Check::kFails)
    stamp.check = Check::kFails;
  return stamp;
}

// What a token says, once that has been held against what it stamps. The error is what is wrong with it.
std::expected<Timestamp, std::string> stamped_time(CMS_ContentInfo& token, std::string_view stamped) {
  ASN1_OCTET_STRING** content = CMS_get0_content(&token);
  if (digits_of(CMS_get0_eContentType(&token)) != kTimestampContent || content == nullptr)
    return std::unexpected("it holds no timestamp");
  const std::string_view text = bytes_of(*content);
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const StampHandle info(d2i_TS_TST_INFO(nullptr, &at, static_cast<long>(text.size())));
  const auto time = info ? time_of(TS_TST_INFO_get_time(info.get())) : std::nullopt;
  if (!time) return std::unexpected("it holds no time");
  TS_MSG_IMPRINT* imprint = TS_TST_INFO_get_msg_imprint(info.get());
  const std::string digest = digest_of({stamped}, digits_of(TS_MSG_IMPRINT_get_algo(imprint)->algorithm));
  if (digest.empty() || digest != bytes_of(TS_MSG_IMPRINT_get_msg(imprint)))
    return std::unexpected("it stamps something else");
  return *time;
}

// Tokens hold more kinds of certificates than PKCS #7 has: they are CMS.
Countersignature of_token(std::string_view der, std::string_view stamped, const Context& context) {
  Countersignature stamp{.rfc3161 = true};
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const CmsHandle token(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(der.size())));
  if (!token || OBJ_obj2nid(CMS_get0_type(token.get())) != NID_pkcs7_signed)
    return failed(std::move(stamp), "it cannot be read");
  const auto time = stamped_time(*token, stamped);
  if (!time) return failed(std::move(stamp), time.error());
  stamp.time = *time;
  const CertificatesHandle others(CMS_get1_certs(token.get()));
  CMS_set1_signers_certs(token.get(), nullptr, 0);
  CMS_SignerInfo* signer = sk_CMS_SignerInfo_value(CMS_get0_SignerInfos(token.get()), 0);
  if (signer == nullptr) return failed(std::move(stamp), "nobody signed it");
  Stamper by{.others = others.get()};
  X509_ALGOR* digest = nullptr;
  CMS_SignerInfo_get0_algs(signer, nullptr, &by.certificate, &digest, nullptr);
  if (digest != nullptr) by.digest_algorithm = digits_of(digest->algorithm);
  const bool good =
      CMS_verify(token.get(), nullptr, nullptr, nullptr, nullptr, CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) == 1;
  by.check = good ? Check::kHolds : Check::kFails;
  if (!good) by.problem = "its signature does not hold";
  return judged(std::move(stamp), by, context);
}

Countersignature of_signer(std::string_view der, PKCS7& container, std::string_view stamped, const Context& context) {
  Countersignature stamp;
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const SignerHandle signer(d2i_PKCS7_SIGNER_INFO(nullptr, &at, static_cast<long>(der.size())));
  if (!signer) return failed(std::move(stamp), "it cannot be read");
  const auto time = claimed_time(*signer);
  if (!time) return failed(std::move(stamp), "it holds no time");
  stamp.time = *time;
  Stamper by{.certificate = PKCS7_cert_from_signer_info(&container, signer.get()),
             .others = container.d.sign->cert,
             .digest_algorithm = digest_algorithm(*signer)};
  if (by.certificate != nullptr) by.check = check_signer(container, *signer, stamped, *by.certificate, by.problem);
  return judged(std::move(stamp), by, context);
}

}  // namespace

std::optional<Countersignature> countersignature(PKCS7& container, const PKCS7_SIGNER_INFO& signer,
                                                 const Context& context) {
  constexpr std::size_t kMostTimestamps = 4;
  const std::string_view stamped = signature_value(signer);
  std::vector<Countersignature> found;
  for (const std::string_view type : kTokens)
    for (const ASN1_TYPE* value : attribute_values(signer.unauth_attr, type))
      if (found.size() < kMostTimestamps) found.push_back(of_token(sequence_of(value), stamped, context));
  for (const ASN1_TYPE* value : attribute_values(signer.unauth_attr, kOlder))
    if (found.size() < kMostTimestamps) found.push_back(of_signer(sequence_of(value), container, stamped, context));
  ERR_clear_error();
  if (found.empty()) return std::nullopt;
  const auto good = std::ranges::find(found, Check::kHolds, &Countersignature::check);
  return good != found.end() ? *good : found.front();
}

}  // namespace yaral::codesign
