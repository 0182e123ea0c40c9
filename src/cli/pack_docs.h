#pragma once

#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/console.h"

namespace yaral::cli {

struct PackDocsOptions {
  std::vector<std::string> packs;  // ids, techniques, folders; none: all bundled packages
  std::string output;              // folder
  std::string results;             // file of `yaral test --format json`; empty: the tests are run
  bool force = false;
};

// Writes the site of packages.
int pack_docs(const PackDocsOptions& options, const Console& console);

// Adds `docs` to the command `pack`.
void add_pack_docs(CLI::App& pack_command, Action& action);

}  // namespace yaral::cli
