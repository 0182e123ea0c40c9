#pragma once

#include <functional>

#include "cli/console.h"

namespace CLI {
class App;
}

// The subcommands. Each function adds one to the command line; when it is the one asked for, it puts into `action` what
// is to be done.
namespace yaral::cli {

using Action = std::function<int(const Console&)>;

void add_scan(CLI::App& app, Action& action);
void add_normalize(CLI::App& app, Action& action);
void add_detect_format(CLI::App& app, Action& action);
void add_check(CLI::App& app, Action& action);
void add_explain(CLI::App& app, Action& action);
void add_measure(CLI::App& app, Action& action);
void add_test(CLI::App& app, Action& action);
void add_pack(CLI::App& app, Action& action);
void add_inspect(CLI::App& app, Action& action);
void add_fmt(CLI::App& app, Action& action);
void add_convert(CLI::App& app, Action& action);
void add_import(CLI::App& app, Action& action);
void add_coverage(CLI::App& app, Action& action);
void add_functions(CLI::App& app, Action& action);
void add_fields(CLI::App& app, Action& action);
void add_version(CLI::App& app, Action& action);

// "yaral 0.1.0"
std::string version_line();

}  // namespace yaral::cli
