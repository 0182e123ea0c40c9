#include "udm/json_struct.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

namespace yaral::udm {
namespace {

const Projection::Node kEverything{.whole = true};

// What the members of google.protobuf.Struct and ListValue are called.
constexpr std::string_view kFields[] = {"fields"};
constexpr std::string_view kValues[] = {"values"};

// Below this many keys looking through them all is cheaper than hashing.
constexpr std::size_t kFewKeys = 16;

// The members of google.protobuf.Value, in both spellings.
constexpr std::string_view kNullKind[] = {"nullValue", "null_value"};
constexpr std::string_view kListKind[] = {"listValue", "list_value"};
constexpr std::string_view kStructKind[] = {"structValue", "struct_value"};
constexpr std::string_view kPlainKinds[] = {"stringValue",  "string_value", "numberValue",
                                            "number_value", "boolValue",    "bool_value"};

Value number(std::string_view digits) {
  double d = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), d);
  return error == std::errc{} ? Value::floating(d) : Value();
}

// The value of the only key of a struct, when it is one of `names`.
const Value* only_member(const Value& value, std::span<const std::string_view> names) {
  const Struct* object = value.as_struct();
  if (object == nullptr || object->entries().size() != 1) return nullptr;
  const Struct::Entry& entry = object->entries().front();
  return std::ranges::find(names, entry.key) != names.end() ? &entry.value : nullptr;
}

}  // namespace

bool StructReader::read(const Projection::Node& wanted, Struct*& out) {
  if (json_.peek() == '[') {
    Value list;
    if (!read_list(list)) return false;
    out = from_fields(list);
    return true;
  }
  std::size_t members = 0;
  if (!read_object(wanted, out, members)) return false;
  const Value* fields = members == 1 ? only_member(Value::structure(out), kFields) : nullptr;
  Struct* const unwrapped = fields != nullptr ? from_fields(*fields) : nullptr;
  if (unwrapped != nullptr) {
    out = unwrapped;
  } else if (log_ != nullptr) {
    log_->structs.push_back({out, std::move(tokens_)});
  }
  return true;
}

bool StructReader::read_value(Value& out) {
  switch (json_.peek()) {
    case '{': {
      Struct* object = nullptr;
      std::size_t members = 0;
      if (!read_object(kEverything, object, members)) return false;
      out = Value::structure(object);
      return true;
    }
    case '[': return read_list(out);
    case '"': {
      JsonString string;
      std::string_view text;
      if (!json_.read_string(string) || !json_.unescape(string, arena_, text)) return false;
      out = Value::string(text);
      return true;
    }
    default: {
      std::string_view literal;
      if (!json_.read_literal(literal)) return false;
      const bool is_bool = literal == "true" || literal == "false";
      out = is_bool ? Value::boolean(literal == "true") : literal == "null" ? Value() : number(literal);
      return true;
    }
  }
}

bool StructReader::read_object(const Projection::Node& wanted, Struct*& out, std::size_t& members) {
  Entries entries;
  const bool good = json_.each_member([&](JsonString name) {
    ++members;
    std::string_view key;
    if (!json_.unescape(name, arena_, key)) return false;
    if (!wanted.wants_key(key) && key != "fields") return json_.skip();
    Value value;
    const std::size_t token = json_.passed();
    if (!read_value(value)) return false;
    entries.push_back({key, value});
    if (log_ != nullptr) tokens_.push_back({.key = token - 2, .value = token});
    return true;
  });
  if (good) out = make(std::move(entries));
  return good;
}

bool StructReader::read_list(Value& out) {
  std::vector<Value> items;
  const bool good = json_.each_element([&] {
    Value item;
    if (!read_value(item)) return false;
    items.push_back(item);
    return true;
  });
  if (!good) return false;
  Value* copy = arena_.allocate<Value>(items.size());
  std::ranges::copy(items, copy);
  out = Value::list({copy, items.size()});
  return true;
}

// Of several entries with one key the last counts, in the place of the first.
Struct* StructReader::make(Entries entries) {
  auto* made = arena_.create<Struct>();
  if (entries.size() <= kFewKeys) {
    for (const Struct::Entry& entry : entries) made->set(entry.key, entry.value, arena_);
    return made;
  }
  std::unordered_map<std::string_view, std::size_t> places;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto [place, is_new] = places.try_emplace(entries[i].key, kept);
    entries[place->second] = entries[i];
    kept += is_new;
  }
  for (std::size_t i = 0; i < kept; ++i) made->add(entries[i].key, entries[i].value, arena_);
  return made;
}

// From what stands under `fields`: an object of wrapped values, or a list of pairs. Null when it is neither.
Struct* StructReader::from_fields(const Value& fields) {
  Entries entries;
  if (const Struct* object = fields.as_struct()) {
    for (const Struct::Entry& entry : object->entries()) entries.push_back({entry.key, unwrap(entry.value)});
    return make(std::move(entries));
  }
  if (fields.kind() != ValueKind::kList) return nullptr;
  for (const Value& pair : fields.as_list())
    if (!entry_from_pair(pair, entries)) return nullptr;
  return make(std::move(entries));
}

bool StructReader::entry_from_pair(const Value& pair, Entries& entries) {
  const Struct* object = pair.as_struct();
  if (object == nullptr) return false;
  const Value key = object->get("key");
  if (key.kind() != ValueKind::kString) return false;
  entries.push_back({key.as_text(), unwrap(object->get("value"))});
  return true;
}

// Takes a google.protobuf.Value out of its wrapper, such as {"stringValue": "x"}; other values are what they are.
Value StructReader::unwrap(const Value& value) {
  if (const Value* list = only_member(value, kListKind)) {
    const Value* values = only_member(*list, kValues);
    if (values == nullptr || values->kind() != ValueKind::kList) return value;
    const std::span<const Value> items = values->as_list();
    Value* copy = arena_.allocate<Value>(items.size());
    std::ranges::transform(items, copy, [this](const Value& item) { return unwrap(item); });
    return Value::list({copy, items.size()});
  }
  if (const Value* object = only_member(value, kStructKind)) {
    const Value* fields = only_member(*object, kFields);
    Struct* made = from_fields(fields != nullptr ? *fields : *object);
    return made != nullptr ? Value::structure(made) : value;
  }
  if (only_member(value, kNullKind) != nullptr) return {};
  const Value* plain = only_member(value, kPlainKinds);
  return plain != nullptr ? *plain : value;
}

}  // namespace yaral::udm
