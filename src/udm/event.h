#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/time.h"
#include "base/value.h"
#include "udm/schema.h"

namespace yaral::udm {

// A message of the schema with the fields that are set. Lives in an arena; small by nature (few of the schema's fields are
// set in one event), so lookup is a scan.
class Message {
 public:
  struct Field {
    FieldIndex index;
    std::uint32_t count;
    std::uint32_t capacity;
    Value* values;  // `count` elements; singular fields have one
  };

  explicit Message(MessageId type) : type_(type) {}

  MessageId type() const { return type_; }
  // Of an event's root: the number of the MessageImage it is a copy of; 0 when of none. All values but scalars and the keys of
  // structs are alike in all copies, and lie in the same places behind the root.
  std::uint32_t image() const { return image_; }
  std::span<const Field> fields() const { return {fields_, field_count_}; }

  // The elements of a field; empty when it is not set.
  std::span<const Value> get(FieldIndex index) const {
    for (const Field& f : fields())
      if (f.index == index) return {f.values, f.count};
    return {};
  }

  // Replaces a singular field. The value must be of the field's kind; text must live as long as the arena.
  void set(FieldIndex index, Value value, Arena& arena);
  // Takes the value or the elements of a field away.
  void clear(FieldIndex index);
  // Adds an element to a repeated field.
  void append(FieldIndex index, Value value, Arena& arena);
  // The message in a singular message field, made when it is not set.
  Message& child(FieldIndex index, Arena& arena);
  // A new element of a repeated message field.
  Message& add_child(FieldIndex index, Arena& arena);
  // The struct in a struct field, made when it is not set.
  Struct& structure(FieldIndex index, Arena& arena);

 private:
  friend class MessageImage;

  Field& slot(FieldIndex index, Arena& arena);

  MessageId type_;
  std::uint32_t image_ = 0;
  std::uint32_t field_count_ = 0;
  std::uint32_t field_capacity_ = 0;
  Field* fields_ = nullptr;
};

// A google.protobuf.Struct: keys in first-seen order. Values are null, bool, float, string, list or struct.
class Struct {
 public:
  struct Entry {
    std::string_view key;
    Value value;
  };
  std::span<const Entry> entries() const { return {entries_, count_}; }
  // The first entry of that key; null when there is none.
  Value get(std::string_view key) const;
  // Adds or replaces; key and text must live as long as the arena.
  void set(std::string_view key, Value value, Arena& arena);
  // Adds a key that the caller knows to be new: setting many keys one by one takes time quadratic in their number.
  void add(std::string_view key, Value value, Arena& arena);

 private:
  friend class MessageImage;

  std::uint32_t count_ = 0;
  std::uint32_t capacity_ = 0;
  Entry* entries_ = nullptr;
};

// The message with all that is below it, to be changed without the original knowing. Text is shared.
Message* copy(const Message& from, Arena& arena);

// One normalised event, ready for rules. Everything it points to lives in its batch.
struct Event {
  const Message* root = nullptr;  // type event_root(), or of an entity or detection (json.h: Root)
  // metadata.event_timestamp; zero when the source has none.
  Timestamp time;
  // metadata.id; empty when the source has none (then the content is the identity).
  std::string_view id;
  // metadata.log_type or the reader's own name of the source ("UDM", "WINDOWS_SYSMON"): for counts in the summary.
  std::string_view log_type;
  // The UDM JSON the event was read from, when it was read from UDM JSON: `root` may then hold only the projected fields.
  // Empty for events made by a normaliser, whose `root` is complete.
  std::string_view json;
  // The record a normaliser made the event of, as text; empty when it came as binary.
  std::string_view source;
};

}  // namespace yaral::udm
