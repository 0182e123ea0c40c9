#include "functions/signatures/markdown.h"

#include <algorithm>
#include <array>

#include "functions/signatures/metric_table.h"

namespace yaral::functions {
namespace {

constexpr std::array<Chapter, 13> kChapters = {{
    {"", "Aggregates and if", "Aggregates stand in `outcome` and run over the rows of a group."},
    {"arrays.", "arrays", "Lists come from repeated fields, `strings.split`, `re.capture_all` and `array`."},
    {"bytes.", "bytes", ""},
    {"cast.", "cast", "What cannot be converted gives the zero value of the result."},
    {"hash.", "hash", ""},
    {"math.", "math", ""},
    {"metrics.", "metrics",
     "How an entity used to behave: read in `outcome` within an aggregate, by named arguments, among them one to four of "
     "the metric's fields. They are computed from the events scanned and from `--metrics-history`; docs/semantics.md, \"Metrics\", says how."},
    {"net.", "net", ""},
    {"optimization.", "optimization", ""},
    {"re.", "re", "Patterns are those of RE2: no look-around, no back-references, linear time."},
    {"strings.", "strings", ""},
    {"timestamp.", "timestamp",
     "A time zone is an IANA name such as `Europe/Berlin` or an offset such as `+2` or `-03:30`; abbreviations such as "
     "`PST` are not taken."},
    {"window.", "window", "Aggregates that stand in `outcome` and need the prefix in rules."},
}};

constexpr std::string_view kIntroduction =
    "# Functions\n"
    "\n"
    "Every function of YARA-L 2.0 that yaral knows. This page is made from the table in `src/functions/signatures`,\n"
    "which the compiler checks calls against.\n"
    "\n"
    "- A field that is not set has the zero value of its type: `\"\"`, `0`, `0.0`, `false`, an empty list.\n"
    "- An enum field is given to a function as its name.\n"
    "- In a signature `number` is an int, uint or float, `any` any of these, text or a bool, and what stands in\n"
    "  brackets may be left out.\n"
    "- A *note* is a line in the summary of a run that says how often something went wrong. It never stops a run.\n"
    "- Text results end at 16 MiB and lists at 100,000 elements, with a note.\n";

std::string_view prefix_of(std::string_view name) { return name.substr(0, name.rfind('.') + 1); }

std::string_view rule_name(ParamRule rule) {
  switch (rule) {
    case ParamRule::kRegexConstant:
    case ParamRule::kCaptureRegex: return "regex";
    case ParamRule::kCidrConstant: return "CIDR block";
    case ParamRule::kTimeZone: return "time zone";
    case ParamRule::kWholeField: return "repeated field";
    case ParamRule::kValue: break;
  }
  return {};
}

std::string param_text(const Param& param) {
  const std::string_view rule = rule_name(param.rule);
  return std::string(param.name) + ": " + (rule.empty() ? type_name(param.type) : std::string(rule));
}

// A result of type `any` is of the type of the first argument that can be of several.
std::string result_text(const Overload& overload) {
  const std::span<const Param> params = overload.params;
  if (overload.result.base != BaseType::kAny || params.empty()) return type_name(overload.result);
  const auto open = std::ranges::find_if(
      params, [](const Param& p) { return p.type.base == BaseType::kAny || p.type.base == BaseType::kNumber; });
  const std::string text = "type of " + std::string((open == params.end() ? params.begin() : open)->name);
  return overload.result.list ? "list of " + text : text;
}

std::string entry(const FunctionInfo& function) {
  std::string text = "\n### " + std::string(function.name) + "\n\n```\n";
  for (const std::string& form : forms_of(function)) text += form + "\n";
  text += "```\n\n" + std::string(function.summary) + "\n" + std::string(function.behaviour) + "\n\n";
  text += "Sections: " + places_text(function) +
          ". Available: " + std::string(availability_text(function.availability)) + ".\n";
  return text + "\n```yaral\n" + std::string(function.example) + "\n```\n";
}

std::string metric_line(const FunctionInfo& function) {
  std::string text = "- `" + std::string(function.name) + "`: " + std::string(function.summary) + " By ";
  bool first = true;
  for (const std::string_view path : dimensions_of(function)) {
    text += (first ? "`" : ", `") + std::string(path) + "`";
    first = false;
  }
  return text + ".\n";
}

std::string chapter_text(const Chapter& chapter, std::span<const FunctionInfo* const> functions) {
  std::string text = "\n## " + std::string(chapter.title) + "\n";
  if (!chapter.text.empty()) text += "\n" + std::string(chapter.text) + "\n";
  bool first_metric = true;
  for (const FunctionInfo* function : functions) {
    if (!belongs_to(*function, chapter)) continue;
    if (function->kind != FunctionKind::kMetric) {
      text += entry(*function);
      continue;
    }
    if (first_metric) text += "\n";
    text += metric_line(*function);
    first_metric = false;
  }
  return text;
}

}  // namespace

std::span<const Chapter> chapters() { return kChapters; }

bool belongs_to(const FunctionInfo& function, const Chapter& chapter) {
  return prefix_of(function.name) == chapter.prefix;
}

std::vector<std::string_view> dimensions_of(const FunctionInfo& function) {
  std::vector<std::string_view> paths;
  const MetricFunction* metric = find_metric_function(function.name);
  if (!metric) return paths;
  for (const MetricDimension& dimension : metric_dimensions())
    if (dimension.fits(metric->population)) paths.push_back(dimension.path);
  return paths;
}

std::string signature_text(const FunctionInfo& function, const Overload& overload) {
  std::string text = std::string(function.name) + "(";
  const std::size_t required = overload.params.size() - overload.optional;
  for (std::size_t i = 0; i < overload.params.size(); ++i) {
    if (i > 0) text += ", ";
    const std::string param = param_text(overload.params[i]);
    text += i < required ? param : "[" + param + "]";
  }
  if (overload.variadic) text += ", ...";
  return text + ") -> " + result_text(overload);
}

std::vector<std::string> forms_of(const FunctionInfo& function) {
  std::vector<std::string> forms;
  for (const Overload& overload : function.overloads) forms.push_back(signature_text(function, overload));
  if (forms.empty()) forms.push_back(std::string(function.name) + "(...)");
  return forms;
}

std::string places_text(const FunctionInfo& function) {
  struct Row {
    Place place;
    std::string_view name;
  };
  constexpr Row kRows[] = {{kEvents, "events"}, {kOutcome, "outcome"}, {kCondition, "condition"}};
  std::string text;
  for (const Row& row : kRows) {
    if (!(function.places & row.place)) continue;
    if (!text.empty()) text += ", ";
    text += row.name;
  }
  return text;
}

std::string_view availability_text(Availability availability) {
  switch (availability) {
    case Availability::kRules: return "in rules only";
    case Availability::kSearch: return "in searches and dashboards only";
    case Availability::kUnlisted:
      return "seen in use, but not in the published list of functions: SecOps may refuse it";
    case Availability::kBoth: break;
  }
  return "in rules and searches";
}

std::string chapters_markdown(std::span<const FunctionInfo* const> functions) {
  std::string text;
  for (const Chapter& chapter : kChapters) {
    const bool used = std::ranges::any_of(functions, [&](const FunctionInfo* f) { return belongs_to(*f, chapter); });
    if (used) text += chapter_text(chapter, functions);
  }
  return text;
}

std::string functions_markdown() {
  std::vector<const FunctionInfo*> all;
  for (const FunctionInfo& function : all_functions()) all.push_back(&function);
  return std::string(kIntroduction) + chapters_markdown(all);
}

}  // namespace yaral::functions
