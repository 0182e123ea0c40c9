#pragma once

#include <string_view>

#include "codesign/facts.h"
#include "codesign/signed_data.h"

namespace yaral::codesign {

// Whether PowerShell takes it for one of its files: by the ending of the name, or by a block of signature.
bool is_script(std::string_view file, std::string_view name);
void read_script(std::string_view file, const Context& context, FileFacts& facts);

}  // namespace yaral::codesign
