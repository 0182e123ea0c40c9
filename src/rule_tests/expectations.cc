#include "rule_tests/expectations.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/arena.h"
#include "base/text.h"
#include "detections/value_text.h"
#include "udm/json.h"
#include "udm/path.h"

namespace yaral::rule_tests {

namespace {

using detections::Detection;
using detections::Element;
using detections::Variable;

std::vector<std::string> sorted(std::vector<std::string> texts) {
  std::ranges::sort(texts);
  return texts;
}

// The texts of a value, one for each element of a list.
std::vector<std::string> texts_of(const Variable& variable) {
  if (variable.value.kind() != ValueKind::kList) return {detections::value_text(variable.value, variable.type)};
  Type element = variable.type;
  element.list = false;
  std::vector<std::string> texts;
  for (const Value& value : variable.value.as_list()) texts.push_back(detections::value_text(value, element));
  return texts;
}

std::string text_of(const std::vector<std::string>& values) {
  return values.size() == 1 ? fmt::format("`{}`", values.front()) : fmt::format("[{}]", fmt::join(values, ", "));
}

// Why the variables of one kind are not those expected; empty if they are.
std::string mismatch(const Detection& detection, const ExpectedValues& expected, Variable::Kind kind) {
  const std::string_view word = kind == Variable::Kind::kMatch ? "key" : "outcome";
  for (const auto& [written, wanted] : expected) {
    const std::string name = written.starts_with('$') ? written.substr(1) : written;
    const auto found =
        std::ranges::find_if(detection.variables, [&](const Variable& v) { return v.kind == kind && v.name == name; });
    if (found == detection.variables.end()) return fmt::format("it has no {} ${}", word, name);
    const std::vector<std::string> actual = texts_of(*found);
    if (sorted(actual) != sorted(wanted))
      return fmt::format("{} ${} is {}, not {}", word, name, text_of(actual), text_of(wanted));
  }
  return {};
}

std::string mismatch(std::optional<Timestamp> expected, Timestamp actual, std::string_view what) {
  if (!expected || *expected == actual) return {};
  return fmt::format("{} is {}, not {}", what, format_timestamp(actual), format_timestamp(*expected));
}

bool has_fields(const udm::Event& event, const ExpectedValues& fields) {
  return std::ranges::all_of(fields, [&](const auto& field) {
    const auto path = udm::resolve(udm::event_root(), field.first);
    if (!path) return false;
    std::vector<Value> values;
    udm::collect(*event.root, *path, values);
    std::vector<std::string> texts;
    for (const Value& value : values) texts.push_back(detections::value_text(value, path->type));
    return std::ranges::all_of(field.second,
                               [&](const std::string& text) { return std::ranges::find(texts, text) != texts.end(); });
  });
}

bool some_event_has(const Element& element, const ExpectedValues& fields) {
  return std::ranges::any_of(element.events, [&](const std::string& json) {
    Arena arena;
    udm::JsonDecoder decoder;
    const auto event = decoder.decode(json, arena);
    return event && has_fields(*event, fields);
  });
}

std::string mismatch(const Detection& detection, const ExpectedEvents& expected) {
  const auto element = std::ranges::find(detection.elements, expected.variable, &Element::label);
  if (element == detection.elements.end()) return fmt::format("it has no events of ${}", expected.variable);
  if (expected.total && *expected.total != element->total)
    return fmt::format("it has {} events of ${}, not {}", element->total, expected.variable, *expected.total);
  for (const ExpectedValues& fields : expected.having) {
    if (some_event_has(*element, fields)) continue;
    std::vector<std::string> wanted;
    for (const auto& [path, values] : fields) wanted.push_back(fmt::format("{} = {}", path, text_of(values)));
    return fmt::format("no sampled event of ${} has {}", expected.variable, fmt::join(wanted, ", "));
  }
  return {};
}

// Why a detection is not the one that is expected; empty if it is.
std::string mismatch(const Detection& detection, const ExpectedDetection& expected) {
  std::string why = mismatch(detection, expected.keys, Variable::Kind::kMatch);
  if (why.empty()) why = mismatch(detection, expected.outcomes, Variable::Kind::kOutcome);
  if (why.empty()) why = mismatch(expected.window_start, detection.window_start, "the window's start");
  if (why.empty()) why = mismatch(expected.window_end, detection.window_end, "the window's end");
  for (const ExpectedEvents& events : expected.events)
    if (why.empty()) why = mismatch(detection, events);
  return why;
}

std::string describe(const Detection& detection) {
  std::vector<std::string> parts;
  for (const Variable& variable : detection.variables)
    if (variable.kind == Variable::Kind::kMatch)
      parts.push_back(fmt::format("{} {}", variable.name, text_of(texts_of(variable))));
  parts.push_back("at " + format_timestamp(detection.detection_time));
  return fmt::format("{}", fmt::join(parts, ", "));
}

// Gives each expected detection a detection of its own, moving earlier ones where need be (augmenting paths).
class Pairing {
 public:
  Pairing(std::span<const Detection* const> found, const std::vector<ExpectedDetection>& expected)
      : found_(found), expected_(expected), taker_(found.size()) {}

  // The expected detections that are left without one.
  std::vector<const ExpectedDetection*> unmet() {
    std::vector<const ExpectedDetection*> left;
    for (std::size_t i = 0; i < expected_.size(); ++i) {
      std::vector<bool> tried(found_.size());
      if (!place(i, tried)) left.push_back(&expected_[i]);
    }
    return left;
  }

 private:
  // As deep as there are expected detections.
  bool place(std::size_t expected, std::vector<bool>& tried) {
    for (std::size_t i = 0; i < found_.size(); ++i) {
      if (tried[i] || !mismatch(*found_[i], expected_[expected]).empty()) continue;
      tried[i] = true;
      if (taker_[i] && !place(*taker_[i], tried)) continue;
      taker_[i] = expected;
      return true;
    }
    return false;
  }

  std::span<const Detection* const> found_;
  const std::vector<ExpectedDetection>& expected_;
  std::vector<std::optional<std::size_t>> taker_;
};

std::vector<const Detection*> of_rule(std::span<const Detection> found, const std::string& rule) {
  std::vector<const Detection*> those;
  for (const Detection& detection : found)
    if (detection.rule->name == rule) those.push_back(&detection);
  return those;
}

std::string list_of(std::span<const Detection* const> found) {
  constexpr std::size_t kMost = 5;
  std::string text;
  for (const Detection* detection : found.first(std::min(found.size(), kMost)))
    text += "\n  found: " + describe(*detection);
  if (found.size() > kMost) text += fmt::format("\n  and {} more", found.size() - kMost);
  return text;
}

std::string wanted_count(const Expectation& expectation) {
  if (expectation.none()) return "no detections";
  if (expectation.most == expectation.least) return fmt::format("exactly {}", expectation.least);
  if (!expectation.most) return fmt::format("at least {}", expectation.least);
  if (expectation.least == 0) return fmt::format("at most {}", *expectation.most);
  return fmt::format("{} to {}", expectation.least, *expectation.most);
}

void judge_rule(const Expectation& expectation, std::span<const Detection* const> found,
                std::vector<Failure>& failures) {
  const auto fail = [&](std::string message) { failures.push_back({expectation.rule, std::move(message)}); };
  const std::size_t count = found.size();
  if (count < expectation.least || (expectation.most && count > *expectation.most))
    fail(fmt::format("line {}: expected {}, found {}{}", expectation.line, wanted_count(expectation), count,
                     list_of(found)));
  for (const ExpectedDetection* unmet : Pairing(found, expectation.detections).unmet()) {
    std::string message = fmt::format("line {}: no detection is the one expected", unmet->line);
    for (const Detection* detection : found.first(std::min<std::size_t>(count, 5))) {
      const std::string why = mismatch(*detection, *unmet);
      message += fmt::format("\n  found: {}: {}", describe(*detection),
                             why.empty() ? "it stands for another expected one" : why);
    }
    fail(std::move(message));
  }
}

}  // namespace

std::vector<Failure> judge(const TestCase& test, std::span<const std::string> ran, std::span<const Detection> found) {
  std::vector<Failure> failures;
  for (const Expectation& expectation : test.expect)
    judge_rule(expectation, of_rule(found, expectation.rule), failures);
  if (!test.nothing_else) return failures;
  for (const std::string& rule : ran) {
    if (std::ranges::find(test.expect, rule, &Expectation::rule) != test.expect.end()) continue;
    const std::vector<const Detection*> others = of_rule(found, rule);
    if (!others.empty())
      failures.push_back(
          {rule, fmt::format("nothing else was expected, but it found {}{}", others.size(), list_of(others))});
  }
  return failures;
}

}  // namespace yaral::rule_tests
