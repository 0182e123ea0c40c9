#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

#include "plan/plan.h"

namespace yaral::engine {

// What a scan cost, rule by rule: for `yaral scan --profile`. Counts are exact; times are taken of some calls only and
// multiplied, since looking at the clock takes as long as many a predicate.

// The clock's ticks, of a length that only a Costs knows.
inline std::uint64_t ticks_now() {
#if defined(__x86_64__)
  return __rdtsc();
#else
  return static_cast<std::uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
#endif
}

// The time of calls of which one in eight is timed.
struct SampledTime {
  static constexpr std::uint64_t kOneIn = 8;

  std::uint64_t calls = 0;
  std::uint64_t timed = 0;
  std::uint64_t ticks = 0;

  // Counts a call; whether to time it.
  bool begin() { return calls++ % kOneIn == 0; }
  void end(std::uint64_t begun) {
    ++timed;
    ticks += ticks_now() - begun;
  }
  // Of all calls, in ticks.
  double total() const {
    return timed == 0 ? 0 : static_cast<double>(ticks) / static_cast<double>(timed) * static_cast<double>(calls);
  }
  void merge(const SampledTime& other);
};

// A call from here to the end of the scope; null: nobody asks.
class TimedCall {
 public:
  explicit TimedCall(SampledTime* time)
      : time_(time != nullptr && time->begin() ? time : nullptr), begun_(time_ != nullptr ? ticks_now() : 0) {}
  ~TimedCall() {
    if (time_ != nullptr) time_->end(begun_);
  }
  TimedCall(const TimedCall&) = delete;
  TimedCall& operator=(const TimedCall&) = delete;

 private:
  SampledTime* time_;
  std::uint64_t begun_;
};

// A predicate of an event variable.
struct PredicateCost {
  SampledTime time;
  std::uint64_t hits = 0;        // calls that gave true
  std::uint64_t remembered = 0;  // calls answered from what the same text gave before
  std::uint64_t excluded = 0;    // calls answered by literals that the text lacks
};

struct VariableCost {
  SampledTime time;                       // of all its predicates and of keeping rows
  std::uint64_t passed = 0;               // events with a row that was kept
  std::vector<PredicateCost> predicates;  // those of events, then those of rows
};

struct RuleCost {
  std::vector<VariableCost> variables;
  std::uint64_t judging = 0;  // ticks of joining, windows, conditions and outcomes
};

// What one worker found out, or all of them.
class Costs {
 public:
  explicit Costs(const plan::Plan& plan);

  void merge(const Costs& other);
  // Call when the work is done: from then on ticks are known in seconds.
  void calibrate();
  double seconds(double ticks) const { return ticks * seconds_per_tick_; }

  std::vector<RuleCost> rules;
  SampledTime events;  // all that is done with an event, for all rules

 private:
  std::uint64_t first_tick_ = ticks_now();
  std::chrono::steady_clock::time_point first_time_ = std::chrono::steady_clock::now();
  double seconds_per_tick_ = 0;
};

}  // namespace yaral::engine
