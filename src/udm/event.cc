#include "udm/event.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace yaral::udm {

// Room grows by doubling and the old block stays in the arena: at most as much again as the final size. Every unused
// slot already owns room for one value, so that a singular field costs no allocation of its own.
Message::Field& Message::slot(FieldIndex index, Arena& arena) {
  for (Field& f : std::span(fields_, field_count_))
    if (f.index == index) return f;
  if (field_count_ == field_capacity_) {
    const std::uint32_t grown = field_capacity_ == 0 ? 4 : field_capacity_ * 2;
    Field* fields = arena.allocate<Field>(grown);
    Value* values = arena.allocate<Value>(grown - field_count_);
    std::copy_n(fields_, field_count_, fields);
    for (std::uint32_t i = field_count_; i < grown; ++i) fields[i] = {0, 0, 1, values + (i - field_count_)};
    fields_ = fields;
    field_capacity_ = grown;
  }
  Field& f = fields_[field_count_++];
  f.index = index;
  return f;
}

void Message::set(FieldIndex index, Value value, Arena& arena) {
  Field& f = slot(index, arena);
  f.count = 1;
  f.values[0] = value;
}

void Message::clear(FieldIndex index) {
  for (std::uint32_t i = 0; i < field_count_; ++i) {
    if (fields_[i].index != index) continue;
    // The room goes back unused, as slot() expects it.
    std::swap(fields_[i], fields_[--field_count_]);
    fields_[field_count_].count = 0;
    return;
  }
}

void Message::append(FieldIndex index, Value value, Arena& arena) {
  Field& f = slot(index, arena);
  if (f.count == f.capacity) {
    const std::uint32_t grown = f.capacity == 1 ? 4 : f.capacity * 2;
    Value* values = arena.allocate<Value>(grown);
    std::copy_n(f.values, f.count, values);
    f.values = values;
    f.capacity = grown;
  }
  f.values[f.count++] = value;
}

Message& Message::child(FieldIndex index, Arena& arena) {
  if (const std::span<const Value> set = get(index); !set.empty()) return *set.front().as_message();
  Message* made = arena.create<Message>(message(type_).fields[index].type_id);
  this->set(index, Value::message(made), arena);
  return *made;
}

Message& Message::add_child(FieldIndex index, Arena& arena) {
  Message* made = arena.create<Message>(message(type_).fields[index].type_id);
  append(index, Value::message(made), arena);
  return *made;
}

Struct& Message::structure(FieldIndex index, Arena& arena) {
  if (const std::span<const Value> set = get(index); !set.empty()) return *set.front().as_struct();
  Struct* made = arena.create<Struct>();
  this->set(index, Value::structure(made), arena);
  return *made;
}

Value Struct::get(std::string_view key) const {
  for (const Entry& entry : entries())
    if (entry.key == key) return entry.value;
  return {};
}

void Struct::set(std::string_view key, Value value, Arena& arena) {
  for (Entry& entry : std::span(entries_, count_)) {
    if (entry.key != key) continue;
    entry.value = value;
    return;
  }
  add(key, value, arena);
}

void Struct::add(std::string_view key, Value value, Arena& arena) {
  if (count_ == capacity_) {
    const std::uint32_t grown = capacity_ == 0 ? 4 : capacity_ * 2;
    Entry* entries = arena.allocate<Entry>(grown);
    std::uninitialized_copy_n(entries_, count_, entries);
    entries_ = entries;
    capacity_ = grown;
  }
  std::construct_at(entries_ + count_++, key, value);
}

namespace {

Value copy_value(const Value& from, Arena& arena);

Struct* copy_struct(const Struct& from, Arena& arena) {
  Struct* made = arena.create<Struct>();
  for (const Struct::Entry& entry : from.entries()) made->add(entry.key, copy_value(entry.value, arena), arena);
  return made;
}

// As deep as the readers let messages be.
Value copy_value(const Value& from, Arena& arena) {
  switch (from.kind()) {
    case ValueKind::kMessage: return Value::message(copy(*from.as_message(), arena));
    case ValueKind::kStruct: return Value::structure(copy_struct(*from.as_struct(), arena));
    case ValueKind::kList: {
      const std::span<const Value> items = from.as_list();
      Value* made = arena.allocate<Value>(items.size());
      std::ranges::transform(items, made, [&](const Value& item) { return copy_value(item, arena); });
      return Value::list({made, items.size()});
    }
    default: return from;
  }
}

}  // namespace

Message* copy(const Message& from, Arena& arena) {
  Message* made = arena.create<Message>(from.type());
  for (const Message::Field& field : from.fields())
    for (const Value& value : std::span(field.values, field.count))
      made->append(field.index, copy_value(value, arena), arena);
  return made;
}

}  // namespace yaral::udm
