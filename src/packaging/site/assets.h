#pragma once

#include <string_view>

// style.css and script.js of this folder.
namespace yaral::packaging {

std::string_view style_sheet();
std::string_view script();

}  // namespace yaral::packaging
