#include "packs/walk.h"

#include <filesystem>

#include "packs/files.h"

namespace yaral::packs {

namespace {

constexpr int kMaxDepth = 64;

void walk(const std::string& folder, int depth, std::vector<FileProblem>& problems,
          const std::function<void(const std::string&)>& visit) {
  const auto entries = sorted_entries(folder);
  if (!entries || depth > kMaxDepth) {
    problems.push_back({folder, 0, entries ? "folders nested too deep" : entries.error()});
    return;
  }
  for (const std::string& entry : *entries) {
    std::error_code error;
    if (!is_folder(entry)) {
      visit(entry);
    } else if (!std::filesystem::is_symlink(entry, error)) {
      walk(entry, depth + 1, problems, visit);
    }
  }
}

}  // namespace

void each_file(const std::string& folder, std::vector<FileProblem>& problems,
               const std::function<void(const std::string&)>& visit) {
  walk(folder, 0, problems, visit);
}

}  // namespace yaral::packs
