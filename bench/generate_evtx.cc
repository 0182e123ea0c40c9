// Writes a folder of EVTX files. Three of four hold the Sysmon channel, the others Security.
#include <cstdio>
#include <fstream>
#include <span>
#include <string>
#include <vector>

#include "bench/evtx_telemetry.h"
#include "bench/numbers.h"
#include "ingest/evtx_chunk.h"

namespace {

namespace evtx = yaral::ingest::evtx;

constexpr const char* kUsage =
    "generate_evtx FOLDER --bytes N [--seed N] [--hosts N] [--planted N]\n"
    "Writes made-up EVTX files into FOLDER, and what it wrote to standard error.\n"
    "  --planted N  Sysmon events in a million that the rule of T1553.002 matches (100)\n";

constexpr std::uint64_t kChunksInFile =
    256;  // the 16 MiB to which files of the Sysmon channel grow by default is close

}  // namespace

int main(int count, char** words) {
  yaral::bench::TelemetryOptions options;
  std::uint64_t bytes = 0;
  if (count < 2 ||
      !yaral::bench::read_numbers({words + 2, words + count}, {{"--bytes", bytes},
                                                               {"--seed", options.seed},
                                                               {"--hosts", options.hosts},
                                                               {"--planted", options.planted_per_million}}) ||
      bytes == 0 || options.hosts == 0) {
    std::fputs(kUsage, stderr);
    return 3;
  }
  yaral::bench::EvtxTelemetry telemetry(options);
  const std::uint64_t chunks = (bytes + evtx::kChunkSize - 1) / evtx::kChunkSize;
  std::uint64_t written = 0;
  for (std::uint64_t number = 0, done = 0; done < chunks; ++number) {
    const bool security = number % 4 == 3;
    std::vector<std::string> parts;
    const std::uint64_t before = telemetry.events();
    for (; parts.size() < kChunksInFile && done < chunks; ++done) {
      const std::uint64_t first_record = telemetry.events() - before + 1;
      parts.push_back(security ? telemetry.security_chunk(first_record) : telemetry.sysmon_chunk(first_record));
    }
    const std::string file = yaral::bench::evtx::write_file(parts);
    const std::string path =
        std::string(words[1]) + (security ? "/Security-" : "/Sysmon-") + std::to_string(number) + ".evtx";
    if (!(std::ofstream(path, std::ios::binary) << file).flush()) {
      std::fprintf(stderr, "generate_evtx: %s cannot be written\n", path.c_str());
      return 2;
    }
    written += file.size();
  }
  yaral::bench::print_made(telemetry.events(), written, telemetry.planted(), options.seed);
  return 0;
}
