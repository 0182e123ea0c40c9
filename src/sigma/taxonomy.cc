#include "sigma/taxonomy.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "ingest/log_types.h"
#include "ingest/windows_source.h"

namespace yaral::sigma {

namespace {

struct SourceRow {
  std::string_view category, product, service, condition, table, kinds, more;
};

constexpr SourceRow kSources[] = {
#define SIGMA_SOURCE(category, product, service, condition, table, kinds, more) \
  {category, product, service, condition, table, kinds, more},
#include "sigma/taxonomy/sources.def"
#undef SIGMA_SOURCE
};

struct FieldRow {
  std::string_view product, context;  // context: the category or the service
  ingest::Row row;
};

using enum ingest::Convert;

constexpr FieldRow kFields[] = {
#define SIGMA_FIELD(product, context, field, path, convert) {product, context, {field, path, convert}},
#include "sigma/taxonomy/fields.def"
#undef SIGMA_FIELD
};

constexpr FieldRow kParts[] = {
#define SIGMA_PART(product, context, field, path) {product, context, {field, path, kText}},
#include "sigma/taxonomy/parts.def"
#undef SIGMA_PART
};

struct CodeRow {
  std::string_view field;
  ingest::Code code;
};

constexpr CodeRow kCodes[] = {
#define SIGMA_CODE(field, from, to) {field, {from, to}},
#include "sigma/taxonomy/codes.def"
#undef SIGMA_CODE
};

struct KeywordRow {
  std::string_view product, service, path;
};

constexpr KeywordRow kKeywords[] = {
#define SIGMA_KEYWORDS(product, service, path) {product, service, path},
#include "sigma/taxonomy/keywords.def"
#undef SIGMA_KEYWORDS
};

std::vector<std::string> words(std::string_view list) {
  std::vector<std::string> out;
  if (list.empty()) return out;
  for (const std::string_view word : split(list, ',')) out.emplace_back(word);
  return out;
}

Source source_of(const SourceRow& row) {
  Source out{.key = {std::string(row.category), std::string(row.product), std::string(row.service)},
             .conditions = {},
             .table = std::string(row.table),
             .kinds = words(row.kinds),
             .more = {}};
  for (const std::string_view line : split(row.condition, '\n')) out.conditions.emplace_back(line);
  out.any_field = row.more == "*";
  if (!out.any_field) out.more = words(row.more);
  return out;
}

bool applies(std::string_view product, std::string_view context, const Source& source) {
  if (!product.empty() && product != source.key.product) return false;
  return context.empty() || context == source.key.category || context == source.key.service;
}

std::span<const ingest::Code> codes_of(std::string_view field) {
  static const std::vector<ingest::Code> all = [] {
    std::vector<ingest::Code> out;
    for (const CodeRow& row : kCodes) out.push_back(row.code);
    return out;
  }();
  const auto same = [&](const CodeRow& row) { return row.field == field; };
  const auto first = std::ranges::find_if(kCodes, same) - std::begin(kCodes);
  const auto count = std::ranges::count_if(kCodes, same);
  return std::span(all).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(count));
}

void add_place(std::vector<Place>& places, Place place) {
  const bool known = std::ranges::any_of(places, [&](const Place& p) { return same_place(p, place); });
  if (!known) places.push_back(std::move(place));
}

// The places in one kind of event. Without a row, the field is in additional.fields, if such events have it: `kept`.
void add_places(const ingest::CompiledMapping& mapping, std::string_view field, bool kept, std::vector<Place>& places) {
  bool found = false;
  for (const ingest::CompiledRow& row : mapping.rows) {
    if (!ascii_equal_nocase(row.source, field)) continue;
    found = true;
    if (row.convert == kCode && !row.also_additional && row.paths.empty()) continue;
    Place place = place_of(row);
    // One of several places that always hold the same is enough.
    const bool again = std::ranges::any_of(mapping.rows, [&](const ingest::CompiledRow& other) {
      return &other < &row && other.source == row.source && other.convert == row.convert;
    });
    if (!again) add_place(places, std::move(place));
  }
  if (!found && kept) add_place(places, additional_place(field));
}

bool has_row(const ingest::FieldTable& table, std::string_view field) {
  return std::ranges::any_of(table.all(), [&](const ingest::CompiledMapping& mapping) {
    return std::ranges::any_of(mapping.rows,
                               [&](const ingest::CompiledRow& row) { return ascii_equal_nocase(row.source, field); });
  });
}

}  // namespace

struct Taxonomy::Tables {
  std::map<std::string, const ingest::LogType*, std::less<>> log_types;
  std::map<std::string, std::unique_ptr<ingest::FieldTable>, std::less<>> made;
};

Taxonomy::Taxonomy() : tables_(std::make_unique<Tables>()) {
  for (const SourceRow& row : kSources) sources_.push_back(source_of(row));
  for (const ingest::LogType* type : ingest::shipped_log_types()) tables_->log_types.emplace(type->name, type);
}

Taxonomy::~Taxonomy() = default;

const Source* Taxonomy::find(const LogSource& key) const {
  const Source* best = nullptr;
  int most = -1;
  for (const Source& source : sources_) {
    const auto same = agreement(source.key, key);
    if (same && *same > most) {
      best = &source;
      most = *same;
    }
  }
  return best;
}

const ingest::FieldTable* Taxonomy::table(const Source& source) const {
  if (source.table.empty()) return nullptr;
  if (const ingest::CompiledSource* windows = ingest::find_source(source.table)) return &windows->table;
  const ingest::LogType* type = log_type(source);
  if (type == nullptr) return nullptr;
  auto& made = tables_->made[source.table];
  if (!made) made = std::make_unique<ingest::FieldTable>(type->mappings);
  return made.get();
}

std::string_view Taxonomy::kind_field(const Source& source) const {
  if (source.key.product == "windows") return source.key.category.empty() ? "EventID" : "";
  const ingest::LogType* type = log_type(source);
  return type == nullptr || !source.kinds.empty() ? std::string_view() : type->kind_field;
}

const ingest::LogType* Taxonomy::log_type(const Source& source) const {
  const auto type = tables_->log_types.find(source.table);
  return type == tables_->log_types.end() ? nullptr : type->second;
}

std::vector<std::pair<std::string, std::vector<Place>>> Taxonomy::written_fields(const Source& source) const {
  std::vector<std::pair<std::string, std::vector<Place>>> out;
  const auto add = [&](std::string_view field) {
    const bool known = std::ranges::any_of(out, [&](const auto& entry) { return entry.first == field; });
    if (!known) out.emplace_back(field, written_places(source, field));
  };
  for (const UserField& user : user_fields_)
    if (agreement(user.source, source.key)) add(user.field);
  for (const bool general : {false, true})
    for (const FieldRow& row : kFields)
      if (row.context.empty() == general && applies(row.product, row.context, source)) add(row.row.source);
  return out;
}

std::vector<Place> Taxonomy::written_places(const Source& source, std::string_view field) const {
  std::vector<Place> out;
  for (const UserField& user : user_fields_) {
    if (user.field != field || !agreement(user.source, source.key)) continue;
    for (const Place& place : user.places) add_place(out, place);
  }
  if (!out.empty()) return out;
  for (const bool general : {false, true}) {
    for (const FieldRow& row : kFields) {
      if (row.context.empty() != general || row.row.source != field) continue;
      if (!applies(row.product, row.context, source)) continue;
      Place place = place_of(row.row);
      if (place.codes.empty()) place.codes = codes_of(field);
      add_place(out, std::move(place));
    }
    if (!out.empty()) break;
  }
  for (const FieldRow& row : kParts) {
    if (row.row.source != field || !applies(row.product, row.context, source)) continue;
    Place place = place_of(row.row);
    place.part = true;
    add_place(out, std::move(place));
  }
  return out;
}

std::vector<Place> Taxonomy::table_places(const Source& source, std::string_view field,
                                          const std::vector<std::string>& kinds) const {
  std::vector<Place> out;
  const ingest::FieldTable* fields = table(source);
  if (fields == nullptr) return out;
  const bool kept = source.any_field || std::ranges::find(source.more, field) != source.more.end();
  for (const std::string& kind : kinds) {
    const ingest::CompiledMapping* mapping = fields->find(kind);
    if (mapping != nullptr) {
      add_places(*mapping, field, kept, out);
    } else if (kept) {
      add_place(out, additional_place(field));
    }
  }
  if (kinds.empty() && has_row(*fields, field)) {
    for (const ingest::CompiledMapping& mapping : fields->all()) add_places(mapping, field, kept, out);
  }
  return out;
}

std::vector<Place> Taxonomy::places(const Source& source, std::string_view field,
                                    const std::vector<std::string>& kinds) const {
  if (std::vector<Place> written = written_places(source, field); !written.empty()) return written;
  const ingest::FieldTable* fields = table(source);
  const bool in_table = fields != nullptr && has_row(*fields, field);
  std::vector<Place> out = table_places(source, field, source.kinds.empty() ? kinds : source.kinds);
  if (out.empty() && !in_table && source.any_field) out.push_back(additional_place(field));
  return out;
}

std::vector<Place> Taxonomy::keyword_places(const Source& source) const {
  std::vector<Place> out;
  for (const KeywordRow& row : kKeywords) {
    if (row.product != source.key.product || (!row.service.empty() && row.service != source.key.service)) continue;
    if (auto place = place_of_path(row.path)) add_place(out, std::move(*place));
  }
  return out;
}

std::optional<int> agreement(const LogSource& row, const LogSource& key) {
  int same = 0;
  for (const auto member : {&LogSource::category, &LogSource::product, &LogSource::service}) {
    if ((row.*member).empty()) continue;
    if (row.*member != key.*member) return std::nullopt;
    ++same;
  }
  return same;
}

std::string to_string(const LogSource& source) {
  std::vector<std::string_view> parts;
  for (const std::string* part : {&source.category, &source.product, &source.service}) {
    if (!part->empty()) parts.push_back(*part);
  }
  return fmt::format("{}", fmt::join(parts, "/"));
}

}  // namespace yaral::sigma
