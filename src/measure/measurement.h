#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detections/detection.h"
#include "measure/host_days.h"
#include "plan/plan.h"

namespace yaral::measure {

struct Share {
  std::string text;
  std::uint64_t detections = 0;
};

// The values of one field, or of the match keys together, that most detections have.
struct TopValues {
  std::string name;  // `target.process.file.full_path`; "keys"
  std::uint64_t different = 0;
  std::vector<Share> most;  // at most kMostShown, those with most detections first
};

struct RuleFigures {
  std::string rule;
  std::uint64_t detections = 0;
  double per_million_events = 0;
  double per_host_day = 0;
  TopValues keys;
  std::vector<TopValues> reasons;  // by field that the rule reads; those that few values explain first
};

// How much rules find in a set of logs.
struct Measurement {
  std::uint64_t events = 0;
  std::uint64_t hosts = 0;
  std::uint64_t host_days = 0;
  bool host_days_cut = false;      // there are more than could be counted
  std::vector<RuleFigures> rules;  // by detections, most first; those without any, too
};

inline constexpr std::size_t kMostShown = 3;
inline constexpr std::size_t kMostReasons = 4;

// A detection counts for a value when a sampled event of it has it.
Measurement measure(const plan::Plan& plan, std::span<const detections::Detection> found, std::uint64_t events,
                    const HostDays& hosts);

std::string to_table(const Measurement& measurement);
std::string to_markdown(const Measurement& measurement);
std::string to_json(const Measurement& measurement);

// Reads what to_json() wrote, as far as compare() needs it. The error says what is wrong with the text.
std::expected<Measurement, std::string> from_json(const std::string& text);
// Rule by rule, before → after. For people.
std::string compare(const Measurement& before, const Measurement& after);

}  // namespace yaral::measure
