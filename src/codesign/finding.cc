#include "codesign/finding.h"

#include "codesign/facts.h"

#include <algorithm>
#include <array>

namespace yaral::codesign {
namespace {

constexpr FindingInfo kFindings[] = {
#define YARAL_FINDING(id, name, severity, status, title) {name, Severity::severity, status, title},
#include "codesign/findings.def"
#undef YARAL_FINDING
};

}  // namespace

std::string_view severity_name(Severity severity) {
  constexpr std::array<std::string_view, 3> kNames = {"low", "medium", "high"};
  return kNames[static_cast<std::size_t>(severity)];
}

std::span<const FindingInfo> all_findings() { return kFindings; }

const FindingInfo& finding_info(FindingId id) { return kFindings[static_cast<std::size_t>(id)]; }

std::string_view format_name(Format format) {
  constexpr std::array<std::string_view, 6> kNames = {"PE", "CAB", "MSI", "catalog", "PowerShell", "Mach-O"};
  return kNames[static_cast<std::size_t>(format)];
}

bool FileFacts::suspicious() const {
  return std::ranges::any_of(findings,
                             [](const Finding& f) { return finding_info(f.id).severity >= Severity::kMedium; });
}

}  // namespace yaral::codesign
