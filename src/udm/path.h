#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/type.h"
#include "udm/event.h"
#include "udm/schema.h"

namespace yaral::udm {

// One step of a path through the schema.
struct PathStep {
  enum class Kind : std::uint8_t {
    kField,    // `field` of the message
    kIndex,    // element `index` of the repeated field of the step before
    kKey,      // map access `key` on the struct, or on the repeated label message, of the step before
    kSeconds,  // `.seconds` of a timestamp or duration
    kNanos,    // `.nanos`
  };
  Kind kind = Kind::kField;
  FieldIndex field = 0;
  std::uint32_t index = 0;
  std::string key;

  bool operator==(const PathStep&) const = default;
};

// A path through the schema, as a rule writes it: `target.process.file.full_path`, `principal.ip[0]`,
// `additional.fields["pod"]`, `metadata.event_timestamp.seconds`.
struct Path {
  MessageId root = 0;
  std::vector<PathStep> steps;
  Type type;         // of one value at the end
  std::string text;  // canonical spelling
  // Positions in `steps` of repeated fields that no index and no key follows: what unnesting multiplies by
  // (language reference 3.9). Empty: the path is scalar.
  std::vector<std::uint16_t> repeated;

  bool is_repeated() const { return !repeated.empty(); }
};

struct Subscript {
  std::optional<std::uint32_t> index;
  std::optional<std::string> key;
};

struct Segment {
  std::string name;
  std::vector<Subscript> subscripts;
};

// Why a path does not resolve, with the number of the segment at fault.
struct PathError {
  enum class Kind : std::uint8_t {
    kUnknownField,
    kNotAMessage,  // the segment before it is a scalar
    kIndexOnScalar,
    kIndexIncomplete,  // crosses several repeated fields, not all indexed (3.10)
    kKeyOnNonMap,
    kIndexAndKey,  // both on one segment (3.10)
    kMapNeedsKey,  // a struct's `fields` without ["key"]
  };
  Kind kind;
  std::size_t segment;
  MessageId message;  // where the lookup failed: for "did you mean"
};

// Resolves segments from a root message. Map access works on structs (`additional.fields["k"]`) and on repeated
// label-like messages, those with `key` and `value` (`metadata.ingestion_labels["k"]`, 3.11).
std::expected<Path, PathError> resolve(MessageId root, std::span<const Segment> segments);
// The same for a dotted path without subscripts; for tables in code.
std::expected<Path, PathError> resolve(MessageId root, std::string_view dotted);
// The same where the last field may be followed by one `["key"]`, which is taken as it stands, without escapes.
std::expected<Path, PathError> resolve_keyed(MessageId root, std::string_view text);

// The `value` field of messages that can be read as a map: map entries, and labels (`key` and `value` both strings).
std::optional<FieldIndex> map_value_field(MessageId id);

// Every path of up to `depth` fields (at most 8) below `root` ending in a scalar, dotted: for completion and "did you
// mean". Structs are left out: their keys are not in the schema.
std::vector<std::string> scalar_paths(MessageId root, int depth);

// All values at the end of the path, in document order (every element of every repeated field on the way, indices and
// keys honoured). A missing singular field gives nothing: the caller supplies the zero value. Appends to `out`.
void collect(const Message& root, const Path& path, std::vector<Value>& out);

// Sets (or appends to, when the last field is repeated) the field at the end of a path, making messages on the way;
// a repeated message on the way gets its first element. Text is not copied. The path must not hold subscripts except a
// final key (struct entry, or a new label).
void put(Message& root, const Path& path, Value value, Arena& arena);

}  // namespace yaral::udm
