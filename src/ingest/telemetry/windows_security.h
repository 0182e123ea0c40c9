#pragma once

#include "ingest/windows_source.h"

// What the rows of the Security events cannot say: for windows_security.cc only.
namespace yaral::ingest::security {

// windows_security_logons.cc: accounts, logons, groups.
void target_is_subject(Draft& draft);
void finish_success(Draft& draft);
void finish_failure(Draft& draft);
void finish_logout(Draft& draft);
void finish_explicit_logon(Draft& draft);
void finish_credentials(Draft& draft);
void finish_denied(Draft& draft);
void finish_session(Draft& draft);
void finish_member(Draft& draft);

// windows_security_objects.cc: files, keys, tasks, shares, policies, the network.
void put_refusal(Draft& draft);
void finish_object(Draft& draft);
void finish_permissions(Draft& draft);
void finish_registry_value(Draft& draft);
void finish_task(Draft& draft);
void finish_share(Draft& draft);
void finish_audit_policy(Draft& draft);
void finish_flow(Draft& draft);
void finish_package(Draft& draft);

}  // namespace yaral::ingest::security
