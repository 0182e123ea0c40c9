#include "ingest/telemetry/zeek.h"

#include <algorithm>
#include <string>

#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/zeek_rows.h"

// docs/telemetry/BRO_JSON.md
namespace yaral::ingest {
namespace {

bool is_true(std::string_view text) { return text == "T" || equal_nocase(text, "true"); }
bool is_false(std::string_view text) { return text == "F" || equal_nocase(text, "false"); }

// The elements of a list as one text.
std::string joined(const Draft& draft, std::string_view list) {
  std::string text;
  for (const Datum& datum : draft.data()) {
    if (datum.name == list) text.append(text.empty() ? "" : ",").append(datum.value);
  }
  return text;
}

void put_joined(Draft& draft, const udm::Path& path, std::string_view list) {
  draft.put_text(path, draft.arena().copy(joined(draft, list)));
}

void put_outcome(Draft& draft, std::string_view success) {
  const udm::Path& action = YARAL_PATH("security_result.action");
  if (is_true(success)) draft.put_enum(action, "ALLOW");
  if (is_false(success)) draft.put_enum(action, "FAIL");
}

// One of the names that UDM knows.
bool put_protocol(Draft& draft, std::string_view name) {
  const udm::Path& path = YARAL_PATH("network.application_protocol");
  const auto known =
      std::ranges::find_if(kZeekProtocols, [&](const Code& code) { return equal_nocase(code.from, name); });
  const auto value = to_value(*last_field(path), known == std::end(kZeekProtocols) ? name : known->to, draft.arena());
  if (value) draft.put(path, *value);
  return value.has_value();
}

void finish_conn(Draft& draft) {
  const std::string_view from_local = draft.find("local_orig");
  const std::string_view to_local = draft.find("local_resp");
  const udm::Path& direction = YARAL_PATH("network.direction");
  if (is_true(from_local) && is_false(to_local)) draft.put_enum(direction, "OUTBOUND");
  if (is_false(from_local) && is_true(to_local)) draft.put_enum(direction, "INBOUND");
  // Protocols inside each other: `gssapi,smb,krb`.
  for (std::string_view services = draft.find("service"); !services.empty();) {
    const auto comma = std::min(services.find(','), services.size());
    if (put_protocol(draft, services.substr(0, comma))) return;
    services.remove_prefix(std::min(comma + 1, services.size()));
  }
}

constexpr std::uint64_t kTypeA = 1;
constexpr std::uint64_t kTypeCname = 5;
constexpr std::uint64_t kTypeAaaa = 28;

// Answers come without their type: an address tells it, a name in front of one is an alias, and the others are of the
// type that was asked for.
std::uint64_t answer_type(std::string_view data, std::uint64_t asked) {
  if (!to_ip(data).empty()) return data.contains(':') ? kTypeAaaa : kTypeA;
  return asked == kTypeA || asked == kTypeAaaa ? kTypeCname : asked;
}

void finish_dns(Draft& draft) {
  const auto asked = to_unsigned(draft.find("qtype"));
  const auto field = [](const udm::Path& path) { return path.steps.back().field; };
  std::vector<std::string_view> times;
  for (const Datum& datum : draft.data()) {
    if (datum.name == "TTLs") times.push_back(datum.value);
  }
  std::size_t at = 0;
  for (const Datum& datum : draft.data()) {
    if (datum.name != "answers") continue;
    udm::Message& answer = draft.append(YARAL_PATH("network.dns.answers"));
    const udm::Path& ttl = YARAL_PATH("network.dns.answers.ttl");
    draft.put_text(answer, "data", datum.value);
    if (asked) {
      answer.set(field(YARAL_PATH("network.dns.answers.type")),
                 Value::unsigned_integer(answer_type(datum.value, *asked)), draft.arena());
    }
    const auto seconds = at < times.size() ? to_value(*last_field(ttl), times[at], draft.arena()) : std::nullopt;
    if (seconds) answer.set(field(ttl), *seconds, draft.arena());
    ++at;
  }
  if (!draft.find("rcode").empty() || at > 0) draft.put(YARAL_PATH("network.dns.response"), Value::boolean(true));
  if (!draft.has(YARAL_PATH("network.dns.questions"))) draft.set_type("NETWORK_CONNECTION");
}

// A host name without its port; addresses in brackets stay whole.
std::string_view without_port(std::string_view host) {
  const auto colon = host.rfind(':');
  if (colon == std::string_view::npos || host.find(':') != colon) return host;
  return host.substr(0, colon);
}

void finish_http(Draft& draft) {
  const std::string_view host = draft.find("host");
  const std::string_view uri = draft.find("uri");
  draft.put_text(YARAL_PATH("target.hostname"), without_port(host));
  if (is_absent(uri) || draft.find("method") == "CONNECT") return;
  const bool whole = is_absent(host) || uri.contains("://");
  std::string url(whole ? "" : host);
  draft.put_text(YARAL_PATH("target.url"), draft.arena().copy(url.append(uri)));
}

void finish_ssl(Draft& draft) {
  const auto put_first = [&](const udm::Path& path, std::string_view list) {
    const std::string_view hash = to_hash(draft.find(list), draft.arena());
    if (!hash.empty()) draft.put(path, Value::string(hash));
  };
  put_first(YARAL_PATH("network.tls.server.certificate.sha256"), "cert_chain_fps");
  put_first(YARAL_PATH("network.tls.client.certificate.sha256"), "client_cert_chain_fps");
}

// The certificate of a client stands in the client's place, too: a log of certificates does not tell whom it was shown.
void finish_certificate(Draft& draft) {
  if (!is_true(draft.find("client_cert"))) return;
  draft.put_text(YARAL_PATH("network.tls.client.certificate.subject"), draft.find("certificate.subject"));
  draft.put_text(YARAL_PATH("network.tls.client.certificate.issuer"), draft.find("certificate.issuer"));
  draft.put_text(YARAL_PATH("network.tls.client.certificate.serial"), draft.find("certificate.serial"));
}

void finish_files(Draft& draft) {
  const udm::Path& size = YARAL_PATH("target.file.size");
  const auto seen = to_unsigned(draft.find("seen_bytes"));
  if (seen && !draft.has(size)) draft.put(size, Value::unsigned_integer(*seen));
}

void finish_smtp(Draft& draft) { put_joined(draft, YARAL_PATH("network.smtp.message_path"), "path"); }

void finish_ssh(Draft& draft) { put_outcome(draft, draft.find("auth_success")); }

void finish_smb_files(Draft& draft) {
  const std::string_view path = draft.find("path");
  std::string whole(is_absent(path) ? "" : path);
  const std::string_view name = draft.find("name");
  if (!whole.empty() && !is_absent(name) && !whole.ends_with('\\')) whole += '\\';
  if (!is_absent(name)) whole += name;
  draft.put_text(YARAL_PATH("target.file.full_path"), draft.arena().copy(whole));
}

void finish_ntlm(Draft& draft) {
  put_outcome(draft, draft.find("success"));
  const udm::Path& server = YARAL_PATH("target.hostname");
  if (!draft.has(server)) draft.put_text(server, draft.find("server_nb_computer_name"));
}

// The client is `user/REALM`.
void finish_kerberos(Draft& draft) {
  put_outcome(draft, draft.find("success"));
  if (const std::string_view error = draft.find("error_msg"); !is_absent(error)) {
    draft.put_text(YARAL_PATH("metadata.description"), draft.arena().copy("KERBEROS: " + std::string(error)));
  }
  const std::string_view client = draft.find("client");
  const auto slash = client.rfind('/');
  const std::string_view user = client.substr(0, slash);
  draft.put_text(YARAL_PATH("principal.user.userid"), user);
  if (user.contains('@')) draft.put_text(YARAL_PATH("principal.user.email_addresses"), user);
  if (slash != std::string_view::npos)
    draft.put_text(YARAL_PATH("principal.administrative_domain"), client.substr(slash + 1));
}

void finish_radius(Draft& draft) {
  const std::string_view result = draft.find("result");
  if (!is_absent(result)) draft.put_enum(YARAL_PATH("security_result.action"), result == "success" ? "ALLOW" : "BLOCK");
}

void finish_dhcp(Draft& draft) {
  put_joined(draft, YARAL_PATH("metadata.product_log_id"), "uids");
  std::string_view last;
  for (const Datum& datum : draft.data()) {
    if (datum.name == "msg_types") last = datum.value;
  }
  const udm::Path& type = YARAL_PATH("network.dhcp.type");
  if (const auto value = to_value(*last_field(type), last, draft.arena())) draft.put(type, *value);
  const bool answered = last == "OFFER" || last == "ACK" || last == "NAK";
  draft.put_enum(YARAL_PATH("network.dhcp.opcode"), answered ? "BOOTREPLY" : "BOOTREQUEST");
}

// Notices about many connections have ends of their own.
void finish_notice(Draft& draft) {
  const auto put_end = [&](const udm::Path& path, std::string_view name) {
    const std::string_view ip = to_ip(draft.find(name));
    if (!ip.empty() && !draft.has(path)) draft.put(path, Value::string(draft.keep(ip)));
  };
  put_end(YARAL_PATH("principal.ip"), "src");
  put_end(YARAL_PATH("target.ip"), "dst");
  const udm::Path& port = YARAL_PATH("target.port");
  const auto number = to_value(*last_field(port), draft.find("p"), draft.arena());
  if (number && !draft.has(port)) draft.put(port, *number);
}

// By what it has. Logs of one protocol go by its name: `snmp`, `modbus_detailed`.
void finish_other(Draft& draft) {
  const std::string_view path = draft.find("_path");
  put_protocol(draft, path.substr(0, path.find('_')));
  const bool from = draft.has(YARAL_PATH("principal.ip"));
  if (from && draft.has(YARAL_PATH("target.ip"))) draft.set_type("NETWORK_CONNECTION");
}

// A notice or an oddity may be about no connection.
void finish_notice_without_ends(Draft& draft) {
  if (!draft.has(YARAL_PATH("target.ip"))) draft.set_type("NETWORK_UNCATEGORIZED");
}

void finish_any_notice(Draft& draft) {
  finish_notice(draft);
  finish_notice_without_ends(draft);
}

constexpr Constant kDns[] = {{"network.application_protocol", "DNS"}};
constexpr Constant kHttp[] = {{"network.application_protocol", "HTTP"}};
constexpr Constant kSsl[] = {{"metadata.description", "SSL/TLS handshake info"}};
constexpr Constant kQuic[] = {{"network.application_protocol", "QUIC"}};
constexpr Constant kSmtp[] = {{"network.application_protocol", "SMTP"}};
constexpr Constant kSsh[] = {{"network.application_protocol", "SSH"}};
constexpr Constant kFtp[] = {{"network.application_protocol", "FTP"}};
constexpr Constant kSmb[] = {{"network.application_protocol", "SMB"}};
constexpr Constant kDceRpc[] = {{"network.application_protocol", "DCERPC"}};
constexpr Constant kNtlm[] = {{"metadata.description", "NTLM"}};
constexpr Constant kKerberos[] = {{"network.application_protocol", "KRB5"}};
constexpr Constant kRadius[] = {{"metadata.description", "RADIUS authentication attempts"},
                                {"extensions.auth.type", "MACHINE"}};
constexpr Constant kRdp[] = {{"network.application_protocol", "RDP"}};
constexpr Constant kDhcp[] = {{"network.application_protocol", "DHCP"}};
constexpr Constant kPe[] = {{"target.file.mime_type", "application/x-dosexec"}};

constexpr Mapping kMappings[] = {
    {"conn", "NETWORK_CONNECTION", {kZeekLog, kZeekEnds, kZeekUid, kZeekConn}, finish_conn},
    {"dns", "NETWORK_DNS", {kZeekLog, kZeekEnds, kZeekUid, kZeekDns}, finish_dns, false, kDns},
    {"http", "NETWORK_HTTP", {kZeekLog, kZeekEnds, kZeekUid, kZeekHttp}, finish_http, false, kHttp},
    {"ssl", "NETWORK_CONNECTION", {kZeekLog, kZeekEnds, kZeekUid, kZeekSsl}, finish_ssl, false, kSsl},
    {"quic", "NETWORK_CONNECTION", {kZeekLog, kZeekEnds, kZeekUid, kZeekQuic}, nullptr, false, kQuic},
    {"x509", "NETWORK_UNCATEGORIZED", {kZeekLog, kZeekCertificate}, finish_certificate},
    {"ocsp", "NETWORK_UNCATEGORIZED", {kZeekLog, kZeekOcsp}},
    {"files", "NETWORK_UNCATEGORIZED", {kZeekLog, kZeekEnds, kZeekFiles}, finish_files},
    {"pe", "SCAN_FILE", {kZeekLog, kZeekPe}, nullptr, false, kPe},
    {"smtp", "NETWORK_SMTP", {kZeekLog, kZeekEnds, kZeekUid, kZeekSmtp}, finish_smtp, false, kSmtp},
    {"ssh", "NETWORK_CONNECTION", {kZeekLog, kZeekEnds, kZeekUid, kZeekSsh}, finish_ssh, false, kSsh},
    {"ftp", "NETWORK_FTP", {kZeekLog, kZeekEnds, kZeekUid, kZeekFtp}, nullptr, false, kFtp},
    {"smb_files",
     "NETWORK_UNCATEGORIZED",
     {kZeekLog, kZeekEnds, kZeekUid, kZeekSmbFiles},
     finish_smb_files,
     false,
     kSmb},
    {"smb_mapping", "NETWORK_CONNECTION", {kZeekLog, kZeekEnds, kZeekUid, kZeekSmbMapping}, nullptr, false, kSmb},
    {"dce_rpc", "NETWORK_CONNECTION", {kZeekLog, kZeekEnds, kZeekUid, kZeekDceRpc}, nullptr, false, kDceRpc},
    {"ntlm", "NETWORK_CONNECTION", {kZeekLog, kZeekEnds, kZeekUid, kZeekNtlm}, finish_ntlm, false, kNtlm},
    {"kerberos", "GENERIC_EVENT", {kZeekLog, kZeekEnds, kZeekUid, kZeekKerberos}, finish_kerberos, false, kKerberos},
    {"radius", "USER_LOGIN", {kZeekLog, kZeekEnds, kZeekUid, kZeekRadius}, finish_radius, false, kRadius},
    {"rdp", "NETWORK_CONNECTION", {kZeekLog, kZeekEnds, kZeekUid, kZeekRdp}, nullptr, false, kRdp},
    {"dhcp", "NETWORK_DHCP", {kZeekLog, kZeekDhcp}, finish_dhcp, false, kDhcp},
    {"notice", "NETWORK_CONNECTION", {kZeekLog, kZeekEnds, kZeekUid, kZeekNotice}, finish_any_notice},
    {"weird", "NETWORK_CONNECTION", {kZeekLog, kZeekEnds, kZeekUid, kZeekWeird}, finish_notice_without_ends},
    {"intel", "NETWORK_CONNECTION", {kZeekLog, kZeekEnds, kZeekUid, kZeekIntel}, finish_notice_without_ends},
    {"software", "STATUS_UPDATE", {kZeekLog, kZeekSoftware}},
    {"tunnel", "NETWORK_CONNECTION", {kZeekLog, kZeekEnds, kZeekUid, kZeekTunnel}},
    {"syslog", "NETWORK_CONNECTION", {kZeekLog, kZeekEnds, kZeekUid, kZeekSyslog}},
    {"*", "GENERIC_EVENT", {kZeekLog, kZeekEnds, kZeekUid, kZeekOther}, finish_other},
};

// What a log without `_path` is told by. The first that is there decides.
struct Mark {
  std::string_view member;
  std::string_view kind;
};

constexpr Mark kMarks[] = {
    {"tunnel_type", "tunnel"},
    {"note", "notice"},
    {"seen.indicator", "intel"},
    {"conn_state", "conn"},
    {"trans_id", "dns"},
    {"rcptto", "smtp"},
    {"helo", "smtp"},
    {"is_webmail", "smtp"},
    {"request_body_len", "http"},
    {"client_initial_dcid", "quic"},
    {"established", "ssl"},
    {"certificate.serial", "x509"},
    {"issuerNameHash", "ocsp"},
    {"seen_bytes", "files"},
    {"compile_ts", "pe"},
    {"auth_attempts", "ssh"},
    {"kex_alg", "ssh"},
    {"reply_code", "ftp"},
    {"data_channel.passive", "ftp"},
    {"share_type", "smb_mapping"},
    {"endpoint", "dce_rpc"},
    {"named_pipe", "dce_rpc"},
    {"server_nb_computer_name", "ntlm"},
    {"domainname", "ntlm"},
    {"request_type", "kerberos"},
    {"connect_info", "radius"},
    {"framed_addr", "radius"},
    {"security_protocol", "rdp"},
    {"cookie", "rdp"},
    {"msg_types", "dhcp"},
    {"software_type", "software"},
    {"facility", "syslog"},
    {"peer", "weird"},
};

}  // namespace

std::span<const Mapping> zeek_mappings() { return kMappings; }

std::string_view zeek_kind(std::span<const Datum> data, Arena&) {
  if (const std::string_view path = find(data, "_path"); !path.empty()) return path;
  if (find(data, "action").starts_with("SMB::")) return "smb_files";
  for (const Mark& mark : kMarks) {
    if (!find(data, mark.member).empty()) return mark.kind;
  }
  return {};
}

// Lines behind a syslog header come from the sensor it names.
void finish_zeek(Draft& draft) {
  const udm::Path& sensor = YARAL_PATH("observer.hostname");
  if (!draft.has(sensor)) draft.put_text(sensor, draft.raw->envelope.host);
}

}  // namespace yaral::ingest
