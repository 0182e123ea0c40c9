#include "codesign/signed_data.h"

#include <openssl/err.h>
#include <openssl/objects.h>
#include <openssl/pkcs7.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "codesign/certificate.h"
#include "codesign/countersignature.h"
#include "codesign/der.h"
#include "codesign/digest.h"
#include "codesign/openssl_handles.h"
#include "codesign/signer.h"

namespace yaral::codesign {
namespace {

constexpr std::string_view kNestedSignature = "1.3.6.1.4.1.311.2.4.1";
constexpr std::string_view kProgramInfo = "1.3.6.1.4.1.311.2.1.12";
constexpr int kMostSigners = 4;  // real ones have one
constexpr std::size_t kMostNested = 16;
constexpr std::size_t kLargest = 256u << 20;

// What OpenSSL reads into a structure of its own in place of the plain value.
bool is_known_content(const PKCS7& content) {
  constexpr std::array<int, 6> kKnown = {NID_pkcs7_data,      NID_pkcs7_signed,
                                         NID_pkcs7_enveloped, NID_pkcs7_signedAndEnveloped,
                                         NID_pkcs7_digest,    NID_pkcs7_encrypted};
  return std::ranges::find(kKnown, OBJ_obj2nid(content.type)) != kKnown.end();
}

// A text inside the elements of SpcSpOpusInfo: BMPString under [0], IA5String under [1] or alone.
std::string text_in(std::string_view element) {
  const auto text = take_der(element);
  if (!text) return {};
  constexpr std::uint8_t kUtf16 = 0x80;
  return text->tag == kUtf16 ? utf16be_to_utf8(text->content) : to_valid_utf8(text->content);
}

void put_program_info(std::string_view der, Signature& signature) {
  const auto info = take_der(der, kDerSequence);
  if (!info) return;
  std::string_view rest = info->content;
  if (const auto program = take_der(rest, 0xA0)) signature.program = text_in(program->content);
  const auto link = take_der(rest, 0xA1);
  // A link by URL; the other kinds are no links.
  if (link && link->content.starts_with('\x80')) {
    std::string_view inner = link->content;
    if (const auto url = take_der(inner)) signature.link = to_valid_utf8(url->content);
  }
}

Signature signature_of(PKCS7& container, PKCS7_SIGNER_INFO& signer, std::string_view content, const Context& context) {
  Signature signature;
  signature.digest_algorithm = algorithm_name(digest_algorithm(signer));
  if (signer.digest_enc_alg != nullptr)
    signature.signature_algorithm = OBJ_nid2sn(OBJ_obj2nid(signer.digest_enc_alg->algorithm));
  signature.claimed_time = claimed_time(signer);
  for (const ASN1_TYPE* info : attribute_values(signer.auth_attr, kProgramInfo))
    put_program_info(sequence_of(info), signature);
  X509* certificate = PKCS7_cert_from_signer_info(&container, &signer);
  if (certificate == nullptr) {
    signature.signature = Check::kFails;
    signature.problem = "the certificate of the signer is not there";
    return signature;
  }
  const STACK_OF(X509)* others = container.d.sign->cert;
  for (X509* issuer : issuers_of(*certificate, others)) signature.chain.push_back(certificate_facts(*issuer));
  signature.signature = check_signer(container, signer, content, *certificate, signature.problem);
  signature.timestamp = countersignature(container, signer, context);
  if (context.roots)
    signature.trust = context.roots->check(*certificate, others, signature.proven_time().value_or(context.now),
                                           signature.trust_problem);
  return signature;
}

}  // namespace

struct SignedData::Parsed {
  Pkcs7Handle handle;
};

SignedData::SignedData(std::unique_ptr<Parsed> parsed) : parsed_(std::move(parsed)) {}
SignedData::SignedData(SignedData&&) noexcept = default;
SignedData& SignedData::operator=(SignedData&&) noexcept = default;
SignedData::~SignedData() = default;

std::expected<SignedData, std::string> SignedData::read(std::string_view der) {
  if (der.size() > kLargest) der = der.substr(0, kLargest);
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const auto* begin = at;
  Pkcs7Handle handle(d2i_PKCS7(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  if (!handle) return std::unexpected("it is no PKCS #7 structure, or a damaged one");
  if (!PKCS7_type_is_signed(handle.get()) || handle->d.sign == nullptr || handle->d.sign->contents == nullptr)
    return std::unexpected("its PKCS #7 structure is not of signed data");
  SignedData data(std::make_unique<Parsed>(std::move(handle)));
  data.size_ = static_cast<std::size_t>(at - begin);
  return data;
}

std::string SignedData::content_type() const { return digits_of(parsed_->handle->d.sign->contents->type); }

std::string_view SignedData::content() const {
  const PKCS7& content = *parsed_->handle->d.sign->contents;
  if (PKCS7_type_is_data(&content)) return bytes_of(content.d.data);
  if (is_known_content(content) || content.d.other == nullptr) return {};
  if (content.d.other->type == V_ASN1_OCTET_STRING) return bytes_of(content.d.other->value.octet_string);
  std::string_view whole = sequence_of(content.d.other);
  const auto sequence = take_der(whole);
  return sequence ? sequence->content : std::string_view();
}

std::vector<Signature> SignedData::signatures(std::string_view detached, const Context& context,
                                              std::vector<std::string>* nested) const {
  PKCS7& container = *parsed_->handle;
  const std::string_view signed_content = content().empty() ? detached : content();
  std::vector<Signature> found;
  const STACK_OF(PKCS7_SIGNER_INFO)* signers = PKCS7_get_signer_info(&container);
  for (int i = 0; i < std::min(sk_PKCS7_SIGNER_INFO_num(signers), kMostSigners); ++i) {
    PKCS7_SIGNER_INFO& signer = *sk_PKCS7_SIGNER_INFO_value(signers, i);
    found.push_back(signature_of(container, signer, signed_content, context));
    if (nested == nullptr) continue;
    for (const ASN1_TYPE* value : attribute_values(signer.unauth_attr, kNestedSignature))
      if (nested->size() < kMostNested) nested->emplace_back(sequence_of(value));
  }
  ERR_clear_error();
  return found;
}

}  // namespace yaral::codesign
