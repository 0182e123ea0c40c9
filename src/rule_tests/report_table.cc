#include <fmt/format.h>

#include "base/text.h"
#include "detections/terminal_text.h"
#include "explain/text_writer.h"
#include "rule_tests/report.h"

namespace yaral::rule_tests {

namespace {

using detections::visible_lines;
using detections::visible_text;

constexpr std::size_t kLinesOfExplanation = 25;

std::string_view word(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPassed: return "ok";
    case Verdict::kFailed: return "FAIL";
    case Verdict::kBroken: return "BROKEN";
  }
  return "";
}

class Table {
 public:
  explicit Table(const TableOptions& options) : options_(options) {}

  std::string run(std::span<const ScopeReport> reports) {
    for (const ScopeReport& report : reports) scope(report);
    const TestCounts counts = count(reports);
    out_ += fmt::format("{} tests: {} passed, {} failed, {} broken ({:.2f} s)\n",
                        counts.passed + counts.failed + counts.broken, counts.passed, counts.failed, counts.broken,
                        counts.seconds);
    return std::move(out_);
  }

 private:
  void scope(const ScopeReport& report) {
    out_ += fmt::format("{}  {}, {}\n", visible_text(report.scope), counted(report.rules, "rule"),
                        counted(report.tests.size(), "test"));
    for (const RunTest& run : report.tests) test(run);
    if (!report.untested.empty()) {
      out_ += "  rules without a test:\n";
      for (const std::string& rule : report.untested) out_ += fmt::format("    {}\n", rule);
    }
    if (report.with_predicates) predicates(report);
    out_ += "\n";
  }

  void test(const RunTest& run) {
    const Verdict verdict = run.result.verdict;
    out_ += fmt::format("  {}  {}{}\n", painted(fmt::format("{:<6}", word(verdict)), verdict == Verdict::kPassed),
                        visible_text(run.test.name), run.test.blind_spot ? "  (known blind spot)" : "");
    if (verdict == Verdict::kPassed) return;
    indented(fmt::format("{}:{}", visible_text(run.test.file), run.test.line), 10, 0);
    for (const std::string& message : run.result.messages) indented(message, 10, 0);
    for (const explain::Explanation& explanation : run.result.explanations)
      indented(explain::to_text(explanation, {.verbose = options_.verbose}), 12,
               options_.verbose ? 0 : kLinesOfExplanation);
  }

  void predicates(const ScopeReport& report) {
    out_ += fmt::format("  predicates: {} of {} were both true and false\n",
                        report.predicates - report.one_sided.size(), report.predicates);
    std::string rule;
    for (const PredicateUse& use : report.one_sided) {
      if (use.rule != rule) out_ += fmt::format("    rule {}\n", use.rule);
      rule = use.rule;
      const std::string_view never = use.times_true == 0 && use.times_false == 0 ? "not reached"
                                     : use.times_true == 0                       ? "never true"
                                                                                 : "never false";
      out_ += fmt::format("      {:<11}  {}\n", never, visible_text(use.text));
    }
  }

  // `most` lines of a text; 0: all.
  void indented(const std::string& text, std::size_t blanks, std::size_t most) {
    std::size_t lines = 0;
    const std::string shown = visible_lines(text);
    for (const std::string_view line : split(shown, '\n')) {
      if (most != 0 && ++lines > most) {
        out_ += fmt::format("{:{}}… (--verbose shows all)\n", "", blanks);
        return;
      }
      if (!line.empty()) out_ += fmt::format("{:{}}{}\n", "", blanks, line);
    }
  }

  std::string painted(const std::string& text, bool good) const {
    return options_.colour ? fmt::format("\x1b[{}m{}\x1b[0m", good ? "32" : "1;31", text) : text;
  }

  const TableOptions& options_;
  std::string out_;
};

}  // namespace

TestCounts count(std::span<const ScopeReport> reports) {
  TestCounts counts;
  for (const ScopeReport& report : reports) {
    for (const RunTest& run : report.tests) {
      counts.passed += run.result.verdict == Verdict::kPassed;
      counts.failed += run.result.verdict == Verdict::kFailed;
      counts.broken += run.result.verdict == Verdict::kBroken;
      counts.seconds += run.result.seconds;
    }
  }
  return counts;
}

std::string to_table(std::span<const ScopeReport> reports, const TableOptions& options) {
  return Table(options).run(reports);
}

}  // namespace yaral::rule_tests
