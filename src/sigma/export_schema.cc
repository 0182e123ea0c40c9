#include "sigma/export_schema.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "convert/filter_lowering.h"
#include "ingest/log_types.h"
#include "ingest/windows_source.h"
#include "semantics/bind.h"

namespace yaral::sigma {

namespace {

using convert::SchemaField;
using convert::SchemaSource;
using convert::SchemaType;
using ingest::CompiledMapping;
using ingest::CompiledRow;
using ingest::Convert;

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

std::string additional(std::string_view name) { return fmt::format("additional.fields[\"{}\"]", name); }

// How long the digests of the algorithms are, as text.
std::uint32_t digest_length(std::string_view algorithm) {
  if (algorithm == "SHA1") return 40;
  if (algorithm == "SHA256") return 64;
  return algorithm == "MD5" || algorithm == "IMPHASH" ? 32 : 0;
}

// What UDM says of all events of a source, read from its conditions.
class Conditions {
 public:
  explicit Conditions(SchemaSource& out) : out_(out) {}

  // False when a condition says what cannot be told in these terms.
  bool read(const Source& source) {
    if (source.conditions.empty()) return false;
    const semantics::CompiledFile file = semantics::compile(
        "log source", fmt::format("rule log_source {{ meta: author = \"\" events: {} condition: $e }}",
                                  fmt::join(source.conditions, "\n")));
    if (file.rules.empty()) return false;
    rule_ = &file.rules.front();
    return std::ranges::all_of(rule_->predicates, [&](const semantics::Expr& e) { return take(e); });
  }

 private:
  using Expr = semantics::Expr;

  bool take(const Expr& e) {
    if (e.op == semantics::Op::kOr) return take_choice(e);
    if (e.op == semantics::Op::kAnd) return std::ranges::all_of(e.args, [&](const Expr& arg) { return take(arg); });
    const auto path = path_of(e);
    if (!path) return false;
    const std::string value = convert::constant_text(e.args[1]);
    if (e.compare == semantics::CompareOp::kEq) {
      out_.known[*path] = value;
    } else if (e.compare == semantics::CompareOp::kNe) {
      out_.never[*path].push_back(value);
    } else {
      return false;
    }
    return true;
  }

  bool take_choice(const Expr& e) {
    std::vector<std::string> values;
    std::optional<std::string> path;
    for (const Expr& arg : e.args) {
      const auto own = path_of(arg);
      if (!own || arg.compare != semantics::CompareOp::kEq || (path && path != own)) return false;
      path = own;
      values.push_back(convert::constant_text(arg.args[1]));
    }
    out_.among[*path] = std::move(values);
    return true;
  }

  // Of a comparison of a field with a constant.
  std::optional<std::string> path_of(const Expr& e) const {
    if (e.op != semantics::Op::kCompare || e.args[1].op != semantics::Op::kConstant) return std::nullopt;
    const Expr* subject = &e.args[0];
    while (subject->op == semantics::Op::kEnumName) subject = &subject->args[0];
    if (subject->op != semantics::Op::kField) return std::nullopt;
    return convert::schema_path(rule_->fields[subject->index].path);
  }

  SchemaSource& out_;
  const semantics::BoundRule* rule_ = nullptr;
};

// The fields of one source.
class Fields {
 public:
  Fields(const Taxonomy& taxonomy, const Source& source, SchemaSource& out)
      : taxonomy_(taxonomy), source_(source), out_(out) {}

  // Of events that any of the mappings lays out.
  void add(const std::vector<const CompiledMapping*>& mappings) {
    const std::vector<std::string> written = taxonomy_.written_fields(source_);
    for (const CompiledMapping* mapping : mappings)
      for (const CompiledRow& row : mapping->rows)
        if (std::ranges::none_of(written, [&](const std::string& w) { return ascii_equal_nocase(w, row.source); }))
          take(row, mappings);
    for (const std::string& name : written) add_written(name, mappings);
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

  void add_written(const std::string& name, const std::vector<const CompiledMapping*>& mappings) {
    const bool elsewhere =
        std::ranges::any_of(mappings, [](const CompiledMapping* mapping) { return mapping->mapping->host_is_target; });
    for (const Place& place : taxonomy_.written_places(source_, name)) {
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
    return std::ranges::all_of(mappings, [&](const CompiledMapping* mapping) {
      bool known = false;
      for (const CompiledRow& other : mapping->rows) {
        if (!ascii_equal_nocase(other.source, row.source)) continue;
        known = true;
        if (other.convert == row.convert && same_place(place_of(other), place_of(row))) return true;
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

  const Taxonomy& taxonomy_;
  const Source& source_;
  SchemaSource& out_;
  bool mixed_ = false;  // the field at hand is elsewhere in other kinds of events
};

// The sources of one log source of Sigma.
class SourceMaker {
 public:
  SourceMaker(const Taxonomy& taxonomy, const Source& source, convert::Schema& schema)
      : taxonomy_(taxonomy),
        source_(source),
        schema_(schema),
        table_(taxonomy.table(source)),
        type_(taxonomy.log_type(source)) {
    whole_.name = to_string(source.key);
    whole_.from = from_of(source.key);
  }

  void run() {
    // Events of other sources are not told apart in these terms.
    if (!Conditions(whole_).read(source_)) return;
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
    Fields(taxonomy_, source_, whole_).add(mappings);
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
    Fields(taxonomy_, source_, out).add({&mapping});
    if (!has_row_for(mapping, kEventKind, {}))
      out.fields.try_emplace(std::string(kEventKind), SchemaField{.udm = std::string(kEventKind), .name = kind_field});
    schema_.add(std::move(out));
  }

  // Windows events that the table has no kind for.
  void add_others(const std::string& kind_field) {
    std::vector<std::string> kinds;
    for (const CompiledMapping& mapping : table_->all()) kinds.emplace_back(mapping.mapping->kind);
    whole_.never[std::string(kEventKind)] = kinds;
    whole_.except.emplace_back(kind_field, std::move(kinds));
    Fields(taxonomy_, source_, whole_).add({});
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
  const Source& source_;
  convert::Schema& schema_;
  const ingest::FieldTable* table_;
  const ingest::LogType* type_;
  SchemaSource whole_;
};

}  // namespace

convert::Schema export_schema(const Taxonomy& taxonomy) {
  convert::Schema schema("sigma");
  schema.set_title("Sigma");
  schema.set_overlapping(true);
  for (const Source& source : taxonomy.sources()) SourceMaker(taxonomy, source, schema).run();
  return schema;
}

}  // namespace yaral::sigma
