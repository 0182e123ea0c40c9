#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "packaging/site/highlight.h"
#include "packaging/site/pages.h"
#include "packaging/site/parts.h"

namespace yaral::packaging {

namespace {

struct MetaWords {
  std::string_view key;
  std::string_view heading;
};

// What people ask first of a rule, in this order; the rest of `meta` follows.
constexpr std::array<MetaWords, 7> kFirstMeta = {{
    {"description", "Description"},
    {"severity", "Severity"},
    {"confidence", "Confidence"},
    {"expected_volume", "Expected volume"},
    {"blind_spots", "Blind spots"},
    {"false_positives", "False positives"},
    {"data_source", "Data sources"},
}};

void add_meta_row(Node body, std::string_view heading, std::string_view key, std::string_view value) {
  Node row = add_row(body, {});
  add_name(row.first_child(), heading);
  Node cell = add(row, "td");
  if (key == "severity") {
    add_severity(cell, value);
  } else {
    add_web_link(cell, value, value);
  }
}

void add_meta(Node parent, const syntax::Rule& rule) {
  if (rule.meta.empty()) return void(add_with_text(parent, "p", "It says nothing of itself (`meta`)."));
  Node body = add_table(parent, fmt::format("What {} says of itself", rule.name), {"Key", "Value"});
  for (const MetaWords& words : kFirstMeta)
    if (const std::string_view value = meta_of(rule, words.key); !value.empty())
      add_meta_row(body, words.heading, words.key, value);
  for (const syntax::MetaEntry& entry : rule.meta)
    if (std::ranges::find(kFirstMeta, entry.key, &MetaWords::key) == kFirstMeta.end())
      add_meta_row(body, entry.key, entry.key, entry.value);
}

void add_lookups(Node parent, const PackContent& content, const RuleFile& rule) {
  if (rule.words->lists().empty()) return;
  Node text = add(parent, "p");
  add_text(text, "Lists and tables that it looks into: ");
  bool first = true;
  for (const std::string& name : rule.words->lists()) {
    if (!first) add_text(text, ", ");
    add_lookup_name(text, content, name);
    first = false;
  }
}

bool expects(const ShownTest& test, std::string_view rule) {
  return std::ranges::find(test.test.expect, rule, &rule_tests::Expectation::rule) != test.test.expect.end();
}

void add_tests_of(Node parent, const PackContent& content, const syntax::Rule& rule) {
  Node body;
  for (const ShownTest& test : content.tests) {
    if (!expects(test, rule.name)) continue;
    if (!body) body = add_table(parent, fmt::format("Tests of {}", rule.name), {"Test", "Result"});
    Node row = add_row(body, {});
    add_link(row.first_child(), test.test.name, fmt::format("{}#{}", kTestsPage, test.anchor));
    add_mark(add_cell(row), mark_of(test));
  }
  if (!body) add_with_text(parent, "p", fmt::format("No test expects anything of {}.", rule.name));
}

void add_rule_row(Node body, const RuleFile& file, const syntax::Rule& rule, std::string_view anchor) {
  Node row = add_row(body, {});
  Node link = add(row.first_child(), "a");
  set(link, "href", fmt::format("{}#{}", file.page, anchor));
  add_name(add(link, "code"), rule.name);
  add_severity(add_cell(row), meta_of(rule, "severity"));
  add_cell(row, meta_of(rule, "confidence"));
  add_cell(row, meta_of(rule, "description"));
}

// The rule in each language, folded up.
void add_conversions(Node parent, const PackContent& content, const syntax::Rule& rule) {
  for (const Platform& platform : content.platforms) {
    const auto found = std::ranges::find(platform.rules, rule.name, &convert::Conversion::rule);
    if (found == platform.rules.end()) continue;
    Node details = add(parent, "details");
    Node summary = add(details, "summary");
    add_text(summary, platform.target->title);
    add_text(summary, " – ");
    add_level(summary, found->fidelity.level());
    add_copyable(details, fmt::format("{} as {}", rule.name, platform.target->name), found->text);
  }
}

}  // namespace

std::string rules_page(const Frame& frame, const PackContent& content) {
  Page page(frame, "Rules", kRulesPage);
  Node body = add_table(page.main(), "By name", {"Rule", "Severity", "Confidence", "What it finds"});
  for (const RuleFile& file : content.rules) {
    for (std::size_t i = 0; i < file.file.rules.size(); ++i)
      add_rule_row(body, file, file.file.rules[i], file.anchors[i]);
    if (!file.file.rules.empty()) continue;
    Node row = add_row(body, {});
    add_link(row.first_child(), file.path, file.page);
    add_cell(row);
    add_cell(row);
    add_cell(row, "No rule could be read from this file.");
  }
  return page.html();
}

std::string rule_page(const Frame& frame, const PackContent& content, const RuleFile& rule) {
  Page page(frame, rule.title, kRulesPage);
  Node place = add(page.main(), "p");
  add_link(place, "All rules", kRulesPage);
  add_text(place, " · ");
  add_with_text(place, "code", rule.path);
  if (!rule.problems.empty()) {
    Node box = add(page.main(), "div", "problems");
    add_with_text(box, "p", "This file has errors; the rules they are in do not run:");
    Node list = add(box, "ul");
    for (const std::string& problem : rule.problems) add_with_text(list, "li", problem);
  }
  for (std::size_t i = 0; i < rule.file.rules.size(); ++i) {
    Node section =
        page.add_section(rule.file.rules.size() == 1 ? "About this rule" : rule.file.rules[i].name, rule.anchors[i]);
    add_meta(section, rule.file.rules[i]);
  }
  Node text = page.add_section("Text", "text");
  add_lookups(text, content, rule);
  const bool noted = !rule.words->fields().empty() || !rule.words->functions().empty();
  if (noted)
    add_with_text(text, "p", "Point at a field or a function, or go to it with the keyboard, to see what it is.",
                  "note hint");
  add_rule_text(text, fmt::format("Text of {}", rule.path), *rule.source, *rule.words, content.origins);
  if (!content.tests.empty()) {
    Node tests = page.add_section("Tests", "tests");
    for (const syntax::Rule& found : rule.file.rules) add_tests_of(tests, content, found);
  }
  if (!content.platforms.empty()) {
    Node platforms = page.add_section("Other platforms", "platforms");
    for (const syntax::Rule& found : rule.file.rules) add_conversions(platforms, content, found);
  }
  if (noted) add_word_list(page.add_section("Fields and functions", "words"), *rule.words, content.origins);
  return page.html();
}

}  // namespace yaral::packaging
