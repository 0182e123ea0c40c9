#pragma once

#include "cli/scan.h"

namespace CLI {
class App;
}

namespace yaral::cli {

// What commands that run rules over logs have in common: the rules, and what these read besides.
void add_rule_options(CLI::App& command, ScanOptions& options);

}  // namespace yaral::cli
