#include "packs/files.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include <sys/stat.h>

#include <fmt/format.h>

#include "base/text.h"

namespace yaral::packs {

namespace fs = std::filesystem;

namespace {

std::unexpected<std::string> failure(int error) {
  switch (error) {
    case ENOENT: return std::unexpected(std::string("no such file or folder"));
    case EACCES: return std::unexpected(std::string("permission denied"));
    case ENOTDIR: return std::unexpected(std::string("not a folder"));
    default: return std::unexpected(std::string(std::strerror(error)));
  }
}

// A pipe among the files of a folder, which nobody may ever write to; not those that a shell makes for `<(…)`.
bool waits_for_a_writer(const std::string& path, const struct stat& status) {
  return !path.starts_with("/dev/") && !path.starts_with("/proc/") && S_ISFIFO(status.st_mode);
}

}  // namespace

std::expected<std::string, std::string> read_text_file(const std::string& path, std::size_t limit) {
  struct stat status{};
  if (::stat(path.c_str(), &status) != 0) return failure(errno);
  if (S_ISDIR(status.st_mode)) return std::unexpected(std::string("is a folder"));
  if (waits_for_a_writer(path, status)) return std::unexpected(std::string("is a pipe, not a file"));
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) return failure(errno);
  std::setvbuf(file.get(), nullptr, _IONBF, 0);
  std::string text;
  char buffer[1 << 16];
  while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, file.get())) {
    text.append(buffer, n);
    if (text.size() > limit) return std::unexpected(fmt::format("larger than {} MiB", limit >> 20));
  }
  if (std::ferror(file.get())) return failure(errno);
  return text;
}

std::string text_as_utf8(std::string_view text) {
  if (text.starts_with("\xFF\xFE")) return utf16le_to_utf8(text.substr(2));
  if (text.starts_with("\xFE\xFF")) return utf16be_to_utf8(text.substr(2));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return std::string(text);
}

std::expected<std::vector<std::string>, std::string> sorted_entries(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> paths;
  fs::directory_iterator at(folder, error);
  for (; !error && at != fs::directory_iterator(); at.increment(error)) {
    const fs::path& path = at->path();
    if (!path.filename().string().starts_with('.')) paths.push_back(path.string());
  }
  if (error) return failure(error.value());
  std::ranges::sort(paths);
  return paths;
}

bool exists(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0;
}

bool is_folder(const std::string& path) {
  struct stat status{};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace yaral::packs
