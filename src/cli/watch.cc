#include "cli/watch.h"

#include <chrono>
#include <filesystem>
#include <map>
#include <ostream>
#include <thread>

#include "cli/stop.h"

namespace yaral::cli {

namespace {

namespace fs = std::filesystem;

// Name → time of the last change and size. What cannot be looked at is as good as absent.
using Stamps = std::map<std::string, std::pair<fs::file_time_type, std::uintmax_t>>;

void stamp(const fs::path& path, Stamps& stamps) {
  std::error_code error;
  const auto time = fs::last_write_time(path, error);
  if (error) return;
  const auto size = fs::is_regular_file(path, error) ? fs::file_size(path, error) : 0;
  stamps[path.string()] = {time, error ? 0 : size};
}

Stamps stamps_of(const std::vector<std::string>& paths, const std::vector<std::string>& files) {
  Stamps stamps;
  for (const auto& some : {paths, files}) {
    for (const std::string& path : some) {
      stamp(path, stamps);
      std::error_code error;
      for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error))
        stamp(at->path(), stamps);
    }
  }
  return stamps;
}

}  // namespace

int watch(const std::vector<std::string>& paths, const Console& console,
          const std::function<int(std::vector<std::string>& files)>& run) {
  using namespace std::chrono_literals;
  const StopOnInterrupt stop;
  for (;;) {
    std::vector<std::string> files;
    const int code = run(files);
    console.out.flush();
    console.err << "waiting for a file to change; Ctrl-C ends\n" << std::flush;
    const Stamps before = stamps_of(paths, files);
    do {
      if (stop.asked()) return code;
      std::this_thread::sleep_for(300ms);
    } while (stamps_of(paths, files) == before);
  }
}

}  // namespace yaral::cli
