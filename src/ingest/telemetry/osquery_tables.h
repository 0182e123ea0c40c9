#pragma once

#include <string_view>
#include <vector>

#include "ingest/draft.h"
#include "ingest/field_table.h"
#include "ingest/json_rows.h"
#include "ingest/record.h"

// What the results of osquery become, in its own log and in those of products around it. A result does not tell its table,
// only the query's name, which everyone chooses: the table is told by its columns.
namespace yaral::ingest {

inline constexpr RowList kOsqueryRows[] = {
    {"snapshot", "columns", {}},
    {"diffResults.added", "columns", {"action", "added"}},
    {"diffResults.removed", "columns", {"action", "removed"}},
    {"event.snapshot", "columns", {}},
    {"event.diffResults.added", "columns", {"action", "added"}},
    {"event.diffResults.removed", "columns", {"action", "removed"}},
};

// The table of the columns that the data has, or `status` for osquery's own messages; empty for tables without a mapping.
std::string_view osquery_kind(std::span<const Datum> data, Arena& arena);

void osquery_finish_es_process(Draft& draft);
void osquery_finish_process_event(Draft& draft);
void osquery_finish_process(Draft& draft);
void osquery_finish_es_file(Draft& draft);
void osquery_finish_file(Draft& draft);
void osquery_finish_signature(Draft& draft);
void osquery_finish_authenticode(Draft& draft);
void osquery_finish_launchd(Draft& draft);
void osquery_finish_socket(Draft& draft);
void osquery_finish_gatekeeper(Draft& draft);
void osquery_finish_approved_app(Draft& draft);
void osquery_finish_certificate(Draft& draft);
// Of all: the time of the record where the row has none.
void osquery_finish(Draft& draft);

namespace osquery {
using enum Convert;

inline constexpr Code kTrueFalse[] = {{"1", "TRUE"}, {"0", "FALSE"}};

inline constexpr Row kProcess[] = {
    {"columns.time", "", kEventTime},
    {"columns.pid", "target.process.pid", kPid},
    {"columns.parent", "target.process.parent_process.pid", kPid},
    {"columns.parent", "principal.process.pid", kPid},
    {"columns.parent_path", "principal.process.file.full_path"},
    {"columns.parent_cmdline", "principal.process.command_line"},
    {"columns.path", "target.process.file.full_path"},
    {"columns.cmdline", "target.process.command_line"},
    {"columns.username", "", kCode, true},
    {"columns.uid", "", kCode, true},
    {"columns.uid", "target.process.ruid"},
    {"columns.euid", "target.process.euid"},
    {"columns.gid", "target.process.rgid"},
    {"columns.egid", "target.process.egid"},
    {"columns.pgroup", "target.process.pgid"},
    {"columns.md5", "target.process.file.md5", kHash},
    {"columns.sha1", "target.process.file.sha1", kHash},
    {"columns.sha256", "target.process.file.sha256", kHash},
    {"columns.event_type", "", kCode, true},
};

// How the program of a process is signed: columns of es_process_events, or of `signature` joined to a table of processes.
inline constexpr Row kProcessSignature[] = {
    {"columns.signing_id", "target.process.file.signature_info.codesign.id"},
    {"columns.signing_id", "additional.fields[\"TargetProcessSigningID\"]"},
    {"columns.team_id", "target.process.file.signature_info.codesign.team_id"},
    {"columns.team_id", "additional.fields[\"TargetProcessTeamID\"]"},
    {"columns.cdhash", "additional.fields[\"TargetProcessCodeDirectoryHash\"]"},
    {"columns.platform_binary", "additional.fields[\"TargetProcessPlatformBinary\"]", kText, false, kTrueFalse},
    {"columns.codesigning_flags", "additional.fields[\"TargetProcessCodesigningFlags\"]"},
    {"columns.signed", "", kCode, true},
    {"columns.identifier", "target.process.file.signature_info.codesign.id"},
    {"columns.team_identifier", "target.process.file.signature_info.codesign.team_id"},
    {"columns.authority", "target.process.file.signature_info.sigcheck.signers.name"},
};

inline constexpr Row kEsFile[] = {
    {"columns.time", "", kEventTime},
    {"columns.pid", "principal.process.pid", kPid},
    {"columns.parent", "principal.process.parent_process.pid", kPid},
    {"columns.path", "principal.process.file.full_path"},
    {"columns.filename", "", kCode},
    {"columns.dest_filename", "", kCode},
    {"columns.event_type", "", kCode, true},
};

inline constexpr Row kFile[] = {
    {"columns.time", "", kEventTime},
    {"columns.target_path", "target.file.full_path"},
    {"columns.path", "target.file.full_path"},
    {"columns.action", "", kCode, true},
    {"columns.size", "target.file.size", kUnsigned},
    {"columns.md5", "target.file.md5", kHash},
    {"columns.sha1", "target.file.sha1", kHash},
    {"columns.sha256", "target.file.sha256", kHash},
};

inline constexpr Row kFileSignature[] = {
    {"columns.identifier", "target.file.signature_info.codesign.id"},
    {"columns.team_identifier", "target.file.signature_info.codesign.team_id"},
    {"columns.authority", "target.file.signature_info.sigcheck.signers.name"},
    {"columns.cdhash", "additional.fields[\"CodeDirectoryHash\"]"},
    {"columns.signed", "", kCode, true},
    {"columns.result", "", kCode, true},
    {"columns.subject_name", "target.file.signature_info.sigcheck.signers.name"},
    {"columns.subject_name", "target.file.signature_info.sigcheck.x509.name"},
    {"columns.issuer_name", "target.file.signature_info.sigcheck.x509.cert_issuer"},
    {"columns.serial_number", "target.file.signature_info.sigcheck.x509.serial_number"},
    {"columns.original_program_name", "target.file.exif_info.original_file"},
};

inline constexpr Row kLaunchd[] = {
    {"columns.path", "target.file.full_path"},
    {"columns.label", "target.application"},
    {"columns.label", "target.resource.name"},
    {"columns.program", "target.process.file.full_path"},
    {"columns.program_arguments", "target.process.command_line"},
};

inline constexpr Row kSocket[] = {
    {"columns.time", "", kEventTime},
    {"columns.pid", "principal.process.pid", kPid},
    {"columns.path", "principal.process.file.full_path"},
    {"columns.cmdline", "principal.process.command_line"},
    {"columns.local_address", "principal.ip", kIp},
    {"columns.local_port", "principal.port", kPort},
    {"columns.remote_address", "target.ip", kIp},
    {"columns.remote_port", "target.port", kPort},
    {"columns.protocol", "network.ip_protocol", kIpProtocol},
    {"columns.action", "", kCode, true},
};

inline constexpr Row kTrust[] = {
    {"columns.path", "target.file.full_path"},
    {"columns.requirement", "target.resource.attribute.labels[\"requirement\"]", kText, true},
    {"columns.common_name", "target.resource.name"},
    {"columns.sha1", "target.file.sha1", kHash, true},
    {"columns.assessments_enabled", "", kCode, true},
};

inline constexpr Row kExtension[] = {
    {"columns.name", "target.resource.name"},
    {"columns.description", "metadata.description"},
    {"columns.path", "target.file.full_path"},
    {"columns.manifest_hash", "target.file.sha256", kHash},
    {"columns.update_url", "target.url"},
    {"columns.browser_type", "target.application"},
    {"columns.profile", "target.user.role_name"},
    {"columns.uid", "target.user.userid"},
    {"columns.version", "principal.asset.labels[\"Version\"]"},
    {"columns.installed_at_epoch", "principal.asset.labels[\"Installed At\"]"},
    {"columns.locale", "principal.asset.labels[\"Locale\"]"},
    {"columns.permissions", "security_result.detection_fields[\"Permission\"]"},
    {"columns.identifier", "security_result.detection_fields[\"Identifier\"]"},
    {"columns.persistent", "security_result.detection_fields[\"Persistent\"]"},
    {"columns.referenced_by_preferences", "security_result.detection_fields[\"Referenced By Preferences\"]"},
};

inline constexpr Constant kIsSetting[] = {{"target.resource.resource_type", "SETTING"},
                                          {"target.resource.name", "Gatekeeper"}};
inline constexpr Constant kIsCertificate[] = {{"target.resource.resource_subtype", "CERTIFICATE"}};
}  // namespace osquery

// The mappings of the tables. `record`: the rows of what stands around the columns.
#define YARAL_OSQUERY_TABLES(record)                                                                                     \
  {"es_process_events",                                                                                                  \
   "PROCESS_UNCATEGORIZED",                                                                                              \
   {record, osquery::kProcess, osquery::kProcessSignature},                                                              \
   osquery_finish_es_process},                                                                                           \
      {"process_events",                                                                                                 \
       "PROCESS_LAUNCH",                                                                                                 \
       {record, osquery::kProcess, osquery::kProcessSignature},                                                          \
       osquery_finish_process_event},                                                                                    \
      {"processes",                                                                                                      \
       "PROCESS_UNCATEGORIZED",                                                                                          \
       {record, osquery::kProcess, osquery::kProcessSignature},                                                          \
       osquery_finish_process},                                                                                          \
      {"es_process_file_events", "FILE_UNCATEGORIZED", {record, osquery::kEsFile}, osquery_finish_es_file},              \
      {"file_events", "FILE_UNCATEGORIZED", {record, osquery::kFile}, osquery_finish_file},                              \
      {"hash", "SCAN_FILE", {record, osquery::kFile}},                                                                   \
      {"signature", "SCAN_FILE", {record, osquery::kFile, osquery::kFileSignature}, osquery_finish_signature},           \
      {"authenticode", "SCAN_FILE", {record, osquery::kFile, osquery::kFileSignature}, osquery_finish_authenticode},     \
      {"launchd", "SERVICE_UNSPECIFIED", {record, osquery::kLaunchd}, osquery_finish_launchd},                           \
      {"socket_events", "NETWORK_CONNECTION", {record, osquery::kSocket}, osquery_finish_socket},                        \
      {"gatekeeper", "STATUS_UPDATE", {record, osquery::kTrust}, osquery_finish_gatekeeper, false, osquery::kIsSetting}, \
      {"gatekeeper_approved_apps",  "STATUS_UPDATE", {record, osquery::kTrust},                                          \
       osquery_finish_approved_app, false,           osquery::kIsSetting},                                               \
      {"certificates", "STATUS_UPDATE",        {record, osquery::kTrust}, osquery_finish_certificate,                    \
       false,          osquery::kIsCertificate},                                                                         \
  {                                                                                                                      \
    "chrome_extensions", "USER_UNCATEGORIZED", { record, osquery::kExtension }                                           \
  }

}  // namespace yaral::ingest
