#include "cli/words.h"

#include "base/text.h"

namespace yaral::cli {

std::string refuse_empty(const std::string& word) {
  return ascii_trim(word).empty() ? "a word to search for is empty" : std::string();
}

}  // namespace yaral::cli
