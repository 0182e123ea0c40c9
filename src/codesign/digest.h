#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "codesign/bytes.h"

namespace yaral::codesign {

// The digest of the parts one after the other, as bytes. `algorithm` is OpenSSL's name ("sha256") or an object identifier
// in digits; empty when OpenSSL does not know it or refuses it.
std::string digest_of(const Parts& parts, const std::string& algorithm);

// The name by which an algorithm is shown: "sha256" for "2.16.840.1.101.3.4.2.1". What is unknown stays as it is.
std::string algorithm_name(const std::string& algorithm);

// Whether a digest of that name no longer keeps anyone from making a second text with the same digest.
bool is_weak_digest(std::string_view algorithm);

}  // namespace yaral::codesign
