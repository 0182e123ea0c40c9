#include "functions/registry.h"

#include <algorithm>
#include <vector>

namespace yaral::functions {
namespace {

template <typename Row>
std::vector<Row> sorted(std::initializer_list<std::span<const Row>> tables) {
  std::vector<Row> all;
  for (const auto& table : tables) all.insert(all.end(), table.begin(), table.end());
  std::ranges::sort(all, {}, &Row::name);
  return all;
}

template <typename Row>
const Row* find(const std::vector<Row>& rows, std::string_view name) {
  const auto at = std::ranges::lower_bound(rows, name, {}, &Row::name);
  return at != rows.end() && at->name == name ? &*at : nullptr;
}

}  // namespace

const Implementation* find_implementation(std::string_view name) {
  static const auto rows = sorted<NamedImplementation>(
      {arrays_implementations(), bytes_implementations(), cast_implementations(), hash_implementations(),
       math_implementations(), net_implementations(), re_implementations(), strings_implementations(),
       timestamp_implementations(), url_implementations()});
  const NamedImplementation* row = find(rows, name);
  return row ? &row->implementation : nullptr;
}

std::unique_ptr<Aggregator> make_aggregator(std::string_view name) {
  static const auto rows = sorted<NamedAggregator>({plain_aggregators(), window_aggregators()});
  const NamedAggregator* row = find(rows, name);
  return row ? row->make() : nullptr;
}

}  // namespace yaral::functions
