#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "packaging/site/html.h"

namespace yaral::packaging {

// The page that a file of the package is shown on, with its anchor, by its path in the package; empty when it is on none.
using PageOfFile = std::function<std::string(std::string_view path)>;

struct MarkdownOptions {
  Node title;                  // heading of the page; takes the text of the document's first heading of level 1
  std::string anchor = "doc";  // before the words of its headings, in their ids
  PageOfFile page_of;          // none: links to files are text
};

// Adds a Markdown document: CommonMark with tables. Markup in it is shown as text; links lead to the web, to a heading of the
// document, or to the page of a file, and are text otherwise; images are named, not shown.
void add_markdown(Node parent, std::string_view markdown, const MarkdownOptions& options);

// Larger ones are shown as they are written, as are those nested deeper than pages can be.
inline constexpr std::size_t kMostMarkdownBytes = std::size_t{1} << 20;

}  // namespace yaral::packaging
