#include <fmt/format.h>

#include "packaging/site/markdown.h"
#include "packaging/site/pages.h"
#include "packaging/site/parts.h"

namespace yaral::packaging {

std::string platforms_page(const Frame& frame, const PackContent& content) {
  Page page(frame, "Platforms", kPlatformsPage);
  add_with_text(page.main(), "p",
                "The rules are YARA-L 2.0: yaral runs them over logs, and Google SecOps takes them as they are.",
                "lead");
  if (content.exports.empty()) {
    add_with_text(page.main(), "p",
                  "The package has no exports for other platforms (there is no folder exports in it).");
    return page.html();
  }
  Node body = add_table(page.main(), "Exports for other platforms", {"File", "Size in bytes"});
  for (const TextFile& file : content.exports) {
    Node row = add_row(body, {});
    add_link(row.first_child(), file.name, "#" + file.anchor);
    add_cell(row, std::to_string(file.text.size()));
  }
  for (const TextFile& file : content.exports) {
    Node section = page.add_section(file.name, file.anchor);
    if (file.name.ends_with(".md")) {
      add_markdown(section, file.text, {.title = {}, .anchor = file.anchor, .page_of = {}});
    } else {
      add_long_text(section, fmt::format("Export {}", file.name), file.text);
    }
  }
  return page.html();
}

}  // namespace yaral::packaging
