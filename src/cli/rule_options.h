#pragma once

#include "cli/scan.h"

namespace CLI {
class App;
}

namespace yaral::cli {

// What commands that run rules over logs have in common: the rules, and what these read besides.
void add_rule_options(CLI::App& command, ScanOptions& options);
// Whether they go together, with the inputs as well; tells what does not.
bool check_rule_options(const ScanOptions& options, const Console& console);

}  // namespace yaral::cli
