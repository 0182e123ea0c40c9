#include "sigma/export_schema.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "convert/filter_lowering.h"
#include "ingest/windows_source.h"
#include "sigma/export_fields.h"
#include "sigma/source_conditions.h"

namespace yaral::sigma {

namespace {

using convert::SchemaField;
using convert::SchemaSource;
using ingest::CompiledMapping;
using ingest::CompiledRow;

constexpr std::string_view kEventKind = "metadata.product_event_type";
constexpr std::string_view kEventType = "metadata.event_type";

// Kinds whose type code of the normaliser decides.
struct VaryingRow {
  std::string_view table, kind, types;
};

constexpr VaryingRow kVarying[] = {
#define SIGMA_VARYING(table, kind, types) {table, kind, types},
#include "sigma/taxonomy/varying.def"
#undef SIGMA_VARYING
};

std::string from_of(const LogSource& key) {
  std::vector<std::string> parts;
  for (const auto& [name, value] :
       {std::pair("category", &key.category), std::pair("product", &key.product), std::pair("service", &key.service)})
    if (!value->empty()) parts.push_back(fmt::format("{}={}", name, *value));
  return fmt::format("{}", fmt::join(parts, " "));
}

// Types of Windows events that a channel's table does not name: those that no table does, or that of a provider without a
// log source of its own.
std::vector<std::string> other_types(const Taxonomy& taxonomy) {
  std::set<std::string> types{"GENERIC_EVENT"};
  for (const ingest::WindowsSource* windows : ingest::windows_sources()) {
    const bool has_source = std::ranges::any_of(taxonomy.sources(), [&](const Source& source) {
      return std::ranges::find(windows->providers, source.table) != windows->providers.end();
    });
    for (const ingest::Mapping& mapping : windows->mappings)
      if (!has_source) types.emplace(mapping.type);
  }
  return {types.begin(), types.end()};
}

// The sources of one log source of Sigma.
class SourceMaker {
 public:
  // `other_types`: as other_types() gives them.
  SourceMaker(const Taxonomy& taxonomy, const std::vector<std::string>& other_types, const Source& source,
              convert::Schema& schema)
      : taxonomy_(taxonomy),
        other_types_(other_types),
        source_(source),
        schema_(schema),
        table_(taxonomy.table(source)),
        type_(taxonomy.log_type(source)),
        written_(taxonomy.written_fields(source)) {
    whole_.name = to_string(source.key);
    whole_.from = from_of(source.key);
  }

  void run() {
    // Events of other sources are not told apart in these terms.
    if (!read_conditions(source_, whole_)) return;
    const std::string_view kind_field = taxonomy_.kind_field(source_);
    if (table_ == nullptr || kind_field.empty()) return add_whole();
    for (const CompiledMapping& mapping : table_->all()) add_kind(mapping, std::string(kind_field));
    if (type_ == nullptr) add_others(std::string(kind_field));
  }

 private:
  void add_whole() {
    std::vector<const CompiledMapping*> mappings;
    if (table_ != nullptr) {
      for (const CompiledMapping& mapping : table_->all())
        if (source_.kinds.empty() || std::ranges::find(source_.kinds, mapping.mapping->kind) != source_.kinds.end())
          mappings.push_back(&mapping);
    }
    // What is known by the kind of a category holds for the source whose table it is, not for others.
    if (type_ != nullptr) know_log_type(whole_, mappings);
    if (type_ != nullptr || is_of_table()) know_types(whole_, mappings);
    if (table_ == nullptr && source_.any_field) whole_.among.emplace(kEventType, other_types_);
    add_fields(source_, written_, mappings, whole_);
    schema_.add(std::move(whole_));
  }

  void add_kind(const CompiledMapping& mapping, const std::string& kind_field) {
    const std::string kind(mapping.mapping->kind);
    SchemaSource out = whole_;
    out.name += ' ' + kind;
    if (kind != "*") out.where.emplace_back(kind_field, std::vector{kind});
    const std::vector<std::string> special = more_special(kind);
    if (kind.ends_with('*')) {
      if (!special.empty()) out.except.emplace_back(kind_field, special);
      for (const std::string& other : special)
        if (!other.ends_with('*')) out.never[std::string(kEventKind)].push_back(other);
    } else if (!has_row_for(mapping, kEventKind, kind_field)) {
      out.known.emplace(kEventKind, kind);
    }
    if (type_ == nullptr) know_windows(out);
    if (type_ != nullptr) know_log_type(out, {&mapping});
    know_types(out, {&mapping});
    for (const ingest::Constant& constant : mapping.mapping->constants)
      out.known.emplace(convert::schema_path(ingest::checked_path(constant.path)), constant.value);
    add_fields(source_, written_, {&mapping}, out);
    if (!has_row_for(mapping, kEventKind, {}))
      out.fields.try_emplace(std::string(kEventKind), SchemaField{.udm = std::string(kEventKind), .name = kind_field});
    schema_.add(std::move(out));
  }

  // Windows events that the table has no kind for.
  void add_others(const std::string& kind_field) {
    std::vector<std::string> kinds;
    for (const CompiledMapping& mapping : table_->all()) kinds.emplace_back(mapping.mapping->kind);
    whole_.never[std::string(kEventKind)] = kinds;
    whole_.among.emplace(kEventType, other_types_);
    whole_.except.emplace_back(kind_field, std::move(kinds));
    add_fields(source_, written_, {}, whole_);
    schema_.add(std::move(whole_));
  }

  bool is_of_table() const {
    const auto log_type = whole_.known.find("metadata.log_type");
    const ingest::CompiledSource* windows = ingest::find_source(source_.table);
    return windows != nullptr && log_type != whole_.known.end() && log_type->second == windows->source->log_type;
  }

  void know_types(SchemaSource& out, const std::vector<const CompiledMapping*>& mappings) const {
    if (out.known.contains(kEventType) || out.among.contains(kEventType)) return;
    std::set<std::string> types;
    if (mappings.empty()) types.emplace("GENERIC_EVENT");  // no table lays these events out
    for (const CompiledMapping* mapping : mappings) {
      const auto varies = [&](const VaryingRow& row) {
        return row.table == source_.table && row.kind == mapping->mapping->kind;
      };
      const auto* const row = std::ranges::find_if(kVarying, varies);
      const std::string_view own = row == std::end(kVarying) ? mapping->mapping->type : row->types;
      for (const std::string_view type : split(own, ',')) types.emplace(type);
    }
    if (types.size() == 1) out.known.emplace(kEventType, *types.begin());
    if (types.size() > 1) out.among.emplace(kEventType, std::vector(types.begin(), types.end()));
  }

  void know_windows(SchemaSource& out) const {
    out.known.emplace("metadata.vendor_name", "Microsoft");
    out.known.emplace("metadata.log_type", ingest::find_source(source_.table)->source->log_type);
  }

  void know_log_type(SchemaSource& out, const std::vector<const CompiledMapping*>& mappings) const {
    const auto sets = [&](std::string_view path) {
      return std::ranges::any_of(mappings, [&](const CompiledMapping* m) { return has_row_for(*m, path, {}); });
    };
    out.known.emplace("metadata.log_type", type_->name);
    if (!sets("metadata.vendor_name")) out.known.emplace("metadata.vendor_name", type_->vendor);
    if (!sets("metadata.product_name")) out.known.emplace("metadata.product_name", type_->product);
  }

  // Kinds that are looked for before this one.
  std::vector<std::string> more_special(std::string_view kind) const {
    std::vector<std::string> out;
    const std::string_view begin = kind.substr(0, kind.size() - 1);
    if (!kind.ends_with('*')) return out;
    for (const CompiledMapping& mapping : table_->all()) {
      const std::string_view other = mapping.mapping->kind;
      if (other != kind && other.starts_with(begin)) out.emplace_back(other);
    }
    return out;
  }

  // Whether a row sets the path, but for that of the named field.
  static bool has_row_for(const CompiledMapping& mapping, std::string_view path, std::string_view but) {
    return std::ranges::any_of(mapping.rows, [&](const CompiledRow& row) {
      return !row.paths.empty() && row.source != but && convert::schema_path(row.paths.front()) == path;
    });
  }

  const Taxonomy& taxonomy_;
  const std::vector<std::string>& other_types_;
  const Source& source_;
  convert::Schema& schema_;
  const ingest::FieldTable* table_;
  const ingest::LogType* type_;
  WrittenFields written_;
  SchemaSource whole_;
};

}  // namespace

convert::Schema export_schema(const Taxonomy& taxonomy) {
  convert::Schema schema("sigma");
  schema.set_title("Sigma");
  schema.set_overlapping(true);
  const std::vector<std::string> others = other_types(taxonomy);
  for (const Source& source : taxonomy.sources()) SourceMaker(taxonomy, others, source, schema).run();
  return schema;
}

}  // namespace yaral::sigma
