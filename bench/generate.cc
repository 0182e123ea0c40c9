#include <cstdio>
#include <span>
#include <string>

#include "bench/numbers.h"
#include "bench/telemetry.h"

namespace {

constexpr const char* kUsage =
    "generate (--events N | --bytes N) [--seed N] [--hosts N] [--planted N]\n"
    "Writes made-up UDM events, one JSON a line, to standard output, and what it wrote to standard error.\n"
    "  --planted N        events in a million that the rule of T1553.002 matches (100)\n"
    "  --only-launches 1  process launches and nothing else\n"
    "  --event-types N    different product event types, in place of those of the events\n"
    "  --value-bytes N    length of command lines, at least\n";

struct Options {
  yaral::bench::TelemetryOptions telemetry;
  std::uint64_t events = 0;
  std::uint64_t bytes = 0;
  std::uint64_t only_launches = 0;
};

bool parse(std::span<char*> words, Options& options) {
  const bool known = yaral::bench::read_numbers(words, {{"--events", options.events},
                                                        {"--bytes", options.bytes},
                                                        {"--seed", options.telemetry.seed},
                                                        {"--hosts", options.telemetry.hosts},
                                                        {"--planted", options.telemetry.planted_per_million},
                                                        {"--only-launches", options.only_launches},
                                                        {"--event-types", options.telemetry.event_types},
                                                        {"--value-bytes", options.telemetry.value_bytes}});
  options.telemetry.only_launches = options.only_launches != 0;
  return known && (options.events == 0) != (options.bytes == 0) && options.telemetry.hosts > 0;
}

}  // namespace

int main(int count, char** words) {
  Options options;
  if (!parse({words + 1, words + count}, options)) {
    std::fputs(kUsage, stderr);
    return 3;
  }
  constexpr std::size_t kChunk = 1u << 20;
  yaral::bench::Telemetry telemetry(options.telemetry);
  std::uint64_t events = 0;
  std::uint64_t written = 0;
  std::string chunk;
  const auto done = [&] {
    return options.events != 0 ? events == options.events : written + chunk.size() >= options.bytes;
  };
  while (!done()) {
    telemetry.append_event(chunk);
    ++events;
    if (chunk.size() < kChunk && !done()) continue;
    if (std::fwrite(chunk.data(), 1, chunk.size(), stdout) != chunk.size()) return 2;
    written += chunk.size();
    chunk.clear();
  }
  yaral::bench::print_made(events, written, telemetry.planted(), options.telemetry.seed);
  return std::fflush(stdout) == 0 ? 0 : 2;
}
