#include "unit/codesign/signing.h"

#include <openssl/cms.h>
#include <openssl/objects.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/rsa.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

#include <stdexcept>

#include "base/encoding.h"

namespace yaral::codesign {
namespace {

void require(bool good, const char* what) {
  if (!good) throw std::runtime_error(std::string("cannot ") + what);
}

template <typename T, typename Free>
std::shared_ptr<T> owned(T* object, Free release, const char* what) {
  require(object != nullptr, what);
  return std::shared_ptr<T>(object, release);
}

std::shared_ptr<BIO> reading(std::string_view text) {
  return owned(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free_all, "make a BIO");
}

template <typename T>
std::string der_of(T* object, int (*write)(T*, unsigned char**)) {
  unsigned char* out = nullptr;
  const int size = write(object, &out);
  require(size > 0, "write DER");
  std::string text(reinterpret_cast<char*>(out), static_cast<std::size_t>(size));
  OPENSSL_free(out);
  return text;
}

std::string der_of(const std::string& object_id) {
  const auto object = owned(OBJ_txt2obj(object_id.c_str(), 1), ASN1_OBJECT_free, "make an identifier");
  return std::string(der(0x06, {reinterpret_cast<const char*>(OBJ_get0_data(object.get())), OBJ_length(object.get())}));
}

std::string algorithm_der(const std::string& digest) {
  const int nid = OBJ_txt2nid(digest.c_str());
  std::string digits(100, '\0');
  digits.resize(static_cast<std::size_t>(OBJ_obj2txt(digits.data(), 100, OBJ_nid2obj(nid), 1)));
  return der(0x30, der_of(digits) + der(0x05, {}));
}

int nid_of(const char* object_id) {
  const int nid = OBJ_txt2nid(object_id);
  return nid != NID_undef ? nid : OBJ_create(object_id, object_id, object_id);
}

void add_extension(X509* certificate, int nid, const char* value) {
  const auto extension =
      owned(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value), X509_EXTENSION_free, "make an extension");
  X509_add_ext(certificate, extension.get(), -1);
}

void set_time(ASN1_TIME* to, const std::string& text) {
  ASN1_TIME_set(to, static_cast<time_t>(parse_timestamp(text).value().seconds));
}

ASN1_STRING* sequence(std::string_view text) {
  ASN1_STRING* value = ASN1_STRING_new();
  ASN1_STRING_set(value, text.data(), static_cast<int>(text.size()));
  return value;
}

std::string_view value_of(const PKCS7_SIGNER_INFO* signer) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(signer->enc_digest)),
          static_cast<std::size_t>(ASN1_STRING_length(signer->enc_digest))};
}

std::string timestamp_info(std::string_view stamped, const StampSpec& spec) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  const std::string text = std::string(stamped) + (spec.of_something_else ? "!" : "");
  EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha256(), nullptr);
  const auto info = owned(TS_TST_INFO_new(), TS_TST_INFO_free, "make a timestamp");
  const auto imprint = owned(TS_MSG_IMPRINT_new(), TS_MSG_IMPRINT_free, "make an imprint");
  const auto algorithm = owned(X509_ALGOR_new(), X509_ALGOR_free, "make an algorithm");
  X509_ALGOR_set_md(algorithm.get(), EVP_sha256());
  TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get());
  TS_MSG_IMPRINT_set_msg(imprint.get(), digest, static_cast<int>(size));
  const auto policy = owned(OBJ_txt2obj("1.2.3.4", 1), ASN1_OBJECT_free, "make a policy");
  const auto serial = owned(ASN1_INTEGER_new(), ASN1_INTEGER_free, "make a serial");
  ASN1_INTEGER_set(serial.get(), 7);
  const auto time = owned(ASN1_GENERALIZEDTIME_set(nullptr, parse_timestamp(spec.time).value().seconds),
                          ASN1_GENERALIZEDTIME_free, "make a time");
  TS_TST_INFO_set_version(info.get(), 1);
  TS_TST_INFO_set_policy_id(info.get(), policy.get());
  TS_TST_INFO_set_msg_imprint(info.get(), imprint.get());
  TS_TST_INFO_set_serial(info.get(), serial.get());
  TS_TST_INFO_set_time(info.get(), time.get());
  return der_of<const TS_TST_INFO>(info.get(), i2d_TS_TST_INFO);
}

std::string token(std::string_view stamped, const StampSpec& spec) {
  const std::string info = timestamp_info(stamped, spec);
  const auto content = reading(info);
  const unsigned flags = CMS_PARTIAL | CMS_BINARY | CMS_NOSMIMECAP;
  const auto cms = owned(CMS_sign(spec.by->certificate.get(), spec.by->key.get(), nullptr, nullptr, flags),
                         CMS_ContentInfo_free, "make a token");
  CMS_set_detached(cms.get(), 0);
  CMS_set1_eContentType(cms.get(), OBJ_nid2obj(NID_id_smime_ct_TSTInfo));
  require(CMS_final(cms.get(), content.get(), nullptr, flags) == 1, "sign a token");
  return der_of<const CMS_ContentInfo>(cms.get(), i2d_CMS_ContentInfo);
}

std::shared_ptr<PKCS7> signed_data(std::string_view content, const Identity& signer, const std::string& digest,
                                   const char* content_type, const std::string& time) {
  auto p7 = owned(PKCS7_new(), PKCS7_free, "make signed data");
  PKCS7_set_type(p7.get(), NID_pkcs7_signed);
  PKCS7_SIGNER_INFO* info =
      PKCS7_add_signature(p7.get(), signer.certificate.get(), signer.key.get(), EVP_get_digestbyname(digest.c_str()));
  require(info != nullptr, "add a signer");
  PKCS7_add_signed_attribute(info, NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_txt2obj(content_type, 1));
  if (!time.empty())
    PKCS7_add_signed_attribute(info, NID_pkcs9_signingTime, V_ASN1_UTCTIME,
                               ASN1_UTCTIME_set(nullptr, parse_timestamp(time).value().seconds));
  PKCS7_content_new(p7.get(), NID_pkcs7_data);
  const auto out = owned(PKCS7_dataInit(p7.get(), nullptr), BIO_free_all, "begin to sign");
  BIO_write(out.get(), content.data(), static_cast<int>(content.size()));
  require(PKCS7_dataFinal(p7.get(), out.get()) == 1, "sign");
  return p7;
}

void add_stamp(PKCS7* p7, PKCS7_SIGNER_INFO* signer, const StampSpec& spec) {
  if (spec.kind == StampKind::kRfc3161) {
    PKCS7_add_attribute(signer, nid_of("1.3.6.1.4.1.311.3.3.1"), V_ASN1_SEQUENCE,
                        sequence(token(value_of(signer), spec)));
    return;
  }
  const std::string stamped = std::string(value_of(signer)) + (spec.of_something_else ? "!" : "");
  const auto by = signed_data(stamped, *spec.by, "sha256", "1.2.840.113549.1.7.1", spec.time);
  PKCS7_SIGNER_INFO* info = sk_PKCS7_SIGNER_INFO_value(PKCS7_get_signer_info(by.get()), 0);
  PKCS7_add_attribute(signer, NID_pkcs9_countersignature, V_ASN1_SEQUENCE,
                      sequence(der_of<const PKCS7_SIGNER_INFO>(info, i2d_PKCS7_SIGNER_INFO)));
  PKCS7_add_certificate(p7, spec.by->certificate.get());
}

// `content`: an element of DER, of which the value is signed; empty: nothing is in it, `detached` is signed.
std::string sign(const char* content_type, std::string_view content, std::string_view detached,
                 const SigningSpec& spec) {
  std::string_view value = detached;
  if (!content.empty()) {
    const auto length = static_cast<unsigned char>(content[1]);
    value = content.substr(length < 0x80 ? 2 : 2u + (length & 0x7F));
  }
  const auto p7 = signed_data(value, *spec.signer, spec.digest, content_type, {});
  PKCS7_add_certificate(p7.get(), spec.signer->certificate.get());
  for (const Identity* other : spec.others) PKCS7_add_certificate(p7.get(), other->certificate.get());
  PKCS7_SIGNER_INFO* signer = sk_PKCS7_SIGNER_INFO_value(PKCS7_get_signer_info(p7.get()), 0);
  if (spec.stamp) add_stamp(p7.get(), signer, *spec.stamp);
  if (!spec.nested.empty())
    PKCS7_add_attribute(signer, nid_of("1.3.6.1.4.1.311.2.4.1"), V_ASN1_SEQUENCE, sequence(spec.nested));
  if (content.empty()) {
    PKCS7_set_detached(p7.get(), 1);
  } else {
    PKCS7* inner = PKCS7_new();
    inner->type = OBJ_txt2obj(content_type, 1);
    inner->d.other = ASN1_TYPE_new();
    ASN1_TYPE_set(inner->d.other, V_ASN1_SEQUENCE, sequence(content));
    PKCS7_set_content(p7.get(), inner);
  }
  return der_of<const PKCS7>(p7.get(), i2d_PKCS7);
}

}  // namespace

std::string der(unsigned char tag, std::string_view content) {
  std::string out(1, static_cast<char>(tag));
  const std::size_t size = content.size();
  if (size < 0x80) {
    out += static_cast<char>(size);
  } else if (size < 0x100) {
    out += {static_cast<char>(0x81), static_cast<char>(size)};
  } else {
    out += {static_cast<char>(0x82), static_cast<char>(size >> 8), static_cast<char>(size)};
  }
  return out.append(content);
}

std::string Identity::pem() const {
  const auto out = owned(BIO_new(BIO_s_mem()), BIO_free_all, "make a BIO");
  PEM_write_bio_X509(out.get(), certificate.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(out.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string Identity::sha1() const {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  X509_digest(certificate.get(), EVP_sha1(), digest, &size);
  return hex_encode({reinterpret_cast<const char*>(digest), size});
}

Identity make_identity(const CertificateSpec& spec) {
  static long serial = 1000;
  Identity made;
  made.key = owned(spec.rsa_bits != 0 ? EVP_RSA_gen(static_cast<unsigned>(spec.rsa_bits)) : EVP_EC_gen("P-256"),
                   EVP_PKEY_free, "make a key");
  made.certificate = owned(X509_new(), X509_free, "make a certificate");
  X509* certificate = made.certificate.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  set_time(X509_getm_notBefore(certificate), spec.not_before);
  set_time(X509_getm_notAfter(certificate), spec.not_after);
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto add = [name](const char* field, const std::string& text) {
    X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.c_str()), -1, -1,
                               0);
  };
  add("O", "Example");
  if (!spec.unit.empty()) add("OU", spec.unit);
  add("CN", spec.name);
  const Identity& issuer = spec.issuer != nullptr ? *spec.issuer : made;
  X509_set_issuer_name(certificate, X509_get_subject_name(issuer.certificate.get()));
  X509_set_pubkey(certificate, made.key.get());
  add_extension(certificate, NID_basic_constraints, spec.usage.empty() ? "CA:TRUE" : "CA:FALSE");
  if (!spec.usage.empty()) add_extension(certificate, NID_ext_key_usage, spec.usage.c_str());
  require(X509_sign(certificate, issuer.key.get(), spec.digest) > 0, "sign a certificate");
  return made;
}

std::string sign_file_digest(std::string_view digest, const SigningSpec& spec) {
  // What kind of data it is matters to nobody who reads it.
  const std::string kind = der(0x30, der_of("1.3.6.1.4.1.311.2.1.15") + der(0x30, {}));
  const std::string info = der(0x30, algorithm_der(spec.digest) + der(0x04, digest));
  return sign("1.3.6.1.4.1.311.2.1.4", der(0x30, kind + info), {}, spec);
}

std::string sign_catalog(const std::vector<std::string>& digests, const SigningSpec& spec) {
  std::string members;
  for (const std::string& digest : digests) members += der(0x30, der(0x04, digest) + der(0x31, {}));
  const std::string list = der(0x30, der_of("1.3.6.1.4.1.311.12.1.1")) + der(0x04, "0123456789abcdef") +
                           der(0x17, "260301000000Z") + der(0x30, der_of("1.3.6.1.4.1.311.12.1.2")) +
                           der(0x30, members);
  return sign("1.3.6.1.4.1.311.10.1", der(0x30, list), {}, spec);
}

std::string sign_detached(std::string_view content, const SigningSpec& spec) {
  return sign("1.2.840.113549.1.7.1", {}, content, spec);
}

}  // namespace yaral::codesign
