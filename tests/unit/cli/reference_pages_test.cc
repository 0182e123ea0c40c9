// The pages of docs/ that are made from tables. With YARAL_UPDATE=1 they are written anew (`make docs`).

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

#include "syntax/diagnostic.h"
#include "syntax/diagnostics_markdown.h"
#include "udm/fields_markdown.h"
#include "udm/schema.h"

namespace yaral {
namespace {

using ::testing::HasSubstr;

void expect_current(const std::string& name, const std::string& page) {
  const std::string path = std::string(YARAL_SOURCE_DIR) + "/docs/" + name;
  const char* update = std::getenv("YARAL_UPDATE");
  if (update && std::string_view(update) == "1") std::ofstream(path, std::ios::binary) << page;
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_TRUE(text.str() == page) << "docs/" << name << " differs from its table: run this test with YARAL_UPDATE=1";
}

std::vector<std::string> headings(const std::string& page) {
  std::vector<std::string> found;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("## ") || line.starts_with("### ")) found.push_back(line.substr(line.find(' ') + 1));
  return found;
}

TEST(UsagePage, NamesWhatStrictRefuses) {
  std::ifstream file(std::string(YARAL_SOURCE_DIR) + "/docs/usage.md", std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  for (const syntax::DiagnosticInfo& row : syntax::all_diagnostics()) {
    if (!row.strict_error) continue;
    EXPECT_THAT(text.str(), HasSubstr("| " + std::string(row.code) + " `" + std::string(row.name) + "` |"));
  }
}

TEST(FieldsPage, IsUpToDate) { expect_current("fields.md", udm::fields_markdown()); }

TEST(FieldsPage, IsSmallEnoughToRead) { EXPECT_LT(udm::fields_markdown().size(), 250'000u); }

TEST(FieldsPage, EveryLinkHasItsHeading) {
  const std::string page = udm::fields_markdown();
  std::set<std::string> anchors;
  for (std::string heading : headings(page)) {
    std::erase(heading, '.');
    for (char& c : heading) c = c == ' ' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    EXPECT_TRUE(anchors.insert(heading).second) << heading << " stands twice";
  }
  for (std::size_t at = page.find("](#"); at != std::string::npos; at = page.find("](#", at + 1)) {
    const std::string anchor = page.substr(at + 3, page.find(')', at) - at - 3);
    EXPECT_TRUE(anchors.contains(anchor)) << anchor;
  }
}

TEST(FieldsPage, HasRootsFieldsAndValues) {
  const std::string page = udm::fields_markdown();
  for (const std::string text : {"\n## UDM\n", "\n## Entity\n", "\n## Collection\n", "| `ip` | string | repeated |",
                                 "| `event_type` | [enum Metadata.EventType](#enum-metadataeventtype) |  |",
                                 "`PROCESS_LAUNCH`", "| `ingestion_labels` | [Label](#label) | repeated, map |"})
    EXPECT_THAT(page, HasSubstr(text));
}

TEST(DiagnosticsPage, IsUpToDate) { expect_current("diagnostics.md", syntax::diagnostics_markdown()); }

TEST(DiagnosticsPage, HasEveryCodeOnce) {
  const auto found = headings(syntax::diagnostics_markdown());
  for (const syntax::DiagnosticInfo& row : syntax::all_diagnostics()) {
    const std::string heading = std::string(row.code) + " " + std::string(row.name);
    EXPECT_EQ(std::ranges::count(found, heading), 1) << heading;
  }
}

}  // namespace
}  // namespace yaral
