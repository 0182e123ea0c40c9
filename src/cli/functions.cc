#include <algorithm>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/nearest.h"
#include "base/text.h"
#include "cli/command.h"
#include "functions/signatures/markdown.h"

namespace yaral::cli {

namespace {

using functions::FunctionInfo;

std::vector<std::string> forms_of(const FunctionInfo& function) {
  std::vector<std::string> forms;
  for (const functions::Overload& form : function.overloads) forms.push_back(signature_text(function, form));
  if (forms.empty())
    forms.push_back(std::string(function.name) + "(...)");  // `if` and metrics.* have rules of their own
  return forms;
}

std::string places_text(const FunctionInfo& function) {
  std::string text;
  const auto add = [&](functions::Place place, std::string_view name) {
    if (function.places & place) text += (text.empty() ? "" : ", ") + std::string(name);
  };
  add(functions::kEvents, "events");
  add(functions::kOutcome, "outcome");
  add(functions::kCondition, "condition");
  return text;
}

std::string_view availability_text(functions::Availability availability) {
  switch (availability) {
    case functions::Availability::kRules: return "rules only";
    case functions::Availability::kSearch: return "searches and dashboards only";
    case functions::Availability::kUnlisted: return "not in the published list of functions: SecOps may refuse it";
    case functions::Availability::kBoth: break;
  }
  return "rules and searches";
}

std::string line(const FunctionInfo& function) {
  std::string text;
  for (const std::string& form : forms_of(function)) text += form + "\n";
  return text + fmt::format("    {}\n", function.summary);
}

std::string entry(const FunctionInfo& function) {
  std::string text = line(function);
  if (!function.behaviour.empty()) text += fmt::format("    {}\n", function.behaviour);
  return text + fmt::format("\n    Sections:  {}\n    Available: {}\n    Example:   {}\n", places_text(function),
                            availability_text(function.availability), function.example);
}

bool holds(const FunctionInfo& function, std::string_view word) {
  std::string text = std::string(function.name) + "\n" + std::string(function.summary);
  for (const std::string& form : forms_of(function)) text += "\n" + form;
  return ascii_lower(text).find(ascii_lower(word)) != std::string::npos;
}

int print_functions(const std::vector<std::string>& words, const Console& console) {
  if (words.size() == 1) {
    if (const FunctionInfo* function = functions::find_function(words.front())) {
      console.out << entry(*function);
      return kClean;
    }
  }
  bool found = false;
  for (const FunctionInfo& function : functions::all_functions()) {
    if (!std::ranges::all_of(words, [&](const std::string& word) { return holds(function, word); })) continue;
    console.out << line(function);
    found = true;
  }
  if (found) return kClean;
  std::vector<std::string_view> names;
  for (const FunctionInfo& function : functions::all_functions()) names.push_back(function.name);
  const auto close = nearest(words.front(), names, 1);
  print_error(console, fmt::format("no function has `{}`{}", fmt::join(words, " "),
                                   close.empty() ? std::string() : fmt::format("; did you mean `{}`?", close.front())));
  return kFindings;
}

}  // namespace

void add_functions(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("functions", "List the functions of the language");
  const auto words = std::make_shared<std::vector<std::string>>();
  command->add_option("WORD", *words, "A function, or words of its name, parameters or summary");
  command->footer(
      "Examples:\n"
      "  yaral functions               every function\n"
      "  yaral functions re.capture    all about one\n"
      "  yaral functions time zone     those with both words\n\n"
      "Exit codes: 0 found, 1 nothing found, 3 the command cannot be run.");
  command->callback(
      [words, &action] { action = [words](const Console& console) { return print_functions(*words, console); }; });
}

}  // namespace yaral::cli
