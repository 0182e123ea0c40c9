#include "cli/named_packs.h"

#include <algorithm>

namespace yaral::cli {

packs::FoundPacks named_packs(const std::vector<std::string>& wanted, const Console& console) {
  const std::vector<std::string> folders = packs::pack_folders(console.executable, console.pack_path);
  packs::FoundPacks found;
  for (const std::string& name : wanted) {
    packs::FoundPacks more = packs::find_packs(name, folders);
    std::ranges::move(more.packs, std::back_inserter(found.packs));
    std::ranges::move(more.problems, std::back_inserter(found.problems));
  }
  std::ranges::stable_sort(found.packs, {}, &packs::Pack::id);
  const auto again = std::ranges::unique(found.packs, {}, &packs::Pack::id);
  found.packs.erase(again.begin(), again.end());
  return found;
}

}  // namespace yaral::cli
