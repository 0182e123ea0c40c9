#include "functions/signatures/markdown.h"

#include <algorithm>
#include <array>

namespace yaral::functions {
namespace {

struct Chapter {
  std::string_view prefix;  // of the functions' names
  std::string_view title;
  std::string_view text;
};

constexpr std::array<Chapter, 13> kChapters = {{
    {"", "Aggregates and if", "Aggregates stand in `outcome` and run over the rows of a group."},
    {"arrays.", "arrays", "Lists come from repeated fields, `strings.split`, `re.capture_all` and `array`."},
    {"bytes.", "bytes", ""},
    {"cast.", "cast", "What cannot be converted gives the zero value of the result."},
    {"hash.", "hash", ""},
    {"math.", "math", ""},
    {"metrics.", "metrics",
     "How an entity used to behave: read in `outcome` within an aggregate, by named arguments. They are computed from the "
     "events scanned and from `--metrics-history`; docs/semantics.md, \"Metrics\", says how."},
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

// A result of type `any` is of the type of the first argument.
std::string result_text(const Overload& overload) {
  if (overload.result.base != BaseType::kAny || overload.params.empty()) return type_name(overload.result);
  const std::string first = "type of " + std::string(overload.params.front().name);
  return overload.result.list ? "list of " + first : first;
}

std::string availability_text(Availability availability) {
  switch (availability) {
    case Availability::kRules: return "In rules only. ";
    case Availability::kSearch: return "In searches and dashboards only. ";
    case Availability::kUnlisted:
      return "Seen in use, but not in the published list of functions: SecOps may refuse it. ";
    case Availability::kBoth: break;
  }
  return {};
}

std::string entry(const FunctionInfo& function) {
  std::string text = "\n### " + std::string(function.name) + "\n\n";
  if (!function.overloads.empty()) {
    text += "```\n";
    for (const Overload& overload : function.overloads) text += signature_text(function, overload) + "\n";
    text += "```\n\n";
  }
  text += std::string(function.summary) + "\n" + availability_text(function.availability) +
          std::string(function.behaviour) + "\n";
  return text + "\n```yaral\n" + std::string(function.example) + "\n```\n";
}

std::string metric_line(const FunctionInfo& function) {
  return "- `" + std::string(function.name) + "`: " + std::string(function.summary) + "\n";
}

std::string chapter_text(const Chapter& chapter) {
  std::string text = "\n## " + std::string(chapter.title) + "\n";
  if (!chapter.text.empty()) text += "\n" + std::string(chapter.text) + "\n";
  bool first_metric = true;
  for (const FunctionInfo& function : all_functions()) {
    if (prefix_of(function.name) != chapter.prefix) continue;
    if (function.kind == FunctionKind::kMetric) {
      if (first_metric) text += "\n";
      text += metric_line(function);
      first_metric = false;
    } else {
      text += entry(function);
    }
  }
  return text;
}

}  // namespace

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

std::string functions_markdown() {
  std::string page(kIntroduction);
  for (const Chapter& chapter : kChapters) page += chapter_text(chapter);
  return page;
}

}  // namespace yaral::functions
