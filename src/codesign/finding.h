#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace yaral::codesign {

enum class Severity : std::uint8_t { kLow, kMedium, kHigh };

std::string_view severity_name(Severity severity);  // "low", "medium", "high"

enum class FindingId : std::uint8_t {
#define YARAL_FINDING(id, name, severity, status, title) id,
#include "codesign/findings.def"
#undef YARAL_FINDING
};

struct FindingInfo {
  std::string_view name;  // "digest-mismatch"
  Severity severity;
  std::string_view status;  // what a file is called that has it; empty when it decides nothing
  std::string_view title;
};

// In the order of FindingId: worst first.
std::span<const FindingInfo> all_findings();
const FindingInfo& finding_info(FindingId id);

}  // namespace yaral::codesign
