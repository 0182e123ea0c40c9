#include "udm/message_image.h"

#include <atomic>
#include <cstring>
#include <type_traits>

namespace yaral::udm {

static_assert(std::is_trivially_copyable_v<Message> && std::is_trivially_copyable_v<Message::Field> &&
              std::is_trivially_copyable_v<Struct> && std::is_trivially_copyable_v<Struct::Entry>);

std::optional<MessageImage> MessageImage::of(const Message& root) {
  MessageImage image;
  if (!image.add_message(image.reserve(sizeof(Message)), root)) return std::nullopt;
  image.set_number();
  return image;
}

std::uint32_t MessageImage::reserve(std::size_t bytes) {
  const std::size_t at = bytes_.size();
  bytes_.resize(at + (bytes + sizeof(std::uint64_t) - 1) / sizeof(std::uint64_t));
  return static_cast<std::uint32_t>(at * sizeof(std::uint64_t));
}

// Numbers tell images of all decoders apart.
void MessageImage::set_number() {
  static std::atomic<std::uint32_t> last = 0;
  auto* const root = reinterpret_cast<Message*>(bytes_.data());
  do root->image_ = ++last;
  while (root->image_ == 0);
}

template <typename T>
void MessageImage::put(std::uint32_t at, const T& object) {
  std::memcpy(reinterpret_cast<std::byte*>(bytes_.data()) + at, &object, sizeof(T));
}

// As deep as the readers let messages be.
bool MessageImage::add_message(std::uint32_t at, const Message& message) {
  Message copy = message;
  copy.field_capacity_ = copy.field_count_;
  const std::uint32_t fields = reserve(message.fields().size_bytes());
  put(at, copy);
  messages_.push_back({at, fields});
  std::uint32_t field_at = fields;
  for (const Message::Field& original : message.fields()) {
    Message::Field field = original;
    field.capacity = field.count;
    const std::uint32_t values = reserve(field.count * sizeof(Value));
    put(field_at, field);
    fields_.push_back({field_at, values});
    field_at += sizeof(Message::Field);
    for (std::uint32_t i = 0; i < field.count; ++i)
      if (!add_value(values + i * sizeof(Value), original.values[i])) return false;
  }
  return true;
}

bool MessageImage::add_value(std::uint32_t at, const Value& value) {
  put(at, value);
  if (const Message* child = value.as_message()) {
    const std::uint32_t to = reserve(sizeof(Message));
    children_.push_back({at, to});
    return add_message(to, *child);
  }
  if (const Struct* object = value.as_struct()) {
    const std::uint32_t to = reserve(sizeof(Struct));
    structures_.push_back({at, to});
    return add_struct(to, *object);
  }
  offsets_.emplace(&value, at);
  return value.kind() != ValueKind::kList;
}

bool MessageImage::add_struct(std::uint32_t at, const Struct& object) {
  Struct copy = object;
  copy.capacity_ = copy.count_;
  const std::uint32_t entries = reserve(object.entries().size_bytes());
  put(at, copy);
  entries_.push_back({at, entries});
  std::uint32_t entry_at = entries;
  for (const Struct::Entry& entry : object.entries()) {
    const ValueKind kind = entry.value.kind();
    if (kind == ValueKind::kList || kind == ValueKind::kStruct) return false;
    put(entry_at, entry);
    offsets_.emplace(&entry, entry_at);
    entry_at += sizeof(Struct::Entry);
  }
  return true;
}

template <typename From, typename To, typename Set>
void MessageImage::connect(std::byte* begin, const std::vector<Link>& links, const Set& set) {
  for (const Link& link : links) set(*reinterpret_cast<From*>(begin + link.at), reinterpret_cast<To*>(begin + link.to));
}

std::byte* MessageImage::make(Arena& arena) const {
  auto* const begin = reinterpret_cast<std::byte*>(arena.allocate<std::uint64_t>(bytes_.size()));
  std::memcpy(begin, bytes_.data(), bytes_.size() * sizeof(std::uint64_t));
  connect<Message, Message::Field>(begin, messages_, [](Message& m, Message::Field* fields) { m.fields_ = fields; });
  connect<Message::Field, Value>(begin, fields_, [](Message::Field& f, Value* values) { f.values = values; });
  connect<Value, Message>(begin, children_, [](Value& v, Message* child) { v = Value::message(child); });
  connect<Value, Struct>(begin, structures_, [](Value& v, Struct* object) { v = Value::structure(object); });
  connect<Struct, Struct::Entry>(begin, entries_, [](Struct& s, Struct::Entry* entries) { s.entries_ = entries; });
  return begin;
}

std::optional<std::uint32_t> MessageImage::offset_of(const void* original) const {
  const auto found = offsets_.find(original);
  if (found == offsets_.end()) return std::nullopt;
  return found->second;
}

}  // namespace yaral::udm
