#include "rule_tests/test_reader.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "packs/files.h"
#include "packs/walk.h"
#include "packs/yaml_reader.h"
#include "rule_tests/inline_events.h"
#include "udm/path.h"

namespace yaral::rule_tests {

namespace {

namespace fs = std::filesystem;
using packs::FileProblem;
using packs::YamlMap;

std::optional<std::uint64_t> number_of(const YAML::Node& node) {
  if (!node.IsScalar()) return std::nullopt;
  const std::string& text = node.Scalar();
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// Reads one test after another.
class FileReader {
 public:
  FileReader(std::string file, std::vector<FileProblem>& problems) : file_(std::move(file)), problems_(problems) {}

  std::vector<TestCase> read(const YAML::Node& root) {
    std::vector<TestCase> tests;
    YamlMap map(root, "a file of tests", file_, problems_);
    map.child("tests", true);
    std::set<std::string> names;
    for (const YAML::Node& node : map.entries("tests")) {
      const std::size_t before = problems_.size();
      TestCase test = read_test(node);
      if (!names.insert(test.name).second)
        report(node, fmt::format("there is a test `{}` above; names must differ", test.name));
      const auto first = problems_.begin() + static_cast<std::ptrdiff_t>(before);
      std::move(first, problems_.end(), std::back_inserter(test.mistakes));
      problems_.erase(first, problems_.end());
      tests.push_back(std::move(test));
    }
    return tests;
  }

 private:
  TestCase read_test(const YAML::Node& node) {
    TestCase test;
    test.file = file_;
    test.line = static_cast<std::uint32_t>(node.Mark().line + 1);
    YamlMap map(node, "a test", file_, problems_);
    map.required("name", test.name);
    if (test.name.empty()) test.name = fmt::format("(line {})", test.line);
    map.optional("description", test.description);
    map.optional("procedure", test.procedure);
    map.optional("signal", test.signal);
    map.optional("blind_spot", test.blind_spot);
    map.optional("rules", test.rules);
    map.optional("log_type", test.log_type);
    map.optional("records", test.records);
    map.optional("nothing_else", test.nothing_else);
    test.inputs = paths(map, "inputs");
    test.history = paths(map, "history");
    test.entities = paths(map, "entities");
    for (const YAML::Node& event : map.entries("events")) read_event(event, test);
    read_lists(map, test);
    read_tables(map, test);
    read_shift(map, test);
    test.now = time(map, "now");
    for (const YAML::Node& expectation : map.entries("expect")) read_expectation(expectation, test);
    if (test.inputs.empty() && test.records.empty() && test.events.empty())
      report(node, "a test needs `inputs`, `records` or `events`");
    if (test.expect.empty() && !test.nothing_else) report(node, "a test needs `expect`, or `nothing_else: true`");
    return test;
  }

  // Beside the file.
  std::vector<std::string> paths(YamlMap& map, std::string_view key) {
    std::vector<std::string> relative;
    map.optional(key, relative);
    std::vector<std::string> whole;
    for (const std::string& path : relative) {
      whole.push_back((fs::path(file_).parent_path() / path).lexically_normal().string());
      if (!packs::exists(whole.back()))
        map.report(map.child(key, false), fmt::format("`{}` is not there ({})", path, whole.back()));
    }
    return whole;
  }

  void read_event(const YAML::Node& node, TestCase& test) {
    const auto line = event_line(node);
    if (line) {
      test.events.append(*line).append("\n");
    } else {
      report(node, "an event: " + line.error());
    }
  }

  void read_lists(YamlMap& map, TestCase& test) {
    each_member(map, "lists", [&](const std::string& name, const YAML::Node& node) {
      std::vector<std::string>& entries = test.lists[name];
      if (!texts(node, entries)) report(node, fmt::format("the list `{}` must be a list of texts", name));
    });
  }

  void read_tables(YamlMap& map, TestCase& test) {
    each_member(map, "tables", [&](const std::string& name, const YAML::Node& node) {
      auto& rows = test.tables[name];
      if (!node.IsSequence()) return report(node, fmt::format("the table `{}` must be a list of rows", name));
      for (const YAML::Node& row : node) {
        std::map<std::string, std::string>& cells = rows.emplace_back();
        bool good = row.IsMap();
        if (good)
          for (const auto& cell : row) {
            good = good && cell.first.IsScalar() && cell.second.IsScalar();
            if (good) cells[cell.first.Scalar()] = cell.second.Scalar();
          }
        if (!good) report(row, fmt::format("a row of `{}` must be a mapping of columns to texts", name));
      }
    });
  }

  void read_shift(YamlMap& map, TestCase& test) {
    std::string text;
    map.optional("shift", text);
    if (text.empty()) return;
    const bool back = text.starts_with('-');
    const auto length = parse_duration(std::string_view(text).substr(back || text.starts_with('+') ? 1 : 0));
    if (!length)
      return map.report(map.child("shift", false), "`shift` must be a length of time such as 90s, -2h or 3d");
    test.shift.nanos = back ? -length->nanos : length->nanos;
  }

  std::optional<Timestamp> time(YamlMap& map, std::string_view key) {
    std::string text;
    map.optional(key, text);
    if (text.empty()) return std::nullopt;
    const auto parsed = parse_timestamp(text);
    if (!parsed)
      map.report(map.child(key, false), fmt::format("`{}` must be a time such as 2026-03-01T10:00:00Z", key));
    return parsed;
  }

  void read_expectation(const YAML::Node& node, TestCase& test) {
    Expectation& made = test.expect.emplace_back();
    made.line = static_cast<std::uint32_t>(node.Mark().line + 1);
    YamlMap map(node, "an entry of `expect`", file_, problems_);
    map.required("rule", made.rule);
    for (const YAML::Node& detection : map.entries("detections")) read_detection(detection, made);
    made.least = std::max<std::uint64_t>(1, made.detections.size());
    read_count(map, node, made);
    if (made.none() && !made.detections.empty())
      map.report(node, "there can be no `detections` where none are expected");
  }

  void read_count(YamlMap& map, const YAML::Node& node, Expectation& made) {
    const auto count = [&](std::string_view key) -> std::optional<std::uint64_t> {
      const YAML::Node value = map.child(key, false);
      if (!value.IsDefined()) return std::nullopt;
      const auto number = number_of(value);
      if (!number) map.report(value, fmt::format("`{}` must be a number", key));
      return number;
    };
    const auto exactly = count("exactly"), at_least = count("at_least"), at_most = count("at_most");
    bool none = false;
    map.optional("none", none);
    if ((none && exactly) || ((none || exactly) && (at_least || at_most)))
      map.report(node, "`none` and `exactly` go with no other number");
    if (at_least && at_most && *at_least > *at_most) map.report(node, "`at_least` is more than `at_most`");
    if (at_least == 0 && !at_most) map.report(node, "`at_least: 0` holds whatever is found");
    if (at_most) made.most = at_most, made.least = std::min(made.least, *at_most);
    if (at_least) made.least = *at_least;
    if (exactly) made.least = *exactly, made.most = exactly;
    if (none) made.least = 0, made.most = 0;
  }

  void read_detection(const YAML::Node& node, Expectation& expectation) {
    ExpectedDetection& made = expectation.detections.emplace_back();
    made.line = static_cast<std::uint32_t>(node.Mark().line + 1);
    YamlMap map(node, "an entry of `detections`", file_, problems_);
    if (const YAML::Node keys = map.child("keys", false); keys.IsDefined()) made.keys = values(keys, "keys");
    if (const YAML::Node outcomes = map.child("outcomes", false); outcomes.IsDefined())
      made.outcomes = values(outcomes, "outcomes");
    if (const YAML::Node window = map.child("window", false); window.IsDefined()) {
      YamlMap bounds(window, "`window`", file_, problems_);
      made.window_start = time(bounds, "start");
      made.window_end = time(bounds, "end");
    }
    each_member(map, "events", [&](const std::string& variable, const YAML::Node& events) {
      ExpectedEvents& expected =
          made.events.emplace_back(ExpectedEvents{.variable = variable, .total = {}, .having = {}});
      expected.total = number_of(events);
      if (expected.total) return;
      if (!events.IsSequence())
        return report(events, "the events of a variable are a number, or a list of mappings of UDM fields");
      for (const YAML::Node& event : events) {
        expected.having.push_back(values(event, "an event"));
        for (const auto& [path, wanted] : expected.having.back())
          if (!udm::resolve(udm::event_root(), path)) report(event, fmt::format("`{}` is no field of UDM", path));
      }
    });
  }

  ExpectedValues values(const YAML::Node& node, std::string_view what) {
    ExpectedValues made;
    if (!node.IsMap()) {
      report(node, fmt::format("{} must be a mapping of names to texts", what));
      return made;
    }
    refuse_repeated_keys(node);
    for (const auto& pair : node) {
      std::vector<std::string>& wanted = made[pair.first.IsScalar() ? pair.first.Scalar() : "?"];
      if (pair.second.IsScalar()) {
        wanted.push_back(pair.second.Scalar());
      } else if (!texts(pair.second, wanted)) {
        report(pair.second, "a value must be a text or a list of texts");
      }
    }
    return made;
  }

  void refuse_repeated_keys(const YAML::Node& map) {
    if (const auto again = YamlMap::repeated_key(map))
      report(*again, fmt::format("`{}` is given twice", again->Scalar()));
  }

  template <typename Take>
  void each_member(YamlMap& map, std::string_view key, Take take) {
    const YAML::Node node = map.child(key, false);
    if (!node.IsDefined()) return;
    if (!node.IsMap()) return report(node, fmt::format("`{}` must be a mapping", key));
    refuse_repeated_keys(node);
    for (const auto& pair : node) take(pair.first.IsScalar() ? pair.first.Scalar() : "?", pair.second);
  }

  static bool texts(const YAML::Node& node, std::vector<std::string>& out) {
    if (!node.IsSequence()) return false;
    for (const YAML::Node& item : node) {
      if (!item.IsScalar()) return false;
      out.push_back(item.Scalar());
    }
    return true;
  }

  void report(const YAML::Node& where, std::string message) {
    problems_.push_back({file_, static_cast<std::uint32_t>(where.Mark().line + 1), std::move(message)});
  }

  std::string file_;
  std::vector<FileProblem>& problems_;
};

}  // namespace

std::vector<TestCase> read_tests(const std::string& file, std::vector<FileProblem>& problems) {
  const auto text = packs::read_text_file(file);
  if (!text) {
    problems.push_back({file, 0, text.error()});
    return {};
  }
  std::vector<TestCase> tests;
  packs::with_yaml(file, *text, problems,
                   [&](const YAML::Node& root) { tests = FileReader(file, problems).read(root); });
  return tests;
}

std::vector<std::string> find_test_files(const std::string& path, std::vector<FileProblem>& problems) {
  if (!packs::is_folder(path)) return {path};
  std::vector<std::string> found;
  packs::each_file(path, problems, [&](const std::string& file) {
    if (file.ends_with(kTestFileEnding)) found.push_back(file);
  });
  return found;
}

}  // namespace yaral::rule_tests
