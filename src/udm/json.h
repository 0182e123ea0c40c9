#pragma once

#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "udm/event.h"
#include "udm/path.h"

namespace yaral::udm {

// Which fields a reader needs: a set of paths. Everything else is skipped while decoding, but still checked against the
// schema by name. Shared by all threads after construction.
class Projection {
 public:
  explicit Projection(std::span<const Path> paths);
  ~Projection();
  struct Node;
  const Node* root() const { return root_.get(); }

 private:
  std::unique_ptr<Node> root_;
};

// What decoding met that did not stop it, added up over all events of one decoder.
struct DecodeNotes {
  std::map<std::string, std::uint64_t, std::less<>> unknown_fields;  // dotted path → events that had it (at most 1,000 paths)
  std::map<std::string, std::uint64_t, std::less<>> bad_values;  // dotted path → values of the wrong type or enum, dropped
};

struct DecodeError {
  std::string message;         // "expected ',' …", "not a JSON object", "nested deeper than 64"
  std::size_t offset = 0;      // in bytes from the start of the text
};

// Reads UDM events from proto JSON: snake_case and lowerCamel names; enums as names or numbers; 64-bit integers as numbers
// or strings; timestamps as RFC 3339 or {seconds, nanos}; bytes as base64; structs as plain objects, as {"fields": …}
// maps or key/value lists with string_value and the like; events bare or wrapped in {"udm": …}, {"event": …} or
// {"event": {"udm": …}} (more keys beside the wrapper are ignored). Not thread-safe: one a thread.
class JsonDecoder {
 public:
  // With a projection, only its fields are built. It must outlive the decoder.
  explicit JsonDecoder(const Projection* projection = nullptr);
  ~JsonDecoder();

  // Decodes one JSON object into `arena`. `text` need not be padded and must outlive the event (strings may point into it).
  // Event::json is `text`. At most 64 levels deep.
  std::expected<Event, DecodeError> decode(std::string_view text, Arena& arena);

  const DecodeNotes& notes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Whether a JSON object looks like a UDM event (bare or wrapped): it has `metadata` with a UDM-named member. Cheap; for
// format detection.
bool looks_like_udm(std::string_view text);

enum class JsonStyle : std::uint8_t { kCamel, kSnake };

// Proto JSON of a message: defaults left out, 64-bit integers as strings, enums as names (numbers when unknown), structs as
// plain objects, invalid UTF-8 replaced. One line.
std::string to_json(const Message& message, JsonStyle style = JsonStyle::kCamel);

}  // namespace yaral::udm
