#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "packaging/site/pages.h"
#include "packaging/site/parts.h"

namespace yaral::packaging {

namespace {

using packs::DataSource;

bool names(std::string_view meta, std::string_view log_type) {
  return std::ranges::any_of(split(meta, ','),
                             [&](std::string_view part) { return ascii_equal_nocase(ascii_trim(part), log_type); });
}

// The rules that say they read the log type.
std::vector<std::string> rules_of(const PackContent& content, const DataSource& source) {
  std::vector<std::string> rules;
  for (const RuleFile& file : content.rules)
    for (const syntax::Rule& rule : file.file.rules)
      if (names(meta_of(rule, "data_source"), source.log_type)) rules.push_back(rule.name);
  return rules;
}

// The fields that rules of the package read, with what the records of the log type call them.
void add_fields(Node section, const PackContent& content, const DataSource& source) {
  std::set<std::string> fields;
  for (const RuleFile& file : content.rules)
    for (const auto& [name, note] : file.words->fields()) fields.insert(name);
  Node body;
  for (const std::string& field : fields) {
    std::vector<FieldOrigin> origins;
    std::ranges::copy_if(content.origins.of(field), std::back_inserter(origins),
                         [&](const FieldOrigin& origin) { return origin.log_type == source.log_type; });
    if (origins.empty()) continue;
    if (!body)
      body = add_table(section, fmt::format("UDM fields that rules read from {}", source.log_type),
                       {"UDM field", "Field of the record, and of which events"});
    Node row = add_row(body, {});
    add_name(add(row.first_child(), "code"), field);
    Node list = add(add_cell(row), "ul", "plain");
    for (const FieldOrigin& origin : origins) add_with_text(list, "li", origin_text(origin));
  }
  if (body)
    add_with_text(section, "p",
                  "Fields that every event of the source has, such as host, time and event type, and those that are "
                  "computed, are not listed.",
                  "note");
}

void add_source(Page& page, const PackContent& content, const DataSource& source, std::string_view anchor) {
  Node section = page.add_section(fmt::format("{} ({})", source.log_type, source.product), anchor);
  Node list = add(section, "dl");
  add_fact(list, "Events", fmt::format("{}", fmt::join(source.events, ", ")));
  add_fact(list, "What they give", source.gives);
  add_fact(list, "How to collect them", source.collect);
  add_fact(list, "Volume", source.volume);
  if (const auto rules = rules_of(content, source); !rules.empty()) {
    add_with_text(list, "dt", "Read by");
    add_rule_names(add(list, "dd"), content, rules);
  }
  add_fields(section, content, source);
}

}  // namespace

std::string sources_page(const Frame& frame, const PackContent& content) {
  Page page(frame, "Data sources", kSourcesPage);
  if (content.pack.data_sources.empty())
    add_with_text(page.main(), "p", "The package does not say which data sources its rules read.");
  else
    add_with_text(page.main(), "p", "What has to be collected for the rules to see anything.", "lead");
  Slugs slugs;
  std::vector<std::string> anchors;
  for (const DataSource& source : content.pack.data_sources)
    anchors.push_back(slugs.unique("source-" + source.log_type));
  if (!anchors.empty()) {
    Node body = add_table(page.main(), "Log types", {"Log type", "Product", "Events"});
    for (std::size_t i = 0; i < anchors.size(); ++i) {
      const DataSource& source = content.pack.data_sources[i];
      Node row = add_row(body, {});
      add_link(row.first_child(), source.log_type, "#" + anchors[i]);
      add_cell(row, source.product);
      add_cell(row, fmt::format("{}", fmt::join(source.events, ", ")));
    }
  }
  for (std::size_t i = 0; i < anchors.size(); ++i) add_source(page, content, content.pack.data_sources[i], anchors[i]);
  return page.html();
}

}  // namespace yaral::packaging
