// The UDM decoder on any bytes: it must not crash, a projection must not change what is accepted, what was decoded must read
// back as it was written, and lines that are opened together must give what each gives alone.

#include <cstdint>
#include <cstdlib>
#include <expected>
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

std::string told(const std::expected<Event, DecodeError>& event) {
  if (!event) return std::to_string(event.error().offset) + event.error().message;
  return std::to_string(event->time.seconds) + std::string(event->id) + std::string(event->log_type) +
         to_json(*event->root);
}

void compare_lines(std::string_view text, const Projection* projection) {
  JsonDecoder alone(projection);
  JsonDecoder together(projection);
  Arena arena;
  std::vector<char> padded(text.begin(), text.end());
  padded.resize(text.size() + 64);
  const std::string_view all(padded.data(), text.size());
  for (int round = 0; round < 3; ++round) {  // shapes get known
    together.open_lines(all);
    for (const std::string_view line : split(all, '\n'))
      require(told(together.decode(line, arena)) == told(alone.decode(line, arena)));
  }
  require(together.notes().unknown_fields == alone.notes().unknown_fields);
  require(together.notes().bad_values == alone.notes().bad_values);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // A buffer of exactly this size, so that reading past the end is noticed.
  const std::vector<char> bytes(data, data + size);
  const std::string_view text(bytes.data(), bytes.size());
  looks_like_udm(text);
  compare_lines(text, nullptr);
  compare_lines(text, &small_projection());

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
