#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace yaral::cli {

// What a command ends with (design: command line).
enum ExitCode : int {
  kClean = 0,       // nothing found
  kFindings = 1,    // detections
  kWrongInput = 2,  // a rule, a list or an input is wrong; what could be done is done
  kMisuse = 3,      // the command was not understood, or its result cannot be written
  kInterrupted = 130,
};

// How a stream is looked at.
struct Terminal {
  bool interactive = false;  // a person watches it
  bool colour = false;
  std::size_t width = 0;  // columns; 0 when it is no terminal
};

// The world around a command, so that tests can give it another one. Data goes to `out`, everything else to `err`.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  Terminal out_terminal;
  Terminal err_terminal;
  std::string executable;           // path of the running program
  const char* pack_path = nullptr;  // $YARAL_PACKS, null when not set
};

// The terminal behind a file descriptor. NO_COLOR (when not empty) and TERM=dumb switch colours off.
Terminal terminal_of(int descriptor);

// `yaral: error: …` and `yaral: warning: …` on `err`. The text may come from anywhere: it is made visible.
void print_error(const Console& console, std::string_view text);
void print_warning(const Console& console, std::string_view text);

}  // namespace yaral::cli
