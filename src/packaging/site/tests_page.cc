#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "packaging/site/pages.h"
#include "packaging/site/parts.h"

namespace yaral::packaging {

namespace {

using rule_tests::Expectation;

std::string expected_text(const Expectation& expectation) {
  if (expectation.none()) return "finds nothing";
  const std::uint64_t least = expectation.least;
  if (expectation.most == least) return least == 1 ? "finds one" : fmt::format("finds {}", least);
  if (expectation.most) return fmt::format("finds {} to {}", least, *expectation.most);
  return fmt::format("finds {} or more", least);
}

void add_summary(Page& page, const PackContent& content) {
  std::map<Mark, std::size_t> counts;
  for (const ShownTest& test : content.tests) ++counts[mark_of(test)];
  Node list = add(page.main(), "ul", "counts");
  for (const auto& [mark, count] : counts) {
    Node item = add(list, "li");
    add_with_text(item, "strong", std::to_string(count));
    add_text(item, " ");
    add_mark(item, mark);
  }
  if (counts.contains(Mark::kBlindSpot))
    add_with_text(
        page.main(), "p",
        "A blind spot is a test that shows what is known to be missed: it passes as long as nothing is found.", "note");
}

// Procedures of the manifest, then those that only tests name.
std::vector<packs::Procedure> procedures_of(const PackContent& content) {
  std::vector<packs::Procedure> procedures = content.pack.procedures;
  for (const ShownTest& test : content.tests) {
    if (test.test.procedure.empty()) continue;
    auto found = std::ranges::find(procedures, test.test.procedure, &packs::Procedure::name);
    if (found == procedures.end()) {
      procedures.push_back({.name = test.test.procedure, .title = {}, .signals = {}});
      found = procedures.end() - 1;
    }
    const std::string& signal = test.test.signal;
    if (!signal.empty() && std::ranges::find(found->signals, signal) == found->signals.end())
      found->signals.push_back(signal);
  }
  return procedures;
}

// How the rule stands in the tests of a procedure: those that expect it to find something, and known blind spots.
Mark standing(const PackContent& content, std::string_view rule, std::string_view procedure) {
  Mark mark = Mark::kUntested;
  for (const ShownTest& test : content.tests) {
    if (test.test.procedure != procedure) continue;
    for (const Expectation& expectation : test.test.expect)
      if (expectation.rule == rule && (!expectation.none() || test.test.blind_spot)) mark = worse(mark, mark_of(test));
  }
  return mark;
}

std::set<std::string> rules_expected(const PackContent& content, const std::vector<packs::Procedure>& procedures) {
  std::set<std::string> rules;
  for (const ShownTest& test : content.tests) {
    if (std::ranges::find(procedures, test.test.procedure, &packs::Procedure::name) == procedures.end()) continue;
    for (const Expectation& expectation : test.test.expect)
      if (!expectation.none() || test.test.blind_spot) rules.insert(expectation.rule);
  }
  return rules;
}

void add_matrix(Node section, const PackContent& content, const std::vector<packs::Procedure>& procedures) {
  std::vector<std::string> headings = {"Rule"};
  for (const packs::Procedure& procedure : procedures) headings.push_back(procedure.name);
  Node body = add_table(section, "Which rules find which procedures", headings);
  for (const std::string& rule : rules_expected(content, procedures)) {
    Node row = add_row(body, {});
    add_rule_name(row.first_child(), content, rule);
    for (const packs::Procedure& procedure : procedures)
      add_mark(add_cell(row), standing(content, rule, procedure.name));
  }
}

void add_expectations(Node cell, const PackContent& content, const ShownTest& test) {
  Node list = add(cell, "ul", "plain");
  for (const Expectation& expectation : test.test.expect) {
    Node item = add(list, "li");
    add_rule_name(item, content, expectation.rule);
    add_text(item, " " + expected_text(expectation));
  }
  if (test.test.nothing_else) add_with_text(list, "li", "all others find nothing");
}

// The tests of a signal, or those of the procedure without one.
void add_signal(Node body, const PackContent& content, std::string_view procedure, std::string_view signal) {
  bool any = false;
  for (const ShownTest& test : content.tests) {
    if (test.test.procedure != procedure || test.test.signal != signal) continue;
    Node row = add_row(body, signal.empty() ? "The procedure as a whole" : signal);
    add_link(add_cell(row), test.test.name, "#" + test.anchor);
    add_expectations(add_cell(row), content, test);
    add_mark(add_cell(row), mark_of(test));
    any = true;
  }
  if (any || signal.empty()) return;
  Node row = add_row(body, signal);
  add_cell(row);
  add_cell(row);
  add_mark(add_cell(row), Mark::kUntested);
}

void add_procedure(Node parent, const PackContent& content, const packs::Procedure& procedure,
                   std::string_view anchor) {
  Node section = add(parent, "section");
  const std::string title =
      procedure.title.empty() ? procedure.name : fmt::format("{}: {}", procedure.name, procedure.title);
  set(add_with_text(section, "h3", title), "id", anchor);
  Node body = add_table(section, fmt::format("Expected signals of {}", procedure.name),
                        {"Signal", "Test", "Expected", "Result"});
  for (const std::string& signal : procedure.signals) add_signal(body, content, procedure.name, signal);
  add_signal(body, content, procedure.name, {});
}

void add_test_row(Node body, const PackContent& content, const ShownTest& test) {
  Node row = add_row(body, {});
  Node name = row.first_child();
  set(row, "id", test.anchor);
  add_text(name, test.test.name);
  if (!test.test.description.empty()) add_with_text(name, "p", test.test.description, "note");
  Node place = add_cell(row);
  add_with_text(place, "code", fmt::format("{}:{}", test.path, test.test.line));
  add_expectations(add_cell(row), content, test);
  Node result = add_cell(row);
  add_mark(result, mark_of(test));
  for (const std::string& message : test.messages) add_with_text(result, "p", message, "message");
}

}  // namespace

std::string tests_page(const Frame& frame, const PackContent& content) {
  Page page(frame, "Tests", kTestsPage);
  if (content.tests.empty()) {
    add_with_text(page.main(), "p", "The package has no tests.");
    return page.html();
  }
  add_summary(page, content);
  if (const auto procedures = procedures_of(content); !procedures.empty()) {
    add_matrix(page.add_section("Rules and procedures", "matrix"), content, procedures);
    Node section = page.add_section("Procedures and their signals", "procedures");
    Slugs slugs;
    for (const packs::Procedure& procedure : procedures)
      add_procedure(section, content, procedure, slugs.unique("procedure-" + procedure.name));
  }
  Node section = page.add_section("All tests", "all");
  Node body = add_table(section, "In the order of their files", {"Test", "File", "Expected", "Result"});
  set(body.parent(), "data-filter", "Find a test");
  for (const ShownTest& test : content.tests) add_test_row(body, content, test);
  return page.html();
}

}  // namespace yaral::packaging
