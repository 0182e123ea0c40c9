#pragma once

#include <span>
#include <string>

#include "cli/console.h"

namespace yaral::cli {

// Runs the command that the arguments (without the program's name) ask for. The result is the exit code.
int run(std::span<const std::string> arguments, const Console& console);

}  // namespace yaral::cli
