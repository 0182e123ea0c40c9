#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

#include "cli/app.h"

int main(int argc, char** argv) {
  // A reader that has seen enough (`yaral … | head`) shows as a failed write, not as a killed program.
  std::signal(SIGPIPE, SIG_IGN);
  std::ios::sync_with_stdio(false);
  std::error_code error;
  const yaral::cli::Console console{
      .in = std::cin,
      .out = std::cout,
      .err = std::cerr,
      .out_terminal = yaral::cli::terminal_of(STDOUT_FILENO),
      .err_terminal = yaral::cli::terminal_of(STDERR_FILENO),
      .executable = std::filesystem::read_symlink("/proc/self/exe", error).string(),
      .pack_path = std::getenv("YARAL_PACKS"),
  };
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  const int code = yaral::cli::run(arguments, console);
  std::cout.flush();
  return code;
}
