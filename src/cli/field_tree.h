#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "udm/path.h"
#include "udm/schema.h"

namespace yaral::cli {

// What paths begin at: the word that says so in a rule (`$e.graph.entity.hostname`), and its message.
struct FieldRoot {
  std::string_view name;    // of --root
  std::string_view prefix;  // before the paths in rules, with its dot; empty for events
  udm::MessageId message;
};

std::span<const FieldRoot> field_roots();

// A place in the schema that a path leads to: a root, a group of fields, a value.
struct FieldPlace {
  const FieldRoot* root = nullptr;
  std::vector<udm::Segment> segments;  // from the root's message
  udm::FieldInfo field;                // the last one; the value's type after a key
  bool deprecated = false;             // the field, or one above it

  bool is_value() const;     // not a group of fields, which a rule cannot compare
  std::string text() const;  // as a rule writes it after `$e.`
  // Whether the path has any number of values: no key chooses among those of a repeated field on the way.
  bool repeated() const;
};

FieldPlace place_of(const FieldRoot& root);

// What is right below a place, in the order of the schema. A map's values stand after it, with `["key"]`.
std::vector<FieldPlace> places_below(const FieldPlace& place);

// The values whose path, down to a bounded depth, holds all words, whatever their case. camelCase words are taken too.
std::vector<FieldPlace> search_places(const FieldRoot& root, const std::vector<std::string>& words);

// Where a path leads. Indices are left out, since what is below a field is the same for all its elements; names may be
// in camelCase. A path that does not exist leads as far as it does: the place has fewer segments.
FieldPlace follow_path(const FieldRoot& root, const std::vector<udm::Segment>& segments);

// A path as written after the root: `principal.ip[0]`, `additional.fields["pod"]`. nullopt when it is none.
std::optional<std::vector<udm::Segment>> parse_path(std::string_view text);

}  // namespace yaral::cli
