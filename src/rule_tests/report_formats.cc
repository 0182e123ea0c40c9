#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <pugixml.hpp>

#include "base/json_text.h"
#include "base/text.h"
#include "detections/terminal_text.h"
#include "rule_tests/report.h"
#include "syntax/json_writer.h"

namespace yaral::rule_tests {

namespace {

using detections::visible_lines;

std::string all_messages(const TestResult& result) { return fmt::format("{}", fmt::join(result.messages, "\n")); }

std::string_view verdict_word(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed: return "passed";
    case Verdict::kFailed: return "failed";
    case Verdict::kBroken: return "broken";
  }
  return "";
}

// TAP takes `#` for the beginning of a directive.
std::string tap_text(const std::string& text) {
  std::string out;
  for (const char c : detections::visible_text(text)) {
    if (c == '#' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

void write_suite(pugi::xml_node root, const ScopeReport& report) {
  const TestCounts counts = count({&report, 1});
  pugi::xml_node suite = root.append_child("testsuite");
  suite.append_attribute("name") = visible_lines(report.scope).c_str();
  suite.append_attribute("tests") = report.tests.size();
  suite.append_attribute("failures") = counts.failed;
  suite.append_attribute("errors") = counts.broken;
  suite.append_attribute("time") = fmt::format("{:.3f}", counts.seconds).c_str();
  for (const RunTest& run : report.tests) {
    pugi::xml_node test = suite.append_child("testcase");
    test.append_attribute("name") = visible_lines(run.test.name).c_str();
    test.append_attribute("classname") = visible_lines(report.scope).c_str();
    test.append_attribute("file") = visible_lines(run.test.file).c_str();
    test.append_attribute("line") = run.test.line;
    test.append_attribute("time") = fmt::format("{:.3f}", run.result.seconds).c_str();
    if (run.result.verdict == Verdict::kPassed) continue;
    pugi::xml_node why = test.append_child(run.result.verdict == Verdict::kFailed ? "failure" : "error");
    const std::string messages = visible_lines(all_messages(run.result));
    why.append_attribute("message") = messages.substr(0, messages.find('\n')).c_str();
    why.text() = messages.c_str();
  }
}

void write_test(syntax::JsonWriter& json, const RunTest& run) {
  json.begin_object().member("name", run.test.name).member("file", run.test.file).member("line", run.test.line);
  json.member("verdict", verdict_word(run.result.verdict)).member("detections", run.result.detections);
  json.member("milliseconds", static_cast<std::uint64_t>(run.result.seconds * 1000));
  if (!run.test.procedure.empty()) json.member("procedure", run.test.procedure);
  if (!run.test.signal.empty()) json.member("signal", run.test.signal);
  if (run.test.blind_spot) json.key("blind_spot").boolean(true);
  json.key("messages").begin_array();
  for (const std::string& message : run.result.messages) json.string(message);
  json.end_array().end_object();
}

}  // namespace

std::string to_junit(std::span<const ScopeReport> reports) {
  pugi::xml_document document;
  pugi::xml_node root = document.append_child("testsuites");
  for (const ScopeReport& report : reports) write_suite(root, report);
  std::ostringstream out;
  document.save(out, "  ");
  return out.str();
}

std::string to_tap(std::span<const ScopeReport> reports) {
  const TestCounts counts = count(reports);
  std::string out = fmt::format("TAP version 14\n1..{}\n", counts.passed + counts.failed + counts.broken);
  std::size_t number = 0;
  for (const ScopeReport& report : reports) {
    for (const RunTest& run : report.tests) {
      const bool good = run.result.verdict == Verdict::kPassed;
      out += fmt::format("{} {} - {}: {}\n", good ? "ok" : "not ok", ++number, tap_text(report.scope),
                         tap_text(run.test.name));
      if (good) continue;
      out += fmt::format("  ---\n  verdict: {}\n  at: {}\n  messages:\n", verdict_word(run.result.verdict),
                         json_string(fmt::format("{}:{}", run.test.file, run.test.line)));
      for (const std::string& message : run.result.messages) out += fmt::format("    - {}\n", json_string(message));
      out += "  ...\n";
    }
  }
  return out;
}

std::string to_json(std::span<const ScopeReport> reports) {
  syntax::JsonWriter json;
  json.begin_array();
  for (const ScopeReport& report : reports) {
    const TestCounts counts = count({&report, 1});
    json.begin_object().member("scope", report.scope).member("rules", report.rules);
    json.member("passed", counts.passed).member("failed", counts.failed).member("broken", counts.broken);
    json.key("tests").begin_array();
    for (const RunTest& run : report.tests) write_test(json, run);
    json.end_array().key("untested_rules").begin_array();
    for (const std::string& rule : report.untested) json.string(rule);
    json.end_array();
    if (report.with_predicates) {
      json.member("predicates", report.predicates).key("one_sided_predicates").begin_array();
      for (const PredicateUse& use : report.one_sided)
        json.begin_object()
            .member("rule", use.rule)
            .member("variable", use.variable)
            .member("text", use.text)
            .member("true", use.times_true)
            .member("false", use.times_false)
            .end_object();
      json.end_array();
    }
    json.end_object();
  }
  return json.end_array().take() + "\n";
}

}  // namespace yaral::rule_tests
