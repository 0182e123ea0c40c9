#include <algorithm>
#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/OKTA_ACCESS_GATEWAY.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kSeverities[] = {
    {"TRACE", "INFORMATIONAL"}, {"DEBUG", "INFORMATIONAL"}, {"INFO", "INFORMATIONAL"}, {"WARN", "MEDIUM"},
    {"WARNING", "MEDIUM"},      {"ERROR", "ERROR"},         {"FATAL", "CRITICAL"},
};

constexpr Code kResults[] = {{"ALLOW", "ALLOW"}, {"PASS", "ALLOW"}, {"DENY", "BLOCK"}, {"FAIL", "BLOCK"}};

// What all lines have.
constexpr Row kLine[] = {
    {"time", "", kEventTime},
    {"event", "metadata.product_event_type"},
    {"level", "security_result.severity", kText, false, kSeverities},
    {"message", "metadata.description"},
};

// Of the gateway itself.
constexpr Row kGateway[] = {
    {"host", "principal.hostname"},      {"component", "principal.application"},
    {"pid", "target.process.pid", kPid}, {"program", "target.process.file.full_path"},
    {"user", "target.user.userid"},
};

// Of somebody who goes through it.
constexpr Row kAccess[] = {
    {"host", "intermediary.hostname"},
    {"component", "intermediary.application"},
    {"SESSION_ID", "network.session_id"},
    {"SUBJECT", "principal.user", kMailUser},
    {"SUBJECT", "target.user", kMailUser},
    {"REMOTE_IP", "principal.ip", kIp},
    {"USER_AGENT", "network.http.user_agent"},
    {"APP", "target.application", kText, true},
    {"APP_DOMAIN", "target.hostname", kText, true},
    {"SOURCE_DOMAIN", "principal.administrative_domain", kText, true},
    {"RESOURCE", "target.resource.name"},
    {"METHOD", "network.http.method"},
    {"POLICY", "security_result.rule_name"},
    {"RESULT", "security_result.action", kText, false, kResults},
    {"RESULT", "security_result.action_details"},
    {"REASON", "security_result.summary"},
};

constexpr Row kRequest[] = {
    {"host", "intermediary.hostname"},
    {"site", "", kCode, true},
    {"requested_host", "target", kHost},
    {"requested_port", "target.port", kPort},
    {"client", "principal.ip", kIp},
    {"user", "principal.user.userid"},
    {"method", "network.http.method"},
    {"path", "", kCode},
    {"version", "network.application_protocol_version"},
    {"status", "network.http.response_code"},
    {"bytes", "network.received_bytes"},
    {"referrer", "network.http.referral_url"},
    {"user_agent", "network.http.user_agent"},
};

constexpr Constant kSso[] = {{"extensions.auth.type", "SSO"}};
constexpr Constant kHttp[] = {{"network.application_protocol", "HTTP"}};

void finish_request(Draft& draft) {
  const std::string_view host = draft.find("requested_host");
  std::string url(is_absent(host) ? "" : host);
  draft.put_text(YARAL_PATH("target.url"), draft.arena().copy(url.append(draft.find("path"))));
}

constexpr std::string_view kRequestKind = "access";

constexpr Mapping kMappings[] = {
    {kRequestKind, "NETWORK_HTTP", {kLine, kRequest}, finish_request, false, kHttp},
    {"USER_SESSION", "GENERIC_EVENT", {kLine, kAccess}},
    {"USER_AUTHN", "USER_LOGIN", {kLine, kAccess}, nullptr, false, kSso},
    {"USER_LOGIN", "USER_LOGIN", {kLine, kAccess}, nullptr, false, kSso},
    {"USER_LOGOUT", "USER_LOGOUT", {kLine, kAccess}, nullptr, false, kSso},
    {"POLICY", "USER_RESOURCE_ACCESS", {kLine, kAccess}},
    {"*", "GENERIC_EVENT", {kLine, kGateway}},
};

constexpr auto kNone = std::string_view::npos;

std::string_view take_word(std::string_view& text) {
  text = trim(text);
  const auto blank = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, blank);
  text.remove_prefix(blank);
  return word;
}

// A word, or what stands in quotes.
std::string_view take_quoted(std::string_view& text) {
  text = trim(text);
  if (!text.starts_with('"')) return take_word(text);
  const auto end = std::min(text.find('"', 1), text.size());
  const std::string_view inside = text.substr(1, end - 1);
  text.remove_prefix(std::min(end + 1, text.size()));
  return inside;
}

bool is_level(std::string_view word) {
  return std::ranges::any_of(kSeverities, [&](const Code& code) { return code.from == word; });
}

// The line behind time and host, which are put into `data`: the reader of syslog takes a header off only when there is a
// priority or a tag with a colon.
std::string_view take_header(std::string_view line, std::vector<Datum>& data) {
  std::string_view rest = line;
  const std::string_view time = take_word(rest);
  if (!time.contains('T') || !parse_log_time(time)) return line;
  data.push_back({"time", time});
  data.push_back({"host", take_word(rest)});
  return trim(rest);
}

// `KEY="VALUE" …]`
void split_pairs(std::string_view& text, std::vector<Datum>& data) {
  while (!text.empty()) {
    text = trim(text);
    if (text.starts_with(']')) {
      text.remove_prefix(1);
      return;
    }
    const auto equals = text.find("=\"");
    if (equals == kNone || text.find(']') < equals) return;
    const std::string_view key = text.substr(0, equals);
    text.remove_prefix(equals + 1);
    data.push_back({key, take_quoted(text)});
  }
}

// `CATEGORY COMPONENT [SUBCOMPONENT] LEVEL EVENT [KEY="VALUE" …] MESSAGE`
bool split_event(std::string_view text, std::vector<Datum>& data) {
  constexpr const char* kNames[] = {"category", "component", "subcomponent"};
  std::vector<Datum> found;
  std::string_view word;
  for (const char* name : kNames) {
    word = take_word(text);
    if (is_level(word)) break;
    found.push_back({name, word});
    word = {};
  }
  if (word.empty()) word = take_word(text);
  if (!is_level(word)) return false;
  data.insert(data.end(), found.begin(), found.end());
  data.push_back({"level", word});
  data.push_back({"event", take_word(text)});
  text = trim(text);
  if (text.starts_with('[')) {
    text.remove_prefix(1);
    split_pairs(text, data);
  }
  data.push_back({"message", trim(text)});
  return true;
}

// nginx: `SITE HOST CLIENT - USER "METHOD PATH HTTP/1.1" STATUS BYTES "REFERRER" "USER AGENT" …`
bool split_request(std::string_view text, std::vector<Datum>& data) {
  std::vector<Datum> found{{"event", kRequestKind}, {"site", take_word(text)}};
  std::string_view host = take_word(text);
  if (const auto colon = host.rfind(':'); colon != kNone && host.find(':') == colon) {
    found.push_back({"requested_port", host.substr(colon + 1)});
    host = host.substr(0, colon);
  }
  found.push_back({"requested_host", host});
  found.push_back({"client", take_word(text)});
  take_word(text);
  found.push_back({"user", take_word(text)});
  text = trim(text);
  if (!text.starts_with('"')) return false;
  std::string_view request = take_quoted(text);
  found.push_back({"method", take_word(request)});
  found.push_back({"path", take_word(request)});
  constexpr std::string_view kProtocol = "HTTP/";
  const std::string_view version = take_word(request);
  if (!version.starts_with(kProtocol)) return false;
  found.push_back({"version", version.substr(kProtocol.size())});
  for (const char* name : {"status", "bytes", "referrer", "user_agent"}) found.push_back({name, take_quoted(text)});
  data.insert(data.end(), found.begin(), found.end());
  return true;
}

std::string_view between(std::string_view text, std::string_view open, std::string_view close) {
  const auto begin = text.find(open);
  if (begin == kNone) return {};
  text.remove_prefix(begin + open.size());
  return text.substr(0, text.find(close));
}

// What programs of the gateway say.
void split_message(std::string_view text, std::vector<Datum>& data) {
  data.push_back({"message", text});
  if (text.starts_with("Starting ")) {
    data.push_back({"pid", between(text, " with PID ", " ")});
    data.push_back({"program", between(text, " (", " started by ")});
    data.push_back({"user", between(text, " started by ", " ")});
  } else if (text.starts_with("pam_unix(")) {
    data.push_back({"user", between(text, " for user ", " ")});
  }
}

constexpr std::string_view kTags[] = {"ACCESS_GATEWAY", "OAG_MONITOR"};

bool is_tag(std::string_view word) { return std::ranges::count(kTags, word) > 0; }
bool is_site(std::string_view word) { return word.starts_with("ics") && word.ends_with("Access"); }

bool claims(const RawRecord& record) {
  std::vector<Datum> header;
  std::string_view rest = take_header(record.text, header);
  if (header.empty() && record.envelope.host.empty()) return false;
  const std::string_view word = take_word(rest);
  return is_tag(word) || is_site(word);
}

bool split(const RawRecord& record, Arena&, std::vector<Datum>& data) {
  std::string_view text = take_header(record.text, data);
  if (data.empty()) data.push_back({"host", record.envelope.host});
  std::string_view rest = text;
  const std::string_view word = take_word(rest);
  if (is_tag(word)) {
    if (split_event(rest, data)) return true;
    std::string_view message = rest;
    if (take_word(message) == "WEB_CONSOLE") rest = message;
    split_message(trim(rest), data);
  } else if (!split_request(text, data)) {
    split_message(word == "su" ? trim(rest) : trim(text), data);
  }
  return true;
}

}  // namespace

const LogType& okta_access_gateway_log_type() {
  static constexpr LogType kType{
      .name = "OKTA_ACCESS_GATEWAY",
      .title = "Okta Access Gateway",
      .vendor = "CLF",
      .product = "OKTA_ACCESS_GATEWAY",
      .claims = claims,
      .claimed_by = "has ACCESS_GATEWAY, OAG_MONITOR or a log of nginx (ics…Access) behind the host",
      .split = split,
      .kind_field = "event",
      .mappings = kMappings,
  };
  return kType;
}

}  // namespace yaral::ingest
