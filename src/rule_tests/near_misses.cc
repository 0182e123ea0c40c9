#include "rule_tests/near_misses.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "base/arena.h"
#include "base/json_text.h"
#include "base/text.h"
#include "rule_tests/changes.h"
#include "udm/json.h"

namespace yaral::rule_tests {

namespace {

using detections::Detection;
using detections::Element;

// As a file of tests names another.
std::string beside(const std::string& path, const std::string& file) {
  namespace fs = std::filesystem;
  const auto whole = [](const std::string& name) { return fs::absolute(name).lexically_normal(); };
  return whole(path).lexically_relative(whole(file).parent_path()).string();
}

// Tests of several files may share a name.
std::string unlike(const std::string& name, std::set<std::string>& names) {
  std::string made = name;
  for (int number = 2; !names.insert(made).second; ++number) made = fmt::format("{} ({})", name, number);
  return made;
}

std::string lines_of(const std::vector<SampledEvent>& events) {
  std::set<std::string> seen;  // an event may stand for several variables
  std::string lines;
  for (const SampledEvent& event : events)
    if (seen.insert(event.json).second) lines.append(event.json).append("\n");
  return lines;
}

// The test's surroundings with other events, for one rule alone.
TestCase with_events(const TestCase& from, const std::string& rule, const std::vector<SampledEvent>& events) {
  TestCase made = from;
  made.rules = {rule};
  made.inputs.clear();
  made.records.clear();
  made.log_type.clear();
  made.procedure.clear();
  made.signal.clear();
  made.events = lines_of(events);
  made.shift = {};
  made.expect = {Expectation{.rule = rule, .line = 0, .least = 0, .most = 0, .detections = {}}};
  made.nothing_else = false;
  made.blind_spot = false;
  return made;
}

// As rules name the fields.
std::string in_snake_case(const std::string& json) {
  Arena arena;
  udm::JsonDecoder decoder;
  const auto event = decoder.decode(json, arena);
  return event ? udm::to_json(*event->root, udm::JsonStyle::kSnake) : json;
}

std::vector<SampledEvent> events_of(const Detection& detection) {
  std::vector<SampledEvent> events;
  for (const Element& element : detection.elements)
    if (element.kind == Element::Kind::kEvent)
      for (const std::string& json : element.events)
        events.push_back({.variable = element.label, .json = in_snake_case(json)});
  return events;
}

bool fires(const Runner& runner, const TestCase& test) {
  const RunOutcome outcome = runner.detect(test);
  return !outcome.found.empty();
}

void make_for(const TestCase& test, const Detection& detection, const Runner& runner, const RuleTexts& rules,
              NearMisses& out) {
  const std::string& rule = detection.rule->name;
  const auto note = [&](std::string_view why) {
    out.notes.push_back(fmt::format("{}: rule {}: {}", test.name, rule, why));
  };
  const auto of_detections = [](const Element& e) { return e.kind == Element::Kind::kDetection; };
  if (std::ranges::any_of(detection.elements, of_detections)) return note("it reads detections, not events");
  const std::vector<SampledEvent> events = events_of(detection);
  if (events.empty() || !fires(runner, with_events(test, rule, events)))
    return note("the events sampled in its detection are not all it needs");
  const std::vector<semantics::BoundRule> bound = rules.compile(std::vector{rule});
  for (Change& change : changes_of(bound.front(), events)) {
    NearMiss made{.test = with_events(test, rule, change.events), .rule = rule, .change = change.text};
    if (made.test.events.empty()) continue;
    made.still_detected = fires(runner, made.test);
    made.test.name = fmt::format("{}: {}: {}", test.name, rule, change.text);
    if (made.still_detected)
      made.test.expect.front() = {.rule = rule, .line = 0, .least = 1, .most = {}, .detections = {}};
    out.made.push_back(std::move(made));
  }
}

}  // namespace

NearMisses make_near_misses(const TestCase& test, const Runner& runner, const RuleTexts& rules) {
  NearMisses out;
  const RunOutcome outcome = runner.detect(test);
  std::set<std::string> done;
  for (const Expectation& expectation : test.expect) {
    const auto found = std::ranges::find_if(
        outcome.found, [&](const Detection& detection) { return detection.rule->name == expectation.rule; });
    if (found != outcome.found.end() && done.insert(expectation.rule).second)
      make_for(test, *found, runner, rules, out);
  }
  return out;
}

std::string test_file_text(const std::vector<NearMiss>& tests, const std::string& file) {
  std::string text = "# Made by `yaral test --near-misses` from tests that pass.\ntests:\n";
  const auto list = [&](std::string_view key, const std::vector<std::string>& entries) {
    if (entries.empty()) return;
    text += fmt::format("    {}:\n", key);
    for (const std::string& entry : entries) text += fmt::format("      - {}\n", json_string(entry));
  };
  const auto files = [&](std::string_view key, std::vector<std::string> paths) {
    for (std::string& path : paths) path = beside(path, file);
    list(key, paths);
  };
  std::set<std::string> names;
  for (const NearMiss& miss : tests) {
    const TestCase& test = miss.test;
    text += fmt::format("  - name: {}\n    rules: [{}]\n", json_string(unlike(test.name, names)), miss.rule);
    files("entities", test.entities);
    files("history", test.history);
    if (!test.lists.empty()) text += "    lists:\n";
    for (const auto& [name, entries] : test.lists) {
      text += fmt::format("      {}:{}\n", json_string(name), entries.empty() ? " []" : "");
      for (const std::string& entry : entries) text += fmt::format("        - {}\n", json_string(entry));
    }
    if (!test.tables.empty()) text += "    tables:\n";
    for (const auto& [name, rows] : test.tables) {
      text += fmt::format("      {}:{}\n", json_string(name), rows.empty() ? " []" : "");
      for (const auto& row : rows) {
        std::string_view between = "        - {";
        for (const auto& [column, cell] : row) {
          text.append(between).append(json_string(column)).append(": ").append(json_string(cell));
          between = ", ";
        }
        text += row.empty() ? "        - {}\n" : "}\n";
      }
    }
    if (test.now) text += fmt::format("    now: \"{}\"\n", format_timestamp(*test.now));
    text += "    events:\n";
    for (const std::string_view line : split(test.events, '\n'))
      if (!line.empty()) text += fmt::format("      - {}\n", line);
    text +=
        fmt::format("    expect:\n      - rule: {}\n        {}\n", miss.rule,
                    miss.still_detected ? "at_least: 1  # the change makes no difference to the rule" : "none: true");
  }
  return text;
}

}  // namespace yaral::rule_tests
