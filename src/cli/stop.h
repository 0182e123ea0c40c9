#pragma once

#include <atomic>

namespace yaral::cli {

// While it lives, the first interrupt (Ctrl-C, SIGTERM) asks the work to stop, so that what was found can still be
// shown; a second one ends the program. One at a time.
class StopOnInterrupt {
 public:
  StopOnInterrupt();
  ~StopOnInterrupt();
  StopOnInterrupt(const StopOnInterrupt&) = delete;
  StopOnInterrupt& operator=(const StopOnInterrupt&) = delete;

  const std::atomic<bool>& asked() const;
};

}  // namespace yaral::cli
