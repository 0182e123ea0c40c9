#pragma once

#include <thread>

#include "cli/console.h"
#include "ingest/read.h"

namespace yaral::cli {

// Draws how far a scan is on the terminal behind `err`, until it is destroyed; then the line is blank again.
class ProgressBar {
 public:
  ProgressBar(const Console& console, const ingest::Progress& progress);

 private:
  std::jthread painter_;
};

// One state of the bar, at most `width` columns: `[####      ]  40 %  1.2 GB of 3.0 GB  5800000 events`. Without a
// total (standard input) only the counts.
std::string progress_line(std::uint64_t done, std::uint64_t total, std::uint64_t events, std::size_t width);

}  // namespace yaral::cli
