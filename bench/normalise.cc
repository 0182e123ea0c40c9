// How fast each log type becomes UDM on one core: the samples of the tests, repeated, through the reader.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "bench/measure.h"
#include "ingest/read.h"

namespace {

namespace fs = std::filesystem;

constexpr int kRounds = 3;

class Counter : public yaral::ingest::BatchConsumer {
 public:
  void consume(unsigned, const yaral::ingest::EventBatch& batch) override { events += batch.events.size(); }
  std::uint64_t events = 0;
};

std::vector<fs::path> sorted(const fs::path& folder) {
  std::vector<fs::path> paths{fs::directory_iterator(folder), fs::directory_iterator()};
  std::ranges::sort(paths);
  return paths;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Every sample of a log type as often as makes `bytes` together.
std::vector<yaral::ingest::InputText> repeated(const fs::path& folder, std::size_t bytes) {
  std::vector<yaral::ingest::InputText> texts;
  for (const fs::path& path : sorted(folder))
    if (path.extension() != ".udm") texts.push_back({path.filename().string(), text_of(path) + "\n"});
  for (yaral::ingest::InputText& text : texts) {
    const std::string once = text.text;
    while (text.text.size() < bytes / texts.size()) text.text += once;
  }
  return texts;
}

void measure(const fs::path& folder, std::size_t bytes) {
  yaral::ingest::ReadOptions options{.texts = repeated(folder, bytes)};
  std::size_t size = 0;
  for (const yaral::ingest::InputText& text : options.texts) size += text.text.size();
  const auto measured = yaral::bench::fastest(kRounds, [&] {
    Counter counter;
    yaral::ingest::read_inputs(options, counter);
    return counter.events;
  });
  std::printf("{\"log_type\":\"%s\",\"bytes\":%zu,\"events\":%llu,\"cpu_seconds\":%.6f}\n", folder.filename().c_str(),
              size, static_cast<unsigned long long>(measured.events), measured.cpu_seconds);
}

}  // namespace

int main(int count, char** words) {
  if (count != 3) {
    std::fputs("normalise FOLDER BYTES: each folder below FOLDER holds samples of one log type\n", stderr);
    return 3;
  }
  const std::size_t bytes = std::stoull(words[2]);
  for (const fs::path& folder : sorted(words[1]))
    if (fs::is_directory(folder)) measure(folder, bytes);
  return 0;
}
