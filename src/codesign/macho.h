#pragma once

#include <string_view>

#include "codesign/facts.h"
#include "codesign/signed_data.h"

namespace yaral::codesign {

// Whether it is a program or library of macOS, for one architecture or several.
bool is_macho(std::string_view file);
// A slice for each architecture, and a signature for each that is signed by a certificate.
void read_macho(std::string_view file, const Context& context, FileFacts& facts);

}  // namespace yaral::codesign
