#include "ingest/json_fields.h"

#include <boost/unordered/unordered_flat_map.hpp>
#include <string>

#include "ingest/json_dom.h"

namespace yaral::ingest {
namespace {

using simdjson::dom::element_type;

constexpr std::size_t kMostData = 20000;
constexpr int kDeepest = 32;

class Flattener {
 public:
  // `inner`: the document dies before the data.
  Flattener(const FieldTable& table, Arena& arena, std::vector<Datum>& data, bool inner)
      : table_(table), arena_(arena), data_(data), inner_(inner) {}

  void object(const JsonObject& object, std::string_view prefix, std::uint32_t element, int depth) {
    for (const auto& [key, value] : object) {
      if (full()) return;
      this->value(join(prefix, key), value, element, depth);
    }
  }

  // The record itself.
  void record(const JsonObject& record, std::string_view inner) {
    for (const auto& [key, value] : record) {
      if (full()) return;
      const bool wraps = !inner.empty() && key == inner && is_object(value);
      if (wraps) {
        object(JsonObject(value), {}, 0, 1);
      } else {
        this->value(key, value, 0, 0);
      }
    }
  }

  bool complete() const { return complete_; }

 private:
  bool full() {
    if (data_.size() < kMostData) return false;
    complete_ = false;
    return true;
  }

  std::string_view join(std::string_view prefix, std::string_view key) {
    if (prefix.empty()) return keep(key);
    std::string name;
    name.reserve(prefix.size() + 1 + key.size());
    name.append(prefix).append(1, '.').append(key);
    return arena_.copy(name);
  }

  // Texts of an inner document die with it.
  std::string_view keep(std::string_view text) { return inner_ ? arena_.copy(text) : text; }

  void value(std::string_view name, JsonValue value, std::uint32_t element, int depth) {
    const element_type type = value.type();
    if (depth < kDeepest && type == element_type::OBJECT) {
      object(JsonObject(value), name, element, depth + 1);
    } else if (depth < kDeepest && type == element_type::ARRAY && table_.expands(name)) {
      list(name, JsonArray(value), element, depth);
    } else if (type == element_type::STRING && !inner_ && table_.is_json(name)) {
      json(name, std::string_view(value), element, depth);
    } else if (type == element_type::STRING) {
      data_.push_back({name, keep(std::string_view(value)), element});
    } else if (type != element_type::NULL_VALUE) {
      data_.push_back({name, text_of(value, arena_), element});
    }
  }

  void list(std::string_view name, const JsonArray& array, std::uint32_t element, int depth) {
    for (const JsonValue item : array) {
      if (full()) return;
      const bool is_new_element = is_object(item);
      value(name, item, is_new_element ? elements_[name]++ : element, depth + 1);
    }
  }

  void json(std::string_view name, std::string_view text, std::uint32_t element, int depth) {
    simdjson::dom::parser parser;
    JsonValue root;
    const bool is_json = parser.parse(std::string(text)).get(root) == simdjson::SUCCESS;
    if (!is_json || (!is_object(root) && root.type() != element_type::ARRAY)) {
      data_.push_back({name, text, element});
      return;
    }
    inner_ = true;
    value(name, root, element, depth + 1);
    inner_ = false;
  }

  const FieldTable& table_;
  Arena& arena_;
  std::vector<Datum>& data_;
  bool inner_;
  boost::unordered_flat_map<std::string_view, std::uint32_t> elements_;  // of each list, so far
  bool complete_ = true;
};

}  // namespace

bool take_apart(const JsonNode& object, const FieldTable& table, std::string_view inner, Arena& arena,
                std::vector<Datum>& data) {
  Flattener flattener(table, arena, data, false);
  flattener.record(object.object, inner);
  return flattener.complete();
}

bool take_apart_below(const JsonNode& object, std::string_view name, const FieldTable& table, Arena& arena,
                      std::vector<Datum>& data) {
  Flattener flattener(table, arena, data, false);
  flattener.object(object.object, name, 0, 0);
  return flattener.complete();
}

bool take_apart_text(std::string_view json, const FieldTable& table, Arena& arena, std::vector<Datum>& data) {
  simdjson::dom::parser parser;
  JsonObject root;
  if (parser.parse(std::string(json)).get(root) != simdjson::SUCCESS) return false;
  Flattener(table, arena, data, true).object(root, {}, 0, 0);
  return true;
}

}  // namespace yaral::ingest
