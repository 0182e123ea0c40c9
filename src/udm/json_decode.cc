#include <utility>

#include "base/text.h"
#include "udm/event_reader.h"
#include "udm/json.h"
#include "udm/json_cursor.h"
#include "udm/json_notes.h"
#include "udm/projection.h"

namespace yaral::udm {
namespace {

const Projection::Node kEverything{.whole = true};

}  // namespace

struct JsonDecoder::Impl {
  Root root;
  const Projection::Node& wanted;
  JsonCursor json;
  NoteKeeper notes;
};

JsonDecoder::JsonDecoder(const Projection* projection, Root root)
    : impl_(new Impl{root, projection != nullptr ? *projection->root() : kEverything, {}, {}}) {}

JsonDecoder::~JsonDecoder() = default;

std::expected<Event, DecodeError> JsonDecoder::decode(std::string_view text, Arena& arena) {
  JsonCursor& json = impl_->json;
  NoteKeeper& notes = impl_->notes;
  notes.forget();
  bool open = json.open(text);
  if (!open && json.invalid_utf8()) {
    notes.bad_value("(invalid UTF-8)");
    open = json.open(arena.copy(to_valid_utf8(text)));
  }
  if (!open) return std::unexpected(json.error());
  if (json.peek() != '{') return std::unexpected(DecodeError{"not a JSON object", 0});

  Event event;
  if (!EventReader(impl_->root, json, impl_->wanted, notes, arena).read(event) || !json.finish()) {
    return std::unexpected(json.error());
  }
  notes.commit();
  event.json = text;
  return event;
}

const DecodeNotes& JsonDecoder::notes() const { return impl_->notes.notes(); }

}  // namespace yaral::udm
