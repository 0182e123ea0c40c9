#include "ingest/walk.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

namespace yaral::ingest {
namespace {

namespace fs = std::filesystem;

bool is_junk_name(std::string_view name) {
  return name == "__MACOSX" || (name.starts_with('.') && name != "." && name != "..");
}

class Walker {
 public:
  explicit Walker(Collector& collector) : collector_(collector) {}

  std::vector<FoundFile> files;

  void input(const std::string& path) {
    if (path == "-") {
      files.push_back({path, true, 0});
    } else {
      entry(path, true);
    }
    while (!folders_.empty()) {
      const auto [folder, named] = std::move(folders_.back());
      folders_.pop_back();
      list(folder, named);
    }
  }

 private:
  void report(const std::string& path, std::string_view reason, const std::string& message, bool fatal) {
    collector_.skipped(reason);
    collector_.problem({path, "", message, fatal});
  }

  void entry(const std::string& path, bool named) {
    struct stat status;
    if (stat(path.c_str(), &status) != 0) {
      report(path, "unreadable file", std::strerror(errno), named);
    } else if (S_ISDIR(status.st_mode)) {
      if (visited_.emplace(status.st_dev, status.st_ino).second) folders_.emplace_back(path, named);
    } else if (S_ISREG(status.st_mode) || named) {
      files.push_back({path, named, S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0});
    } else {
      collector_.skipped("not a regular file");
    }
  }

  void list(const std::string& folder, bool named) {
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
      names.push_back(at->path().filename().string());
    }
    if (error) report(folder, "unreadable folder", error.message(), named && names.empty());
    std::ranges::sort(names);
    for (const std::string& name : names) {
      if (is_junk_name(name)) {
        collector_.skipped(kHiddenFile);
      } else {
        entry((fs::path(folder) / name).string(), false);
      }
    }
  }

  Collector& collector_;
  std::vector<std::pair<std::string, bool>> folders_;
  std::set<std::pair<dev_t, ino_t>> visited_;
};

}  // namespace

bool is_junk_path(std::string_view path) {
  while (!path.empty()) {
    const auto slash = path.find('/');
    if (is_junk_name(path.substr(0, slash))) return true;
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  }
  return false;
}

std::vector<FoundFile> find_files(const std::vector<std::string>& inputs, Collector& collector) {
  Walker walker(collector);
  for (const std::string& input : inputs) walker.input(input);
  return std::move(walker.files);
}

}  // namespace yaral::ingest
