#include "cli/progress_bar.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <ostream>

#include <fmt/format.h>

#include "cli/units.h"

namespace yaral::cli {

namespace {

constexpr std::size_t kBar = 24;
constexpr auto kPeriod = std::chrono::milliseconds(150);

void paint(std::stop_token stop, const Console& console, const ingest::Progress& progress) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  bool drawn = false;
  while (!wake.wait_for(lock, stop, kPeriod, [&] { return stop.stop_requested(); }) && !stop.stop_requested()) {
    const std::string line =
        progress_line(progress.bytes_done, progress.bytes_total, progress.events, console.err_terminal.width);
    console.err << "\r\x1b[K" << line << std::flush;
    drawn = true;
  }
  if (drawn) console.err << "\r\x1b[K" << std::flush;
}

}  // namespace

ProgressBar::ProgressBar(const Console& console, const ingest::Progress& progress)
    : painter_([&console, &progress](std::stop_token stop) { paint(std::move(stop), console, progress); }) {}

std::string progress_line(std::uint64_t done, std::uint64_t total, std::uint64_t events, std::size_t width) {
  std::string line;
  if (total) {
    const double part = std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
    const auto full = static_cast<std::size_t>(part * kBar);
    line = fmt::format("[{}{}] {:3.0f} %  {} of {}  {} events", std::string(full, '#'), std::string(kBar - full, ' '),
                       part * 100, bytes_text(std::min(done, total)), bytes_text(total), events);
  } else {
    line = fmt::format("{}  {} events", bytes_text(done), events);
  }
  // The last column stays free: a full line would wrap.
  if (width > 1 && line.size() > width - 1) line.resize(width - 1);
  return line;
}

}  // namespace yaral::cli
