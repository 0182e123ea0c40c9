#include "packaging/site/site.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "packaging/site/pages.h"
#include "packaging/site/parts.h"

namespace yaral::packaging {

namespace {

// Pages that every package has, in the order of reading; documents follow, then references.
Frame frame_of(const PackContent& content, const std::string& home) {
  Frame frame{.title = content.pack.title.empty() ? content.pack.id : content.pack.title,
              .home = home,
              .navigation = {{std::string(kOverviewPage), "Overview"},
                             {std::string(kRulesPage), "Rules"},
                             {std::string(kSourcesPage), "Data sources"},
                             {std::string(kTuningPage), "Tuning"},
                             {std::string(kTestsPage), "Tests"},
                             {std::string(kPlatformsPage), "Platforms"}}};
  for (const Document& document : content.documents) frame.navigation.push_back({document.page, document.title});
  const bool listed = std::ranges::find(content.documents, kPlaybookPage, &Document::page) != content.documents.end();
  if (content.playbook && !listed) frame.navigation.push_back({std::string(kPlaybookPage), "Playbook"});
  frame.navigation.push_back({std::string(kReferencesPage), "References"});
  return frame;
}

void add_pack_row(Node body, const PackContent& content, const std::string& folder) {
  const packs::Pack& pack = content.pack;
  Node row = add_row(body, {});
  add_link(row.first_child(), pack.title, folder + "/" + std::string(kOverviewPage));
  add_cell(row, pack.attack.technique);
  add_severity(add_cell(row), pack.severity);
  add_cell(row, fmt::format("{}", fmt::join(pack.platforms, ", ")));
  add_cell(row, pack.version);
  Mark mark = Mark::kUntested;
  for (const ShownTest& test : content.tests) mark = worse(mark, mark_of(test));
  add_mark(add_cell(row), mark);
  add_cell(row, pack.summary);
}

}  // namespace

SiteFiles pack_site(const PackContent& content, const std::string& home) {
  const Frame frame = frame_of(content, home);
  SiteFiles files;
  add_assets(files, "");
  const auto put = [&files](std::string_view page, std::string text) { files[std::string(page)] = std::move(text); };
  put(kOverviewPage, overview_page(frame, content));
  put(kRulesPage, rules_page(frame, content));
  for (const RuleFile& rule : content.rules) put(rule.page, rule_page(frame, content, rule));
  put(kSourcesPage, sources_page(frame, content));
  put(kTuningPage, tuning_page(frame, content));
  put(kTestsPage, tests_page(frame, content));
  put(kPlatformsPage, platforms_page(frame, content));
  put(kReferencesPage, references_page(frame, content));
  for (const Document& document : content.documents)
    if (document.page != kPlaybookPage) put(document.page, document_page(frame, content, document));
  const bool playbook =
      std::ranges::any_of(frame.navigation, [](const auto& item) { return item.page == kPlaybookPage; });
  if (playbook) put(kPlaybookPage, playbook_page(frame, content));
  return files;
}

SiteFiles packs_site(std::span<const PackContent> contents) {
  SiteFiles files;
  add_assets(files, "");
  Page page({.title = "Detection packages", .home = {}, .navigation = {}}, "Detection packages", {});
  Node body = add_table(page.main(), "By id",
                        {"Package", "Technique", "Severity", "Platforms", "Version", "Tests", "What it finds"});
  Slugs folders;
  for (const PackContent& content : contents) {
    const std::string folder = folders.unique(content.pack.id);
    add_pack_row(body, content, folder);
    for (auto& [path, text] : pack_site(content, "../" + std::string(kOverviewPage)))
      files[folder + "/" + path] = std::move(text);
  }
  files[std::string(kOverviewPage)] = page.html();
  return files;
}

}  // namespace yaral::packaging
