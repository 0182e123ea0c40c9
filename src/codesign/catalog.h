#pragma once

#include <string_view>

#include "codesign/facts.h"
#include "codesign/signed_data.h"

namespace yaral::codesign {

// A .cat file: a signed list of digests, which vouches for files that hold no signature of their own.
bool is_catalog(std::string_view file);
void read_catalog(std::string_view file, const Context& context, FileFacts& facts);

}  // namespace yaral::codesign
