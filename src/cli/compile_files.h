#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/console.h"
#include "semantics/bind.h"

namespace yaral::cli {

// Reads and compiles rule files ("-": standard input), several at once, and hands each over, in their order. Files that cannot be
// read are told on `err`. Returns how many there were of those.
std::size_t compile_files(const std::vector<std::string>& paths, bool strict, unsigned threads, const Console& console,
                          const std::function<void(semantics::CompiledFile)>& take);

}  // namespace yaral::cli
