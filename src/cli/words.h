#pragma once

#include <string>

namespace yaral::cli {

// For options that take words to search for: what is wrong with one, empty when nothing is. An empty word would be
// found everywhere.
std::string refuse_empty(const std::string& word);

}  // namespace yaral::cli
