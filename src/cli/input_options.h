#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "cli/console.h"
#include "ingest/read.h"

namespace CLI {
class App;
}

namespace yaral::cli {

// What commands that read logs have in common.
struct InputOptions {
  std::vector<std::string> inputs;
  std::string log_type;  // empty: told by the content
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;
  unsigned threads = 1;
  std::string output;  // a file; empty: standard output
  bool quiet = false;
  bool verbose = false;
};

// Adds them to a command. `threads` keeps the value it has until told otherwise.
void add_input_options(CLI::App& command, InputOptions& options, const std::string& what_is_written);

// --log-type alone.
void add_log_type_option(CLI::App& command, InputOptions& options);

// The threads that the machine runs at the same time.
unsigned all_threads();

// Whether the options go together; tells what does not.
bool check_input_options(const InputOptions& options, const Console& console);

// An input of which nothing could be read must not go unsaid, even with --quiet.
void print_fatal(const ingest::ReadReport& read, const Console& console);

// Says at the end of a command's help how inputs are recognised.
extern const char* const kInputsHelp;

}  // namespace yaral::cli
