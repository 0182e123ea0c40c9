#include <algorithm>
#include <ostream>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/nearest.h"
#include "cli/command.h"
#include "cli/field_tree.h"
#include "cli/words.h"
#include "detections/terminal_text.h"
#include "semantics/paths.h"
#include "syntax/json_writer.h"
#include "udm/fields_markdown.h"

namespace yaral::cli {

namespace {

using Segments = std::vector<udm::Segment>;

struct FieldsOptions {
  std::vector<std::string> words;
  std::string root;  // empty: any
  std::string format = "text";
};

// One way to read an argument as a path.
struct Reading {
  const FieldRoot* root;
  Segments segments;
};

// `$e.principal.ip` without the variable.
std::string_view without_variable(std::string_view text) {
  if (!text.starts_with('$')) return text;
  const std::size_t dot = text.find('.');
  return dot == std::string_view::npos ? std::string_view() : text.substr(dot + 1);
}

// The ways to read a path, the likeliest first: the first segment may be a root (language reference 3.1), and need not
// be when --root says which one is meant.
std::vector<Reading> readings_of(const std::string& word, const std::string& root_name) {
  const std::string_view text = without_variable(word);
  const auto segments = text.empty() ? std::optional<Segments>(Segments()) : parse_path(text);
  if (!segments) return {};
  std::vector<Reading> readings;
  for (const FieldRoot& root : field_roots()) {
    if (!root_name.empty() && root.name != root_name) continue;
    if (!segments->empty() && segments->front().name == root.name && segments->front().subscripts.empty())
      readings.push_back({&root, Segments(segments->begin() + 1, segments->end())});
  }
  for (const FieldRoot& root : field_roots())
    if (root.name == root_name || (readings.empty() && root_name.empty() && root.prefix.empty()))
      readings.push_back({&root, *segments});
  return readings;
}

std::optional<FieldPlace> place_named(const std::string& word, const std::string& root_name) {
  for (const Reading& reading : readings_of(word, root_name)) {
    FieldPlace place = follow_path(*reading.root, reading.segments);
    if (place.segments.size() == reading.segments.size()) return place;
  }
  return std::nullopt;
}

// What the words ask for. `values`: also the values of enums.
struct Answer {
  std::vector<FieldPlace> places;
  bool values = false;
};

void add_place(const FieldPlace& place, Answer& answer) {
  if (place.is_value()) answer.places.push_back(place);
  for (FieldPlace& below : places_below(place)) answer.places.push_back(std::move(below));
  answer.values = answer.values || place.field.type == udm::FieldType::kEnum;
}

std::vector<FieldPlace> search(const std::vector<std::string>& words, const std::string& root_name) {
  for (const FieldRoot& root : field_roots()) {
    if (!root_name.empty() && root.name != root_name) continue;
    auto found = search_places(root, words);
    if (!found.empty()) return found;
  }
  return {};
}

// All words are paths, or else all are to be found in one path.
Answer answer_to(const FieldsOptions& options) {
  Answer answer;
  if (options.words.empty()) {
    for (const FieldRoot& root : field_roots())
      if (options.root.empty() || root.name == options.root) add_place(place_of(root), answer);
    return answer;
  }
  std::vector<FieldPlace> named;
  for (const std::string& word : options.words)
    if (auto place = place_named(word, options.root)) named.push_back(std::move(*place));
  if (named.size() < options.words.size()) return {search(options.words, options.root)};
  for (const FieldPlace& place : named) add_place(place, answer);
  return answer;
}

std::string notes_text(const FieldPlace& place) {
  std::string text;
  if (place.repeated()) text += ", repeated";
  if (place.deprecated) text += ", deprecated";
  return text;
}

std::span<const udm::EnumValue> values_of(const FieldPlace& place) {
  if (place.field.type != udm::FieldType::kEnum) return {};
  return udm::enumeration(place.field.type_id).values;
}

std::string text_of(const Answer& answer) {
  constexpr std::size_t kWidest = 72;
  std::size_t width = 0;
  for (const FieldPlace& place : answer.places) width = std::max(width, std::min(place.text().size(), kWidest));
  std::string text;
  for (const FieldPlace& place : answer.places) {
    text += fmt::format("{:{}}  {}{}\n", place.text(), width, udm::type_text(place.field), notes_text(place));
    if (!answer.values) continue;
    for (const udm::EnumValue& value : values_of(place)) text += fmt::format("    {}\n", value.name);
  }
  return text;
}

std::string json_of(const Answer& answer) {
  syntax::JsonWriter writer;
  writer.begin_array();
  for (const FieldPlace& place : answer.places) {
    writer.begin_object().member("path", place.text()).member("type", udm::type_text(place.field));
    writer.key("repeated").boolean(place.repeated()).key("deprecated").boolean(place.deprecated);
    if (answer.values && !values_of(place).empty()) {
      writer.key("values").begin_array();
      for (const udm::EnumValue& value : values_of(place)) writer.string(value.name);
      writer.end_array();
    }
    writer.end_object();
  }
  return writer.end_array().take() + "\n";
}

// Paths that a wrong one may stand for.
std::vector<std::string> other_spellings(const Reading& wrong, const FieldPlace& reached) {
  const std::size_t at = reached.segments.size();
  std::vector<std::string> names;
  for (const FieldPlace& place : places_below(reached)) names.push_back(place.segments.back().name);
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  Segments segments = wrong.segments;
  std::copy(reached.segments.begin(), reached.segments.end(), segments.begin());  // names in the schema's spelling
  if (const auto close = nearest(segments[at].name, candidates, 1); !close.empty()) {
    Segments mended = segments;
    mended[at].name = std::string(close.front());
    return {follow_path(*wrong.root, mended).text()};
  }
  const auto path = udm::resolve(wrong.root->message, segments);
  if (path) return {};
  std::vector<std::string> spellings;
  for (const semantics::PathSuggestion& s : semantics::suggest_paths(wrong.root->message, segments, path.error())) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < segments.size(); ++i) {
      if (i == s.first && !s.text.empty()) parts.push_back(s.text);
      if (i < s.first || i >= s.last) parts.push_back(segments[i].name);
    }
    spellings.push_back(fmt::format("{}{}", wrong.root->prefix, fmt::join(parts, ".")));
  }
  return spellings;
}

std::string did_you_mean(const std::vector<std::string>& spellings) {
  return spellings.empty() ? std::string() : fmt::format("; did you mean `{}`?", fmt::join(spellings, "` or `"));
}

std::string wrong_path_text(const Reading& wrong) {
  const FieldPlace reached = follow_path(*wrong.root, wrong.segments);
  const std::string& name = wrong.segments[reached.segments.size()].name;
  const std::string where = reached.segments.empty() ? std::string(udm::type_text(reached.field)) : reached.text();
  if (reached.field.type == udm::FieldType::kStruct)
    return fmt::format("`{}` is read by key; did you mean `{}.fields[\"{}\"]`?", where, where, name);
  if (reached.is_value() && reached.field.type != udm::FieldType::kTimestamp)
    return fmt::format("`{}` is a value and has no fields", where);
  return fmt::format("there is no field `{}` in `{}`{}", name, where, did_you_mean(other_spellings(wrong, reached)));
}

// A word that no path holds: the nearest name of any field.
std::string wrong_word_text(const FieldsOptions& options) {
  for (const std::string& word : options.words) {
    if (!search({word}, options.root).empty()) continue;
    std::vector<std::string_view> names;
    for (const udm::MessageInfo& message : udm::messages())
      for (const udm::FieldInfo& field : message.fields) names.push_back(field.name);
    std::vector<std::string> close;
    for (const std::string_view name : nearest(word, names, 1)) close.emplace_back(name);
    return fmt::format("no field has `{}`{}", word, did_you_mean(close));
  }
  return fmt::format("no field has `{}` all together", fmt::join(options.words, "` and `"));
}

bool looks_like_path(const std::string& word) { return word.find_first_of("$.[") != std::string::npos; }

int nothing_found(const FieldsOptions& options, const Console& console) {
  std::string text;
  for (const std::string& word : options.words) {
    if (!looks_like_path(word) || place_named(word, options.root)) continue;
    const auto readings = readings_of(word, options.root);
    text = readings.empty() ? fmt::format("`{}` is no path of fields", word) : wrong_path_text(readings.front());
    break;
  }
  print_error(console, text.empty() ? wrong_word_text(options) : text);
  return kFindings;
}

int print_fields(const FieldsOptions& options, const Console& console) {
  const Answer answer = answer_to(options);
  if (answer.places.empty()) return nothing_found(options, console);
  const std::string text = options.format == "json" ? json_of(answer) : text_of(answer);
  console.out << (console.out_terminal.interactive ? detections::visible_lines(text) : text);
  return kClean;
}

}  // namespace

void add_fields(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("fields", "List the fields that rules can read");
  const auto options = std::make_shared<FieldsOptions>();
  command->add_option("WORD", options->words, "A path, or words of paths")->check(refuse_empty);
  command->add_option("--root", options->root, "udm (events), graph (entities) or detection; all unless told otherwise")
      ->check(CLI::IsMember({"udm", "graph", "detection"}));
  command->add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->footer(
      "Examples:\n"
      "  yaral fields principal.process      what is right below a path\n"
      "  yaral fields metadata.event_type    a field, and the values of its enum\n"
      "  yaral fields process sha256         the paths that hold both words\n"
      "  yaral fields --root graph risk      those of entities\n\n"
      "Words are looked for among events; where nothing is found, among entities, then among detections.\n"
      "Exit codes: 0 found, 1 nothing found, 3 the command cannot be run.");
  command->callback(
      [options, &action] { action = [options](const Console& console) { return print_fields(*options, console); }; });
}

}  // namespace yaral::cli
