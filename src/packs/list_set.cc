#include "packs/list_set.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "plan/list_matcher.h"

namespace yaral::packs {

namespace {

using semantics::BoundRule;
using syntax::ListMode;

// In a list of texts a backslash before a letter or digit is nearly always half of a Windows path.
bool has_lone_backslash(const ListEntry& entry) {
  for (std::size_t i = 0; i + 1 < entry.written.size(); ++i) {
    if (entry.written[i] != '\\') continue;
    const char next = ascii_lower(entry.written[++i]);
    if ((next >= 'a' && next <= 'z') || (next >= '0' && next <= '9')) return true;
  }
  return false;
}

// The entries of a list that can be used in this way.
std::vector<std::string> usable(const ReferenceList& list, ListMode mode, std::vector<FileProblem>& problems) {
  std::vector<std::string> entries;
  for (const ListEntry& entry : list.entries) {
    std::string text = entry_text(entry, mode);
    std::vector<std::string> bad;
    if (mode != ListMode::kString) plan::ListMatcher({text}, mode, false, bad);
    for (const std::string& message : bad)
      problems.push_back({list.file, entry.line, message + "; the entry is left out"});
    if (mode == ListMode::kString && has_lone_backslash(entry))
      problems.push_back(
          {list.file, entry.line,
           fmt::format("a backslash takes the next character as it is, so this entry is `{}`; write `\\\\` for "
                       "a backslash",
                       text)});
    if (bad.empty()) entries.push_back(std::move(text));
  }
  return entries;
}

}  // namespace

void ListSet::add_folder(const std::string& folder, std::vector<FileProblem>& problems) {
  folders_.push_back(folder);
  auto lists = read_lists(folder, problems);
  if (lists) {
    lists_.merge(*lists);
  } else {
    problems.push_back({folder, 0, lists.error()});
  }
}

void ListSet::add(ReferenceList list) {
  std::string name = list.name;
  lists_.try_emplace(std::move(name), std::move(list));
}

plan::Lists ListSet::for_rules(std::vector<BoundRule>& rules, std::vector<FileProblem>& problems) const {
  std::erase_if(rules, [&](const BoundRule& rule) {
    const auto missing = std::ranges::find_if(
        rule.lists, [&](const semantics::List& use) { return use.column.empty() && !lists_.contains(use.name); });
    if (missing == rule.lists.end()) return false;
    problems.push_back({rule.file, 0,
                        plan::about_rule(rule.name, fmt::format("it needs the list %{}, {}; it does not run",
                                                                missing->name, where_looked(missing->name)))});
    return true;
  });
  return known_to(rules, problems);
}

plan::Lists ListSet::known_to(std::span<const BoundRule> rules, std::vector<FileProblem>& problems) const {
  plan::Lists made;
  std::map<std::string, ListMode> modes;
  for (const BoundRule& rule : rules) {
    for (const semantics::List& use : rule.lists) {
      const auto found = lists_.find(use.name);
      if (!use.column.empty() || found == lists_.end()) continue;
      const ReferenceList& list = found->second;
      const auto [mode, first] = modes.try_emplace(use.name, use.mode);
      if (first) {
        made[use.name] = usable(list, use.mode, problems);
      } else if (mode->second != use.mode) {
        problems.push_back(
            {list.file, 0,
             plan::about_rule(rule.name,
                              "it reads this list in another way than the rule before: a list holds texts, "
                              "regular expressions or CIDR blocks")});
      }
    }
  }
  return made;
}

std::string ListSet::where_looked(const std::string& name) const {
  if (folders_.empty()) return fmt::format("but no folder of lists was given (--lists DIR with {}.txt in it)", name);
  return fmt::format("but there is no {}.txt in {}", name, fmt::join(folders_, ", "));
}

}  // namespace yaral::packs
