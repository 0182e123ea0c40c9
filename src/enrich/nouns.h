#pragma once

#include <span>
#include <string_view>

#include "base/arena.h"
#include "udm/event.h"
#include "udm/path.h"
#include "udm/schema.h"

namespace yaral::enrich {

// The type of that name, and a field of it; both must be in the schema.
udm::MessageId type_of(std::string_view message);
udm::FieldIndex field_of(std::string_view message, std::string_view field);
// A path of events that is in the schema.
udm::Path event_path(std::string_view dotted);

// The nouns of an event that SecOps enriches: principal, src and target.
std::span<const udm::FieldIndex> enriched_nouns();

// What is in a field of a message: empty and null when it is not set, or the message is null.
std::string_view text_in(const udm::Message* message, udm::FieldIndex field);
const udm::Message* message_in(const udm::Message* message, udm::FieldIndex field);

// Sets text that is not empty where nothing is set.
void fill(udm::Message& message, udm::FieldIndex field, std::string_view text, Arena& arena);

// The value at the end of a scalar path; empty when it is not set.
std::string_view text_at(const udm::Message& root, const udm::Path& path);

// The machine that an event is about, as text that is the same however it is spelled: the hostname of the principal, of
// the observer or of the target, in small letters. Empty when none is named.
std::string host_of_event(const udm::Message& root);

// An event that may be changed: its message is copied when the first change is made, and metadata.enrichment_state says
// that there was one.
class ChangedEvent {
 public:
  // The text that is filled in must live as long as `arena`.
  ChangedEvent(udm::Event& event, Arena& arena) : event_(event), arena_(arena) {}

  Arena& arena() { return arena_; }
  const udm::Event& event() const { return event_; }
  const udm::Message* noun(udm::FieldIndex field) const { return message_in(event_.root, field); }
  // The noun, to be changed. What noun() gave before is that of the event as it was.
  udm::Message& changed_noun(udm::FieldIndex field);

 private:
  udm::Message& changed_root();

  udm::Event& event_;
  Arena& arena_;
  udm::Message* copy_ = nullptr;
};

}  // namespace yaral::enrich
