// How fast one core can read a folder of EVTX files and compute the checksums that their chunks hold: what a reader that
// looks at every byte once cannot pass.
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "bench/measure.h"
#include "ingest/evtx_chunk.h"
#include "ingest/evtx_crc32.h"

namespace {

namespace evtx = yaral::ingest::evtx;

constexpr std::size_t kFileHeader = 4096;
constexpr std::size_t kRecordsBegin = 512;
constexpr std::size_t kFreeSpaceAt = 48;
constexpr std::size_t kRecordSumAt = 52;

// How many chunks have the right sum over their records.
std::uint64_t good_chunks(const std::filesystem::path& path, std::vector<char>& chunk) {
  std::ifstream file(path, std::ios::binary);
  file.seekg(kFileHeader);
  std::uint64_t good = 0;
  while (file.read(chunk.data(), evtx::kChunkSize)) {
    std::uint32_t end = 0;
    std::uint32_t sum = 0;
    std::memcpy(&end, chunk.data() + kFreeSpaceAt, sizeof end);
    std::memcpy(&sum, chunk.data() + kRecordSumAt, sizeof sum);
    if (end < kRecordsBegin || end > evtx::kChunkSize) continue;
    const auto* records = reinterpret_cast<const evtx::Byte*>(chunk.data()) + kRecordsBegin;
    if (evtx::crc32(0, records, end - kRecordsBegin) == sum) ++good;
  }
  return good;
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) {
    std::fputs("ceiling_evtx FOLDER\n", stderr);
    return 3;
  }
  std::vector<std::filesystem::path> files;
  std::uint64_t chunks = 0;
  for (const auto& entry : std::filesystem::directory_iterator(words[1])) {
    files.push_back(entry.path());
    chunks += (entry.file_size() - kFileHeader) / evtx::kChunkSize;
  }
  constexpr int kRounds = 3;
  std::vector<char> chunk(evtx::kChunkSize);
  const auto measured = yaral::bench::fastest(kRounds, [&] {
    std::uint64_t good = 0;
    for (const auto& file : files) good += good_chunks(file, chunk);
    return good;
  });
  yaral::bench::print("ceiling: EVTX bytes and checksums", measured);
  return measured.events == chunks && chunks > 0 ? 0 : 2;
}
