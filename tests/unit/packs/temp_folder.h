#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace yaral::packs {

// A folder that goes away with the test.
class TempFolder {
 public:
  TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "yaral-packs-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TempFolder() { std::filesystem::remove_all(path_); }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;

  std::string path(const std::string& relative = {}) const { return (path_ / relative).lexically_normal().string(); }

  // Writes a file, making the folders on the way.
  std::string write(const std::string& relative, const std::string& text) const {
    std::filesystem::create_directories((path_ / relative).parent_path());
    std::ofstream(path_ / relative, std::ios::binary) << text;
    return path(relative);
  }

 private:
  std::filesystem::path path_;
};

}  // namespace yaral::packs
