#pragma once

#include <string_view>

#include "codesign/facts.h"
#include "codesign/signed_data.h"

namespace yaral::codesign {

// Whether it is a Windows program, library or driver (not one of DOS).
bool is_pe(std::string_view file);
void read_pe(std::string_view file, const Context& context, FileFacts& facts);

}  // namespace yaral::codesign
