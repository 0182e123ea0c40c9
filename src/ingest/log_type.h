#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "ingest/draft.h"
#include "ingest/field_table.h"
#include "ingest/json_rows.h"
#include "ingest/normaliser.h"

namespace yaral::ingest {

// A member that a JSON record of a log type has.
struct Sign {
  std::string_view
      path;  // dotted; `a/b.c` where names hold dots themselves is not needed: the longest name is tried first
  std::string_view value;  // what it is; `x*`: what it begins with; empty: anything
};

// How JSON records are told: all signs hold. The first one's outermost name is what the search begins with, so it
// should be a name that few others have.
struct Recognition {
  Sign signs[4];
};

// A log type as data: how it is recognised, taken apart and laid into UDM. One file in telemetry/ each.
struct LogType {
  std::string_view name;     // metadata.log_type: SecOps' name where it has one
  std::string_view title;    // for people: `AWS CloudTrail`
  std::string_view vendor;   // metadata.vendor_name
  std::string_view product;  // metadata.product_name, unless a row sets it

  // JSON records, any one of these.
  std::span<const Recognition> recognitions{};
  // Lines of text that are no JSON: whether this is one.
  bool (*claims)(const RawRecord& record) = nullptr;
  std::string_view claimed_by{};  // what such a line looks like, in words: `begins with …`
  bool is_last_resort = false;    // asked only about lines that no other log type claims
  // Lines with a JSON object behind words of their own: where it begins; npos when there is none. Its members come first,
  // then what `split` finds.
  std::size_t (*json_at)(std::string_view line) = nullptr;
  // Where records have several lines: whether a line, without blanks around it, goes on with the record before it.
  bool (*continues)(std::string_view line) = nullptr;
  // An object at the top of JSON records whose members stand for themselves: `properties.userId` is `userId`.
  std::string_view inner{};
  // Takes the text apart when it is no JSON object and has no columns. False when it cannot be: the record is then kept
  // as a GENERIC_EVENT. New texts go to the arena.
  bool (*split)(const RawRecord& record, Arena& arena, std::vector<Datum>& data) = nullptr;
  // JSON records that hold several events: lists of them. A record without any is one event.
  std::span<const RowList> rows{};
  // Changes the data of a record once it is taken apart, before its kind is looked at: where the source has many names
  // for one thing, or tells the kind by a name. New texts go to the arena.
  void (*prepare)(const RawRecord& record, Arena& arena, std::vector<Datum>& data) = nullptr;

  // What kind of event it is, by which the mapping is found, and metadata.product_event_type unless a row sets it: the
  // value of a field, or what the function makes of several.
  std::string_view kind_field{};
  std::string_view (*kind)(std::span<const Datum> data, Arena& arena) = nullptr;
  std::span<const Mapping> mappings;
  char joint = '.';  // between the names of nested members in additional.fields
  // After the mapping's own: what all kinds have in common and no row can say.
  void (*finish)(Draft& draft) = nullptr;
};

// The normaliser that a table makes.
class TableNormaliser : public Normaliser {
 public:
  explicit TableNormaliser(const LogType& type) : type_(type) {}
  void normalise(const RawRecord& record, Workbench& bench) const override;

  const LogType& type() const { return type_; }
  // Made when first used: most runs meet few log types.
  const FieldTable& table() const;

 private:
  // How far a record could be taken apart.
  enum class Apart : std::uint8_t { kNot, kInPart, kWholly };

  Apart take_apart(const RawRecord& record, Workbench& bench) const;
  // One event, of the data on the bench.
  void make_event(const RawRecord& record, Apart apart, std::string_view id, Workbench& bench) const;

  const LogType& type_;
  mutable std::once_flag made_;
  mutable std::unique_ptr<const FieldTable> table_;
};

}  // namespace yaral::ingest
