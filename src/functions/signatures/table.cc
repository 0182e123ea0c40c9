#include <algorithm>
#include <array>
#include <deque>
#include <vector>

#include "functions/signatures/row.h"

namespace yaral::functions {

namespace {

struct TypeWord {
  std::string_view word;
  Type type;
  ParamRule rule = ParamRule::kValue;
};

constexpr TypeWord kTypeWords[] = {
    {"string", {.base = BaseType::kString}},
    {"bytes", {.base = BaseType::kBytes}},
    {"int", {.base = BaseType::kInt}},
    {"uint", {.base = BaseType::kUint}},
    {"float", {.base = BaseType::kFloat}},
    {"number", {.base = BaseType::kNumber}},
    {"bool", {.base = BaseType::kBool}},
    {"timestamp", {.base = BaseType::kTimestamp}},
    {"any", {.base = BaseType::kAny}},
    {"strings", {.base = BaseType::kString, .list = true}},
    {"floats", {.base = BaseType::kFloat, .list = true}},
    {"numbers", {.base = BaseType::kNumber, .list = true}},
    {"list", {.base = BaseType::kAny, .list = true}},
    {"regex", {.base = BaseType::kString}, ParamRule::kRegexConstant},
    {"capture_regex", {.base = BaseType::kString}, ParamRule::kCaptureRegex},
    {"cidr", {.base = BaseType::kString}, ParamRule::kCidrConstant},
    {"zone", {.base = BaseType::kString}, ParamRule::kTimeZone},
    {"field", {.base = BaseType::kAny, .list = true}, ParamRule::kWholeField},
};

const TypeWord& type_word(std::string_view word) { return *std::ranges::find(kTypeWords, word, &TypeWord::word); }

// The rows with their forms parsed; lives as long as the program.
class Table {
 public:
  Table() {
    for (const auto rows : {arrays_rows(), conversion_rows(), math_rows(), metrics_rows(), net_rows(), re_rows(),
                            strings_rows(), timestamp_rows(), aggregate_rows(), window_rows()})
      for (const FunctionRow& row : rows) add(row);
    std::ranges::sort(functions_, {}, &FunctionInfo::name);
  }

  std::span<const FunctionInfo> functions() const { return functions_; }

 private:
  void add(const FunctionRow& row) {
    auto& overloads = overloads_.emplace_back();
    for (std::string_view form : row.forms)
      if (!form.empty()) overloads.push_back(parse(form));
    if (row.kind == FunctionKind::kMetric) overloads.clear();
    functions_.push_back({.name = row.forms[0].substr(0, row.forms[0].find('(')),
                          .kind = row.kind,
                          .overloads = overloads,
                          .places = row.places,
                          .availability = row.availability,
                          .summary = row.summary,
                          .behaviour = row.behaviour,
                          .example = row.example});
  }

  Overload parse(std::string_view form) {
    Overload overload;
    auto& params = params_.emplace_back();
    const std::size_t open = form.find('(');
    const std::size_t close = form.find(") -> ");
    std::string_view list = form.substr(open + 1, close - open - 1);
    while (!list.empty()) {
      const std::size_t comma = std::min(list.find(", "), list.size());
      std::string_view param = list.substr(0, comma);
      list.remove_prefix(std::min(comma + 2, list.size()));
      if (param.front() == '[') {
        param = param.substr(1, param.size() - 2);
        ++overload.optional;
      }
      const std::size_t colon = param.find(": ");
      std::string_view name = param.substr(0, colon);
      if (name.ends_with("...")) {
        name.remove_suffix(3);
        overload.variadic = true;
      }
      const TypeWord& word = type_word(param.substr(colon + 2));
      params.push_back({.name = name, .type = word.type, .rule = word.rule});
    }
    overload.params = params;
    overload.result = type_word(form.substr(close + 5)).type;
    return overload;
  }

  std::deque<std::vector<Param>> params_;
  std::deque<std::vector<Overload>> overloads_;
  std::vector<FunctionInfo> functions_;
};

const Table& table() {
  static const Table the_table;
  return the_table;
}

}  // namespace

std::span<const FunctionInfo> all_functions() { return table().functions(); }

const FunctionInfo* find_function(std::string_view name) {
  const auto all = all_functions();
  const auto at = std::ranges::lower_bound(all, name, {}, &FunctionInfo::name);
  return at != all.end() && at->name == name ? &*at : nullptr;
}

}  // namespace yaral::functions
