#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "functions/arguments.h"
#include "functions/number_text.h"
#include "functions/registry.h"

namespace yaral::functions {
namespace {

Value concat(CallContext& context, Arguments a, const Prepared*) {
  const auto first = list_of(a[0]);
  const auto second = list_of(a[1]);
  std::vector<Value> items(first.begin(), first.end());
  items.insert(items.end(), second.begin(), second.end());
  return list_result(context, items);
}

Value contains(CallContext&, Arguments a, const Prepared*) {
  return Value::boolean(std::ranges::any_of(list_of(a[0]), [&](const Value& item) { return equal(item, a[1]); }));
}

// Indexes count from 0, negative ones from the end; null outside.
Value element(Arguments a) {
  const auto list = list_of(a[0]);
  const std::int64_t given = int_of(a[1]);
  const auto size = static_cast<std::int64_t>(list.size());
  if (given >= size || given < -size) return {};
  return list[static_cast<std::size_t>(given < 0 ? given + size : given)];
}

Value index_to_float(CallContext&, Arguments a, const Prepared*) {
  const Value item = element(a);
  if (item.kind() == ValueKind::kString) return Value::floating(parse_float(item.as_text()).value_or(0.0));
  return Value::floating(item.to_double());
}

Value index_to_int(CallContext&, Arguments a, const Prepared*) {
  const Value item = element(a);
  if (item.kind() == ValueKind::kString) return Value::integer(parse_int(item.as_text()).value_or(0));
  if (item.kind() == ValueKind::kFloat) return Value::integer(exact_int(item.as_float()).value_or(0));
  return Value::integer(int_of(item));
}

Value index_to_str(CallContext& context, Arguments a, const Prepared*) {
  return text_result(context, to_text(element(a)));
}

Value join_string(CallContext& context, Arguments a, const Prepared*) {
  const std::string_view separator = has(a, 1) ? text_of(a[1]) : std::string_view{};
  std::string text;
  bool first = true;
  for (const Value& item : list_of(a[0])) {
    if (item.is_null()) continue;
    if (text.size() > kMostTextBytes) break;
    if (!first) text += separator;
    text += to_text(item);
    first = false;
  }
  return text_result(context, text);
}

// A field that is not repeated counts as one element when it is set.
Value length(CallContext&, Arguments a, const Prepared*) {
  if (a[0].kind() == ValueKind::kList) return Value::integer(static_cast<std::int64_t>(a[0].as_list().size()));
  return Value::integer(a[0].is_null() ? 0 : 1);
}

Value max(CallContext&, Arguments a, const Prepared*) {
  const auto list = list_of(a[0]);
  const auto less = [](const Value& x, const Value& y) { return compare(x, y) < 0; };
  return Value::floating(list.empty() ? 0.0 : std::ranges::max_element(list, less)->to_double());
}

Value min(CallContext&, Arguments a, const Prepared*) {
  const bool ignore_zeros = has(a, 1) && a[1].as_bool();
  std::optional<Value> least;
  for (const Value& item : list_of(a[0])) {
    if (ignore_zeros && item.is_zero()) continue;
    if (!least || compare(item, *least) < 0) least = item;
  }
  return Value::floating(least ? least->to_double() : 0.0);
}

Value size(CallContext&, Arguments a, const Prepared*) {
  return Value::integer(static_cast<std::int64_t>(list_of(a[0]).size()));
}

constexpr NamedImplementation kTable[] = {
    {"arrays.concat", {concat}},
    {"arrays.contains", {contains}},
    {"arrays.index_to_float", {index_to_float}},
    {"arrays.index_to_int", {index_to_int}},
    {"arrays.index_to_str", {index_to_str}},
    {"arrays.join_string", {join_string}},
    {"arrays.length", {length}},
    {"arrays.max", {max}},
    {"arrays.min", {min}},
    {"arrays.size", {size}},
};

}  // namespace

std::span<const NamedImplementation> arrays_implementations() { return kTable; }

}  // namespace yaral::functions
