#include "packs/find.h"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "base/text.h"
#include "packs/files.h"

namespace yaral::packs {

namespace {

namespace fs = std::filesystem;

void add_if_folder(std::vector<std::string>& folders, const fs::path& path) {
  std::string normal = path.lexically_normal().string();
  if (is_folder(normal)) folders.push_back(std::move(normal));
}

FileProblem not_found(const std::string& wanted, const std::vector<Pack>& known,
                      const std::vector<std::string>& folders) {
  std::vector<std::string_view> ids;
  for (const Pack& pack : known) ids.push_back(pack.id);
  std::string message = "no such pack";
  if (const auto close = nearest(wanted, ids, 1); !close.empty())
    message += fmt::format("; did you mean `{}`?", close[0]);
  if (!ids.empty()) message += fmt::format("; known packs: {}", fmt::join(ids, ", "));
  message += folders.empty() ? "; no folder of packs was found: set YARAL_PACKS or give the pack's folder"
                             : fmt::format("; looked in {}", fmt::join(folders, ", "));
  return {.file = wanted, .line = 0, .message = std::move(message)};
}

}  // namespace

std::vector<std::string> pack_folders(const std::string& executable, const char* environment) {
  std::vector<std::string> folders;
  if (environment) {
    for (const std::string_view folder : split(environment, ':'))
      if (!folder.empty()) folders.emplace_back(folder);
  }
  const fs::path beside = fs::path(executable).parent_path();
  add_if_folder(folders, beside / ".." / "packs");
  add_if_folder(folders, beside / ".." / "share" / "yaral" / "packs");
  return folders;
}

FoundPacks bundled_packs(const std::vector<std::string>& folders) {
  FoundPacks found;
  for (const std::string& folder : folders) {
    const auto entries = sorted_entries(folder);
    if (!entries) found.problems.push_back({folder, 0, entries.error()});
    if (!entries) continue;
    for (const std::string& entry : *entries) {
      if (!exists(entry + "/pack.yaml")) continue;
      auto pack = read_pack(entry);
      if (!pack) {
        std::ranges::move(pack.error(), std::back_inserter(found.problems));
      } else if (std::ranges::find(found.packs, pack->id, &Pack::id) == found.packs.end()) {
        found.packs.push_back(std::move(*pack));
      }
    }
  }
  std::ranges::sort(found.packs, {}, &Pack::id);
  return found;
}

FoundPacks find_packs(const std::string& id_or_folder, const std::vector<std::string>& folders) {
  FoundPacks found;
  if (is_folder(id_or_folder)) {
    auto pack = read_pack(id_or_folder);
    if (pack) found.packs.push_back(std::move(*pack));
    if (!pack) found.problems = std::move(pack.error());
    return found;
  }
  FoundPacks all = bundled_packs(folders);
  for (Pack& pack : all.packs) {
    if (ascii_equal_nocase(pack.id, id_or_folder) || ascii_equal_nocase(pack.attack.technique, id_or_folder))
      found.packs.push_back(std::move(pack));
  }
  if (found.packs.empty()) {
    found.problems = std::move(all.problems);
    found.problems.push_back(not_found(id_or_folder, all.packs, folders));
  }
  return found;
}

}  // namespace yaral::packs
