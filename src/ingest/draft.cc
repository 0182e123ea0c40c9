#include "ingest/draft.h"

#include <algorithm>
#include <functional>
#include <string>
#include <unordered_map>

#include "ingest/convert.h"
#include "ingest/requirements.h"

namespace yaral::ingest {
namespace {

constexpr std::size_t kIndexedData = 256;  // from here on looking values up one by one would take long

// The fields the draft itself works with.
struct Paths {
  udm::Path event_type = checked_path("metadata.event_type");
  udm::Path event_time = checked_path("metadata.event_timestamp");
  udm::Path id = checked_path("metadata.id");
  udm::Path log_type = checked_path("metadata.log_type");
  udm::Path principal_host = checked_path("principal.hostname");
  udm::FieldIndex additional = *udm::find_field(udm::event_root(), "additional");
  std::int32_t generic = ingest::event_type("GENERIC_EVENT");
  std::int32_t status = ingest::event_type("STATUS_UPDATE");
};

const Paths& paths() {
  static const Paths all;
  return all;
}

// Fields that a noun shares with its asset (udm-schema: always the same in both).
struct NounFields {
  udm::FieldIndex noun[3];
  udm::FieldIndex asset;
  struct Pair {
    udm::FieldIndex noun;
    udm::FieldIndex asset;
    bool repeated;
  };
  std::vector<Pair> pairs;

  NounFields() {
    const udm::MessageId event = udm::event_root();
    const char* names[] = {"principal", "src", "target"};
    for (int i = 0; i < 3; ++i) noun[i] = *udm::find_field(event, names[i]);
    const udm::MessageId noun_type = udm::message(event).fields[noun[0]].type_id;
    asset = *udm::find_field(noun_type, "asset");
    const udm::MessageId asset_type = udm::message(noun_type).fields[asset].type_id;
    for (const char* name : {"hostname", "ip", "mac", "asset_id"}) {
      const udm::FieldIndex field = *udm::find_field(noun_type, name);
      pairs.push_back({field, *udm::find_field(asset_type, name), udm::message(noun_type).fields[field].repeated});
    }
  }
};

// Of additional.fields: an event with more is one that means harm.
constexpr std::size_t kMostAdditional = 4000;

void copy_missing(std::span<const Value> from, udm::Message& to, udm::FieldIndex field, bool repeated, Arena& arena) {
  for (const Value& value : from) {
    const auto present = to.get(field);
    if (!repeated) {
      if (present.empty()) to.set(field, value, arena);
      return;
    }
    if (std::ranges::none_of(present, [&](const Value& v) { return v.as_text() == value.as_text(); })) {
      to.append(field, value, arena);
    }
  }
}

}  // namespace

struct Draft::ElementIndex {
  struct Key {
    std::string_view name;
    std::uint32_t element;
    bool operator==(const Key&) const = default;
  };
  struct Hash {
    std::size_t operator()(const Key& key) const { return std::hash<std::string_view>()(key.name) * 31 + key.element; }
  };

  explicit ElementIndex(std::span<const Datum> data) {
    for (const Datum& datum : data) {
      values.try_emplace({datum.name, datum.element}, datum.value);
      // Each list above a value: `a` and `a.b` of `a.b.c`.
      for (std::size_t dot = datum.name.find('.'); dot != std::string_view::npos; dot = datum.name.find('.', dot + 1)) {
        std::uint32_t& count = counts[datum.name.substr(0, dot)];
        count = std::max(count, datum.element + 1);
      }
    }
  }

  std::unordered_map<Key, std::string_view, Hash> values;
  std::unordered_map<std::string_view, std::uint32_t> counts;
};

Draft::Draft(Arena& arena, TextLifetime lifetime)
    : arena_(arena),
      lifetime_(lifetime),
      root_(arena.create<udm::Message>(udm::event_root())),
      type_(paths().generic) {}

void Draft::set_type(std::string_view name) { type_ = ingest::event_type(name); }

void Draft::put_text(const udm::Path& path, std::string_view text) {
  if (!is_absent(text)) put(path, Value::string(keep(text)));
}

std::string_view Draft::text_at(const udm::Path& path) const {
  const udm::Message* at = root_;
  for (const udm::PathStep& step : path.steps) {
    const auto values = at->get(step.field);
    if (values.empty()) return {};
    if (&step == &path.steps.back()) return values.front().as_text();
    at = values.front().as_message();
  }
  return {};
}

bool Draft::has(const udm::Path& path) const {
  const udm::Message* at = root_;
  for (const udm::PathStep& step : path.steps) {
    const auto values = at == nullptr ? std::span<const Value>{} : at->get(step.field);
    if (values.empty()) return false;
    at = values.front().as_message();
  }
  return true;
}

void Draft::add(std::string_view name, std::string_view text) {
  if (is_absent(text) || added_ == kMostAdditional) return;
  ++added_;
  if (additional_ == nullptr) additional_ = &root_->structure(paths().additional, arena_);
  if (joint != '.' && name.contains('.')) {
    std::string joined(name);
    std::ranges::replace(joined, '.', joint);
    name = arena_.copy(joined);
  }
  std::string_view key = keep(name);
  for (std::uint64_t n = 2; !additional_->get(key).is_null(); ++n) {
    if (additional_->get(key).as_text() == text) return;
    key = arena_.copy(std::string(name) + "_" + std::to_string(n));
  }
  additional_->set(key, Value::string(keep(text)), arena_);
}

bool Draft::put_account(const CompiledRow& row, std::string_view text) {
  const Account account = split_account(text);
  put_text(row.paths[0], account.user);
  put_text(row.paths[1], account.domain);
  return true;
}

bool Draft::put_hashes(const CompiledRow& row, std::string_view text) {
  bool any = false;
  const auto fields = hash_fields();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string_view hash = to_hash(find_hash(text, fields[i].name), arena_);
    if (hash.empty()) continue;
    put(row.paths[i], Value::string(hash));
    any = true;
  }
  return any;
}

bool Draft::put_mail_user(const CompiledRow& row, std::string_view text) {
  text = trim(text);
  put_text(row.paths[0], text);
  if (text.find('@') != std::string_view::npos) put_text(row.paths[1], text);
  return !is_absent(text);
}

bool Draft::put_host(const CompiledRow& row, std::string_view text) {
  if (const std::string_view ip = to_ip(text); !ip.empty()) {
    put(row.paths[0], Value::string(keep(ip)));
    return true;
  }
  put_text(row.paths[1], trim(text));
  return true;
}

bool Draft::put_by_type(const CompiledRow& row, std::string_view text) {
  for (const Code& code : row.codes) {
    if (!equal_nocase(trim(text), code.from)) continue;
    text = code.to;
    break;
  }
  if (row.field == nullptr || row.field->type == udm::FieldType::kString) {
    put_text(row.paths[0], text);
    return true;
  }
  const auto value = to_value(*row.field, text, arena_);
  if (value) put(row.paths[0], *value);
  return value.has_value();
}

bool Draft::apply(const CompiledRow& row, std::string_view text) {
  const auto put_converted = [&](std::string_view converted) {
    if (converted.empty()) return false;
    put(row.paths[0], Value::string(converted));
    return true;
  };
  const auto put_number = [&](std::int32_t number) {
    if (number == 0) return false;
    put(row.paths[0], Value::enumerator(number));
    return true;
  };
  switch (row.convert) {
    case Convert::kText: return put_by_type(row, text);
    case Convert::kEscapedText: return put_converted(keep(unescape_entities(text, arena_)));
    case Convert::kLower: return put_converted(keep(to_lower(text, arena_)));
    case Convert::kPid: return put_converted(to_pid(text, arena_));
    case Convert::kGuid: return put_converted(to_process_guid(text, arena_));
    case Convert::kHash: return put_converted(to_hash(text, arena_));
    case Convert::kHashes: return put_hashes(row, text);
    case Convert::kAccount: return put_account(row, text);
    case Convert::kMailUser: return put_mail_user(row, text);
    case Convert::kSid: return trim(text) == "S-1-0-0" || put_converted(keep(trim(text)));
    case Convert::kIp: return put_converted(keep(to_ip(text)));
    case Convert::kHost: return put_host(row, text);
    case Convert::kMac: return put_converted(to_mac(text, arena_));
    case Convert::kElevation: return put_number(to_elevation(text));
    case Convert::kIpProtocol: return put_number(to_ip_protocol(text));
    case Convert::kPort: {
      const auto port = to_unsigned(trim(text));
      if (port && *port > 0 && *port < 65536) put(row.paths[0], Value::integer(static_cast<std::int64_t>(*port)));
      return port && *port < 65536;
    }
    case Convert::kUnsigned: {
      const auto number = to_unsigned(trim(text));
      if (number) put(row.paths[0], Value::unsigned_integer(*number));
      return number.has_value();
    }
    case Convert::kIntegrity: {
      const auto rid = to_integrity(text);
      if (rid) put(row.paths[0], Value::unsigned_integer(*rid));
      return rid.has_value();
    }
    case Convert::kTrue:
      if (!equal_nocase(text, "true")) return equal_nocase(text, "false");
      put(row.paths[0], Value::boolean(true));
      return true;
    case Convert::kTime: {
      const auto time = parse_log_time(text);
      if (time) put(row.paths[0], Value::timestamp(*time));
      return time.has_value();
    }
    case Convert::kEventTime: {
      const auto time = parse_log_time(text);
      if (time) time_ = *time;
      return time.has_value();
    }
    case Convert::kJson:
    case Convert::kCode: return true;
  }
  return false;
}

void Draft::add_datum(std::size_t position, const Datum& datum) {
  const bool unnamed = windows != nullptr && datum.name.empty();
  add(unnamed ? arena_.copy("param" + std::to_string(position + 1)) : datum.name, datum.value);
}

void Draft::lay_out(std::span<const Datum> data, const CompiledMapping& mapping) {
  data_ = data;
  mapping_ = &mapping;
  std::size_t hint = 0;
  for (const Datum& datum : data) {
    if (is_absent(datum.value)) continue;
    std::size_t row = mapping.find(datum.name, hint);
    bool placed = false;
    bool kept = false;
    for (; row < mapping.rows.size() && mapping.rows[row].source == datum.name; ++row) {
      const bool applied = apply(mapping.rows[row], datum.value);
      if (applied && row < kMostRows) placed_[row / 64] |= 1ull << (row % 64);
      placed |= applied;
      kept |= mapping.rows[row].also_additional;
    }
    if (!placed || kept) add_datum(static_cast<std::size_t>(&datum - data.data()), datum);
  }
  for (const CompiledConstant& constant : mapping.constants) put(constant.path, constant.value);
}

Draft::~Draft() = default;

const Draft::ElementIndex& Draft::element_index() const {
  if (element_index_ == nullptr) element_index_ = std::make_unique<const ElementIndex>(data_);
  return *element_index_;
}

std::string_view Draft::find(std::string_view name, std::uint32_t element) const {
  if (data_.size() < kIndexedData) return ingest::find(data_, name, element);
  const auto found = element_index().values.find({name, element});
  return found == element_index().values.end() ? std::string_view() : found->second;
}

std::uint32_t Draft::elements(std::string_view list) const {
  if (data_.size() >= kIndexedData) {
    const auto found = element_index().counts.find(list);
    return found == element_index().counts.end() ? 0 : found->second;
  }
  std::uint32_t count = 0;
  for (const Datum& datum : data_) {
    const bool below =
        datum.name.starts_with(list) && datum.name.size() > list.size() && datum.name[list.size()] == '.';
    if (below) count = std::max(count, datum.element + 1);
  }
  return count;
}

void Draft::put_enum(const udm::Path& path, std::string_view name) {
  put(path, Value::enumerator(udm::enum_number(path.type.enum_id, name).value_or(0)));
}

udm::Message& Draft::append(const udm::Path& path) {
  udm::Message* at = root_;
  for (std::size_t i = 0; i + 1 < path.steps.size(); ++i) at = &at->child(path.steps[i].field, arena_);
  return at->add_child(path.steps.back().field, arena_);
}

void Draft::put_text(udm::Message& message, std::string_view field, std::string_view text) {
  if (!is_absent(text)) message.set(*udm::find_field(message.type(), field), Value::string(keep(text)), arena_);
}

void Draft::put_label(const udm::Path& labels, std::string_view key, std::string_view text) {
  if (is_absent(text)) return;
  udm::Message& label = append(labels);
  put_text(label, "key", key);
  put_text(label, "value", text);
}

void Draft::mirror_assets() {
  static const NounFields fields;
  for (const udm::FieldIndex noun_field : fields.noun) {
    const auto nouns = root_->get(noun_field);
    if (nouns.empty()) continue;
    udm::Message& noun = *nouns.front().as_message();
    for (const NounFields::Pair& pair : fields.pairs) {
      if (const auto values = noun.get(pair.noun); !values.empty()) {
        copy_missing(values, noun.child(fields.asset, arena_), pair.asset, pair.repeated, arena_);
      }
      const auto assets = noun.get(fields.asset);
      if (assets.empty()) continue;
      copy_missing(assets.front().as_message()->get(pair.asset), noun, pair.noun, pair.repeated, arena_);
    }
  }
}

void Draft::weaken(EventSink& sink) {
  const std::string_view reason = missing_requirement(type_, *root_);
  if (reason.empty()) return;
  type_ = has(paths().principal_host) ? paths().status : paths().generic;
  sink.weakened(reason);
}

void Draft::emit(std::string_view id, std::string_view log_type, EventSink& sink) {
  if (!dropped_.empty()) {
    sink.dropped(dropped_);
    return;
  }
  mirror_assets();
  weaken(sink);
  if (!noted_.empty()) sink.weakened(noted_);
  if (RowObserver* const observer = sink.observer(); observer != nullptr && mapping_ != nullptr) {
    observer->laid_out(*mapping_, placed_, *root_);
  }
  put(paths().event_type, Value::enumerator(type_));
  put(paths().id, Value::string(id));
  put(paths().log_type, Value::string(log_type));
  if (!time_.is_zero()) put(paths().event_time, Value::timestamp(time_));
  const std::string_view source = raw != nullptr       ? raw->whole()
                                  : windows != nullptr ? windows->source
                                                       : std::string_view{};
  sink.event(udm::Event{root_, time_, id, log_type, {}, source});
}

}  // namespace yaral::ingest
