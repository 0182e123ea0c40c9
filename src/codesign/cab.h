#pragma once

#include <string_view>

#include "codesign/facts.h"
#include "codesign/signed_data.h"

namespace yaral::codesign {

bool is_cab(std::string_view file);
void read_cab(std::string_view file, const Context& context, FileFacts& facts);

}  // namespace yaral::codesign
