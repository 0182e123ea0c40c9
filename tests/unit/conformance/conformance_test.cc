#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>

#include "unit/conformance/run_case.h"

namespace yaral::conformance {
namespace {

const std::vector<Mode>& modes() {
  static const std::vector<Mode> all = {
      {.name = "one batch"},
      {.name = "event by event", .batch = 1},
      {.name = "shuffled", .shuffle = 1},
      {.name = "shuffled otherwise, event by event", .batch = 1, .shuffle = 2},
      {.name = "two workers, shuffled", .batch = 2, .shuffle = 3, .workers = 2},
  };
  return all;
}

class ConformanceCase : public testing::Test {
 public:
  ConformanceCase(std::string path, std::size_t number) : path_(std::move(path)), number_(number) {}

  void TestBody() override {
    const Case which = read_case_file(path_).cases[number_];
    if (std::getenv("YARAL_UPDATE")) {
      const Outcome now = run_case(which, modes().front());
      update_block(path_, number_, "diagnostics", now.diagnostics);
      if (which.find("udm")) update_block(path_, number_, "detections", now.detections);
      if (which.find("labels")) update_block(path_, number_, "labels", now.labels);
    }
    const Case expected = read_case_file(path_).cases[number_];
    const Block* diagnostics = expected.find("diagnostics");
    const Block* detections = expected.find("detections");
    const Block* labels = expected.find("labels");
    for (const Mode& mode : modes()) {
      SCOPED_TRACE(mode.name);
      const Outcome outcome = run_case(expected, mode);
      EXPECT_THAT(outcome.complaints, testing::IsEmpty());
      EXPECT_EQ(outcome.diagnostics, diagnostics ? diagnostics->lines : std::vector<std::string>{});
      if (detections) {
        EXPECT_EQ(outcome.detections, detections->lines);
      }
      if (labels) {
        EXPECT_EQ(outcome.labels, labels->lines);
      }
    }
  }

 private:
  std::string path_;
  std::size_t number_;
};

std::string test_name(const std::string& text) {
  std::string name;
  for (char c : text) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  return name;
}

const std::filesystem::path& folder() {
  static const std::filesystem::path all = std::filesystem::path(YARAL_SOURCE_DIR) / "tests/conformance";
  return all;
}

// Every case file below the folder, sorted: a directory lists its files in no particular order.
std::vector<std::filesystem::path> case_files() {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder()))
    if (entry.path().extension() == ".md" && entry.path().filename() != "README.md") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

std::size_t register_cases() {
  std::size_t count = 0;
  for (const std::filesystem::path& found : case_files()) {
    const std::string path = found.string();
    const CaseFile file = read_case_file(path);
    const std::string suite = test_name(std::filesystem::relative(found, folder()).replace_extension().string());
    for (std::size_t i = 0; i < file.cases.size(); ++i, ++count) {
      testing::RegisterTest(suite.c_str(), test_name(file.cases[i].title).c_str(), nullptr, nullptr, path.c_str(), 1,
                            [path, i]() -> testing::Test* { return new ConformanceCase(path, i); });
    }
  }
  return count;
}

TEST(Conformance, HasCases) {
  EXPECT_GE(case_files().size(), 15u);
  EXPECT_GE(read_case_file(folder() / "04-match/windows.md").cases.size(), 2u);
}

}  // namespace
}  // namespace yaral::conformance

int main(int argc, char** argv) {
  testing::InitGoogleMock(&argc, argv);
  yaral::conformance::register_cases();
  return RUN_ALL_TESTS();
}
