#pragma once

#include <string>
#include <string_view>

namespace yaral::cli {

// What turns one text into another, as `diff -u` shows it and `patch` reads it; empty when they are the same. Takes
// little more than linear time: where many lines are alike it may not be the shortest.
std::string unified_diff(const std::string& old_name, const std::string& new_name, std::string_view old_text,
                         std::string_view new_text);

}  // namespace yaral::cli
