#include "packaging/links.h"

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "packs/files.h"

namespace yaral::packaging {

namespace {

// The line without what stands between backticks.
std::string without_code(std::string_view line) {
  std::string text;
  bool code = false;
  for (const char c : line) {
    if (c == '`') code = !code;
    if (!code) text += c;
  }
  return text;
}

void links_of_line(const std::string& line, std::uint32_t number, std::vector<Link>& links) {
  for (std::size_t at = line.find("]("); at != std::string::npos; at = line.find("](", at + 2)) {
    const std::size_t end = line.find(')', at);
    if (end == std::string::npos) return;
    links.push_back({line.substr(at + 2, end - at - 2), number});
  }
}

bool leads_elsewhere(std::string_view target) {
  return target.starts_with('#') || target.starts_with("mailto:") || target.contains("://");
}

}  // namespace

std::vector<Link> links_of(std::string_view markdown) {
  std::vector<Link> links;
  bool fenced = false;
  std::uint32_t number = 0;
  for (const std::string_view line : split(markdown, '\n')) {
    ++number;
    if (ascii_trim(line).starts_with("```")) fenced = !fenced;
    if (!fenced) links_of_line(without_code(line), number, links);
  }
  return links;
}

std::vector<Link> broken_links(std::string_view markdown, const std::string& document) {
  std::vector<Link> links = links_of(markdown);
  const std::filesystem::path folder = std::filesystem::path(document).parent_path();
  std::erase_if(links, [&](const Link& link) {
    const std::string target = link.target.substr(0, link.target.find('#'));
    return leads_elsewhere(link.target) || packs::exists((folder / target).string());
  });
  return links;
}

}  // namespace yaral::packaging
