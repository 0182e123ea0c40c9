#include "cli/console.h"

#include <cstdlib>
#include <ostream>

#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "detections/terminal_text.h"

namespace yaral::cli {

namespace {

constexpr std::string_view kRed = "\x1b[1;31m";
constexpr std::string_view kYellow = "\x1b[1;33m";
constexpr std::string_view kReset = "\x1b[0m";

bool colours_wanted() {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return !(no_color && *no_color) && !(term && std::string_view(term) == "dumb");
}

void print(const Console& console, std::string_view word, std::string_view colour, std::string_view text) {
  const std::string label =
      console.err_terminal.colour ? fmt::format("{}{}{}", colour, word, kReset) : std::string(word);
  console.err << fmt::format("yaral: {}: {}\n", label, detections::visible_text(text));
}

}  // namespace

Terminal terminal_of(int descriptor) {
  if (!isatty(descriptor)) return {};
  winsize size{};
  const bool known = ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return {.interactive = true, .colour = colours_wanted(), .width = known ? size.ws_col : std::size_t{80}};
}

void print_error(const Console& console, std::string_view text) { print(console, "error", kRed, text); }
void print_warning(const Console& console, std::string_view text) { print(console, "warning", kYellow, text); }

}  // namespace yaral::cli
