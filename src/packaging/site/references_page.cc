#include <algorithm>
#include <map>

#include "packaging/site/pages.h"
#include "packaging/site/parts.h"

namespace yaral::packaging {

std::string references_page(const Frame& frame, const PackContent& content) {
  Page page(frame, "References", kReferencesPage);
  Node list = add(page.main(), "ol", "references");
  for (const std::string& reference : content.pack.references) add_web_link(add(list, "li"), reference, reference);
  std::map<std::string, std::vector<std::string>> named;  // by reference, the rules that name it
  for (const RuleFile& file : content.rules)
    for (const syntax::Rule& rule : file.file.rules)
      for (const syntax::MetaEntry& entry : rule.meta)
        if (entry.key == "reference" &&
            std::ranges::find(content.pack.references, entry.value) == content.pack.references.end())
          named[entry.value].push_back(rule.name);
  if (named.empty()) return page.html();
  Node body = add_table(page.add_section("Named by rules alone", "rules"), "References that only rules name",
                        {"Reference", "Rules"});
  for (const auto& [reference, rules] : named) {
    Node row = add_row(body, {});
    add_web_link(row.first_child(), reference, reference);
    add_rule_names(add_cell(row), content, rules);
  }
  return page.html();
}

}  // namespace yaral::packaging
