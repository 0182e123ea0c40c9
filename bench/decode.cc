// The UDM decoder alone on one core: with the fields that the rules of a package read, and with all fields.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/measure.h"
#include "cli/scan_rules.h"
#include "plan/plan.h"
#include "udm/json.h"

namespace {

using yaral::udm::JsonDecoder;
using yaral::udm::Projection;

constexpr int kRounds = 3;
constexpr std::size_t kBlock = 64 << 10;      // lines that are opened together, as a scan does
constexpr std::size_t kPadding = 64;          // that must be readable behind them
constexpr std::size_t kEventsPerArena = 256;  // as many as a scan decodes before it lets go of them

bool decode(std::string_view what, std::string_view text, const Projection* projection) {
  bool good = true;
  const auto measured = yaral::bench::fastest(kRounds, [&] {
    JsonDecoder decoder(projection);
    yaral::Arena arena;
    std::uint64_t events = 0;
    std::size_t opened = 0;  // of `rest`
    for (std::string_view rest = text; !rest.empty();) {
      if (opened == 0) {
        opened = rest.find('\n', std::min(kBlock, rest.size() - 1)) + 1;
        if (opened == 0) opened = rest.size();
        decoder.open_lines(rest.substr(0, opened));
      }
      const std::size_t size = std::min(rest.find('\n'), rest.size() - 1);
      opened -= size + 1;
      good &= decoder.decode(rest.substr(0, size), arena).has_value();
      rest.remove_prefix(size + 1);
      if (++events % kEventsPerArena == 0) arena.reset();
    }
    good &= decoder.notes().unknown_fields.empty() && decoder.notes().bad_values.empty();
    return events;
  });
  yaral::bench::print(what, measured);
  return good;
}

// The fields that a scan with the package would decode.
std::vector<yaral::udm::Path> paths_of(const char* package) {
  const yaral::cli::Console console{.in = std::cin, .out = std::cout, .err = std::cerr};
  yaral::cli::ScanOptions options;
  options.packs = {package};
  yaral::cli::ScanRules rules = yaral::cli::load_scan_rules(options, console);
  std::vector<yaral::plan::PlanProblem> problems;
  return yaral::plan::Plan(std::move(rules.rules), rules.context.lookups, problems).paths();
}

}  // namespace

int main(int count, char** words) {
  std::ifstream file(count == 3 ? words[1] : "", std::ios::binary | std::ios::ate);
  if (!file) {
    std::fputs("decode FILE PACKAGE\n", stderr);
    return 3;
  }
  const auto size = static_cast<std::size_t>(file.tellg());
  std::string padded(size + kPadding, '\0');
  file.seekg(0).read(padded.data(), static_cast<std::streamsize>(size));
  const std::string_view text = std::string_view(padded).substr(0, size);
  const auto paths = paths_of(words[2]);
  if (paths.empty()) return 2;
  const Projection projection(paths);
  const bool projected = decode("decode, rules' fields", text, &projection);
  const bool whole = decode("decode, all fields", text, nullptr);
  return projected && whole ? 0 : 2;
}
