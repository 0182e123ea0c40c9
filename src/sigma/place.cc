#include "sigma/place.h"

#include <expected>

#include <fmt/format.h>

#include "syntax/quote.h"
#include "udm/path.h"

namespace yaral::sigma {

namespace {

using ingest::Convert;

constexpr ingest::Code kIntegrityLevels[] = {
    {"Untrusted", "0"},      {"Low", "4096"},         {"Medium", "8192"},        {"Medium Plus", "8448"},
    {"High", "12288"},       {"System", "16384"},     {"S-1-16-0", "0"},         {"S-1-16-4096", "4096"},
    {"S-1-16-8192", "8192"}, {"S-1-16-8448", "8448"}, {"S-1-16-12288", "12288"}, {"S-1-16-16384", "16384"},
};

// How a field's text is kept, when the conversion alone decides.
struct Form {
  Convert convert;
  Place::Kind kind;
  bool lower = false;
};

constexpr Form kForms[] = {
    {Convert::kEscapedText, Place::Kind::kText}, {Convert::kLower, Place::Kind::kText, true},
    {Convert::kPid, Place::Kind::kPid},          {Convert::kGuid, Place::Kind::kGuid},
    {Convert::kHash, Place::Kind::kText, true},  {Convert::kHashes, Place::Kind::kHashes, true},
    {Convert::kAccount, Place::Kind::kAccount},  {Convert::kMailUser, Place::Kind::kEither},
    {Convert::kSid, Place::Kind::kText},         {Convert::kIp, Place::Kind::kText},
    {Convert::kHost, Place::Kind::kEither},      {Convert::kMac, Place::Kind::kText, true},
    {Convert::kTime, Place::Kind::kTime},        {Convert::kEventTime, Place::Kind::kEventTime},
};

// Conversions after which the text is still what it was, the case of letters apart.
bool keeps_text(const ingest::CompiledRow& row) {
  switch (row.convert) {
    case Convert::kText:
      return row.codes.empty() && (row.field == nullptr || row.field->type == udm::FieldType::kString);
    case Convert::kEscapedText:
    case Convert::kLower:
    case Convert::kSid:
    case Convert::kHash: return true;
    default: return false;
  }
}

Place::Kind kind_of_type(udm::FieldType type) {
  switch (type) {
    case udm::FieldType::kBool: return Place::Kind::kBool;
    case udm::FieldType::kInt32:
    case udm::FieldType::kInt64:
    case udm::FieldType::kUint32:
    case udm::FieldType::kUint64:
    case udm::FieldType::kFloat:
    case udm::FieldType::kDouble: return Place::Kind::kNumber;
    case udm::FieldType::kEnum: return Place::Kind::kEnum;
    case udm::FieldType::kTimestamp: return Place::Kind::kTime;
    default: return Place::Kind::kText;
  }
}

void set_type(Place& place, const udm::FieldInfo* field) {
  if (field == nullptr) return;
  place.kind = kind_of_type(field->type);
  if (field->type == udm::FieldType::kEnum) place.enum_id = field->type_id;
}

// A key picks one value, before which rules write no `any`.
Access access_of(const udm::Path& path) {
  const bool keyed = !path.steps.empty() && path.steps.back().kind == udm::PathStep::Kind::kKey;
  return {path.text, path.is_repeated() && !keyed};
}

}  // namespace

Place additional_place(std::string_view name) {
  return {.kind = Place::Kind::kText,
          .access = {{fmt::format("additional.fields[\"{}\"]", syntax::escape(name))}},
          .codes = {},
          .additional = true};
}

Place place_of(const ingest::CompiledRow& row) {
  if (row.also_additional && !keeps_text(row)) return additional_place(row.source);
  Place place{.kind = Place::Kind::kText, .access = {}, .codes = row.codes};
  for (const udm::Path& path : row.paths) place.access.push_back(access_of(path));
  set_type(place, row.field);
  for (const Form& form : kForms) {
    if (form.convert != row.convert) continue;
    place.kind = form.kind;
    place.lower = form.lower;
  }
  if (row.convert == Convert::kIntegrity) place.codes = kIntegrityLevels;
  if (place.kind == Place::Kind::kEventTime) place.access = {{"metadata.event_timestamp"}};
  return place;
}

Place place_of(const ingest::Row& row) {
  const ingest::Mapping mapping{.kind = "*", .type = "GENERIC_EVENT", .groups = {std::span(&row, 1)}};
  const ingest::FieldTable table(std::span(&mapping, 1));
  return place_of(table.all().front().rows.front());
}

std::expected<Place, std::string> place_of_path(std::string_view text) {
  const auto path = udm::resolve_keyed(udm::event_root(), text);
  if (!path) return std::unexpected(fmt::format("there is no UDM field `{}`", text));
  Place place{.kind = Place::Kind::kText, .access = {access_of(*path)}, .codes = {}};
  const udm::FieldInfo* field = ingest::last_field(*path);
  if (field != nullptr && (field->type == udm::FieldType::kMessage || field->type == udm::FieldType::kStruct))
    return std::unexpected(fmt::format("`{}` is a group of UDM fields: name one of them", text));
  set_type(place, field);
  return place;
}

bool same_place(const Place& a, const Place& b) { return a.kind == b.kind && a.access == b.access; }

}  // namespace yaral::sigma
