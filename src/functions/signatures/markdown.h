#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "functions/signatures/signature.h"

// How functions are described to people: by docs/functions.md and by `yaral functions`.
namespace yaral::functions {

// The functions of one namespace.
struct Chapter {
  std::string_view prefix;  // of the functions' names, with its dot
  std::string_view title;
  std::string_view text;  // what holds for all of them; may be empty
};

// In the order of the page. Every function belongs to one.
std::span<const Chapter> chapters();
bool belongs_to(const FunctionInfo& function, const Chapter& chapter);

// How a call is written: `strings.split(text: string, [delimiter: string]) -> list of string`.
std::string signature_text(const FunctionInfo& function, const Overload& overload);
// All ways to call a function. Metrics, whose arguments are named, have one: `metrics.dns_queries_total(...)`.
std::vector<std::string> forms_of(const FunctionInfo& function);
// The sections it may stand in: `events, outcome`.
std::string places_text(const FunctionInfo& function);
// The UDM paths that a metric can be asked by, in the order of metric_dimensions(); empty for other functions.
std::vector<std::string_view> dimensions_of(const FunctionInfo& function);
// Where SecOps has it: `in rules only`.
std::string_view availability_text(Availability availability);

// The chapters that hold some of the functions, with these only.
std::string chapters_markdown(std::span<const FunctionInfo* const> functions);
// The reference page of all functions, docs/functions.md.
std::string functions_markdown();

}  // namespace yaral::functions
