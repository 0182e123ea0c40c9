#include "cli/rule_files.h"

#include <filesystem>

#include <gmock/gmock.h>

#include "unit/packs/temp_folder.h"

namespace yaral::cli {
namespace {

using packs::TempFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(RuleFiles, FoldersAreSearchedByEndingInOrder) {
  const TempFolder folder;
  folder.write("b.yaral", "");
  folder.write("a/z.YARAL", "");
  folder.write("a/y.yl2", "");
  folder.write("notes.md", "");
  folder.write(".git/hidden.yaral", "");
  const RuleFiles found = find_rule_files({folder.path(".")});
  EXPECT_THAT(found.problems, IsEmpty());
  ASSERT_THAT(found.paths, SizeIs(3));
  EXPECT_THAT(found.paths[0], HasSubstr("a/y.yl2"));
  EXPECT_THAT(found.paths[1], HasSubstr("a/z.YARAL"));
  EXPECT_THAT(found.paths[2], HasSubstr("b.yaral"));
}

TEST(RuleFiles, ANamedFileMayHaveAnyNameAndCountsOnce) {
  const TempFolder folder;
  const std::string file = folder.write("rule.txt", "");
  EXPECT_THAT(find_rule_files({file, file, folder.path("./rule.txt")}).paths, ElementsAre(file));
  folder.write("x.yaral", "");
  const RuleFiles twice = find_rule_files({folder.path(), folder.path()});
  EXPECT_THAT(twice.paths, SizeIs(1));
  EXPECT_THAT(twice.problems, IsEmpty());
}

TEST(RuleFiles, StandardInputStays) { EXPECT_THAT(find_rule_files({"-"}).paths, ElementsAre("-")); }

TEST(RuleFiles, SaysWhatIsMissing) {
  const TempFolder folder;
  folder.write("empty/readme", "");
  const RuleFiles found = find_rule_files({folder.path("none"), folder.path("empty")});
  ASSERT_THAT(found.problems, SizeIs(2));
  EXPECT_EQ(found.problems[0].message, "no such file or folder");
  EXPECT_THAT(found.problems[1].message, HasSubstr("no rules in this folder"));
}

TEST(RuleFiles, LinksInACircleEnd) {
  const TempFolder folder;
  folder.write("a/x.yaral", "");
  std::filesystem::create_directory_symlink(folder.path(), folder.path("a/loop"));
  EXPECT_THAT(find_rule_files({folder.path()}).paths, SizeIs(1));
}

}  // namespace
}  // namespace yaral::cli
