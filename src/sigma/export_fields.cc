#include "sigma/export_fields.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "convert/filter_lowering.h"

namespace yaral::sigma {

namespace {

using convert::SchemaField;
using convert::SchemaSource;
using convert::SchemaType;
using ingest::CompiledMapping;
using ingest::CompiledRow;
using ingest::Convert;

std::string additional(std::string_view name) { return fmt::format("additional.fields[\"{}\"]", name); }

// How long the digests of the algorithms are, as text.
std::uint32_t digest_length(std::string_view algorithm) {
  if (algorithm == "SHA1") return 40;
  if (algorithm == "SHA256") return 64;
  return algorithm == "MD5" || algorithm == "IMPHASH" ? 32 : 0;
}

// The fields of one source.
class Fields {
 public:
  Fields(const Source& source, const WrittenFields& written, SchemaSource& out)
      : source_(source), written_(written), out_(out) {}

  // Of events that any of the mappings lays out.
  void add(const std::vector<const CompiledMapping*>& mappings) {
    for (const CompiledMapping* mapping : mappings)
      for (const CompiledRow& row : mapping->rows)
        if (std::ranges::none_of(written_, [&](const auto& w) { return ascii_equal_nocase(w.first, row.source); }))
          take(row, mappings);
    for (const auto& [name, places] : written_) add_written(name, places, mappings);
    for (const std::string& name : source_.more) put(additional(name), {.name = name});
    put("metadata.event_timestamp", {.name = std::string(convert::kEventTime), .type = SchemaType::kTime});
    if (!source_.any_field) return;
    put("additional.fields", {.name = "*"});
    for (const CompiledMapping* mapping : mappings)
      for (const CompiledRow& row : mapping->rows)
        if (!row.also_additional && !out_.fields.contains(additional(row.source)))
          out_.known.emplace(additional(row.source), "");
  }

 private:
  void put(const std::string& path, SchemaField field) {
    field.udm = path;
    if (mixed_) field.differs = fmt::format("is not {} in all events of {}", path, out_.name);
    out_.fields.emplace(path, std::move(field));
  }

  void add_written(const std::string& name, const std::vector<Place>& places,
                   const std::vector<const CompiledMapping*>& mappings) {
    const bool elsewhere =
        std::ranges::any_of(mappings, [](const CompiledMapping* mapping) { return mapping->mapping->host_is_target; });
    for (const Place& place : places) {
      if (place.part) continue;
      // Of a logon the host that logged it is the target.
      const bool host = elsewhere && place.access.front().path == "principal.hostname";
      if (host) {
        put("target.hostname", {.name = name});
      } else {
        put_place(name, place);
      }
    }
  }

  void take(const CompiledRow& row, const std::vector<const CompiledMapping*>& mappings) {
    if (row.also_additional) put(additional(row.source), {.name = std::string(row.source)});
    if (row.paths.empty() && row.convert != Convert::kEventTime) return;
    ingest::CompiledRow converted = row;
    converted.also_additional = false;
    mixed_ = !same_everywhere(row, mappings);
    put_place(std::string(row.source), place_of(converted), row.convert);
    mixed_ = false;
  }

  // Whether all mappings that know the field lay it out in the same way.
  static bool same_everywhere(const CompiledRow& row, const std::vector<const CompiledMapping*>& mappings) {
    if (mappings.size() < 2) return true;
    const Place own = place_of(row);
    return std::ranges::all_of(mappings, [&](const CompiledMapping* mapping) {
      bool known = false;
      for (const CompiledRow& other : mapping->rows) {
        if (!ascii_equal_nocase(other.source, row.source)) continue;
        known = true;
        if (other.convert == row.convert && same_place(place_of(other), own)) return true;
      }
      return !known;
    });
  }

  void put_place(const std::string& name, const Place& place, Convert convert = Convert::kText) {
    SchemaField field{.name = name};
    for (const ingest::Code& code : place.codes) field.values[std::string(code.to)].emplace_back(code.from);
    field.others = !place.codes.empty() && convert != Convert::kIntegrity && place.kind != Place::Kind::kEnum;
    field.any_case = !place.codes.empty();
    field.lower = place.lower;
    switch (place.kind) {
      case Place::Kind::kText:
      case Place::Kind::kEnum: break;
      case Place::Kind::kNumber:
        if (place.codes.empty()) field.type = SchemaType::kNumber;
        field.hex = convert == Convert::kUnsigned && place.codes.empty();
        break;
      case Place::Kind::kBool: field.type = SchemaType::kBool; break;  // the word `true`
      case Place::Kind::kTime: return;
      case Place::Kind::kEventTime: field.type = SchemaType::kTime; break;
      case Place::Kind::kAccount: return put_account(name, place);
      case Place::Kind::kEither: return put_either(name, place, convert);
      case Place::Kind::kHashes: return put_hashes(name, place);
      case Place::Kind::kGuid: field.prefix = "SYSMON:"; break;
      case Place::Kind::kPid: field.hex = true; break;
    }
    if (convert == Convert::kMac) return;  // written in many ways
    put(place.access.front().path, std::move(field));
  }

  void put_account(const std::string& name, const Place& place) {
    put(place.access[0].path, {.name = name, .after = "\\", .to_end = true, .alone = true});
    put(place.access[1].path, {.name = name, .before = "\\"});
  }

  void put_either(const std::string& name, const Place& place, Convert convert) {
    for (const Access& access : place.access) {
      const bool whole = convert == Convert::kMailUser && access.path.ends_with("userid");
      put(access.path, {.name = name, .wider = !whole});
    }
  }

  void put_hashes(const std::string& name, const Place& place) {
    for (std::size_t i = 0; i < place.access.size(); ++i) {
      const std::string_view algorithm = ingest::hash_fields()[i].name;
      put(place.access[i].path,
          {.name = name, .after = fmt::format("{}=", algorithm), .length = digest_length(algorithm), .lower = true});
    }
  }

  const Source& source_;
  const WrittenFields& written_;
  SchemaSource& out_;
  bool mixed_ = false;  // the field at hand is elsewhere in other kinds of events
};

}  // namespace

void add_fields(const Source& source, const WrittenFields& written, const std::vector<const CompiledMapping*>& mappings,
                SchemaSource& out) {
  Fields(source, written, out).add(mappings);
}

}  // namespace yaral::sigma
