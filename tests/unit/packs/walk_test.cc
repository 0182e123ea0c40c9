#include "packs/walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temp_folder.h"

namespace yaral::packs {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class EachFile : public testing::Test {
 protected:
  std::vector<std::string> visited(const std::string& folder) {
    std::vector<std::string> files;
    each_file(folder, problems_, [&](const std::string& file) {
      files.push_back(std::filesystem::path(file).lexically_relative(folder_.path()).string());
    });
    return files;
  }

  TempFolder folder_;
  std::vector<FileProblem> problems_;
};

TEST_F(EachFile, ByNameWithoutHiddenOnesAndLinkedFolders) {
  for (const char* name : {"b.txt", "a/z.txt", "a/.hidden", ".git/x", "c/y.txt"}) folder_.write(name, "");
  std::filesystem::create_directory_symlink("..", folder_.path("c/up"));
  EXPECT_THAT(visited(folder_.path()), ElementsAre("a/z.txt", "b.txt", "c/y.txt"));
  EXPECT_THAT(problems_, IsEmpty());
}

TEST_F(EachFile, SaysWhichFolderIsTooDeep) {
  std::string deep;
  for (int i = 0; i < 64; ++i) deep += "d/";
  folder_.write(deep + "last.txt", "");
  const std::string beyond = folder_.write(deep + "d/beyond.txt", "");
  EXPECT_THAT(visited(folder_.path()), ElementsAre(deep + "last.txt"));
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_EQ(problems_.front().file, std::filesystem::path(beyond).parent_path().string());
  EXPECT_EQ(problems_.front().message, "folders nested too deep");
}

TEST_F(EachFile, SaysWhatCannotBeRead) {
  EXPECT_THAT(visited(folder_.path("none")), IsEmpty());
  ASSERT_EQ(problems_.size(), 1u);
  EXPECT_EQ(problems_.front().message, "no such file or folder");
}

}  // namespace
}  // namespace yaral::packs
