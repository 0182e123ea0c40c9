#include "functions/arguments.h"

#include <algorithm>

#include "functions/number_text.h"

namespace yaral::functions {

std::string_view text_of(const Value& v) {
  const bool text = v.kind() == ValueKind::kString || v.kind() == ValueKind::kBytes;
  return text ? v.as_text() : std::string_view{};
}

std::int64_t int_of(const Value& v) {
  switch (v.kind()) {
    case ValueKind::kInt:
    case ValueKind::kEnum: return v.as_int();
    case ValueKind::kBool: return v.as_bool();
    case ValueKind::kUint: return static_cast<std::int64_t>(std::min<std::uint64_t>(v.as_uint(), INT64_MAX));
    case ValueKind::kFloat: return nearest_int(v.as_float());
    default: return 0;
  }
}

std::span<const Value> list_of(const Value& v) {
  return v.kind() == ValueKind::kList ? v.as_list() : std::span<const Value>{};
}

Value text_result(CallContext& context, std::string_view text) {
  if (text.size() > kMostTextBytes) {
    std::size_t size = kMostTextBytes;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) --size;
    text = text.substr(0, size);
    context.notes.add("text longer than 16 MiB was cut");
  }
  return Value::string(context.arena.copy(text));
}

Value list_result(CallContext& context, std::span<const Value> items) {
  if (items.size() > kMostElements) {
    items = items.first(kMostElements);
    context.notes.add("list longer than 100,000 elements was cut");
  }
  Value* copy = context.arena.allocate<Value>(items.size());
  std::ranges::copy(items, copy);
  return Value::list({copy, items.size()});
}

}  // namespace yaral::functions
