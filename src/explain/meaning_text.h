#pragma once

#include <string>

#include "explain/explanation.h"

namespace yaral::explain {

// What a rule means, and how it is run, a paragraph a part.
std::string meaning_text(const Meaning& meaning);

}  // namespace yaral::explain
