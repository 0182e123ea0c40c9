#include <ostream>

#include <CLI/CLI.hpp>

#include "cli/command.h"

namespace yaral::cli {

std::string version_line() { return "yaral " YARAL_VERSION; }

void add_version(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("version", "Print the version");
  command->footer("Example:\n  yaral version");
  command->callback([&action] {
    action = [](const Console& console) {
      console.out << version_line() << "\n";
      return kClean;
    };
  });
}

}  // namespace yaral::cli
