#pragma once

#include <openssl/pkcs7.h>

#include <optional>

#include "codesign/facts.h"
#include "codesign/signed_data.h"

namespace yaral::codesign {

// The timestamp that a signer has: of RFC 3161 (Microsoft's attribute or that of CMS), or Authenticode's older
// countersignature. Of several the first that holds, or else the first.
std::optional<Countersignature> countersignature(PKCS7& container, const PKCS7_SIGNER_INFO& signer,
                                                 const Context& context);

}  // namespace yaral::codesign
