#pragma once

#include <openssl/pkcs7.h>

#include <string>
#include <string_view>
#include <vector>

#include "codesign/facts.h"

// One signer of a SignedData, with OpenSSL's eyes.
namespace yaral::codesign {

using Attributes = STACK_OF(X509_ATTRIBUTE);

// The values of the attributes of that type (digits), at most 16.
std::vector<const ASN1_TYPE*> attribute_values(const Attributes* attributes, std::string_view type);

// An attribute's value with tag and length, when it is a sequence; empty otherwise.
std::string_view sequence_of(const ASN1_TYPE* value);

// The signing time among the signed attributes.
std::optional<Timestamp> claimed_time(const PKCS7_SIGNER_INFO& signer);

// The value of the signature.
std::string_view signature_value(const PKCS7_SIGNER_INFO& signer);

// Dotted digits of the digest's algorithm.
std::string digest_algorithm(const PKCS7_SIGNER_INFO& signer);

// Whether the certificate's key signed this content. `problem` says why not, or why that cannot be told.
Check check_signer(PKCS7& container, PKCS7_SIGNER_INFO& signer, std::string_view content, X509& certificate,
                   std::string& problem);

}  // namespace yaral::codesign
