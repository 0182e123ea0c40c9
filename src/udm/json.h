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

// What a JSON object is read as.
enum class Root : std::uint8_t { kEvent, kEntity, kDetection };

// Which fields a reader needs: a set of paths. Everything else is skipped while decoding, but still checked against the
// schema by name. Shared by all threads after construction.
class Projection {
 public:
  // Paths of one root: `root`. The fields that Event itself holds are always among them.
  explicit Projection(std::span<const Path> paths, Root root = Root::kEvent);
  ~Projection();
  struct Node;
  const Node* root() const { return root_.get(); }

 private:
  std::unique_ptr<Node> root_;
};

// What decoding met that did not stop it, added up over all events of one decoder.
struct DecodeNotes {
  std::map<std::string, std::uint64_t, std::less<>>
      unknown_fields;  // dotted path → events that had it; at most 1,000 paths
  std::map<std::string, std::uint64_t, std::less<>>
      bad_values;  // dotted path → values of the wrong type or enum, dropped
};

struct DecodeError {
  std::string message;     // "expected ',' …", "not a JSON object", "nested deeper than 64"
  std::size_t offset = 0;  // in bytes from the start of the text
};

// Reads UDM events from proto JSON: snake_case and lowerCamel names; enums as names or numbers; 64-bit integers as numbers
// or strings; timestamps as RFC 3339 or {seconds, nanos}; bytes as base64; structs as plain objects, as {"fields": …}
// maps or key/value lists with string_value and the like; events bare or wrapped in {"udm": …}, {"event": …} or
// {"event": {"udm": …}} or {"event": {"idm": {"readOnlyUdm": …}}} (more keys beside the wrapper are ignored). Not thread-safe:
// one a thread.
//
// Where a value does not fit the schema: null is as good as absent; of a key given twice the last counts (a repeated field
// takes the elements of both); a repeated field takes a lone value as one element; a number is taken from a string; bytes
// that are not base64 are taken as they are; everything else is dropped and counted in the notes. A syntax error anywhere
// is an error of the whole event, invalid UTF-8 is not: it becomes U+FFFD, and counts as a bad value "(invalid UTF-8)".
class JsonDecoder {
 public:
  // With a projection, only its fields are built. It must outlive the decoder. Entities and detections, too, may stand
  // in wrappers: {"entity": {"metadata": …}}, {"detection": {"detection": […], …}}. Their Event has as time the begin of
  // the entity's interval or the detection's time, as id the product's id of the entity or the detection's id, and as
  // log_type "ENTITY" or "DETECTION".
  explicit JsonDecoder(const Projection* projection = nullptr, Root root = Root::kEvent);
  ~JsonDecoder();

  // Lets decode() of each of these lines, whole and in their order, cost less; its results are the same. `lines` must live
  // until the next call, or as long as decode() is called, with 64 bytes behind it that can be read.
  void open_lines(std::string_view lines);

  // Decodes one JSON object into `arena`. `text` need not be padded and must outlive the event (strings may point into it).
  // Event::json is `text`. At most 64 levels deep.
  std::expected<Event, DecodeError> decode(std::string_view text, Arena& arena);

  // The same for an object that is built like others that were decoded: false, fast, for any other, which decode() then takes.
  bool decode_known(std::string_view text, Arena& arena, Event& out);

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
// The same, added to `out`.
void write_json(const Message& message, JsonStyle style, std::string& out);

// The complete event as write_json gives it: an event that was read with a projection is read again from its JSON.
std::string event_json(const Event& event, JsonStyle style = JsonStyle::kCamel);

}  // namespace yaral::udm
