#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <vector>

#include "ingest/field_table.h"
#include "udm/schema.h"

namespace yaral::sigma {

// A UDM field as a predicate names it.
struct Access {
  std::string path;  // `principal.ip`, `additional.fields["Contents"]`
  bool repeated = false;

  bool operator==(const Access&) const = default;
};

// Where a field of a log source is in UDM, and in what form.
struct Place {
  enum class Kind : std::uint8_t {
    kText,
    kNumber,
    kBool,
    kEnum,
    kTime,       // `path.seconds`
    kEventTime,  // the time of the event itself
    kAccount,    // `DOMAIN\user` in two fields: user id, domain
    kEither,     // text in the one or the other of two fields
    kHashes,     // `MD5=…,SHA256=…` in fields, in the order of ingest::hash_fields()
    kGuid,       // between `SYSMON:{` and `}`
    kPid,        // decimal text of what may have been written 0x…
  };
  Kind kind = Kind::kText;
  std::vector<Access> access;
  std::span<const ingest::Code> codes;  // what the source writes → what UDM has
  udm::EnumId enum_id = 0;
  bool lower = false;       // kept in lower case
  bool part = false;        // the field is somewhere in this longer text
  bool additional = false;  // in additional.fields: SecOps' own parser may put it elsewhere
};

// The place of `additional.fields["name"]`.
Place additional_place(std::string_view name);

// The place that a row of a normaliser's table gives its field. Where the row keeps the text as it was in
// additional.fields besides a converted form, that is the place.
Place place_of(const ingest::CompiledRow& row);

// The same for a row that is written by hand.
Place place_of(const ingest::Row& row);

// What a path of the user's is. The error says what is wrong with it.
std::expected<Place, std::string> place_of_path(std::string_view path);

bool same_place(const Place& a, const Place& b);

}  // namespace yaral::sigma
