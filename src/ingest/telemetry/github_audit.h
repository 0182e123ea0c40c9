#pragma once

#include "ingest/log_type.h"

namespace yaral::ingest {

// Records of GitHub's audit log: what GITHUB and GITHUB_DEPENDABOT have in common.
inline constexpr Row kGithubAudit[] = {
    {"@timestamp", "", Convert::kEventTime},
    {"created_at", "metadata.collected_timestamp", Convert::kTime},
    {"_document_id", "additional.fields[\"document_id\"]"},
    {"action", "metadata.product_event_type"},
    {"actor", "principal.user.user_display_name"},
    {"actor_is_agent", "principal.user.attribute.labels[\"actor_is_agent\"]"},
    {"actor_is_bot", "principal.user.attribute.labels[\"actor_is_bot\"]"},
    {"external_identity_nameid", "principal.user.email_addresses"},
    {"actor_ip", "principal.ip", Convert::kIp},
    {"actor_location.country_code", "principal.location.country_or_region"},
    {"application_name", "principal.application"},
    {"org", "principal.administrative_domain"},
    {"repo", "target.resource.name"},
    {"repo_id", "target.resource.product_object_id"},
    {"repository_id", "target.resource.product_object_id"},
    {"repository", "target.resource.attribute.labels[\"repository\"]"},
    {"repository_public", "target.resource.attribute.labels[\"repository_public\"]"},
    {"route", "target.resource.attribute.labels[\"route\"]"},
    {"url_path", "target.url"},
    {"request_method", "network.http.method"},
    {"request_body", "", Convert::kJson},
    {"request_body.description", "security_result.description"},
    {"status_code", "network.http.response_code"},
    {"user_agent", "network.http.user_agent"},
    {"transport_protocol_name", "network.application_protocol"},
    {"operation_type", "security_result.action_details"},
};

// The other members of the body that an API request had.
void put_github_request_body(Draft& draft);

}  // namespace yaral::ingest
