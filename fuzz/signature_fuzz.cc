#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "codesign/inspect.h"
#include "codesign/signed_data.h"

// Reads any bytes as a file of each kind that can be signed and, so that the fuzzer need not find its way through the
// digests, as the signature alone.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yaral::codesign;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  InspectOptions options;
  options.now = {1'773'100'800, 0};
  options.young_days = 30;
  for (const std::string_view name : {"file", "file.ps1", "file.msi"}) {
    const auto format = recognise(bytes, name);
    if (!format) continue;
    const FileFacts facts = inspect(bytes, *format, std::string(name), options);
    if (facts.status.empty()) std::abort();
    CatalogIndex index;
    index.add(facts);
    FileFacts other;
    index.vouch_for(other);
  }
  if (const auto signed_data = SignedData::read(bytes)) {
    std::vector<std::string> nested;
    signed_data->signatures("detached", {.now = options.now}, &nested);
  }
  return 0;
}
