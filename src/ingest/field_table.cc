#include "ingest/field_table.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace yaral::ingest {
namespace {

constexpr HashField kHashFields[] = {
    {"MD5", "md5"},
    {"SHA1", "sha1"},
    {"SHA256", "sha256"},
    {"IMPHASH", "pe_file.imphash"},
};

[[noreturn]] void bad_table(std::string_view what) {
  std::fprintf(stderr, "bad mapping table: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

std::vector<udm::Path> row_paths(const Row& row) {
  std::vector<udm::Path> paths;
  const std::string base(row.path);
  if (row.convert == Convert::kHashes) {
    for (const HashField& hash : kHashFields) paths.push_back(checked_path(base + "." + std::string(hash.path)));
  } else if (row.convert == Convert::kAccount) {
    paths.push_back(checked_path(base + ".user.userid"));
    paths.push_back(checked_path(base + ".administrative_domain"));
  } else if (!base.empty()) {
    paths.push_back(checked_path(base));
  }
  return paths;
}

CompiledMapping compile(const Mapping& mapping) {
  CompiledMapping compiled{&mapping, event_type(mapping.type), {}};
  for (const std::span<const Row> group : mapping.groups) {
    for (const Row& row : group) {
      compiled.rows.push_back({row.source, row.convert, row.also_additional, row_paths(row)});
    }
  }
  // Rows of one field stand together, whichever groups they come from.
  for (std::size_t i = 0; i < compiled.rows.size(); ++i) {
    std::stable_partition(compiled.rows.begin() + static_cast<std::ptrdiff_t>(i) + 1, compiled.rows.end(),
                          [&](const CompiledRow& row) { return row.source == compiled.rows[i].source; });
  }
  return compiled;
}

}  // namespace

std::span<const HashField> hash_fields() { return kHashFields; }

udm::Path checked_path(std::string_view dotted) {
  auto path = udm::resolve(udm::event_root(), dotted);
  if (!path) bad_table(dotted);
  return std::move(*path);
}

std::int32_t event_type(std::string_view name) {
  const udm::Path path = checked_path("metadata.event_type");
  const auto number = udm::enum_number(path.type.enum_id, name);
  if (!number) bad_table(name);
  return *number;
}

std::size_t CompiledMapping::find(std::string_view source, std::size_t& hint) const {
  const auto from = [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (rows[i].source == source) return i;
    }
    return rows.size();
  };
  std::size_t found = from(hint, rows.size());
  if (found == rows.size()) {
    found = from(0, std::min(hint, rows.size()));
    if (found == rows.size()) return found;
  }
  while (found > 0 && rows[found - 1].source == source) --found;
  hint = found + 1;
  return found;
}

FieldTable::FieldTable(std::span<const Mapping> mappings) {
  mappings_.reserve(mappings.size());
  for (const Mapping& mapping : mappings) mappings_.push_back(compile(mapping));
  std::ranges::sort(mappings_, {}, [](const CompiledMapping& m) { return m.mapping->event_id; });
}

const CompiledMapping* FieldTable::find(std::uint32_t event_id) const {
  const auto found =
      std::ranges::lower_bound(mappings_, event_id, {}, [](const CompiledMapping& m) { return m.mapping->event_id; });
  return found != mappings_.end() && found->mapping->event_id == event_id ? &*found : nullptr;
}

}  // namespace yaral::ingest
