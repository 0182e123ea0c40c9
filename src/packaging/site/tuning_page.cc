#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "packaging/site/pages.h"
#include "packaging/site/parts.h"
#include "packs/csv.h"

namespace yaral::packaging {

namespace {

constexpr std::size_t kMostRows = 500;
constexpr std::size_t kMostColumns = 50;

void add_tunables(Page& page, const PackContent& content) {
  Node section = page.add_section("What to set", "tunables");
  Node body = add_table(section, "What to set for an environment",
                        {"Setting", "Where", "As delivered", "Why", "Mutable element of ATT&CK"});
  for (const packs::Tunable& tunable : content.pack.tunables) {
    Node row = add_row(body, tunable.name);
    add_lookup_name(add_cell(row), content, tunable.list.empty() ? tunable.table : tunable.list);
    add_cell(row, tunable.default_value);
    add_cell(row, tunable.why);
    add_cell(row, tunable.element);
  }
}

void add_false_positives(Page& page, const PackContent& content) {
  Node section = page.add_section("False positives", "false-positives");
  Node body = add_table(section, "Harmless activity that matches",
                        {"Cause", "How to tell it from an attack", "List that takes it out"});
  for (const packs::FalsePositive& positive : content.pack.false_positives) {
    Node row = add_row(body, positive.cause);
    add_cell(row, positive.tell);
    Node list = add_cell(row);
    if (!positive.list.empty()) add_lookup_name(list, content, positive.list);
  }
}

void add_readers(Node section, const PackContent& content, const std::string& name) {
  std::vector<std::string> readers;
  for (const RuleFile& file : content.rules)
    if (file.words->lists().contains(name))
      for (const syntax::Rule& rule : file.file.rules) readers.push_back(rule.name);
  Node text = add(section, "p");
  add_text(text, readers.empty() ? "No rule reads it." : "Read by ");
  add_rule_names(text, content, readers);
}

void add_advice(Node section, std::string_view what, std::string_view option) {
  Node text = add(section, "p");
  add_text(text,
           fmt::format("As delivered. Copy a {} into a folder of your own, change it there, and give the folder with ",
                       what));
  add_with_text(text, "code", option, "option");
  add_text(text, ".");
}

Node add_named(Node parent, const TextFile& file) {
  Node section = add(parent, "section");
  Node heading = add(section, "h3");
  set(heading, "id", file.anchor);
  add_with_text(heading, "code", file.name);
  return section;
}

void add_lists(Page& page, const PackContent& content) {
  Node lists = page.add_section("Reference lists", "lists");
  add_advice(lists, "list", "--lists");
  for (const TextFile& list : content.lists) {
    Node section = add_named(lists, list);
    add_readers(section, content, list.name);
    add_long_text(section, fmt::format("List {}", list.name), list.text);
  }
}

void add_rows(Node section, const TextFile& table) {
  packs::CsvReader reader(table.text);
  packs::CsvRecord record;
  if (!reader.next(record)) return add_with_text(section, "p", "The file is empty."), void();
  record.cells.resize(std::min(record.cells.size(), kMostColumns));
  const std::size_t columns = record.cells.size();
  Node body = add_table(section, fmt::format("Rows of {}", table.name), record.cells);
  std::size_t rows = 0;
  for (; reader.next(record); ++rows) {
    if (rows >= kMostRows) continue;
    Node row = add_row(body, record.cells.empty() ? std::string() : record.cells[0]);
    for (std::size_t i = 1; i < columns; ++i) add_cell(row, i < record.cells.size() ? record.cells[i] : std::string());
  }
  if (rows == 0) add_with_text(section, "p", "There are no rows as delivered.", "note");
  if (rows > kMostRows) add_with_text(section, "p", fmt::format("There are {} more rows.", rows - kMostRows), "note");
}

void add_tables(Page& page, const PackContent& content) {
  Node tables = page.add_section("Data tables", "tables");
  add_advice(tables, "table", "--tables");
  for (const TextFile& table : content.tables) {
    Node section = add_named(tables, table);
    add_readers(section, content, table.name);
    add_rows(section, table);
    if (table.schema.empty()) continue;
    Node details = add(section, "details");
    add_with_text(details, "summary", "Types of the columns");
    add_long_text(details, fmt::format("Schema of {}", table.name), table.schema);
  }
}

}  // namespace

std::string tuning_page(const Frame& frame, const PackContent& content) {
  Page page(frame, "Tuning", kTuningPage);
  const packs::Pack& pack = content.pack;
  if (pack.tunables.empty() && pack.false_positives.empty() && content.lists.empty() && content.tables.empty())
    add_with_text(page.main(), "p", "There is nothing to set.");
  if (!pack.tunables.empty()) add_tunables(page, content);
  if (!pack.false_positives.empty()) add_false_positives(page, content);
  if (!content.lists.empty()) add_lists(page, content);
  if (!content.tables.empty()) add_tables(page, content);
  return page.html();
}

}  // namespace yaral::packaging
