#include "enrich/aliases.h"

#include <algorithm>
#include <limits>

#include "base/text.h"
#include "enrich/alias_fields.h"

namespace yaral::enrich {

namespace {

constexpr Timestamp kAlways{.seconds = std::numeric_limits<std::int64_t>::max()};
constexpr Timestamp kEver{.seconds = std::numeric_limits<std::int64_t>::min()};
constexpr std::size_t kMostCandidates = 64;
constexpr std::ptrdiff_t kMostOfOneName = 1'000;  // looked at, back from the time of the event

struct Fields {
  udm::FieldIndex metadata = field_of("Entity", "metadata");
  udm::FieldIndex entity = field_of("Entity", "entity");
  udm::FieldIndex type = field_of("EntityMetadata", "entity_type");
  udm::FieldIndex interval = field_of("EntityMetadata", "interval");
  udm::FieldIndex start = field_of("Interval", "start_time");
  udm::FieldIndex end = field_of("Interval", "end_time");
  udm::EnumId types = udm::message(type_of("EntityMetadata")).fields[type].type_id;
};

const Fields& fields() {
  static const Fields made;
  return made;
}

Timestamp time_in(const udm::Message* interval, udm::FieldIndex field, Timestamp otherwise) {
  if (interval == nullptr) return otherwise;
  const auto values = interval->get(field);
  return values.empty() ? otherwise : values.front().as_timestamp();
}

// Names are looked up whatever their case.
std::string key_of(const Aliases::Kind& kind, const AliasField& field, std::string_view value) {
  std::string key(kind.entity_type);
  key.append(1, '\0').append(std::to_string(field.field)).append(1, '\0').append(fold_case(value));
  return key;
}

// Whether something is missing that an entity has.
bool lacks(const udm::Message* part, const udm::Message& from, const Aliases::Kind& kind) {
  return std::ranges::any_of(kind.fields, [&](const AliasField& field) {
    return !from.get(field.field).empty() && (part == nullptr || part->get(field.field).empty());
  });
}

}  // namespace

Aliases::Aliases(std::span<const udm::Event> entities) {
  for (const udm::Event& entity : entities) add(entity);
  for (auto& [name, known] : by_name_)
    std::ranges::stable_sort(known, std::greater<>(), [&](std::uint32_t number) { return entities_[number].begin; });
}

void Aliases::add(const udm::Event& record) {
  const udm::Message* const metadata = message_in(record.root, fields().metadata);
  const udm::Message* const noun = message_in(record.root, fields().entity);
  if (metadata == nullptr || noun == nullptr) return;
  const auto type = metadata->get(fields().type);
  if (type.empty()) return;
  const std::string_view name = udm::enum_name(fields().types, static_cast<std::int32_t>(type.front().as_int()));
  const auto kind = std::ranges::find(alias_kinds(), name, &Kind::entity_type);
  if (kind == alias_kinds().end()) return;
  const udm::Message* const interval = message_in(metadata, fields().interval);
  const auto number = static_cast<std::uint32_t>(entities_.size());
  entities_.push_back(
      {noun, &*kind, time_in(interval, fields().start, kEver), time_in(interval, fields().end, kAlways)});
  for (const AliasField& field : kind->fields) {
    if (!field.name) continue;
    for (const std::string_view value : values_of(*noun, *kind, field)) {
      auto& known = by_name_[key_of(*kind, field, value)];
      if (known.empty() || known.back() != number) known.push_back(number);
    }
  }
}

void Aliases::fill(ChangedEvent& event) const {
  if (entities_.empty()) return;
  for (const udm::FieldIndex noun : enriched_nouns())
    for (const Kind& kind : alias_kinds()) fill_noun(event, noun, kind);
}

std::vector<const Aliases::Entity*> Aliases::candidates(const udm::Message& noun, const Kind& kind,
                                                        Timestamp at) const {
  std::vector<const Entity*> found;
  for (const AliasField& field : kind.fields) {
    if (!field.name) continue;
    for (const std::string_view value : values_of(noun, kind, field)) {
      const auto known = by_name_.find(key_of(kind, field, value));
      if (known == by_name_.end()) continue;
      const std::vector<std::uint32_t>& numbers = known->second;
      auto next = std::ranges::partition_point(numbers, [&](std::uint32_t n) { return entities_[n].begin > at; });
      const auto end = next + std::min(kMostOfOneName, numbers.end() - next);
      for (; next != end; ++next)
        if (at < entities_[*next].end) found.push_back(&entities_[*next]);
    }
  }
  // Entities lie in the order in which they were read.
  std::ranges::sort(
      found, [](const Entity* a, const Entity* b) { return a->begin != b->begin ? a->begin > b->begin : a < b; });
  const auto again = std::ranges::unique(found);
  found.erase(again.begin(), again.end());
  if (found.size() > kMostCandidates) found.resize(kMostCandidates);
  return found;
}

void Aliases::fill_noun(ChangedEvent& event, udm::FieldIndex noun, const Kind& kind) const {
  if (event.noun(noun) == nullptr) return;
  for (const Entity* entity : candidates(*event.noun(noun), kind, event.event().time)) {
    const udm::Message* const from = message_in(entity->noun, kind.part);
    const udm::Message& before = *event.noun(noun);
    if (from == nullptr || !lacks(message_in(&before, kind.part), *from, kind)) continue;
    if (!may_be_same(before, *entity->noun, kind)) continue;
    udm::Message& part = event.changed_noun(noun).child(kind.part, event.arena());
    for (const AliasField& field : kind.fields) {
      if (!part.get(field.field).empty()) continue;
      for (const Value& value : from->get(field.field)) part.append(field.field, value, event.arena());
    }
  }
}

}  // namespace yaral::enrich
