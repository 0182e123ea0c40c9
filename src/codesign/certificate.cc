#include "codesign/certificate.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <memory>

#include "base/encoding.h"
#include "base/text.h"
#include "codesign/digest.h"
#include "codesign/openssl_handles.h"

namespace yaral::codesign {
namespace {

// As RFC 2253 writes names, but in UTF-8. OpenSSL's own words for it repeat a flag.
constexpr unsigned long kNameForm = XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB;  // NOLINT(misc-redundant-expression)

constexpr int kMostCertificates = 100;
constexpr std::size_t kLongestChain = 10;

std::string text_of(const X509_NAME* name) {
  const BioHandle out(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(out.get(), name, 0, kNameForm);
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return to_valid_utf8({data, static_cast<std::size_t>(std::max(size, 0L))});
}

std::string part_of(const X509_NAME* name, int nid) {
  const int at = X509_NAME_get_index_by_NID(const_cast<X509_NAME*>(name), nid, -1);
  if (at < 0) return {};
  unsigned char* text = nullptr;
  const int size = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
  if (size < 0) return {};
  std::string part = to_valid_utf8({reinterpret_cast<const char*>(text), static_cast<std::size_t>(size)});
  OPENSSL_free(text);
  return part;
}

std::string short_name(const X509_NAME* name) {
  for (const int nid : {NID_commonName, NID_organizationName})
    if (std::string part = part_of(name, nid); !part.empty()) return part;
  return text_of(name);
}

std::string thumbprint(const X509& certificate, const EVP_MD* type) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned int size = 0;
  if (X509_digest(&certificate, type, out.data(), &size) != 1) return {};
  return hex_encode({reinterpret_cast<const char*>(out.data()), size});
}

void put_usages(X509& certificate, Certificate& facts) {
  struct Free {
    void operator()(EXTENDED_KEY_USAGE* usages) const { EXTENDED_KEY_USAGE_free(usages); }
  };
  const std::unique_ptr<EXTENDED_KEY_USAGE, Free> usages(
      static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(&certificate, NID_ext_key_usage, nullptr, nullptr)));
  if (!usages) return;
  constexpr int kMostUsages = 50;
  for (int i = 0; i < std::min(sk_ASN1_OBJECT_num(usages.get()), kMostUsages); ++i) {
    const ASN1_OBJECT* usage = sk_ASN1_OBJECT_value(usages.get(), i);
    const int nid = OBJ_obj2nid(usage);
    facts.for_code |= nid == NID_code_sign || nid == NID_anyExtendedKeyUsage;
    facts.for_timestamps |= nid == NID_time_stamp || nid == NID_anyExtendedKeyUsage;
    facts.usages.push_back(nid == NID_undef ? digits_of(usage) : OBJ_nid2ln(nid));
  }
}

void put_key(X509& certificate, Certificate& facts) {
  const EVP_PKEY* key = X509_get0_pubkey(&certificate);
  if (key == nullptr) return;
  facts.key_bits = EVP_PKEY_get_bits(key);
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
    case EVP_PKEY_RSA_PSS: facts.key_type = "RSA"; break;
    case EVP_PKEY_EC: facts.key_type = "EC"; break;
    case EVP_PKEY_DSA: facts.key_type = "DSA"; break;
    default: facts.key_type = OBJ_nid2sn(EVP_PKEY_get_base_id(key));
  }
}

bool names_issuer(X509* certificate, X509* issuer) {
  return X509_NAME_cmp(X509_get_issuer_name(certificate), X509_get_subject_name(issuer)) == 0;
}

bool is_issued_by(X509* certificate, X509* issuer) {
  if (!names_issuer(certificate, issuer)) return false;
  EVP_PKEY* key = X509_get0_pubkey(issuer);
  return key != nullptr && X509_verify(certificate, key) == 1;
}

// Many certificates may have one name: checking them all is what a hostile file would like.
X509* issuer_among(const STACK_OF(X509) * others, X509* certificate) {
  constexpr int kMostTries = 4;
  const int count = std::min(sk_X509_num(others), kMostCertificates);  // -1 without a stack
  for (int i = 0, tries = 0; i < count && tries < kMostTries; ++i) {
    X509* other = sk_X509_value(others, i);
    if (!names_issuer(certificate, other)) continue;
    if (is_issued_by(certificate, other)) return other;
    ++tries;
  }
  return nullptr;
}

}  // namespace

std::string_view bytes_of(const ASN1_STRING* text) {
  if (text == nullptr || ASN1_STRING_length(text) <= 0) return {};
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<std::size_t>(ASN1_STRING_length(text))};
}

std::string digits_of(const ASN1_OBJECT* object) {
  std::array<char, 200> text{};
  const int size = OBJ_obj2txt(text.data(), text.size(), object, 1);
  return size > 0 ? std::string(text.data()) : std::string();
}

std::optional<Timestamp> time_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  return Timestamp{timegm(&parts), 0};
}

Certificate certificate_facts(X509& certificate) {
  Certificate facts;
  const X509_NAME* subject = X509_get_subject_name(&certificate);
  const X509_NAME* issuer = X509_get_issuer_name(&certificate);
  facts.name = short_name(subject);
  facts.subject = text_of(subject);
  facts.issuer = text_of(issuer);
  facts.issuer_name = short_name(issuer);
  facts.organisational_unit = part_of(subject, NID_organizationalUnitName);
  facts.serial = hex_encode(bytes_of(X509_get0_serialNumber(&certificate)));
  facts.sha1 = thumbprint(certificate, EVP_sha1());
  facts.sha256 = thumbprint(certificate, EVP_sha256());
  facts.not_before = time_of(X509_get0_notBefore(&certificate)).value_or(Timestamp{});
  facts.not_after = time_of(X509_get0_notAfter(&certificate)).value_or(Timestamp{});
  const int algorithm = X509_get_signature_nid(&certificate);
  facts.algorithm = algorithm == NID_undef ? "unknown" : OBJ_nid2sn(algorithm);
  int digest = NID_undef;
  if (OBJ_find_sigid_algs(algorithm, &digest, nullptr) == 1 && digest != NID_undef)
    facts.digest_algorithm = ascii_lower(OBJ_nid2sn(digest));
  put_key(certificate, facts);
  put_usages(certificate, facts);
  facts.self_signed = is_issued_by(&certificate, &certificate);
  return facts;
}

std::vector<X509*> issuers_of(X509& certificate, const STACK_OF(X509) * others) {
  std::vector<X509*> chain = {&certificate};
  while (chain.size() < kLongestChain && !is_issued_by(chain.back(), chain.back())) {
    X509* found = issuer_among(others, chain.back());
    if (found == nullptr || std::ranges::find(chain, found) != chain.end()) break;
    chain.push_back(found);
  }
  return chain;
}

}  // namespace yaral::codesign
