#pragma once

#include <atomic>

namespace yaral::cli {

// While it lives, an interrupt (Ctrl-C, SIGTERM) asks the work to stop, so that what was found can still be shown: first
// the reading, and after begin_evaluation() the evaluation of what was read. A second one at the same work ends the
// program. One at a time.
class StopOnInterrupt {
 public:
  StopOnInterrupt();
  ~StopOnInterrupt();
  StopOnInterrupt(const StopOnInterrupt&) = delete;
  StopOnInterrupt& operator=(const StopOnInterrupt&) = delete;

  void begin_evaluation();

  const std::atomic<bool>& reading_asked() const;
  const std::atomic<bool>& evaluation_asked() const;
  bool asked() const { return reading_asked() || evaluation_asked(); }
};

}  // namespace yaral::cli
