#include <cstdio>
#include <span>
#include <string>

#include "bench/numbers.h"
#include "bench/window_events.h"

namespace {

constexpr const char* kUsage =
    "generate_windows SHAPE --events N [--keys N] [--seed N]\n"
    "Writes about N events for the rule bench/rules/SHAPE.yaral to standard output, and what it wrote to standard error.\n";

}  // namespace

int main(int count, char** words) {
  yaral::bench::WindowEvents::Options options;
  const bool good =
      count > 1 &&
      yaral::bench::read_numbers({words + 2, words + count},
                                 {{"--events", options.events}, {"--keys", options.keys}, {"--seed", options.seed}});
  yaral::bench::WindowEvents events(options);
  if (!good || !events.use(words[1]) || options.events == 0 || options.keys == 0) {
    std::fputs(kUsage, stderr);
    return 3;
  }
  std::uint64_t written = 0;
  constexpr std::size_t kChunk = 1u << 20;
  std::string chunk;
  while (events.events() < options.events) {
    events.append(chunk);
    if (chunk.size() < kChunk && events.events() < options.events) continue;
    if (std::fwrite(chunk.data(), 1, chunk.size(), stdout) != chunk.size()) return 2;
    written += chunk.size();
    chunk.clear();
  }
  yaral::bench::print_made(events.events(), written, events.planted(), options.seed);
  return std::fflush(stdout) == 0 ? 0 : 2;
}
