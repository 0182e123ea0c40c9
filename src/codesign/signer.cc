#include "codesign/signer.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "codesign/certificate.h"
#include "codesign/digest.h"
#include "codesign/openssl_handles.h"

namespace yaral::codesign {

std::vector<const ASN1_TYPE*> attribute_values(const Attributes* attributes, std::string_view type) {
  constexpr std::size_t kMostValues = 16;
  std::vector<const ASN1_TYPE*> values;
  for (int i = 0; i < sk_X509_ATTRIBUTE_num(attributes); ++i) {
    X509_ATTRIBUTE* attribute = sk_X509_ATTRIBUTE_value(attributes, i);
    if (digits_of(X509_ATTRIBUTE_get0_object(attribute)) != type) continue;
    for (int j = 0; j < X509_ATTRIBUTE_count(attribute) && values.size() < kMostValues; ++j)
      values.push_back(X509_ATTRIBUTE_get0_type(attribute, j));
  }
  return values;
}

std::string_view sequence_of(const ASN1_TYPE* value) {
  return value != nullptr && value->type == V_ASN1_SEQUENCE ? bytes_of(value->value.sequence) : std::string_view();
}

std::optional<Timestamp> claimed_time(const PKCS7_SIGNER_INFO& signer) {
  const ASN1_TYPE* value = PKCS7_get_signed_attribute(&signer, NID_pkcs9_signingTime);
  if (value == nullptr || (value->type != V_ASN1_UTCTIME && value->type != V_ASN1_GENERALIZEDTIME)) return std::nullopt;
  return time_of(value->value.asn1_string);
}

std::string_view signature_value(const PKCS7_SIGNER_INFO& signer) { return bytes_of(signer.enc_digest); }

std::string digest_algorithm(const PKCS7_SIGNER_INFO& signer) {
  return signer.digest_alg != nullptr ? digits_of(signer.digest_alg->algorithm) : std::string();
}

Check check_signer(PKCS7& container, PKCS7_SIGNER_INFO& signer, std::string_view content, X509& certificate,
                   std::string& problem) {
  const std::string algorithm = algorithm_name(digest_algorithm(signer));
  const EVP_MD* digest = EVP_get_digestbyname(algorithm.c_str());
  if (digest == nullptr) {
    problem = "the digest algorithm " + algorithm + " is not supported";
    return Check::kNotChecked;
  }
  if (signer.digest_enc_alg != nullptr && OBJ_obj2nid(signer.digest_enc_alg->algorithm) == NID_rsassaPss) {
    problem = "signatures of the kind RSASSA-PSS are not checked";
    return Check::kNotChecked;
  }
  BIO* reader = BIO_new(BIO_f_md());
  const BioHandle chain(BIO_push(reader, BIO_new(BIO_s_null())));
  if (BIO_set_md(reader, digest) != 1) {
    problem = "the digest algorithm " + algorithm + " is refused by this machine's OpenSSL";
    return Check::kNotChecked;
  }
  if (!content.empty()) BIO_write(chain.get(), content.data(), static_cast<int>(content.size()));
  const bool good = PKCS7_signatureVerify(chain.get(), &container, &signer, &certificate) == 1;
  if (!good)
    problem = ERR_GET_REASON(ERR_peek_last_error()) == PKCS7_R_DIGEST_FAILURE
                  ? "what was signed has been changed"
                  : "the key of the certificate did not make the signature";
  ERR_clear_error();
  return good ? Check::kHolds : Check::kFails;
}

}  // namespace yaral::codesign
