#include "enrich/nouns.h"

#include <array>
#include <vector>

#include "base/text.h"

namespace yaral::enrich {

udm::MessageId type_of(std::string_view message) { return *udm::find_message(message); }

udm::FieldIndex field_of(std::string_view message, std::string_view field) {
  return *udm::find_field(type_of(message), field);
}

std::span<const udm::FieldIndex> enriched_nouns() {
  static const std::array nouns = {field_of("UDM", "principal"), field_of("UDM", "src"), field_of("UDM", "target")};
  return nouns;
}

udm::Path event_path(std::string_view dotted) { return *udm::resolve(udm::event_root(), dotted); }

std::string_view text_in(const udm::Message* message, udm::FieldIndex field) {
  if (message == nullptr) return {};
  const auto values = message->get(field);
  return values.empty() ? std::string_view{} : values.front().as_text();
}

const udm::Message* message_in(const udm::Message* message, udm::FieldIndex field) {
  if (message == nullptr) return nullptr;
  const auto values = message->get(field);
  return values.empty() ? nullptr : values.front().as_message();
}

void fill(udm::Message& message, udm::FieldIndex field, std::string_view text, Arena& arena) {
  if (!text.empty() && text_in(&message, field).empty()) message.set(field, Value::string(text), arena);
}

std::string_view text_at(const udm::Message& root, const udm::Path& path) {
  std::vector<Value> values;
  udm::collect(root, path, values);
  return values.empty() ? std::string_view{} : values.front().as_text();
}

std::string host_of_event(const udm::Message& root) {
  static const std::array fields = {field_of("UDM", "principal"), field_of("UDM", "observer"),
                                    field_of("UDM", "target")};
  static const udm::FieldIndex hostname = field_of("Noun", "hostname");
  for (const udm::FieldIndex noun : fields) {
    const std::string_view name = text_in(message_in(&root, noun), hostname);
    if (!name.empty()) return fold_case(name);
  }
  return {};
}

udm::Message& ChangedEvent::changed_noun(udm::FieldIndex field) { return changed_root().child(field, arena_); }

udm::Message& ChangedEvent::changed_root() {
  if (copy_ != nullptr) return *copy_;
  static const udm::FieldIndex metadata = field_of("UDM", "metadata");
  static const udm::FieldIndex state = field_of("Metadata", "enrichment_state");
  static const std::int32_t enriched =
      *udm::enum_number(udm::message(type_of("Metadata")).fields[state].type_id, "ENRICHED");
  copy_ = udm::copy(*event_.root, arena_);
  copy_->child(metadata, arena_).set(state, Value::enumerator(enriched), arena_);
  event_.root = copy_;
  // What a reader of records shows as the record it came from.
  if (event_.source.empty()) event_.source = event_.json;
  event_.json = {};
  return *copy_;
}

}  // namespace yaral::enrich
