#pragma once

#include "ingest/field_table.h"

// The fields of Zeek's logs. Included by zeek.cc alone.
namespace yaral::ingest {

// Columns write T and F.
inline constexpr Code kZeekFlags[] = {{"T", "true"}, {"F", "false"}};

inline constexpr Code kZeekProtocols[] = {
    {"krb", "KRB5"}, {"krb_tcp", "KRB5"}, {"dce_rpc", "DCERPC"}, {"ftp-data", "FTP"}, {"irc-dcc-data", "IRCP"},
};

inline constexpr Code kZeekSeverities[] = {
    {"EMERG", "CRITICAL"}, {"ALERT", "CRITICAL"}, {"CRIT", "CRITICAL"},      {"ERR", "ERROR"},
    {"WARNING", "MEDIUM"}, {"NOTICE", "LOW"},     {"INFO", "INFORMATIONAL"}, {"DEBUG", "INFORMATIONAL"},
};

// What all logs may have. `_tag` is the tag of the syslog header around a line of columns.
inline constexpr Row kZeekLog[] = {
    {"ts", "", Convert::kEventTime},         {"_path", "", Convert::kCode},
    {"_tag", "metadata.product_event_type"}, {"_write_ts", "metadata.collected_timestamp", Convert::kTime},
    {"_system_name", "observer.hostname"},
};

inline constexpr Row kZeekEnds[] = {
    {"uid", "network.session_id"},
    {"id.orig_h", "principal.ip", Convert::kIp},
    {"id.orig_p", "principal.port", Convert::kPort},
    {"id.resp_h", "target.ip", Convert::kIp},
    {"id.resp_p", "target.port", Convert::kPort},
    {"proto", "network.ip_protocol", Convert::kIpProtocol},
    {"community_id", "network.community_id"},
};

// For logs that have no identity of their own.
inline constexpr Row kZeekUid[] = {{"uid", "metadata.product_log_id"}};

inline constexpr Row kZeekConn[] = {
    {"service", "", Convert::kCode, true},
    {"duration", "network.session_duration"},
    {"orig_bytes", "network.sent_bytes"},
    {"resp_bytes", "network.received_bytes"},
    {"orig_pkts", "network.sent_packets"},
    {"resp_pkts", "network.received_packets"},
    {"local_orig", "", Convert::kCode, true},
    {"local_resp", "", Convert::kCode, true},
    {"orig_l2_addr", "principal.mac", Convert::kMac},
    {"resp_l2_addr", "target.mac", Convert::kMac},
    {"orig_cc", "principal.location.country_or_region"},
    {"resp_cc", "target.location.country_or_region"},
};

inline constexpr Row kZeekDns[] = {
    {"trans_id", "network.dns.id"},
    {"query", "network.dns.questions.name"},
    {"qclass", "network.dns.questions.class"},
    {"qtype", "network.dns.questions.type"},
    {"rcode", "network.dns.response_code"},
    {"AA", "network.dns.authoritative", Convert::kText, false, kZeekFlags},
    {"TC", "network.dns.truncated", Convert::kText, false, kZeekFlags},
    {"RD", "network.dns.recursion_desired", Convert::kText, false, kZeekFlags},
    {"RA", "network.dns.recursion_available", Convert::kText, false, kZeekFlags},
    {"answers", "", Convert::kCode},
    {"TTLs", "", Convert::kCode},
};

inline constexpr Row kZeekHttp[] = {
    {"method", "network.http.method"},
    {"host", "", Convert::kCode},
    {"uri", "", Convert::kCode},
    {"referrer", "network.http.referral_url"},
    {"version", "network.application_protocol_version"},
    {"user_agent", "network.http.user_agent"},
    {"request_body_len", "network.sent_bytes"},
    {"response_body_len", "network.received_bytes"},
    {"status_code", "network.http.response_code"},
    {"username", "principal.user.userid"},
    {"resp_filenames", "target.file.names"},
    {"resp_mime_types", "target.file.mime_type"},
};

inline constexpr Row kZeekSsl[] = {
    {"version", "network.tls.version"},
    {"cipher", "network.tls.cipher"},
    {"curve", "network.tls.curve"},
    {"server_name", "network.tls.client.server_name"},
    {"server_name", "target.hostname"},
    {"resumed", "network.tls.resumed", Convert::kText, false, kZeekFlags},
    {"established", "network.tls.established", Convert::kText, false, kZeekFlags},
    {"next_protocol", "network.tls.next_protocol"},
    {"subject", "network.tls.server.certificate.subject"},
    {"issuer", "network.tls.server.certificate.issuer"},
    {"client_subject", "network.tls.client.certificate.subject"},
    {"client_issuer", "network.tls.client.certificate.issuer"},
    {"cert_chain_fps", "", Convert::kCode, true},
    {"client_cert_chain_fps", "", Convert::kCode, true},
    {"ja3", "network.tls.client.ja3"},
    {"ja3s", "network.tls.server.ja3s"},
    {"ja4", "network.tls.client.ja4"},
    {"ja4s", "network.tls.server.ja4s"},
    {"validation_status", "security_result.detection_fields[\"validation_status\"]"},
};

inline constexpr Row kZeekQuic[] = {
    {"version", "network.application_protocol_version"},
    {"server_name", "network.tls.client.server_name"},
    {"server_name", "target.hostname"},
    {"client_protocol", "network.tls.next_protocol"},
};

inline constexpr Row kZeekCertificate[] = {
    {"id", "metadata.product_log_id"},
    {"fingerprint", "network.tls.server.certificate.sha256", Convert::kHash},
    {"certificate.version", "network.tls.server.certificate.version"},
    {"certificate.serial", "network.tls.server.certificate.serial"},
    {"certificate.subject", "network.tls.server.certificate.subject"},
    {"certificate.issuer", "network.tls.server.certificate.issuer"},
    {"certificate.not_valid_before", "network.tls.server.certificate.not_before", Convert::kTime},
    {"certificate.not_valid_after", "network.tls.server.certificate.not_after", Convert::kTime},
    {"client_cert", "", Convert::kCode, true},
};

inline constexpr Row kZeekOcsp[] = {
    {"id", "metadata.product_log_id"},
    {"serialNumber", "network.tls.server.certificate.serial"},
    {"certStatus", "security_result.detection_fields[\"certStatus\"]"},
};

inline constexpr Row kZeekFiles[] = {
    {"fuid", "metadata.product_log_id"},
    {"conn_uids", "network.session_id"},
    {"tx_hosts", "principal.ip", Convert::kIp},
    {"rx_hosts", "target.ip", Convert::kIp},
    {"source", "network.application_protocol", Convert::kText, true, kZeekProtocols},
    {"mime_type", "target.file.mime_type"},
    {"filename", "target.file.full_path"},
    {"total_bytes", "target.file.size"},
    {"seen_bytes", "", Convert::kCode, true},
    {"md5", "target.file.md5", Convert::kHash},
    {"sha1", "target.file.sha1", Convert::kHash},
    {"sha256", "target.file.sha256", Convert::kHash},
};

inline constexpr Row kZeekPe[] = {
    {"id", "metadata.product_log_id"},
    {"compile_ts", "target.file.pe_file.compilation_time", Convert::kTime},
};

inline constexpr Row kZeekSmtp[] = {
    {"helo", "network.smtp.helo"},
    {"mailfrom", "network.smtp.mail_from"},
    {"rcptto", "network.smtp.rcpt_to"},
    {"last_reply", "network.smtp.server_response"},
    {"path", "", Convert::kCode},
    {"tls", "network.smtp.is_tls", Convert::kText, false, kZeekFlags},
    {"is_webmail", "network.smtp.is_webmail", Convert::kText, false, kZeekFlags},
    {"from", "network.email.from"},
    {"to", "network.email.to"},
    {"cc", "network.email.cc"},
    {"reply_to", "network.email.reply_to"},
    {"msg_id", "network.email.mail_id"},
    {"subject", "network.email.subject"},
    {"user_agent", "network.http.user_agent"},
};

inline constexpr Row kZeekSsh[] = {
    {"version", "network.application_protocol_version"},
    {"auth_success", "", Convert::kCode, true},
    {"direction", "network.direction"},
    {"client", "principal.application"},
    {"server", "target.application"},
};

inline constexpr Row kZeekFtp[] = {
    {"user", "principal.user.userid"},           {"command", "network.ftp.command"},
    {"arg", "target.url", Convert::kText, true}, {"mime_type", "target.file.mime_type"},
    {"file_size", "target.file.size"},
};

inline constexpr Row kZeekSmbFiles[] = {
    {"action", "metadata.description", Convert::kText, true},
    {"path", "", Convert::kCode, true},
    {"name", "", Convert::kCode, true},
    {"prev_name", "src.file.full_path"},
    {"size", "target.file.size"},
    {"times.modified", "target.file.last_modification_time", Convert::kTime},
    {"times.accessed", "target.file.last_access_time", Convert::kTime},
    {"times.created", "target.file.create_time", Convert::kTime},
    {"times.changed", "target.file.ntfs.change_time", Convert::kTime},
};

inline constexpr Row kZeekSmbMapping[] = {
    {"path", "target.resource.name"},
    {"share_type", "target.resource.type"},
};

inline constexpr Row kZeekDceRpc[] = {
    {"named_pipe", "target.resource.name", Convert::kText, true},
    {"endpoint", "target.application", Convert::kText, true},
    {"operation", "metadata.description", Convert::kText, true},
};

// The names are the client's and the server's own.
inline constexpr Row kZeekNtlm[] = {
    {"username", "principal.user.userid"},
    {"hostname", "principal.hostname"},
    {"domainname", "principal.administrative_domain"},
    {"server_nb_computer_name", "", Convert::kCode, true},
    {"server_dns_computer_name", "target.hostname"},
    {"success", "", Convert::kCode, true},
};

inline constexpr Row kZeekKerberos[] = {
    {"client", "", Convert::kCode, true},
    {"service", "target.application", Convert::kText, true},
    {"success", "", Convert::kCode, true},
    {"error_msg", "", Convert::kCode, true},
    {"client_cert_subject", "network.tls.client.certificate.subject"},
    {"server_cert_subject", "network.tls.server.certificate.subject"},
};

inline constexpr Row kZeekRadius[] = {
    {"username", "principal.user.userid"},        {"username", "target.user.userid"},
    {"mac", "principal.mac", Convert::kMac},      {"framed_addr", "principal.nat_ip", Convert::kIp},
    {"reply_msg", "security_result.description"}, {"result", "", Convert::kCode, true},
};

inline constexpr Row kZeekRdp[] = {
    {"cookie", "principal.user.userid", Convert::kText, true},
    {"client_name", "principal.hostname"},
    {"client_build", "principal.platform_version"},
    {"result", "security_result.summary", Convert::kText, true},
};

inline constexpr Row kZeekDhcp[] = {
    {"uids", "", Convert::kCode},
    {"client_addr", "principal.ip", Convert::kIp},
    {"client_addr", "network.dhcp.ciaddr", Convert::kIp},
    {"server_addr", "target.ip", Convert::kIp},
    {"mac", "principal.mac", Convert::kMac},
    {"mac", "network.dhcp.chaddr", Convert::kMac},
    {"host_name", "network.dhcp.client_hostname"},
    {"host_name", "principal.hostname"},
    {"domain", "principal.administrative_domain"},
    {"requested_addr", "network.dhcp.requested_address", Convert::kIp},
    {"assigned_addr", "network.dhcp.yiaddr", Convert::kIp},
    {"lease_time", "network.dhcp.lease_time_seconds"},
    {"msg_types", "", Convert::kCode, true},
    {"duration", "network.session_duration"},
};

inline constexpr Row kZeekNotice[] = {
    {"note", "security_result.rule_name"},
    {"msg", "metadata.description"},
    {"msg", "security_result.description"},
    {"sub", "security_result.summary"},
    {"src", "", Convert::kCode},
    {"dst", "", Convert::kCode},
    {"p", "", Convert::kCode},
    {"file_mime_type", "target.file.mime_type"},
    {"actions", "security_result.action_details"},
};

inline constexpr Row kZeekWeird[] = {
    {"name", "security_result.rule_name"},
    {"addl", "security_result.description"},
};

inline constexpr Row kZeekIntel[] = {
    {"seen.indicator", "security_result.threat_name", Convert::kText, true},
    {"seen.indicator_type", "security_result.category_details", Convert::kText, true},
    {"seen.where", "security_result.detection_fields[\"seen.where\"]"},
    {"sources", "security_result.threat_feed_name", Convert::kText, true},
    {"file_mime_type", "target.file.mime_type"},
};

inline constexpr Row kZeekSoftware[] = {
    {"host", "principal.ip", Convert::kIp},
    {"host_p", "principal.port", Convert::kPort},
    {"software_type", "principal.asset.software.description", Convert::kText, true},
    {"name", "principal.asset.software.name"},
    {"unparsed_version", "principal.asset.software.version"},
};

inline constexpr Row kZeekTunnel[] = {
    {"tunnel_type", "metadata.description", Convert::kText, true},
};

inline constexpr Row kZeekSyslog[] = {
    {"severity", "security_result.severity", Convert::kText, true, kZeekSeverities},
    {"message", "metadata.description"},
};

inline constexpr Row kZeekOther[] = {
    {"host", "principal.ip", Convert::kIp},
};

}  // namespace yaral::ingest
