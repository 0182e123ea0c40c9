#include "cli/stop.h"

#include <csignal>

namespace yaral::cli {

namespace {

// A signal handler has no other way to reach its program.
std::atomic<bool> evaluating{false};
std::atomic<bool> reading_interrupted{false};
std::atomic<bool> evaluation_interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void on_interrupt(int signal) {
  std::atomic<bool>& interrupted = evaluating ? evaluation_interrupted : reading_interrupted;
  if (!interrupted.exchange(true)) return;
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

StopOnInterrupt::StopOnInterrupt() {
  for (std::atomic<bool>* flag : {&evaluating, &reading_interrupted, &evaluation_interrupted}) flag->store(false);
  std::signal(SIGINT, on_interrupt);
  std::signal(SIGTERM, on_interrupt);
}

StopOnInterrupt::~StopOnInterrupt() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

void StopOnInterrupt::begin_evaluation() { evaluating.store(true); }

const std::atomic<bool>& StopOnInterrupt::reading_asked() const { return reading_interrupted; }
const std::atomic<bool>& StopOnInterrupt::evaluation_asked() const { return evaluation_interrupted; }

}  // namespace yaral::cli
