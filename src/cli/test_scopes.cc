#include "cli/test_scopes.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>

#include "cli/rule_files.h"
#include "packs/files.h"
#include "packs/find.h"
#include "rule_tests/test_reader.h"

namespace yaral::cli {

namespace {

namespace fs = std::filesystem;
using packs::FileProblem;
using packs::Pack;

bool is_pack(const std::string& folder) { return packs::exists(folder + "/pack.yaml"); }

class ScopeFinder {
 public:
  ScopeFinder(const ScopeOptions& options, const Console& console)
      : options_(options), folders_(packs::pack_folders(console.executable, console.pack_path)) {}

  TestScopes run() {
    if (options_.paths.empty()) add(packs::bundled_packs(folders_));
    for (const std::string& path : options_.paths) add_path(path);
    if (options_.paths.empty() && found_.scopes.empty() && found_.problems.empty())
      found_.problems.push_back({"bundled packs", 0, "none found; set YARAL_PACKS, or name what to test"});
    return std::move(found_);
  }

 private:
  void add_path(const std::string& path) {
    if (!packs::exists(path) && path.ends_with(rule_tests::kTestFileEnding)) {
      found_.problems.push_back({path, 0, "no such file"});
    } else if (!packs::exists(path) || (packs::is_folder(path) && is_pack(path))) {
      add(packs::find_packs(path, folders_));
    } else if (packs::is_folder(path)) {
      add_folder(path, path, {});
    } else if (path.ends_with(rule_tests::kTestFileEnding)) {
      add_test_file(path);
    } else {
      add_folder(fs::path(path).parent_path().string(), path, {});
    }
  }

  void add(packs::FoundPacks packs) {
    std::ranges::move(packs.problems, std::back_inserter(found_.problems));
    for (const Pack& pack : packs.packs) add_pack(pack, {});
  }

  // `only`: in place of all test files of the pack.
  void add_pack(const Pack& pack, std::optional<std::string> only) {
    TestScope scope = with_user_folders(pack.id);
    for (const std::string& rule : pack.rules) scope.scope.rules.push_back(pack.path(rule));
    if (!pack.lists.empty()) scope.scope.lists.push_back(pack.path(pack.lists));
    if (!pack.tables.empty()) scope.scope.tables.push_back(pack.path(pack.tables));
    add_tests(scope, only.value_or(pack.folder));
  }

  // `rules`: the folder, or one of its files.
  void add_folder(const std::string& folder, const std::string& rules, std::optional<std::string> only) {
    TestScope scope = with_user_folders(rules);
    RuleFiles files = find_rule_files({rules});
    std::ranges::move(files.problems, std::back_inserter(found_.problems));
    scope.scope.rules = std::move(files.paths);
    const std::string base = folder.empty() ? "." : folder;
    if (packs::is_folder(base + "/lists")) scope.scope.lists.push_back(base + "/lists");
    if (packs::is_folder(base + "/tables")) scope.scope.tables.push_back(base + "/tables");
    add_tests(scope, only.value_or(base));
  }

  void add_test_file(const std::string& file) {
    const fs::path own = fs::absolute(file).lexically_normal().parent_path();
    for (fs::path at = own; at != at.root_path(); at = at.parent_path()) {
      if (!is_pack(at.string())) continue;
      packs::FoundPacks found = packs::find_packs(at.string(), folders_);
      std::ranges::move(found.problems, std::back_inserter(found_.problems));
      for (const Pack& pack : found.packs) add_pack(pack, file);
      return;
    }
    const std::string folder = (own.filename() == "tests" ? own.parent_path() : own).string();
    add_folder(folder, folder, file);
  }

  TestScope with_user_folders(const std::string& name) const {
    return {.scope = {.name = name, .rules = {}, .lists = options_.lists, .tables = options_.tables}, .tests = {}};
  }

  void add_tests(TestScope& scope, const std::string& where) {
    scope.tests = rule_tests::find_test_files(where, found_.problems);
    found_.scopes.push_back(std::move(scope));
  }

  const ScopeOptions& options_;
  std::vector<std::string> folders_;
  TestScopes found_;
};

}  // namespace

TestScopes find_test_scopes(const ScopeOptions& options, const Console& console) {
  return ScopeFinder(options, console).run();
}

}  // namespace yaral::cli
