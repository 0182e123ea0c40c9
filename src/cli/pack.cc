#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/pack_docs.h"

namespace yaral::cli {

void add_pack(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("pack", "Work on detection packages");
  command->require_subcommand(1);
  add_pack_docs(*command, action);
}

}  // namespace yaral::cli
