#include <algorithm>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/nearest.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/words.h"
#include "cli/wrap.h"
#include "functions/signatures/markdown.h"
#include "syntax/json_writer.h"

namespace yaral::cli {

namespace {

using functions::FunctionInfo;
using Functions = std::vector<const FunctionInfo*>;

struct FunctionsOptions {
  std::vector<std::string> words;
  std::string format = "text";
};

constexpr std::size_t kIndent = 4;

std::string line(const FunctionInfo& function, std::size_t width) {
  std::string text;
  for (const std::string& form : forms_of(function)) text += wrapped(form, width);
  return text + wrapped(function.summary, width, kIndent);
}

// All about one function.
std::string entry(const FunctionInfo& function, std::size_t width) {
  std::string text = line(function, width);
  if (!function.behaviour.empty()) text += wrapped(function.behaviour, width, kIndent);
  const std::vector<std::string_view> dimensions = functions::dimensions_of(function);
  if (!dimensions.empty()) text += wrapped(fmt::format("By: {}", fmt::join(dimensions, ", ")), width, kIndent);
  const std::string facts = fmt::format("Sections:  {}\nAvailable: {}\nExample:   {}", places_text(function),
                                        availability_text(function.availability), function.example);
  return text + "\n" + wrapped(facts, width, kIndent);
}

std::string listing(const Functions& found, std::size_t width) {
  std::string text;
  for (const functions::Chapter& chapter : functions::chapters()) {
    bool first = true;
    for (const FunctionInfo* function : found) {
      if (!belongs_to(*function, chapter)) continue;
      if (first) text += fmt::format("{}{}\n\n", text.empty() ? "" : "\n", chapter.title);
      text += line(*function, width);
      first = false;
    }
  }
  return text;
}

std::string_view availability_word(functions::Availability availability) {
  switch (availability) {
    case functions::Availability::kRules: return "rules";
    case functions::Availability::kSearch: return "search";
    case functions::Availability::kUnlisted: return "unlisted";
    case functions::Availability::kBoth: break;
  }
  return "both";
}

std::string json(const Functions& found) {
  syntax::JsonWriter writer;
  writer.begin_array();
  for (const FunctionInfo* function : found) {
    const std::string places = places_text(*function);
    writer.begin_object().member("name", function->name).key("forms").begin_array();
    for (const std::string& form : forms_of(*function)) writer.string(form);
    writer.end_array().key("sections").begin_array();
    for (const std::string_view place : split(places, ',')) writer.string(ascii_trim(place));
    writer.end_array()
        .member("availability", availability_word(function->availability))
        .member("summary", function->summary)
        .member("behaviour", function->behaviour)
        .member("example", function->example)
        .key("dimensions")
        .begin_array();
    for (const std::string_view path : functions::dimensions_of(*function)) writer.string(path);
    writer.end_array().end_object();
  }
  return writer.end_array().take() + "\n";
}

bool holds(const FunctionInfo& function, std::string_view word) {
  std::string text = std::string(function.name) + "\n" + std::string(function.summary);
  for (const std::string& form : forms_of(function)) text += "\n" + form;
  return ascii_lower(text).find(ascii_lower(word)) != std::string::npos;
}

// A function's exact name asks for it alone, else all words must be there.
Functions find(const std::vector<std::string>& words) {
  if (words.size() == 1)
    if (const FunctionInfo* function = functions::find_function(words.front())) return {function};
  Functions found;
  for (const FunctionInfo& function : functions::all_functions())
    if (std::ranges::all_of(words, [&](const std::string& word) { return holds(function, word); }))
      found.push_back(&function);
  return found;
}

int nothing_found(const std::vector<std::string>& words, const Console& console) {
  std::vector<std::string_view> names;
  for (const FunctionInfo& function : functions::all_functions()) names.push_back(function.name);
  const auto close = words.size() == 1 ? nearest(words.front(), names, 1) : std::vector<std::string_view>();
  print_error(console, fmt::format("no function has `{}`{}", fmt::join(words, "` and `"),
                                   close.empty() ? std::string() : fmt::format("; did you mean `{}`?", close.front())));
  return kFindings;
}

int print_functions(const FunctionsOptions& options, const Console& console) {
  const Functions found = find(options.words);
  if (found.empty()) return nothing_found(options.words, console);
  const std::size_t width = console.out_terminal.width;
  if (options.format == "json") {
    console.out << json(found);
  } else if (options.format == "markdown") {
    console.out << (options.words.empty() ? functions::functions_markdown() : functions::chapters_markdown(found));
  } else {
    console.out << (found.size() == 1 ? entry(*found.front(), width) : listing(found, width));
  }
  return kClean;
}

}  // namespace

void add_functions(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("functions", "List the functions of the language");
  const auto options = std::make_shared<FunctionsOptions>();
  command->add_option("WORD", options->words, "A function, or words of its name, parameters or summary")
      ->check(refuse_empty);
  command->add_option("--format", options->format, "text, json or markdown")
      ->check(CLI::IsMember({"text", "json", "markdown"}))
      ->capture_default_str();
  command->footer(
      "Examples:\n"
      "  yaral functions                        every function\n"
      "  yaral functions re.capture             all about one\n"
      "  yaral functions time zone              those with both words\n"
      "  yaral functions --format json hash.    for programs\n\n"
      "Exit codes: 0 found, 1 nothing found, 3 the command cannot be run.");
  command->callback([options, &action] {
    action = [options](const Console& console) { return print_functions(*options, console); };
  });
}

}  // namespace yaral::cli
