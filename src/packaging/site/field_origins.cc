#include "packaging/site/field_origins.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/text.h"
#include "ingest/field_table.h"
#include "ingest/log_type.h"
#include "ingest/log_types.h"
#include "ingest/windows_source.h"

namespace yaral::packaging {

namespace {

using ingest::CompiledMapping;
using ingest::CompiledRow;

// Numbers by their size, before words.
struct ByNumber {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const { return key(a) < key(b); }

 private:
  static std::tuple<std::size_t, std::string_view> key(std::string_view text) {
    const bool number = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    return {number ? text.size() : std::string_view::npos, text};
  }
};

using Kinds = std::set<std::string, ByNumber>;
// By path and the source's name of the field.
using Collected = std::map<std::pair<std::string, std::string>, Kinds>;

void collect(const ingest::FieldTable& table, const Kinds& wanted, Collected& collected) {
  for (const CompiledMapping& mapping : table.all()) {
    const std::string kind(mapping.mapping->kind);
    if (!wanted.empty() && !wanted.contains(kind)) continue;
    for (const CompiledRow& row : mapping.rows)
      for (const udm::Path& path : row.paths) collected[{path.text, std::string(row.source)}].insert(kind);
  }
}

// The tables of a log type; Windows events have one for each of their providers.
std::vector<ingest::FieldTable> tables_of(std::string_view log_type) {
  std::vector<ingest::FieldTable> tables;
  for (const ingest::LogType* type : ingest::shipped_log_types())
    if (ascii_equal_nocase(type->name, log_type)) tables.emplace_back(type->mappings);
  for (const ingest::WindowsSource* source : ingest::windows_sources())
    if (ascii_equal_nocase(source->log_type, log_type)) tables.emplace_back(source->mappings);
  return tables;
}

Kinds kinds_named(const packs::DataSource& source, std::span<const ingest::FieldTable> tables) {
  Kinds named;
  for (const ingest::FieldTable& table : tables)
    for (const CompiledMapping& mapping : table.all())
      if (std::ranges::find(source.events, mapping.mapping->kind) != source.events.end())
        named.emplace(mapping.mapping->kind);
  return named;
}

}  // namespace

FieldOrigins::FieldOrigins(std::span<const packs::DataSource> sources) {
  for (const packs::DataSource& source : sources) {
    const std::vector<ingest::FieldTable> tables = tables_of(source.log_type);
    const Kinds wanted = kinds_named(source, tables);
    Collected collected;
    for (const ingest::FieldTable& table : tables) collect(table, wanted, collected);
    for (const auto& [place, kinds] : collected) {
      std::vector<FieldOrigin>& known = origins_[place.first];
      FieldOrigin origin{source.log_type, place.second, {kinds.begin(), kinds.end()}};
      if (std::ranges::find(known, origin) == known.end()) known.push_back(std::move(origin));
    }
  }
}

std::span<const FieldOrigin> FieldOrigins::of(const std::string& path) const {
  const auto found = origins_.find(path);
  return found == origins_.end() ? std::span<const FieldOrigin>() : found->second;
}

}  // namespace yaral::packaging
