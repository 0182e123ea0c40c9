#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "packaging/site/pages.h"
#include "packaging/site/parts.h"

namespace yaral::packaging {

namespace {

using packs::Pack;

void add_attack(Node section, const packs::Attack& attack) {
  Node list = add(section, "dl");
  add_with_text(list, "dt", "Technique");
  add_web_link(add(list, "dd"), fmt::format("{} {}", attack.technique, attack.name), attack.url);
  add_fact(list, "Tactics", fmt::format("{}", fmt::join(attack.tactics, ", ")));
  add_fact(list, "Version of ATT&CK", attack.version);
  add_fact(list, "Detection strategies", fmt::format("{}", fmt::join(attack.detection_strategies, ", ")));
  add_fact(list, "Analytics", fmt::format("{}", fmt::join(attack.analytics, ", ")));
}

void add_standing(Node section, const Pack& pack) {
  Node list = add(section, "dl");
  add_with_text(list, "dt", "Severity");
  Node severity = add(list, "dd");
  add_severity(severity, pack.severity);
  if (!pack.severity_reason.empty()) add_with_text(severity, "p", pack.severity_reason);
  add_fact(list, "Status", pack.status);
  add_fact(list, "Version", pack.version);
  add_fact(list, "Platforms", fmt::format("{}", fmt::join(pack.platforms, ", ")));
  add_fact(list, "Needs yaral", pack.minimum_version.empty() ? "" : pack.minimum_version + " or later");
  add_fact(list, "Authors", fmt::format("{}", fmt::join(pack.authors, ", ")));
  add_fact(list, "Licence", pack.licence);
  add_fact(list, "Created", pack.created);
  add_fact(list, "Modified", pack.modified);
}

// A count with the page that shows what is counted.
void add_count(Node row, std::size_t count, std::string_view what, std::string_view page) {
  Node item = add(row, "li");
  add_with_text(item, "strong", std::to_string(count));
  add_text(item, " ");
  add_link(item, what, page);
}

void add_counts(Node main, const PackContent& content) {
  std::size_t rules = 0;
  for (const RuleFile& file : content.rules) rules += file.file.rules.size();
  Node list = add(main, "ul", "counts");
  add_count(list, rules, rules == 1 ? "rule" : "rules", kRulesPage);
  const std::size_t sources = content.pack.data_sources.size();
  add_count(list, sources, sources == 1 ? "data source" : "data sources", kSourcesPage);
  const std::size_t lookups = content.lists.size() + content.tables.size();
  add_count(list, lookups, lookups == 1 ? "list or table" : "lists and tables", kTuningPage);
  if (content.tests.empty()) return;
  Mark mark = Mark::kUntested;
  for (const ShownTest& test : content.tests) mark = worse(mark, mark_of(test));
  add_count(list, content.tests.size(), content.tests.size() == 1 ? "test" : "tests", kTestsPage);
  Node item = list.last_child();
  add_text(item, " ");
  add_mark(item, mark);
}

// Ids come from the package: only one that a shell takes as a word stands in a command.
std::string word_for_commands(const Pack& pack) {
  const bool plain = !pack.id.empty() && pack.id[0] != '-' && std::ranges::all_of(pack.id, [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_';
  });
  return plain ? pack.id : "FOLDER-OF-THE-PACKAGE";
}

void add_commands(Node section, const Pack& pack) {
  const std::string word = word_for_commands(pack);
  const std::pair<std::string_view, std::string> commands[] = {
      {"Find what it detects in a folder of logs", fmt::format("yaral scan --pack {} evidence/", word)},
      {"The same, with the events behind each detection",
       fmt::format("yaral scan --pack {} --show events evidence/", word)},
      {"With reference lists of your own", fmt::format("yaral scan --pack {} --lists my-lists/ evidence/", word)},
      {"Run its tests", fmt::format("yaral test {}", word)},
  };
  for (const auto& [what, command] : commands) {
    add_with_text(section, "p", fmt::format("{}:", what));
    add_copyable(section, what, command);
  }
}

void add_samples(Node section, const Pack& pack) {
  Node body = add_table(section, "Samples", {"File", "Content", "Origin"});
  for (const packs::Sample& sample : pack.samples) {
    Node row = add_row(body, {});
    add_with_text(row.first_child(), "code", sample.file);
    add_cell(row, sample.description);
    add_cell(row, sample.constructed ? "constructed" : "recorded");
  }
}

}  // namespace

std::string overview_page(const Frame& frame, const PackContent& content) {
  const Pack& pack = content.pack;
  Page page(frame, frame.title, kOverviewPage);
  add_with_text(page.main(), "p", pack.summary, "lead");
  add_counts(page.main(), content);
  add_attack(page.add_section("MITRE ATT&CK", "attack"), pack.attack);
  add_standing(page.add_section("About this package", "about"), pack);
  add_commands(page.add_section("Running it", "run"), pack);
  if (!pack.samples.empty()) add_samples(page.add_section("Samples", "samples"), pack);
  return page.html();
}

}  // namespace yaral::packaging
