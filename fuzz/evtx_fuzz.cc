#include <cstddef>
#include <cstdint>
#include <span>

#include "ingest/evtx.h"

// Reads any bytes as an EVTX file and, so that the fuzzer need not find its way through headers, as one chunk.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yaral::ingest;
  const auto bytes = std::as_bytes(std::span(data, size));
  std::uint64_t sum = 0;
  const auto look = [&sum](const WindowsEvent& event) {
    for (const auto text : {event.provider, event.keywords, event.channel, event.computer, event.message}) {
      for (const char c : text) sum += static_cast<unsigned char>(c);
    }
    for (const auto& datum : event.data) {
      for (const char c : datum.name) sum += static_cast<unsigned char>(c);
      for (const char c : datum.value) sum += static_cast<unsigned char>(c);
    }
  };
  evtx::Stats stats;
  evtx::scan(bytes, look, stats);
  evtx::scan_chunk(bytes, look, stats);
  [[maybe_unused]] static volatile std::uint64_t kept = 0;  // so that the texts are really read
  kept = sum;
  return 0;
}
