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
  std::string_view looked_up;  // the text whose tokens were looked for last, if it was of no known shape
  LineTokens looked_up_tokens;
  bool found = false;  // these

  bool read_known(std::string_view text, Arena& arena, Event& out);
  bool read(const LineTokens* line, Arena& arena, Event& out);
};

JsonDecoder::JsonDecoder(const Projection* projection, Root root)
    : impl_(new Impl{root, projection != nullptr ? *projection->root() : kEverything}) {}

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

void JsonDecoder::open_lines(std::string_view lines) {
  impl_->lines.open(lines);
  impl_->looked_up = {};
}

bool JsonDecoder::Impl::read_known(std::string_view text, Arena& arena, Event& out) {
  looked_up = {};
  found = lines.find(text, looked_up_tokens);
  if (found && shapes.read(looked_up_tokens, json, arena, out)) return true;
  looked_up = text;
  return false;
}

bool JsonDecoder::decode_known(std::string_view text, Arena& arena, Event& out) {
  if (impl_->shapes.empty()) return false;
  out = {.json = text};
  return impl_->read_known(text, arena, out);
}

std::expected<Event, DecodeError> JsonDecoder::decode(std::string_view text, Arena& arena) {
  JsonCursor& json = impl_->json;
  NoteKeeper& notes = impl_->notes;
  Event event{.json = text};
  const bool looked_up =
      !text.empty() && impl_->looked_up.data() == text.data() && impl_->looked_up.size() == text.size();
  if (!looked_up && impl_->read_known(text, arena, event)) return event;

  const LineTokens& line = impl_->looked_up_tokens;
  const bool found = impl_->found;
  impl_->looked_up = {};
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
