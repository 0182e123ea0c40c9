#include "cli/rule_files.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "packs/files.h"
#include "packs/walk.h"

namespace yaral::cli {

namespace {

namespace fs = std::filesystem;

class RuleFinder {
 public:
  RuleFinder(std::span<const std::string_view> endings, std::string_view what) : endings_(endings), what_(what) {}

  void add(const std::string& path) {
    if (path == "-") {
      add_file(path);
    } else if (packs::is_folder(path)) {
      const std::size_t files = files_met_;
      const std::size_t problems = found_.problems.size();
      packs::each_file(path, found_.problems, [this](const std::string& file) {
        if (is_rule_name(file)) add_file(file);
      });
      if (files_met_ == files && found_.problems.size() == problems)
        found_.problems.push_back(
            {path, 0, fmt::format("no {} in this folder (files ending in {})", what_, fmt::join(endings_, ", "))});
    } else if (packs::exists(path)) {
      add_file(path);
    } else {
      found_.problems.push_back({path, 0, "no such file or folder"});
    }
  }

  RuleFiles take() { return std::move(found_); }

 private:
  bool is_rule_name(const std::string& path) const {
    const std::string ending = ascii_lower(fs::path(path).extension().string());
    return std::ranges::find(endings_, ending) != endings_.end();
  }

  void add_file(const std::string& path) {
    ++files_met_;
    std::error_code error;
    const fs::path real = path == "-" ? fs::path(path) : fs::weakly_canonical(path, error);
    if (seen_.insert(error ? path : real.string()).second) found_.paths.push_back(path);
  }

  std::span<const std::string_view> endings_;
  std::string_view what_;
  RuleFiles found_;
  std::set<std::string> seen_;
  std::size_t files_met_ = 0;
};

}  // namespace

RuleFiles find_rule_files(const std::vector<std::string>& files_and_folders) {
  return find_files(files_and_folders, kRuleEndings, "rules");
}

RuleFiles find_files(const std::vector<std::string>& files_and_folders, std::span<const std::string_view> endings,
                     std::string_view what) {
  RuleFinder finder(endings, what);
  for (const std::string& path : files_and_folders) finder.add(path);
  return finder.take();
}

}  // namespace yaral::cli
