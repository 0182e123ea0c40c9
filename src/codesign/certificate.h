#pragma once

#include <openssl/x509.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "codesign/facts.h"

namespace yaral::codesign {

Certificate certificate_facts(X509& certificate);

// The certificate and those that issued it, one by the next, as far as they are among `others` (of which the first hundred
// count) and their keys made the signatures.
std::vector<X509*> issuers_of(X509& certificate, const STACK_OF(X509) * others);

// nullopt for what is no time.
std::optional<Timestamp> time_of(const ASN1_TIME* time);

// The bytes of a string of OpenSSL.
std::string_view bytes_of(const ASN1_STRING* text);

// Dotted digits, whatever name OpenSSL has for it.
std::string digits_of(const ASN1_OBJECT* object);

}  // namespace yaral::codesign
