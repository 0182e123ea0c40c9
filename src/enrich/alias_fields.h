#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "enrich/aliases.h"

namespace yaral::enrich {

// One field of the message that aliases fill (Asset, User).
struct AliasField {
  udm::FieldIndex field;
  bool name;                              // finds the entity
  bool exclusive;                         // an entity with another value is another machine or account
  bool host;                              // may be told with its domain or without
  std::optional<udm::FieldIndex> mirror;  // of the noun, with the same meaning
};

struct Aliases::Kind {
  std::string_view entity_type;
  udm::FieldIndex part;            // of the noun: asset or user
  std::vector<AliasField> fields;  // in the order in which they are looked up
};

// Both kinds: of assets and of users.
std::span<const Aliases::Kind> alias_kinds();

// All values of a field in a noun, those of its mirror too; at most 64.
std::vector<std::string_view> values_of(const udm::Message& noun, const Aliases::Kind& kind, const AliasField& field);

// Whether two nouns can be the same machine or account.
bool may_be_same(const udm::Message& a, const udm::Message& b, const Aliases::Kind& kind);

}  // namespace yaral::enrich
