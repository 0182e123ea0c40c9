// The UDM decoder on any bytes: it must not crash, a projection must not change what is accepted, and what was decoded
// must read back as it was written.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/text.h"
#include "udm/json.h"

using namespace yaral;
using namespace yaral::udm;

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

const Projection& small_projection() {
  static const Projection projection = [] {
    std::vector<Path> paths;
    for (const std::string_view dotted : {"principal.ip", "metadata.event_type", "about.hostname"}) {
      paths.push_back(*resolve(event_root(), dotted));
    }
    return Projection(paths);
  }();
  return projection;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A buffer of exactly this size, so that reading past the end is noticed.
  const std::vector<char> bytes(data, data + size);
  const std::string_view text(bytes.data(), bytes.size());
  looks_like_udm(text);

  Arena arena;
  JsonDecoder full;
  JsonDecoder projected(&small_projection());
  const auto event = full.decode(text, arena);
  const auto small = projected.decode(text, arena);
  require(event.has_value() == small.has_value());
  if (!event) {
    require(!event.error().message.empty());
    return 0;
  }
  require(event->time == small->time && event->id == small->id && event->log_type == small->log_type);

  for (const JsonStyle style : {JsonStyle::kCamel, JsonStyle::kSnake}) {
    const std::string json = to_json(*event->root, style);
    require(is_utf8(json));
    const auto again = full.decode(json, arena);
    // Structs in their long form nest three times as deep as they stood in the text.
    require(again.has_value() || again.error().message == "nested deeper than 64");
    if (again) require(to_json(*again->root, style) == json);
  }
  return 0;
}
