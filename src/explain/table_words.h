#pragma once

#include <string>
#include <vector>

#include "semantics/bound.h"

namespace yaral::explain {

// What the operations of `setup` do to the records of entity variables, a sentence each (language reference 3.13).
std::vector<std::string> setup_words(const semantics::BoundRule& rule);

// What `export` writes, a sentence for each write (language reference 2.8).
std::vector<std::string> export_words(const semantics::BoundRule& rule);

}  // namespace yaral::explain
