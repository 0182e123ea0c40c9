#include <utility>

#include "base/text.h"
#include "udm/event_reader.h"
#include "udm/event_shapes.h"
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
  JsonLines lines;
  EventShapes shapes{root, notes};

  bool read(const LineTokens* line, Arena& arena, Event& out);
};

JsonDecoder::JsonDecoder(const Projection* projection, Root root)
    : impl_(new Impl{root, projection != nullptr ? *projection->root() : kEverything, {}, {}, {}}) {}

JsonDecoder::~JsonDecoder() = default;

// Token by token. `line`: null when its tokens were not found with those of others.
bool JsonDecoder::Impl::read(const LineTokens* line, Arena& arena, Event& out) {
  LeafLog log;
  const bool learn = line != nullptr && shapes.wants_to_learn();
  if (!EventReader(root, json, wanted, notes, arena, learn ? &log : nullptr).read(out) || !json.finish()) return false;
  if (learn && !notes.has_bad_values()) shapes.learn(*line, out, log, notes.unknown());
  notes.commit();
  return true;
}

void JsonDecoder::open_lines(std::string_view lines) { impl_->lines.open(lines); }

std::expected<Event, DecodeError> JsonDecoder::decode(std::string_view text, Arena& arena) {
  JsonCursor& json = impl_->json;
  NoteKeeper& notes = impl_->notes;
  Event event;
  event.json = text;
  LineTokens line;
  const bool found = impl_->lines.find(text, line);
  if (found && impl_->shapes.read(line, json, arena, event)) return event;

  notes.forget();
  bool open = found;
  if (found) {
    json.open(line);
  } else {
    open = json.open(text);
  }
  if (!open && json.invalid_utf8()) {
    notes.bad_value("(invalid UTF-8)");
    open = json.open(arena.copy(to_valid_utf8(text)));
  }
  if (!open) return std::unexpected(json.error());
  if (json.peek() != '{') return std::unexpected(DecodeError{"not a JSON object", 0});
  event = {.json = text};
  if (!impl_->read(found ? &line : nullptr, arena, event)) return std::unexpected(json.error());
  return event;
}

const DecodeNotes& JsonDecoder::notes() const {
  impl_->shapes.count_unknown();
  return impl_->notes.notes();
}

}  // namespace yaral::udm
