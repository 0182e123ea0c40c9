#include "entities/setup.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "udm/json_scalar.h"
#include "udm/path.h"

namespace yaral::entities {

namespace {

using semantics::DataTable;
using semantics::SetupOperation;
using udm::Event;
using udm::Message;

constexpr std::size_t kMostProblems = 100;

// How a field's value stands in a table.
std::string cell_of(const udm::Path& path, const Value& value) {
  switch (value.kind()) {
    case ValueKind::kString:
    case ValueKind::kBytes: return std::string(value.as_text());
    case ValueKind::kInt: return std::to_string(value.as_int());
    case ValueKind::kUint: return std::to_string(value.as_uint());
    case ValueKind::kFloat: return fmt::format("{}", value.as_float());
    case ValueKind::kBool: return value.as_bool() ? "true" : "false";
    case ValueKind::kTimestamp: return format_timestamp(value.as_timestamp());
    case ValueKind::kEnum:
      return std::string(udm::enum_name(path.type.enum_id, static_cast<std::int32_t>(value.as_int())));
    default: return {};
  }
}

// A copy that may be changed: messages are copied, texts are shared.
Message* copy_of(const Message& from, Arena& arena) {
  auto* to = arena.create<Message>(from.type());
  for (const Message::Field& field : from.fields()) {
    const udm::FieldInfo& info = udm::message(from.type()).fields[field.index];
    for (std::uint32_t i = 0; i < field.count; ++i) {
      Value value = field.values[i];
      if (const Message* inner = value.as_message()) value = Value::message(copy_of(*inner, arena));
      if (const udm::Struct* inner = value.as_struct()) {
        auto* made = arena.create<udm::Struct>();
        for (const auto& entry : inner->entries()) made->add(entry.key, entry.value, arena);
        value = Value::structure(made);
      }
      if (info.repeated) {
        to->append(field.index, value, arena);
      } else {
        to->set(field.index, value, arena);
      }
    }
  }
  return to;
}

class Setup {
 public:
  Setup(const SetupOperation& operation, const DataTable& table, Arena& arena)
      : operation_(operation), table_(table), arena_(arena) {}

  std::expected<SetupResult, std::string> run(std::span<const Event> entities) {
    if (std::string why = prepare(); !why.empty()) return std::unexpected(std::move(why));
    if (operation_.kind == SetupOperation::Kind::kAppend) {
      append(entities);
    } else {
      index_rows();
      for (const Event& entity : entities) change(entity);
    }
    return std::move(result_);
  }

 private:
  struct Mapped {
    std::size_t column;
    udm::Path path;
    bool fresh;  // no column before it is mapped to the same field
  };

  std::string prepare() {
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const std::string& mapped = table_.columns[i].mapped_path;
      if (mapped.empty()) {
        unmapped_.push_back(i);
        continue;
      }
      auto path = udm::resolve(udm::entity_root(), mapped);
      if (!path)
        return fmt::format("%{}.{} is mapped to `{}`, which is no field of an entity", table_.name,
                           table_.columns[i].name, mapped);
      const bool fresh = std::ranges::none_of(mapped_, [&](const Mapped& m) { return m.path.text == path->text; });
      mapped_.push_back({i, std::move(*path), fresh});
    }
    if (operation_.kind == SetupOperation::Kind::kAppend) return check_append();
    for (const SetupOperation::Join& join : operation_.joins) {
      const auto column = table_.find_column(join.column);
      if (!column) return fmt::format("the table %{} has no column `{}`", table_.name, join.column);
      join_columns_.push_back(*column);
    }
    return {};
  }

  std::string check_append() const {
    for (const char* needed : {"metadata.interval.start_time", "metadata.interval.end_time"}) {
      if (std::ranges::none_of(mapped_, [&](const Mapped& m) { return m.path.text == needed; }))
        return fmt::format("%{} needs a column mapped to `{}` for graph_append", table_.name, needed);
    }
    return {};
  }

  static void add_part(std::string& key, std::string_view part) { key += fmt::format("{}:{}", part.size(), part); }

  void index_rows() {
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      std::string key;
      for (const std::size_t column : join_columns_) add_part(key, table_.rows[i][column]);
      row_of_.try_emplace(std::move(key), i);
    }
  }

  // The first row that equals the entity in its joined fields; of repeated fields each value counts. A field that is not
  // set equals no row.
  std::optional<std::size_t> find_row(const Event& entity) const {
    std::vector<std::string> keys(1);
    for (const SetupOperation::Join& join : operation_.joins) {
      std::vector<Value> values;
      udm::collect(*entity.root, join.entity_path, values);
      std::vector<std::string> longer;
      for (const std::string& key : keys) {
        for (const Value& value : values) {
          if (longer.size() >= kMostKeys) break;
          longer.push_back(key);
          add_part(longer.back(), cell_of(join.entity_path, value));
        }
      }
      keys = std::move(longer);
    }
    std::optional<std::size_t> best;
    for (const std::string& key : keys) {
      const auto at = row_of_.find(key);
      if (at != row_of_.end() && (!best || at->second < *best)) best = at->second;
    }
    return best;
  }

  void change(const Event& entity) {
    const auto row = find_row(entity);
    if (!row) {
      result_.entities.push_back(entity);
      return;
    }
    ++result_.changed;
    if (operation_.kind == SetupOperation::Kind::kExclude) return;
    result_.entities.push_back(written(*copy_of(*entity.root, arena_), entity, table_.rows[*row]));
  }

  void append(std::span<const Event> entities) {
    result_.entities.assign(entities.begin(), entities.end());
    for (const std::vector<std::string>& row : table_.rows) {
      ++result_.changed;
      result_.entities.push_back(
          written(*arena_.create<Message>(udm::entity_root()), Event{.log_type = "ENTITY"}, row));
    }
  }

  // The entity with a row's cells in its fields.
  Event written(Message& root, Event entity, const std::vector<std::string>& row) {
    for (const Mapped& mapped : mapped_) write(root, mapped, row[mapped.column]);
    for (const std::size_t column : unmapped_)
      root.structure(additional_, arena_).set(table_.columns[column].name, Value::string(row[column]), arena_);
    entity.root = &root;
    entity.json = {};
    std::vector<Value> start;
    udm::collect(root, start_, start);
    entity.time = start.empty() ? Timestamp{} : start.front().as_timestamp();
    return entity;
  }

  // An empty cell changes nothing. What was in a repeated field goes.
  void write(Message& root, const Mapped& mapped, const std::string& cell) {
    if (cell.empty()) return;
    Message* holder = &root;
    const udm::PathStep* last = nullptr;
    for (const udm::PathStep& step : mapped.path.steps) {
      if (last != nullptr) holder = &below(*holder, last->field);
      last = &step;
    }
    const udm::FieldInfo& field = udm::message(holder->type()).fields[last->field];
    auto value = udm::scalar_from_string(field, cell, arena_);
    if (!value) return report(fmt::format("`{}` cannot stand in `{}`", cell, mapped.path.text));
    if (field.repeated && mapped.fresh) holder->clear(last->field);
    if (field.repeated) {
      holder->append(last->field, *value, arena_);
    } else {
      holder->set(last->field, *value, arena_);
    }
  }

  Message& below(Message& parent, udm::FieldIndex field) {
    if (const std::span<const Value> set = parent.get(field); !set.empty()) return *set.front().as_message();
    return udm::message(parent.type()).fields[field].repeated ? parent.add_child(field, arena_)
                                                              : parent.child(field, arena_);
  }

  void report(std::string message) {
    if (result_.problems.size() < kMostProblems) {
      result_.problems.push_back(fmt::format("%{}: {}", table_.name, message));
    } else {
      ++result_.problems_dropped;
    }
  }

  static constexpr std::size_t kMostKeys = 1'000;  // choices of values of one entity's joined fields

  const SetupOperation& operation_;
  const DataTable& table_;
  Arena& arena_;
  const udm::FieldIndex additional_ = *udm::find_field(udm::entity_root(), "additional");
  const udm::Path start_ = *udm::resolve(udm::entity_root(), "metadata.interval.start_time");
  std::vector<Mapped> mapped_;
  std::vector<std::size_t> unmapped_;
  std::vector<std::size_t> join_columns_;
  std::unordered_map<std::string, std::size_t> row_of_;
  SetupResult result_;
};

}  // namespace

std::expected<SetupResult, std::string> apply_setup(const SetupOperation& operation, const DataTable& table,
                                                    std::span<const Event> entities, Arena& arena) {
  return Setup(operation, table, arena).run(entities);
}

}  // namespace yaral::entities
