#include "cli/site_folder.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/replace_file.h"
#include "packs/files.h"

namespace yaral::cli {

namespace {

namespace fs = std::filesystem;
using Names = std::set<std::string, std::less<>>;

constexpr std::string_view kFirstLine = "Made by `yaral pack docs`, which may replace and remove these files:";

bool is_plain_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(fs::symlink_status(path, error));
}

// A path below the folder, through folders of its own.
bool is_plain_name(std::string_view name) {
  const fs::path path(name);
  return !name.empty() && path.is_relative() &&
         std::ranges::none_of(path, [](const fs::path& part) { return part == ".." || part == "." || part.empty(); });
}

class SiteFolder {
 public:
  explicit SiteFolder(const std::string& folder) : folder_(folder) {}

  std::string write(const packaging::SiteFiles& files, bool force) {
    if (std::string problem = prepare(force); !problem.empty()) return problem;
    Names fresh;
    for (const auto& [name, text] : files) fresh.insert(name);
    Names all = fresh;
    all.insert(earlier_.begin(), earlier_.end());
    // First, so that a run that is broken off does not lock the next one out.
    if (std::string problem = write_marker(all); !problem.empty()) return problem;
    for (const auto& [name, text] : files)
      if (std::string problem = write_file(name, text); !problem.empty()) return problem;
    for (const std::string& name : earlier_)
      if (!fresh.contains(name)) remove(name);
    return write_marker(fresh);
  }

 private:
  std::string prepare(bool force) {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error || !packs::is_folder(folder_.string()))
      return fmt::format("{}: is no folder and cannot be made one{}", folder_.string(),
                         error ? ": " + error.message() : std::string());
    if (!fs::is_regular_file(fs::symlink_status(folder_ / kSiteMarker, error))) {
      const bool empty = fs::is_empty(folder_, error);
      if (error) return fmt::format("{}: {}", folder_.string(), error.message());
      if (!empty && !force)
        return fmt::format(
            "{}: holds files that `yaral pack docs` did not write; give another folder, or --force to write among them",
            folder_.string());
      return {};
    }
    const auto marker = packs::read_text_file((folder_ / kSiteMarker).string());
    if (!marker) return fmt::format("{}: {}", (folder_ / kSiteMarker).string(), marker.error());
    for (const std::string_view line : split(*marker, '\n'))
      if (line != kFirstLine && is_plain_name(line)) earlier_.emplace(line);
    return {};
  }

  std::string write_marker(const Names& names) const {
    std::string text = fmt::format("{}\n", kFirstLine);
    for (const std::string& name : names) text += name + "\n";
    return write_file(std::string(kSiteMarker), text);
  }

  std::string write_file(const std::string& name, std::string_view text) const {
    const fs::path path = folder_ / name;
    const fs::path parent = path.parent_path();
    std::error_code error;
    if (parent != folder_) fs::create_directory(parent, error);
    if (parent != folder_ && !is_plain_folder(parent))
      return fmt::format("{}: is in the way of a folder; remove it", parent.string());
    ::unlink(path.c_str());
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool done = file >= 0 && write_all(file, text);
    const int why = errno;
    done = (file < 0 || ::close(file) == 0) && done;
    return done ? std::string() : fmt::format("{}: cannot be written: {}", path.string(), std::strerror(why));
  }

  void remove(const std::string& name) const {
    const fs::path path = folder_ / name;
    std::error_code error;
    if (path.parent_path() != folder_ && !is_plain_folder(path.parent_path())) return;
    if (fs::is_regular_file(fs::symlink_status(path, error))) fs::remove(path, error);
    // Goes away when nothing else is in it.
    if (path.parent_path() != folder_) ::rmdir(path.parent_path().c_str());
  }

  fs::path folder_;
  Names earlier_;  // what the folder's site has
};

}  // namespace

std::string write_site(const std::string& folder, const packaging::SiteFiles& files, bool force) {
  return SiteFolder(folder).write(files, force);
}

}  // namespace yaral::cli
