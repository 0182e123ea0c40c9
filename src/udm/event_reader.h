#pragma once

#include <array>
#include <expected>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "udm/event.h"
#include "udm/json_cursor.h"
#include "udm/json_notes.h"
#include "udm/leaf_log.h"
#include "udm/own_fields.h"
#include "udm/projection.h"
#include "udm/root.h"

namespace yaral::udm {

// Reads one record, an event mostly, from a cursor that stands at its `{`.
class EventReader {
 public:
  // `log`: where what it reads of which token is noted; null: nowhere.
  EventReader(Root root, JsonCursor& json, const Projection::Node& wanted, NoteKeeper& notes, Arena& arena,
              LeafLog* log);

  // False after a syntax error. The event's `json` is left to the caller.
  bool read(Event& out);

 private:
  bool read_wrapped(Message*& root);
  bool is_wrapper(std::string_view key) const;
  bool read_message(MessageId type, Message* into, const Projection::Node* wanted);
  bool read_member(JsonString name, MessageId type, Message* into, const Projection::Node* wanted);
  bool check_names(const FieldInfo& field);
  bool read_field(Message& into, FieldIndex index, const FieldInfo& field, const Projection::Node& wanted);
  bool read_value(Message& into, FieldIndex index, const FieldInfo& field, const Projection::Node& wanted);
  bool read_map(Message& into, FieldIndex index, const FieldInfo& field, const Projection::Node& wanted);
  bool read_struct(Message& into, FieldIndex index, const Projection::Node& wanted);
  bool read_string(Message& into, FieldIndex index, const FieldInfo& field);
  bool read_literal(Message& into, FieldIndex index, const FieldInfo& field);
  bool read_time_parts(Message& into, FieldIndex index, const FieldInfo& field);
  bool read_text(std::string_view& out);
  bool skip_bad_value();

  void store(Message& into, FieldIndex index, const FieldInfo& field, const Value& value);
  std::string path() const;

  const RootInfo& info_;
  const OwnFields& own_;
  JsonCursor& json_;
  const Projection::Node& wanted_;
  NoteKeeper& notes_;
  Arena& arena_;
  LeafLog* log_;
  // The fields that the walk is inside of.
  std::array<const FieldInfo*, JsonCursor::kMaxDepth + 1> fields_{};
  std::size_t field_count_ = 0;
  std::string_view id_;
};

}  // namespace yaral::udm
