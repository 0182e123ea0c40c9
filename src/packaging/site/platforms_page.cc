#include <algorithm>

#include <fmt/format.h>

#include "packaging/site/markdown.h"
#include "packaging/site/pages.h"
#include "packaging/site/parts.h"

namespace yaral::packaging {

namespace {

// Longer files of the package are named and not shown.
constexpr std::size_t kMostShown = std::size_t{16} << 10;

std::string counts(const Platform& platform, convert::Level level) {
  return std::to_string(convert::count_of(platform.rules, level));
}

void add_platforms(Page& page, const PackContent& content) {
  Node body = add_table(page.main(), "Languages that `yaral convert` writes",
                        {"Target", "Language", "Exact", "Approximate", "Refused"});
  for (const Platform& platform : content.platforms) {
    Node row = add_row(body, {});
    add_with_text(row.first_child(), "code", platform.target->name);
    add_cell(row, platform.target->title);
    for (const convert::Level level : {convert::Level::kExact, convert::Level::kApproximate, convert::Level::kRefused})
      add_cell(row, counts(platform, level));
  }
}

// All platforms have the same rules in the same order.
void add_rules(Page& page, const PackContent& content) {
  Node section = page.add_section("Rule by rule", "rules");
  add_with_text(
      section, "p",
      "Exact: selects what the rule detects. Approximate: may select something else; the rule's page says what. "
      "Refused: there is no query; the rule's page says why.");
  std::vector<std::string> headings{"Rule"};
  for (const Platform& platform : content.platforms) headings.emplace_back(platform.target->name);
  Node body = add_table(section, "Fidelity of each rule", headings);
  for (std::size_t i = 0; i < content.platforms.front().rules.size(); ++i) {
    Node row = add_row(body, {});
    add_rule_name(row.first_child(), content, content.platforms.front().rules[i].rule);
    for (const Platform& platform : content.platforms) add_level(add_cell(row), platform.rules[i].fidelity.level());
  }
}

void add_files(Page& page, const PackContent& content) {
  if (content.exports.empty()) {
    add_with_text(page.main(), "p", "The package has no exports of its own (there is no folder exports in it).");
    return;
  }
  Node files = page.add_section("Files of the package", "files");
  Node body = add_table(files, "In its folder exports", {"File", "Size in bytes"});
  for (const TextFile& file : content.exports) {
    Node row = add_row(body, {});
    if (file.text.size() <= kMostShown) {
      add_link(row.first_child(), file.name, "#" + file.anchor);
    } else {
      add_text(row.first_child(), file.name);
    }
    add_cell(row, std::to_string(file.text.size()));
  }
  for (const TextFile& file : content.exports) {
    if (file.text.size() > kMostShown) continue;
    Node section = page.add_section(file.name, file.anchor);
    if (file.name.ends_with(".md")) {
      add_markdown(section, file.text, {.title = {}, .anchor = file.anchor, .page_of = {}});
    } else {
      add_long_text(section, fmt::format("Export {}", file.name), file.text);
    }
  }
}

}  // namespace

std::string platforms_page(const Frame& frame, const PackContent& content) {
  Page page(frame, "Platforms", kPlatformsPage);
  add_with_text(page.main(), "p",
                "The rules are YARA-L 2.0: yaral runs them over logs, and Google SecOps takes them as they are.",
                "lead");
  if (!content.platforms.empty()) {
    add_platforms(page, content);
    if (!content.platforms.front().rules.empty()) add_rules(page, content);
  }
  add_files(page, content);
  return page.html();
}

}  // namespace yaral::packaging
