#include "packs/list_set.h"

#include <gmock/gmock.h>

#include "unit/packs/temp_folder.h"

namespace yaral::packs {
namespace {

using semantics::BoundRule;
using syntax::ListMode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<BoundRule> rules_using(std::vector<semantics::List> lists) {
  std::vector<BoundRule> rules(1);
  rules[0].name = "r";
  rules[0].file = "r.yaral";
  rules[0].lists = std::move(lists);
  return rules;
}

TEST(ListSet, TheFirstFolderWins) {
  const TempFolder folder;
  folder.write("mine/hosts.txt", "a");
  folder.write("pack/hosts.txt", "b");
  folder.write("pack/users.txt", "c");
  ListSet set;
  std::vector<FileProblem> problems;
  set.add_folder(folder.path("mine"), problems);
  set.add_folder(folder.path("pack"), problems);
  auto rules = rules_using({{"hosts", ListMode::kString}, {"users", ListMode::kString}});
  const plan::Lists lists = set.for_rules(rules, problems);
  EXPECT_THAT(problems, IsEmpty());
  EXPECT_THAT(lists.at("hosts"), ElementsAre("a"));
  EXPECT_THAT(lists.at("users"), ElementsAre("c"));
}

TEST(ListSet, ARuleWithoutItsListDoesNotRun) {
  const TempFolder folder;
  ListSet set;
  std::vector<FileProblem> problems;
  auto rules = rules_using({{"hosts", ListMode::kString}});
  set.for_rules(rules, problems);
  EXPECT_THAT(rules, IsEmpty());
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(
      to_string(problems[0]),
      "r.yaral: rule r: it needs the list %hosts, but no folder of lists was given (--lists DIR with hosts.txt in it); "
      "it does not run");
  set.add_folder(folder.path(), problems);
  rules = rules_using({{"hosts", ListMode::kString}});
  set.for_rules(rules, problems);
  EXPECT_THAT(problems.back().message, HasSubstr("there is no hosts.txt in " + folder.path()));
}

TEST(ListSet, AnEmptyListIsFine) {
  const TempFolder folder;
  folder.write("hosts.txt", "// nothing yet\n");
  ListSet set;
  std::vector<FileProblem> problems;
  set.add_folder(folder.path(), problems);
  auto rules = rules_using({{"hosts", ListMode::kRegex}});
  EXPECT_THAT(set.for_rules(rules, problems).at("hosts"), IsEmpty());
  EXPECT_THAT(rules, SizeIs(1));
  EXPECT_THAT(problems, IsEmpty());
}

TEST(ListSet, BadEntriesAreToldWithTheirLineAndLeftOut) {
  const TempFolder folder;
  folder.write("p.txt", "ok\\.exe\n\n(open\n");
  folder.write("n.txt", "10.0.0.0/8\n10.0.0.0/99\n");
  ListSet set;
  std::vector<FileProblem> problems;
  set.add_folder(folder.path(), problems);
  auto rules = rules_using({{"p", ListMode::kRegex}, {"n", ListMode::kCidr}});
  const plan::Lists lists = set.for_rules(rules, problems);
  EXPECT_THAT(lists.at("p"), ElementsAre("ok\\.exe"));
  EXPECT_THAT(lists.at("n"), ElementsAre("10.0.0.0/8"));
  ASSERT_THAT(problems, SizeIs(2));
  EXPECT_THAT(to_string(problems[0]), HasSubstr("p.txt:3: `(open` is not a regular expression"));
  EXPECT_THAT(to_string(problems[1]), HasSubstr("n.txt:2: `10.0.0.0/99` is not a CIDR block"));
}

TEST(ListSet, PathsWithSingleBackslashesAreNoticed) {
  const TempFolder folder;
  folder.write("paths.txt", "C:\\Windows\nC:\\\\Windows\n");
  ListSet set;
  std::vector<FileProblem> problems;
  set.add_folder(folder.path(), problems);
  auto rules = rules_using({{"paths", ListMode::kString}});
  EXPECT_THAT(set.for_rules(rules, problems).at("paths"), ElementsAre("C:Windows", "C:\\Windows"));
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_THAT(to_string(problems[0]), HasSubstr("paths.txt:1: a backslash takes the next character as it is"));
}

TEST(ListSet, AListHasOneType) {
  const TempFolder folder;
  folder.write("l.txt", "a");
  ListSet set;
  std::vector<FileProblem> problems;
  set.add_folder(folder.path(), problems);
  auto rules = rules_using({{"l", ListMode::kString}, {"l", ListMode::kRegex}});
  set.for_rules(rules, problems);
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_THAT(problems[0].message, HasSubstr("in another way"));
}

TEST(ListSet, AFolderThatIsNotThere) {
  ListSet set;
  std::vector<FileProblem> problems;
  set.add_folder("/nowhere/lists", problems);
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(to_string(problems[0]), "/nowhere/lists: no such file or folder");
}

}  // namespace
}  // namespace yaral::packs
