#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/suricata_rows.h"

// docs/telemetry/SURICATA_EVE.md
namespace yaral::ingest {
namespace {

udm::FieldIndex last(const udm::Path& path) { return path.steps.back().field; }

// The numbers of DNS, which Suricata writes by name.
constexpr Code kRecordTypes[] = {
    {"A", "1"},       {"NS", "2"},     {"CNAME", "5"},  {"SOA", "6"},    {"NULL", "10"},  {"PTR", "12"},
    {"HINFO", "13"},  {"MX", "15"},    {"TXT", "16"},   {"AAAA", "28"},  {"SRV", "33"},   {"NAPTR", "35"},
    {"DNAME", "39"},  {"OPT", "41"},   {"DS", "43"},    {"SSHFP", "44"}, {"RRSIG", "46"}, {"NSEC", "47"},
    {"DNSKEY", "48"}, {"NSEC3", "50"}, {"TLSA", "52"},  {"SVCB", "64"},  {"HTTPS", "65"}, {"SPF", "99"},
    {"TKEY", "249"},  {"TSIG", "250"}, {"IXFR", "251"}, {"AXFR", "252"}, {"ANY", "255"},  {"CAA", "257"},
};

constexpr Code kResponseCodes[] = {
    {"NOERROR", "0"},  {"FORMERR", "1"}, {"SERVFAIL", "2"}, {"NXDOMAIN", "3"}, {"NOTIMP", "4"},   {"REFUSED", "5"},
    {"YXDOMAIN", "6"}, {"YXRRSET", "7"}, {"NXRRSET", "8"},  {"NOTAUTH", "9"},  {"NOTZONE", "10"},
};

std::optional<std::uint64_t> number_of(std::span<const Code> names, std::string_view text) {
  for (const Code& code : names) {
    if (equal_nocase(code.from, text)) return to_unsigned(code.to);
  }
  return to_unsigned(text);
}

void put_question(Draft& draft, std::string_view name, std::string_view type) {
  if (is_absent(name)) return;
  udm::Message& question = draft.append(YARAL_PATH("network.dns.questions"));
  draft.put_text(question, "name", name);
  const auto number = number_of(kRecordTypes, type);
  if (number) {
    question.set(last(YARAL_PATH("network.dns.questions.type")), Value::unsigned_integer(*number), draft.arena());
  }
}

// Of the list `dns.answers`, `dns.authorities`, or of the record itself (`dns`, element 0).
void put_record(Draft& draft, const udm::Path& path, std::string_view list, std::uint32_t element) {
  const auto value = [&](std::string_view member) {
    return draft.find(std::string(list).append(1, '.').append(member), element);
  };
  udm::Message& record = draft.append(path);
  // All lists of records have the members of this one.
  const auto put_number = [&](const udm::Path& field, std::optional<std::uint64_t> number) {
    if (number) record.set(last(field), Value::unsigned_integer(*number), draft.arena());
  };
  draft.put_text(record, "name", value("rrname"));
  draft.put_text(record, "data", value("rdata"));
  put_number(YARAL_PATH("network.dns.answers.type"), number_of(kRecordTypes, value("rrtype")));
  put_number(YARAL_PATH("network.dns.answers.ttl"), to_unsigned(value("ttl")));
}

// Three shapes: one record of an answer in one event (version 1), all answers of one question (2), all questions (3).
void finish_dns(Draft& draft) {
  const std::string_view kind = draft.find("dns.type");
  for (std::uint32_t i = 0; i < draft.elements("dns.queries"); ++i) {
    put_question(draft, draft.find("dns.queries.rrname", i), draft.find("dns.queries.rrtype", i));
  }
  for (std::uint32_t i = 0; i < draft.elements("dns.query"); ++i) {
    put_question(draft, draft.find("dns.query.rrname", i), draft.find("dns.query.rrtype", i));
  }
  put_question(draft, draft.find("dns.rrname"), draft.find("dns.rrtype"));
  for (std::uint32_t i = 0; i < draft.elements("dns.answers"); ++i) {
    put_record(draft, YARAL_PATH("network.dns.answers"), "dns.answers", i);
  }
  for (std::uint32_t i = 0; i < draft.elements("dns.authorities"); ++i) {
    put_record(draft, YARAL_PATH("network.dns.authority"), "dns.authorities", i);
  }
  if (!draft.find("dns.rdata").empty()) put_record(draft, YARAL_PATH("network.dns.answers"), "dns", 0);
  const auto code = number_of(kResponseCodes, draft.find("dns.rcode"));
  if (code) draft.put(YARAL_PATH("network.dns.response_code"), Value::unsigned_integer(*code));
  if (code || kind == "answer" || kind == "response") {
    draft.put(YARAL_PATH("network.dns.response"), Value::boolean(true));
  }
}

// The name that the client asked for is the server's: which end that is, an alert says; the record of a file does not.
void put_server_name(Draft& draft, std::string_view name) {
  if (!to_ip(name).empty() || draft.find("event_type") == "fileinfo") return;
  const bool from_server = draft.find("direction") == "to_client";
  draft.put_text(from_server ? YARAL_PATH("principal.hostname") : YARAL_PATH("target.hostname"), name);
}

// `HTTP/1.1` to `1.1`; what the request went to, with the scheme that Suricata leaves out.
void finish_http(Draft& draft) {
  constexpr std::string_view kProtocol = "HTTP/";
  std::string_view version = draft.find("http.protocol");
  if (version.starts_with(kProtocol)) version.remove_prefix(kProtocol.size());
  draft.put_text(YARAL_PATH("network.application_protocol_version"), version);
  const std::string_view host = draft.find("http.hostname");
  put_server_name(draft, host);
  const std::string_view url = draft.find("http.url");
  if (is_absent(url)) return;
  const bool whole = is_absent(host) || url.contains("://");
  draft.put_text(YARAL_PATH("target.url"),
                 whole ? url : draft.arena().copy(std::string("http://").append(host).append(url)));
}

// `ab:cd:…`
void put_fingerprint(Draft& draft, const udm::Path& path, std::string_view text) {
  std::string digits(text);
  std::erase(digits, ':');
  const std::string_view hash = to_hash(digits, draft.arena());
  if (!hash.empty()) draft.put(path, Value::string(hash));
}

// What the rule's author says of it: lists, numbered as SecOps does (`attack_target_0`).
void put_rule_metadata(Draft& draft) {
  constexpr std::string_view kMetadata = "alert.metadata.";
  boost::unordered_flat_map<std::string_view, std::uint32_t> counts;
  for (const Datum& datum : draft.data()) {
    if (!datum.name.starts_with(kMetadata) || is_absent(datum.value)) continue;
    const std::string_view name = datum.name.substr(kMetadata.size());
    const std::string key = std::string(name) + "_" + std::to_string(counts[name]++);
    draft.put_label(YARAL_PATH("security_result.detection_fields"), draft.arena().copy(key), datum.value);
  }
}

// A member of all elements of a list to additional.fields, under `NAME_NUMBER`.
void add_numbered(Draft& draft, std::string_view list, std::string_view member, std::string_view name) {
  const std::string source = std::string(list).append(1, '.').append(member);
  for (const Datum& datum : draft.data()) {
    if (datum.name == source)
      draft.add(draft.arena().copy(std::string(name) + "_" + std::to_string(datum.element)), datum.value);
  }
}

void add_headers(Draft& draft, std::string_view list, std::string_view prefix) {
  const std::string names = std::string(list) + ".name";
  const std::string values = std::string(list) + ".value";
  for (std::uint32_t i = 0; i < draft.elements(list); ++i) {
    const std::string key = std::string(prefix).append(draft.find(names, i)).append(1, '_') + std::to_string(i);
    draft.add(draft.arena().copy(key), draft.find(values, i));
  }
}

// The client stands where it sends from or is answered to.
void finish_dhcp(Draft& draft) {
  const std::string_view mac = to_mac(draft.find("dhcp.client_mac"), draft.arena());
  if (mac.empty()) return;
  const bool from_client = draft.find("dhcp.type") == "request";
  const udm::Path& client = from_client ? YARAL_PATH("principal.mac") : YARAL_PATH("target.mac");
  if (!draft.has(client)) draft.put(client, Value::string(mac));
}

void finish_ftp(Draft& draft) {
  const std::string_view command = draft.find("ftp.command");
  const std::string_view data = draft.find("ftp.command_data");
  if (command == "USER") draft.put_text(YARAL_PATH("principal.user.userid"), data);
  if (command == "RETR" || command == "STOR") draft.put_text(YARAL_PATH("target.file.full_path"), data);
}

void finish_drop(Draft& draft) { draft.put_enum(YARAL_PATH("security_result.action"), "BLOCK"); }

void finish_kerberos(Draft& draft) {
  if (draft.has(YARAL_PATH("security_result.summary"))) draft.put_enum(YARAL_PATH("security_result.action"), "FAIL");
}

// Records of one protocol go by its name.
void finish_other(Draft& draft) {
  const udm::Path& protocol = YARAL_PATH("network.application_protocol");
  const auto value = to_value(*last_field(protocol), draft.find("event_type"), draft.arena());
  if (value) draft.put(protocol, *value);
}

// Alerts hold what the record of the protocol would, so that all kinds are read alike.
void finish_event(Draft& draft) {
  if (draft.find("event_type") == "stats") draft.drop("counters of the sensor (stats)");
  if (draft.elements("dns") > 0) finish_dns(draft);
  finish_http(draft);
  put_server_name(draft, draft.find("tls.sni"));
  put_server_name(draft, draft.find("quic.sni"));
  put_fingerprint(draft, YARAL_PATH("network.tls.server.certificate.sha1"), draft.find("tls.fingerprint"));
  put_fingerprint(draft, YARAL_PATH("network.tls.client.certificate.sha1"), draft.find("tls.client.fingerprint"));
  put_rule_metadata(draft);
  add_headers(draft, "http.request_headers", "req_");
  add_headers(draft, "http.response_headers", "res_");
  if (draft.elements("files") > 0) {
    for (const std::string_view member : {"filename", "gaps", "state", "stored", "size", "tx_id"}) {
      add_numbered(draft, "files", member, member);
    }
  }
  if (draft.elements("flow.exception_policy") > 0) {
    add_numbered(draft, "flow.exception_policy", "target", "flow_exception_target");
    add_numbered(draft, "flow.exception_policy", "policy", "flow_exception_policy");
  }
}

constexpr Constant kDns[] = {{"network.application_protocol", "DNS"}};
constexpr Constant kHttp[] = {{"network.application_protocol", "HTTP"}};
constexpr Constant kFtp[] = {{"network.application_protocol", "FTP"}};
constexpr Constant kDhcp[] = {{"network.application_protocol", "DHCP"}};
constexpr Constant kKerberos[] = {{"network.application_protocol", "KRB5"}};

#define YARAL_SURICATA_ROWS {kSuricataRecord, kSuricataWeb, kSuricataFiles, kSuricataServices}

constexpr Mapping kMappings[] = {
    {"dns", "NETWORK_DNS", YARAL_SURICATA_ROWS, nullptr, false, kDns},
    {"http", "NETWORK_CONNECTION", YARAL_SURICATA_ROWS, nullptr, false, kHttp},
    {"smtp", "NETWORK_SMTP", YARAL_SURICATA_ROWS, finish_other},
    {"ftp", "NETWORK_FTP", YARAL_SURICATA_ROWS, finish_ftp, false, kFtp},
    {"ftp_data", "NETWORK_FTP", YARAL_SURICATA_ROWS, nullptr, false, kFtp},
    {"dhcp", "NETWORK_DHCP", YARAL_SURICATA_ROWS, finish_dhcp, false, kDhcp},
    {"krb5", "NETWORK_CONNECTION", YARAL_SURICATA_ROWS, finish_kerberos, false, kKerberos},
    {"drop", "NETWORK_CONNECTION", YARAL_SURICATA_ROWS, finish_drop},
    {"*", "NETWORK_CONNECTION", YARAL_SURICATA_ROWS, finish_other},
};

#undef YARAL_SURICATA_ROWS

constexpr Recognition kRecognitions[] = {
    {{{"flow_id", ""}, {"event_type", ""}, {"timestamp", ""}}},
    {{{"stats.uptime", ""}, {"event_type", "stats"}, {"timestamp", ""}}},
    {{{"dest_ip", ""}, {"event_type", ""}, {"src_ip", ""}, {"in_iface", ""}}},
};

}  // namespace

const LogType& suricata_eve_log_type() {
  static constexpr LogType kType{
      .name = "SURICATA_EVE",
      .title = "Suricata, EVE JSON",
      .vendor = "SURICATA",
      .product = "SURICATA_EVE",
      .recognitions = kRecognitions,
      .kind_field = "event_type",
      .mappings = kMappings,
      .joint = '_',
      .finish = finish_event,
  };
  return kType;
}

}  // namespace yaral::ingest
