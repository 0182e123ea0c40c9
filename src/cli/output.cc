#include "cli/output.h"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace yaral::cli {

int with_output(const std::string& path, const Console& console, const std::function<int(std::ostream&)>& write) {
  if (path.empty()) return write(console.out);
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  if (file) return write(file);
  print_error(console, path + ": cannot be written");
  return kMisuse;
}

bool finish_output(std::ostream& out, const std::string& path, const Console& console) {
  out.flush();
  if (out || errno == EPIPE) return true;
  print_error(console, (path.empty() ? "the output" : path) + " could not be written: " + std::strerror(errno));
  return false;
}

}  // namespace yaral::cli
