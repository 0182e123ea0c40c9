#include "packs/lists.h"

#include <gmock/gmock.h>

#include "unit/packs/temp_folder.h"

namespace yaral::packs {
namespace {

using syntax::ListMode;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::vector<std::string> entries(std::string_view text, ListMode mode = ListMode::kString) {
  std::vector<FileProblem> problems;
  std::vector<std::string> out;
  for (const ListEntry& entry : parse_list("l", "l.txt", text, problems).entries)
    out.push_back(entry_text(entry, mode));
  EXPECT_THAT(problems, IsEmpty());
  return out;
}

TEST(ParseList, OneEntryALine) {
  EXPECT_THAT(entries("a\nb"), ElementsAre("a", "b"));
  EXPECT_THAT(entries("a\r\nb\r\n"), ElementsAre("a", "b"));
  EXPECT_THAT(entries("a\rb"), ElementsAre("a", "b"));
  EXPECT_THAT(entries(""), IsEmpty());
  EXPECT_THAT(entries("\n \n\t\n"), IsEmpty());
  EXPECT_THAT(entries("  two words \t\n"), ElementsAre("two words"));
}

TEST(ParseList, Comments) {
  EXPECT_THAT(entries("// head\na // tail\n//\nb//c\n"), ElementsAre("a", "b"));
  EXPECT_THAT(entries("a /* x */\n/* y\n z */ b\nc/**/d\n"), ElementsAre("a", "b", "cd"));
  EXPECT_THAT(entries("/* // */ a\n// /* \nb\n"), ElementsAre("a", "b"));
}

TEST(ParseList, BackslashTakesTheNextCharacterAsItIs) {
  EXPECT_THAT(entries(R"(http:\/\/a.example)"), ElementsAre("http://a.example"));
  EXPECT_THAT(entries(R"(C:\\Windows\\x.exe)"), ElementsAre(R"(C:\Windows\x.exe)"));
  EXPECT_THAT(entries(R"(a\ )"), ElementsAre("a "));
  EXPECT_THAT(entries("a\\\nb"), ElementsAre("a\\", "b"));
  EXPECT_THAT(entries("a\\"), ElementsAre("a\\"));
}

TEST(ParseList, RegexesKeepTheirBackslashes) {
  EXPECT_THAT(entries(R"(\\certutil\.exe$ // any)", ListMode::kRegex), ElementsAre(R"(\\certutil\.exe$)"));
  EXPECT_THAT(entries(R"(^https?:\/\/a)", ListMode::kRegex), ElementsAre(R"(^https?:\/\/a)"));
}

TEST(ParseList, Encodings) {
  EXPECT_THAT(entries("\xEF\xBB\xBF"
                      "a\nb"),
              ElementsAre("a", "b"));
  EXPECT_THAT(entries(std::string_view("\xFF\xFE"
                                       "a\0\n\0b\0",
                                       8)),
              ElementsAre("a", "b"));
  EXPECT_THAT(entries(std::string_view("\xFE\xFF\0a\0\n\0b", 8)), ElementsAre("a", "b"));
}

TEST(ParseList, KnowsTheLines) {
  std::vector<FileProblem> problems;
  const ReferenceList list = parse_list("l", "l.txt", "a\n/* 2\n 3 */\r\n\nb", problems);
  ASSERT_THAT(list.entries, SizeIs(2));
  EXPECT_EQ(list.entries[0].line, 1u);
  EXPECT_EQ(list.entries[1].line, 5u);
}

TEST(ParseList, ReportsWhatItCannotRead) {
  std::vector<FileProblem> problems;
  EXPECT_THAT(parse_list("l", "l.txt", "a\nb /* open\nc", problems).entries, SizeIs(2));
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(to_string(problems[0]), "l.txt:2: this comment is never closed: the rest of the list is not read");
  problems.clear();
  EXPECT_THAT(parse_list("l", "l.txt", std::string_view("a\0b", 3), problems).entries, IsEmpty());
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(to_string(problems[0]), "l.txt: not a text file");
}

TEST(ReadLists, TakesTheFilesNamedLikeLists) {
  const TempFolder folder;
  folder.write("hosts.txt", "a");
  folder.write("users", "b");
  folder.write("README.md", "c");
  folder.write(".hidden.txt", "d");
  folder.write("not-a-name.txt", "e");
  folder.write("sub/deep.txt", "f");
  std::vector<FileProblem> problems;
  const auto lists = read_lists(folder.path(), problems);
  ASSERT_TRUE(lists);
  EXPECT_THAT(problems, IsEmpty());
  std::vector<std::string> names;
  for (const auto& [name, list] : *lists) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("hosts", "users"));
  EXPECT_EQ(lists->at("hosts").file, folder.path("hosts.txt"));
}

TEST(ReadLists, TwoFilesForOneListAreReported) {
  const TempFolder folder;
  folder.write("hosts", "a");
  folder.write("hosts.txt", "b");
  std::vector<FileProblem> problems;
  const auto lists = read_lists(folder.path(), problems);
  ASSERT_TRUE(lists);
  EXPECT_EQ(lists->at("hosts").entries[0].written, "a");
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_THAT(problems[0].message, HasSubstr("another file for the list `hosts`"));
}

TEST(ReadLists, FolderThatIsNotThere) {
  const TempFolder folder;
  std::vector<FileProblem> problems;
  EXPECT_EQ(read_lists(folder.path("none"), problems).error(), "no such file or folder");
  EXPECT_EQ(read_lists(folder.write("file", ""), problems).error(), "not a folder");
}

}  // namespace
}  // namespace yaral::packs
