#include "cli/replace_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

namespace yaral::cli {

namespace {

std::string failure() { return std::string("cannot be written: ") + std::strerror(errno); }

// The owner is kept where the system lets us; before the permissions, which a change of owner may reduce.
bool take_over(int file, const struct stat& status) {
  if (::fchown(file, status.st_uid, status.st_gid) != 0 && errno != EPERM) return false;
  return ::fchmod(file, status.st_mode & 07777) == 0;
}

}  // namespace

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string replace_file(const std::string& path, std::string_view text) {
  std::error_code error;
  const std::filesystem::path target = std::filesystem::canonical(path, error);
  if (error) return "cannot be written: " + error.message();
  struct stat status{};
  if (::stat(target.c_str(), &status) != 0) return failure();
  if (!S_ISREG(status.st_mode)) return "cannot be written: not a regular file";
  if (::access(target.c_str(), W_OK) != 0) return failure();
  std::string temporary = (target.parent_path() / ("." + target.filename().string() + ".XXXXXX")).string();
  const int file = ::mkstemp(temporary.data());
  if (file < 0) return failure();
  bool done = write_all(file, text) && take_over(file, status) && ::fsync(file) == 0;
  done = ::close(file) == 0 && done;
  if (done && std::rename(temporary.c_str(), target.c_str()) == 0) return {};
  std::string message = failure();
  ::unlink(temporary.c_str());
  return message;
}

}  // namespace yaral::cli
