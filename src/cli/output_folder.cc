#include "cli/output_folder.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

namespace yaral::cli {

namespace fs = std::filesystem;

bool write_folder(const std::string& folder, const std::map<std::string, std::string>& files, const Console& console) {
  if (folder.empty()) {
    print_error(console, "name a folder to write to");
    return false;
  }
  std::error_code error;
  if (fs::exists(folder, error) && !(fs::is_directory(folder, error) && fs::is_empty(folder, error))) {
    print_error(console,
                fmt::format("{}: is there already and not an empty folder; name one that is not there", folder));
    return false;
  }
  for (const auto& [relative, text] : files) {
    const fs::path path = fs::path(folder) / relative;
    fs::create_directories(path.parent_path(), error);
    errno = 0;
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!error && file) continue;
    print_error(console, fmt::format("{}: {}", path.string(), error ? error.message() : std::strerror(errno)));
    return false;
  }
  return true;
}

}  // namespace yaral::cli
