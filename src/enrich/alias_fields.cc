#include "enrich/alias_fields.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace yaral::enrich {

namespace {

constexpr std::size_t kMostValues = 64;

enum Use : unsigned {
  kFill = 0,
  kName = 1,       // finds the entity
  kExclusive = 2,  // tells apart
  kHost = 4,
};

struct Row {
  const char* field;
  unsigned use;
  const char* mirror;  // null: the noun itself has no such field
};

constexpr Row kAsset[] = {
    {"product_object_id", kName | kExclusive, nullptr},
    {"asset_id", kName | kExclusive, "asset_id"},
    {"hostname", kName | kExclusive | kHost, "hostname"},
    {"mac", kName, "mac"},
    {"ip", kName, "ip"},
};

constexpr Row kUser[] = {
    {"windows_sid", kName | kExclusive, nullptr},
    {"email_addresses", kName, nullptr},
    {"userid", kName | kExclusive, nullptr},
    {"employee_id", kName | kExclusive, nullptr},
    {"product_object_id", kName | kExclusive, nullptr},
    {"user_display_name", kFill, nullptr},
    {"first_name", kFill, nullptr},
    {"last_name", kFill, nullptr},
    {"department", kFill, nullptr},
    {"title", kFill, nullptr},
    {"company_name", kFill, nullptr},
    {"managers", kFill, nullptr},
    {"group_identifiers", kFill, nullptr},
};

Aliases::Kind kind_of(std::string_view entity_type, const char* part, const char* message, std::span<const Row> rows) {
  Aliases::Kind kind{.entity_type = entity_type, .part = field_of("Noun", part), .fields = {}};
  for (const Row& row : rows) {
    kind.fields.push_back(
        {.field = field_of(message, row.field),
         .name = (row.use & kName) != 0,
         .exclusive = (row.use & kExclusive) != 0,
         .host = (row.use & kHost) != 0,
         .mirror = row.mirror == nullptr ? std::nullopt : std::optional(field_of("Noun", row.mirror))});
  }
  return kind;
}

// `ws-1` and `ws-1.example.org`.
bool short_and_long(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  return b.size() > a.size() && b[a.size()] == '.' && equal_folded(a, b.substr(0, a.size()));
}

bool share_one(std::span<const std::string_view> a, std::span<const std::string_view> b, bool host) {
  return std::ranges::any_of(a, [&](std::string_view x) {
    return std::ranges::any_of(
        b, [&](std::string_view y) { return equal_folded(x, y) || (host && short_and_long(x, y)); });
  });
}

}  // namespace

std::span<const Aliases::Kind> alias_kinds() {
  static const std::array kinds = {kind_of("ASSET", "asset", "Asset", kAsset), kind_of("USER", "user", "User", kUser)};
  return kinds;
}

std::vector<std::string_view> values_of(const udm::Message& noun, const Aliases::Kind& kind, const AliasField& field) {
  std::vector<std::string_view> found;
  const auto take = [&](const udm::Message* message, udm::FieldIndex index) {
    if (message == nullptr) return;
    for (const Value& value : message->get(index))
      if (found.size() < kMostValues && value.kind() == ValueKind::kString && !value.as_text().empty())
        found.push_back(value.as_text());
  };
  take(message_in(&noun, kind.part), field.field);
  if (field.mirror) take(&noun, *field.mirror);
  return found;
}

bool may_be_same(const udm::Message& a, const udm::Message& b, const Aliases::Kind& kind) {
  static const udm::FieldIndex domain = field_of("Noun", "administrative_domain");
  const std::string_view domain_a = text_in(&a, domain);
  const std::string_view domain_b = text_in(&b, domain);
  if (!domain_a.empty() && !domain_b.empty() && !equal_folded(domain_a, domain_b) &&
      !short_and_long(domain_a, domain_b))
    return false;
  for (const AliasField& field : kind.fields) {
    if (!field.exclusive) continue;
    const auto of_a = values_of(a, kind, field);
    const auto of_b = values_of(b, kind, field);
    if (!of_a.empty() && !of_b.empty() && !share_one(of_a, of_b, field.host)) return false;
  }
  return true;
}

}  // namespace yaral::enrich
