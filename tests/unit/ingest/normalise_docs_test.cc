#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "ingest/log_types.h"
#include "ingest/windows_source.h"
#include "telemetry_pages.h"

// The pages in docs/telemetry say what the tables do.
namespace yaral::ingest {
namespace {

// Pages whose tables are made here have markers around them; the first two are older and written by hand.
bool is_generated(const WindowsSource& source) {
  constexpr std::string_view kByHand[] = {"Microsoft-Windows-Sysmon", "Microsoft-Windows-PowerShell"};
  return std::ranges::find(kByHand, source.providers.front()) == std::end(kByHand);
}

std::string page_path(const std::string& name) {
  return std::string(YARAL_SOURCE_DIR) + "/docs/telemetry/" + name + ".md";
}

std::string page(const std::string& name) {
  std::ifstream in(page_path(name));
  return {std::istreambuf_iterator<char>(in), {}};
}

void expect_documented(const std::string& page, std::span<const Mapping> mappings) {
  ASSERT_FALSE(page.empty());
  for (const Mapping& mapping : mappings) {
    const std::string heading = "\n### " + std::string(mapping.kind) + ":";
    const auto begin = page.find(heading);
    ASSERT_NE(begin, std::string::npos) << mapping.kind;
    const std::string section = page.substr(begin, page.find("\n#", begin + heading.size()) - begin);
    EXPECT_TRUE(section.contains("\n`" + std::string(mapping.type) + "`\n")) << mapping.kind;
    for (const auto group : mapping.groups) {
      for (const Row& row : group) {
        const std::string_view path = row.convert == Convert::kEventTime ? "metadata.event_timestamp" : row.path;
        const std::string line = "\n| " + std::string(row.source) + " | `" + std::string(path) + "` |";
        EXPECT_TRUE(section.contains(line)) << mapping.kind << line;
      }
    }
  }
}

// These pages are written by hand; they hold what the tables say and more.
TEST(NormaliseDocs, EveryRowIsDocumented) {
  for (const WindowsSource* source : windows_sources()) {
    if (!is_generated(*source)) expect_documented(page(std::string(source->log_type)), source->mappings);
  }
}

// Replaces what stands between the markers; the text unchanged where it has none.
std::string with_part(std::string text, const std::string& name, const std::string& part) {
  const std::string begin = "<!-- " + name + " -->\n";
  const std::string end = "<!-- end of " + name + " -->";
  const auto from = text.find(begin);
  const auto to = text.find(end);
  if (from == std::string::npos || to == std::string::npos || to < from) {
    ADD_FAILURE() << "no part `" << name << "` between markers";
    return text;
  }
  return text.replace(from + begin.size(), to - from - begin.size(), "\n" + part + "\n");
}

void expect_page(const std::string& name, const std::string& made) {
  if (std::getenv("YARAL_UPDATE") != nullptr) std::ofstream(page_path(name), std::ios::binary) << made;
  EXPECT_EQ(page(name), made) << "`make docs` writes the tables of docs/telemetry";
}

TEST(NormaliseDocs, EveryLogTypeHasItsPage) {
  for (const LogType* type : shipped_log_types()) {
    const std::string name(type->name);
    SCOPED_TRACE(name);
    const std::string now = page(name);
    ASSERT_FALSE(now.empty()) << "docs/telemetry/" << name << ".md is missing";
    EXPECT_TRUE(now.starts_with("# " + name + " (" + std::string(type->title) + ")\n"));
    for (const char* section : {"\n## Collecting\n", "\n## Event types\n", "\n## Fields\n", "\n## Not mapped\n"}) {
      EXPECT_TRUE(now.contains(section)) << section;
    }
    expect_page(name, with_part(with_part(now, "event types", event_table(type->mappings)), "fields",
                                field_table(type->mappings)));
  }
}

TEST(NormaliseDocs, WindowsSources) {
  for (const WindowsSource* source : windows_sources()) {
    if (!is_generated(*source)) continue;
    SCOPED_TRACE(source->providers.front());
    const std::string name(source->log_type);
    const std::string part = event_table(source->mappings) + "\n" + field_table(source->mappings);
    expect_page(name, with_part(page(name), std::string(source->providers.front()), part));
  }
}

TEST(NormaliseDocs, Index) {
  std::string table = "| log type | |\n|---|---|\n";
  const LogTypes log_types = LogTypes::shipped();
  for (const auto& entry : log_types.all()) {
    table += "| [" + entry->name + "](" + entry->name + ".md) | " + entry->title + " |\n";
  }
  expect_page("README", with_part(page("README"), "log types", table));
}

}  // namespace
}  // namespace yaral::ingest
