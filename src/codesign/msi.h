#pragma once

#include <string_view>

#include "codesign/facts.h"
#include "codesign/signed_data.h"

namespace yaral::codesign {

// Whether it is an installer, patch or transform of Windows Installer, and no other compound file.
bool is_msi(std::string_view file, std::string_view name);
void read_msi(std::string_view file, const Context& context, FileFacts& facts);

}  // namespace yaral::codesign
