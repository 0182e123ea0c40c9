#include <string>

#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/github_audit.h"

// docs/telemetry/GITHUB_DEPENDABOT.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kActor[] = {
    {"actor_id", "principal.user.userid"},
    {"user", "principal.user.attribute.labels[\"user\"]"},
    {"user_id", "principal.user.attribute.labels[\"user_id\"]"},
};

constexpr Row kRepository[] = {
    {"repository.id", "", kCode},
    {"repository.name", "principal.user.user_display_name"},
    {"repository.updatedAt", "", kEventTime},
    {"repository.diskUsage", "additional.fields[\"repository_diskUsage\"]"},
    {"repository.forkCount", "additional.fields[\"repository_forkCount\"]"},
    {"repository.isArchived", "additional.fields[\"repository_isArchived\"]"},
    {"repository.isDisabled", "additional.fields[\"repository_isDisabled\"]"},
    {"repository.visibility", "additional.fields[\"repository_visibility\"]"},
    {"vuln_count_by_severity.critical", "additional.fields[\"vuln_count_by_severity_critical\"]"},
    {"vuln_count_by_severity.high", "additional.fields[\"vuln_count_by_severity_high\"]"},
    {"vuln_count_by_severity.medium", "additional.fields[\"vuln_count_by_severity_medium\"]"},
    {"vuln_count_by_severity.low", "additional.fields[\"vuln_count_by_severity_low\"]"},
    {"vulnerabilities.number", "", kCode},
    {"vulnerabilities.state", "", kCode},
    {"vulnerabilities.dependency.package.ecosystem", "", kCode},
    {"vulnerabilities.dependency.package.name", "", kCode},
    {"vulnerabilities.dependency.manifest_path", "", kCode},
    {"vulnerabilities.dependency.scope", "", kCode},
    {"vulnerabilities.security_advisory.ghsa_id", "", kCode},
    {"vulnerabilities.security_advisory.cve_id", "", kCode},
    {"vulnerabilities.security_advisory.summary", "", kCode},
    {"vulnerabilities.security_advisory.description", "", kCode},
    {"vulnerabilities.security_advisory.severity", "", kCode},
    {"vulnerabilities.security_advisory.identifiers.value", "", kCode},
    {"vulnerabilities.security_advisory.references.url", "", kCode},
    {"vulnerabilities.security_advisory.cwes.cwe_id", "", kCode},
    {"vulnerabilities.security_advisory.cwes.name", "", kCode},
};

// The lists in a vulnerability.
enum List { kReferences, kIdentifiers, kCwes, kLists };

// A member of each vulnerability, and the label it becomes with a number behind it: that of the vulnerability, or, of
// the lists in one, of the element there.
struct Numbered {
  std::string_view source;
  std::string_view label;
  List list = kLists;  // none
};

constexpr Numbered kDetections[] = {
    {"number", "vulnerabilities_number"},
    {"state", "vulnerabilities_state"},
    {"dependency.package.ecosystem", "vulnerabilities_dependency_package_ecosystem"},
    {"dependency.package.name", "vulnerabilities_dependency_package_name"},
    {"dependency.manifest_path", "vulnerabilities_dependency_manifest_path"},
    {"dependency.scope", "vulnerabilities_dependency_scope"},
    {"security_advisory.ghsa_id", "vulnerabilities_security_advisory_ghsa_id"},
    {"security_advisory.cve_id", "vulnerabilities_security_advisory_cve_id"},
    {"security_advisory.summary", "vulnerabilities_security_advisory_summary"},
    {"security_advisory.description", "vulnerabilities_security_advisory_description"},
    {"security_advisory.severity", "vulnerabilities_security_advisory_severity"},
    {"security_advisory.identifiers.value", "identifiers", kIdentifiers},
    {"security_advisory.cwes.cwe_id", "cwes_cwe_id", kCwes},
    {"security_advisory.cwes.name", "cwes_name", kCwes},
};

constexpr Numbered kReference = {"security_advisory.references.url", "references_url", kReferences};

class Labels {
 public:
  explicit Labels(Draft& draft) : draft_(draft) {}

  // `member` is the datum's name below the vulnerability.
  void put(const udm::Path& path, const Numbered& numbered, std::string_view member, const Datum& datum) {
    if (member != numbered.source) return;
    if (numbered.list == kLists) vulnerability_ = datum.element;
    std::uint32_t number = datum.element;
    if (numbered.list != kLists) number -= first_of(numbered.list, datum.element);
    const std::string key = std::string(numbered.label).append("_").append(std::to_string(number));
    draft_.put_label(path, draft_.arena().copy(key), datum.value);
  }

 private:
  struct First {
    std::uint32_t vulnerability = UINT32_MAX;
    std::uint32_t element = 0;
  };

  // Elements are counted through the record, but labels within their vulnerability.
  std::uint32_t first_of(List list, std::uint32_t element) {
    First& first = firsts_[list];
    if (first.vulnerability != vulnerability_) first = {vulnerability_, element};
    return first.element;
  }

  Draft& draft_;
  std::uint32_t vulnerability_ = 0;
  First firsts_[kLists];
};

void finish_report(Draft& draft) {
  constexpr std::string_view kList = "vulnerabilities.";
  if (const std::string_view id = draft.find("repository.id"); !id.empty()) {
    draft.put_text(YARAL_PATH("principal.user.userid"), draft.arena().copy(std::string("github_repo_id:").append(id)));
  }
  Labels labels(draft);
  for (const Datum& datum : draft.data()) {
    if (!datum.name.starts_with(kList)) continue;
    const std::string_view member = datum.name.substr(kList.size());
    for (const Numbered& numbered : kDetections) {
      labels.put(YARAL_PATH("security_result.detection_fields"), numbered, member, datum);
    }
    labels.put(YARAL_PATH("principal.resource.attribute.labels"), kReference, member, datum);
  }
}

constexpr Mapping kMappings[] = {
    {"vulnerabilities", "USER_UNCATEGORIZED", {kRepository}, finish_report},
    {"*", "USER_RESOURCE_ACCESS", {kGithubAudit, kActor}, put_github_request_body},
};

std::string_view kind_of(std::span<const Datum> data, Arena&) {
  return find(data, "dependabot_enabled").empty() ? find(data, "action") : "vulnerabilities";
}

constexpr Recognition kRecognitions[] = {
    {{{"dependabot_enabled", ""}, {"vulnerabilities", ""}, {"repository.id", ""}}},
    {{{"dependabot_enabled", ""}, {"vuln_count_by_severity", ""}, {"repository.id", ""}}},
};

}  // namespace

const LogType& github_dependabot_log_type() {
  static constexpr LogType kType{
      .name = "GITHUB_DEPENDABOT",
      .title = "GitHub Dependabot",
      .vendor = "GITHUB_DEPENDABOT",
      .product = "GITHUB_DEPENDABOT",
      .recognitions = kRecognitions,
      .kind = kind_of,
      .mappings = kMappings,
  };
  return kType;
}

}  // namespace yaral::ingest
