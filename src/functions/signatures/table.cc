#include <algorithm>
#include <vector>

#include "functions/signatures/rows.h"

namespace yaral::functions {
namespace {

std::vector<FunctionInfo> sorted_rows() {
  std::vector<FunctionInfo> all;
  for (const auto rows :
       {rows::aggregates(), rows::arrays(), rows::bytes(), rows::cast(), rows::group(), rows::hash(), rows::if_function(),
        rows::math(), rows::metrics(), rows::net(), rows::optimization(), rows::re(), rows::strings(), rows::timestamp(),
        rows::window()}) {
    all.insert(all.end(), rows.begin(), rows.end());
  }
  std::ranges::sort(all, {}, &FunctionInfo::name);
  return all;
}

}  // namespace

std::span<const FunctionInfo> all_functions() {
  static const std::vector<FunctionInfo> table = sorted_rows();
  return table;
}

const FunctionInfo* find_function(std::string_view name) {
  const auto all = all_functions();
  const auto at = std::ranges::lower_bound(all, name, {}, &FunctionInfo::name);
  return at != all.end() && at->name == name ? &*at : nullptr;
}

}  // namespace yaral::functions
