#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "codesign/inspect.h"
#include "unit/codesign/signing.h"

namespace yaral::codesign {

inline Timestamp time(const std::string& text) { return parse_timestamp(text).value(); }

inline InspectOptions options_at(const std::string& now = "2026-03-10T00:00:00Z") {
  InspectOptions options;
  options.now = time(now);
  return options;
}

inline FileFacts facts_of(std::string_view file, const InspectOptions& options = options_at(),
                          const std::string& name = "file") {
  const auto format = recognise(file, name);
  if (!format) return FileFacts{.status = "not recognised"};
  return inspect(file, *format, name, options);
}

inline std::vector<std::string> findings_of(const FileFacts& facts) {
  std::vector<std::string> names;
  names.reserve(facts.findings.size());
  for (const Finding& finding : facts.findings) names.emplace_back(finding_info(finding.id).name);
  return names;
}

inline std::string detail_of(const FileFacts& facts, FindingId id) {
  for (const Finding& finding : facts.findings)
    if (finding.id == id) return finding.detail;
  return "(no such finding)";
}

// A root, a signer it issued, and a service of timestamps; made once.
struct Authority {
  Identity root = make_identity({.name = "Test Root", .usage = ""});
  Identity signer = make_identity({.name = "Good Signer", .issuer = &root, .unit = "TEAM123456"});
  Identity clock = make_identity({.name = "Test Clock", .issuer = &root, .usage = "timeStamping"});

  SigningSpec spec() const { return {.signer = &signer, .others = {&root}}; }
  SigningSpec stamped(const std::string& when = "2026-02-01T12:00:00Z", StampKind kind = StampKind::kRfc3161) const {
    SigningSpec made = spec();
    made.stamp = StampSpec{.by = &clock, .time = when, .kind = kind};
    return made;
  }
};

inline const Authority& authority() {
  static const Authority made;
  return made;
}

}  // namespace yaral::codesign
