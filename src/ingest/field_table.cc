#include "ingest/field_table.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>

#include "ingest/convert.h"

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

// What a conversion sets below the path of its row.
std::vector<std::string> parts_of(Convert convert) {
  switch (convert) {
    case Convert::kHashes: {
      std::vector<std::string> parts;
      for (const HashField& hash : kHashFields) parts.emplace_back(hash.path);
      return parts;
    }
    case Convert::kAccount: return {"user.userid", "administrative_domain"};
    case Convert::kMailUser: return {"userid", "email_addresses"};
    case Convert::kHost: return {"ip", "hostname"};
    default: return {};
  }
}

std::vector<udm::Path> row_paths(const Row& row) {
  if (row.path.empty()) return {};
  std::vector<udm::Path> paths;
  for (const std::string& part : parts_of(row.convert))
    paths.push_back(checked_path(std::string(row.path) + "." + part));
  if (paths.empty()) paths.push_back(checked_path(row.path));
  return paths;
}

CompiledRow compile(const Row& row) {
  CompiledRow compiled{row.source, row.convert, row.also_additional, row.codes, row_paths(row)};
  if (!compiled.paths.empty()) compiled.field = last_field(compiled.paths.front());
  return compiled;
}

CompiledConstant compile(const Constant& constant) {
  udm::Path path = checked_path(constant.path);
  const udm::FieldInfo* field = last_field(path);
  // Constants live as long as the program, and none is bytes: nothing goes to the arena.
  Arena unused;
  const auto value = field == nullptr ? Value::string(constant.value) : to_value(*field, constant.value, unused);
  if (!value) bad_table(constant.value);
  return {std::move(path), *value};
}

CompiledMapping compile(const Mapping& mapping) {
  CompiledMapping compiled{&mapping, event_type(mapping.type), {}, {}, {}};
  for (const std::span<const Row> group : mapping.groups) {
    for (const Row& row : group) compiled.rows.push_back(compile(row));
  }
  // Rows of one field stand together, whichever groups they come from.
  for (std::size_t i = 0; i < compiled.rows.size(); ++i) {
    std::stable_partition(compiled.rows.begin() + static_cast<std::ptrdiff_t>(i) + 1, compiled.rows.end(),
                          [&](const CompiledRow& row) { return row.source == compiled.rows[i].source; });
  }
  for (std::uint32_t i = 0; i < compiled.rows.size(); ++i) compiled.first_rows.emplace(compiled.rows[i].source, i);
  for (const Constant& constant : mapping.constants) compiled.constants.push_back(compile(constant));
  return compiled;
}

}  // namespace

std::span<const HashField> hash_fields() { return kHashFields; }

udm::Path checked_path(std::string_view text) {
  auto path = udm::resolve_keyed(udm::event_root(), text);
  if (!path) bad_table(text);
  return std::move(*path);
}

const udm::FieldInfo* last_field(const udm::Path& path) {
  const udm::FieldInfo* field = nullptr;
  udm::MessageId at = path.root;
  for (const udm::PathStep& step : path.steps) {
    if (step.kind != udm::PathStep::Kind::kField) return nullptr;
    field = &udm::message(at).fields[step.field];
    if (field->type == udm::FieldType::kMessage) at = field->type_id;
  }
  return field;
}

std::int32_t event_type(std::string_view name) {
  const udm::Path path = checked_path("metadata.event_type");
  const auto number = udm::enum_number(path.type.enum_id, name);
  if (!number) bad_table(name);
  return *number;
}

std::size_t CompiledMapping::find(std::string_view source, std::size_t& hint) const {
  const bool expected = hint < rows.size() && rows[hint].source == source;
  if (expected && (hint == 0 || rows[hint - 1].source != source)) return hint++;
  const auto found = first_rows.find(source);
  if (found == first_rows.end()) return rows.size();
  hint = found->second + 1;
  return found->second;
}

FieldTable::FieldTable(std::span<const Mapping> mappings) {
  mappings_.reserve(mappings.size());
  for (const Mapping& mapping : mappings) {
    const std::size_t index = mappings_.size();
    mappings_.push_back(compile(mapping));
    if (mapping.kind.ends_with('*')) {
      beginnings_.push_back(index);
    } else if (!exact_.emplace(mapping.kind, index).second) {
      bad_table(mapping.kind);
    }
    for (const CompiledRow& row : mappings_.back().rows) {
      if (row.convert == Convert::kJson) json_.insert(row.source);
      lists_.insert(row.source);
      for (auto dot = row.source.find('.'); dot != std::string_view::npos; dot = row.source.find('.', dot + 1)) {
        lists_.insert(row.source.substr(0, dot));
      }
    }
  }
  std::ranges::stable_sort(beginnings_, std::greater{},
                           [&](std::size_t i) { return mappings_[i].mapping->kind.size(); });
}

const CompiledMapping* FieldTable::find(std::string_view kind) const {
  if (const auto found = exact_.find(kind); found != exact_.end()) return &mappings_[found->second];
  for (const std::size_t i : beginnings_) {
    const std::string_view beginning = mappings_[i].mapping->kind;
    if (kind.starts_with(beginning.substr(0, beginning.size() - 1))) return &mappings_[i];
  }
  return nullptr;
}

}  // namespace yaral::ingest
