#pragma once

#include <string>

#include "explain/explanation.h"

namespace yaral::explain {

struct TextOptions {
  bool verbose = false;  // the meaning of the rule before what became of the events; nothing is cut
};

// An explanation for people: without events what the rule means, with events why it fired or did not.
std::string to_text(const Explanation& explanation, const TextOptions& options);

}  // namespace yaral::explain
