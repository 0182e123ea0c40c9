#include <algorithm>
#include <string>

#include "ingest/convert.h"
#include "ingest/log_type.h"
#include "ingest/path_constant.h"

// docs/telemetry/SNORT_IDS.md
namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Code kSeverities[] = {{"1", "HIGH"}, {"2", "MEDIUM"}, {"3", "MEDIUM"}, {"4", "LOW"}};

constexpr Code kActions[] = {
    {"allow", "ALLOW"}, {"allowed", "ALLOW"}, {"pass", "ALLOW"},   {"alert", "ALLOW"}, {"block", "BLOCK"},
    {"drop", "BLOCK"},  {"blocked", "BLOCK"}, {"reject", "BLOCK"}, {"reset", "BLOCK"},
};

// By the short name of a classification, or by its text.
constexpr Code kCategories[] = {
    {"trojan-activity", "NETWORK_MALICIOUS"},
    {"A Network Trojan was detected", "NETWORK_MALICIOUS"},
    {"Potentially Bad Traffic", "NETWORK_MALICIOUS"},
    {"unknown", "NETWORK_SUSPICIOUS"},
    {"Unknown Traffic", "NETWORK_SUSPICIOUS"},
    {"misc-attack", "NETWORK_MALICIOUS"},
    {"Misc Attack", "NETWORK_MALICIOUS"},
    {"attempted-recon", "NETWORK_RECON"},
    {"Attempted Information Leak", "NETWORK_RECON"},
    {"network-scan", "NETWORK_RECON"},
    {"Detection of a Network Scan", "NETWORK_RECON"},
    {"attempted-user", "AUTH_VIOLATION"},
    {"Attempted User Privilege Gain", "AUTH_VIOLATION"},
    {"successful-user", "AUTH_VIOLATION"},
    {"Successful User Privilege Gain", "AUTH_VIOLATION"},
    {"attempted-admin", "AUTH_VIOLATION"},
    {"Attempted Administrator Privilege Gain", "AUTH_VIOLATION"},
    {"successful-admin", "AUTH_VIOLATION"},
    {"Successful Administrator Privilege Gain", "AUTH_VIOLATION"},
    {"credential-theft", "AUTH_VIOLATION"},
    {"Successful Credential Theft Detected", "AUTH_VIOLATION"},
    {"attempted-dos", "NETWORK_DENIAL_OF_SERVICE"},
    {"Attempted Denial of Service", "NETWORK_DENIAL_OF_SERVICE"},
    {"denial-of-service", "NETWORK_DENIAL_OF_SERVICE"},
    {"Detection of a Denial of Service Attack", "NETWORK_DENIAL_OF_SERVICE"},
    {"web-application-attack", "EXPLOIT"},
    {"Web Application Attack", "EXPLOIT"},
    {"shellcode-detect", "EXPLOIT"},
    {"Executable code was detected", "EXPLOIT"},
    {"exploit-kit", "EXPLOIT"},
    {"Exploit Kit Activity Detected", "EXPLOIT"},
    {"command-and-control", "NETWORK_COMMAND_AND_CONTROL"},
    {"Malware Command and Control Activity Detected", "NETWORK_COMMAND_AND_CONTROL"},
    {"domain-c2", "NETWORK_COMMAND_AND_CONTROL"},
    {"Domain Observed Used for C2 Detected", "NETWORK_COMMAND_AND_CONTROL"},
    {"policy-violation", "POLICY_VIOLATION"},
    {"Potential Corporate Privacy Violation", "POLICY_VIOLATION"},
    {"social-engineering", "SOCIAL_ENGINEERING"},
    {"Possible Social Engineering Attempted", "SOCIAL_ENGINEERING"},
};

// Lines of text are split into the names that Snort 3 gives its fields.
constexpr Row kAlert[] = {
    {"gid", "security_result.detection_fields[\"gid\"]"},
    {"sid", "security_result.rule_id"},
    {"rev", "security_result.rule_version"},
    {"rule", "", kCode, true},
    {"msg", "metadata.description"},
    {"msg", "security_result.rule_name"},
    {"class", "security_result.description"},
    {"class", "security_result.category_details"},
    {"class", "security_result.category", kText, false, kCategories},
    {"priority", "security_result.severity", kText, false, kSeverities},
    {"action", "security_result.action", kText, true, kActions},
    {"proto", "network.ip_protocol", kIpProtocol},
    {"service", "network.application_protocol"},
    {"src_addr", "principal.ip", kIp},
    {"src_port", "principal.port", kPort},
    {"src_ap", "", kCode},
    {"dst_addr", "target.ip", kIp},
    {"dst_port", "target.port", kPort},
    {"dst_ap", "", kCode},
    {"eth_src", "principal.mac", kMac},
    {"eth_dst", "target.mac", kMac},
    {"seconds", "", kEventTime},
    {"timestamp", "", kCode},
    {"time", "", kEventTime},
    {"sensor", "observer.hostname"},
};

// Suricata's alerts as Filebeat ships them.
constexpr Row kShipped[] = {
    {"message", "", kJson, true},
    {"message.timestamp", "", kEventTime},
    {"metadata.version", "metadata.product_version"},
    {"agent.type", "observer.application"},
    {"agent.hostname", "observer.hostname"},
    {"agent.version", "observer.platform_version"},
    {"agent.id", "", kCode},
    {"message.flow_id", "network.session_id", kText, true},
    {"message.community_id", "network.community_id"},
    {"message.src_ip", "principal.ip", kIp},
    {"message.src_port", "principal.port", kPort},
    {"message.dest_ip", "target.ip", kIp},
    {"message.dest_port", "target.port", kPort},
    {"message.proto", "network.ip_protocol", kIpProtocol},
    {"message.app_proto", "network.application_protocol"},
    {"message.alert.action", "security_result.action", kText, false, kActions},
    {"message.alert.gid", "security_result.detection_fields[\"gid\"]"},
    {"message.alert.signature_id", "security_result.rule_id"},
    {"message.alert.rev", "security_result.rule_version"},
    {"message.alert.signature", "security_result.rule_name"},
    {"message.alert.category", "security_result.category_details"},
    {"message.alert.category", "security_result.category", kText, false, kCategories},
    {"message.alert.severity", "security_result.severity", kText, false, kSeverities},
    {"message.alert.rule", "security_result.summary"},
    {"message.files.size", "security_result.about.file.size"},
};

constexpr auto kNone = std::string_view::npos;

// What lies between two marks, which is taken off together with the marks; empty when they are not there.
std::string_view take_between(std::string_view& text, std::string_view open, std::string_view close) {
  const auto begin = text.find(open);
  if (begin == kNone) return {};
  const auto end = text.find(close, begin + open.size());
  if (end == kNone) return {};
  const std::string_view inside = text.substr(begin + open.size(), end - begin - open.size());
  text.remove_prefix(end + close.size());
  return inside;
}

std::string_view take_word(std::string_view& text) {
  text = trim(text);
  const auto blank = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, blank);
  text.remove_prefix(blank);
  return word;
}

struct End {
  std::string_view address;
  std::string_view port;
};

// `192.0.2.1:80`, `2001:db8::1:80`, or an address alone. Only who knows that there is a port can tell it from the end of
// an IPv6 address.
End split_end(std::string_view text, bool has_port) {
  text = trim(text);
  const auto colon = text.rfind(':');
  const bool none = colon == kNone || (!has_port && std::ranges::count(text, ':') > 1);
  return none ? End{text, {}} : End{text.substr(0, colon), text.substr(colon + 1)};
}

bool is_rule(std::string_view text) {
  return std::ranges::count(text, ':') == 2 && text.find_first_not_of("0123456789:") == kNone;
}

// Where `[1:2100498:7]` begins.
std::size_t find_rule(std::string_view text) {
  for (auto at = text.find('['); at != kNone; at = text.find('[', at + 1)) {
    const auto end = text.find(']', at);
    if (end != kNone && is_rule(text.substr(at + 1, end - at - 1))) return at;
  }
  return kNone;
}

void split_rule(std::string_view rule, std::vector<Datum>& data) {
  const auto first = rule.find(':');
  const auto second = rule.find(':', first + 1);
  if (second == kNone) return;
  data.push_back({"gid", rule.substr(0, first)});
  data.push_back({"sid", rule.substr(first + 1, second - first - 1)});
  data.push_back({"rev", rule.substr(second + 1)});
}

// `08/14-19:53:30.123456`, or with the year as `08/14/19-`. Without one it is the latest that does not lie ahead.
std::optional<Timestamp> parse_snort_time(std::string_view text, Timestamp now) {
  constexpr std::size_t kDate = 5;
  constexpr std::int64_t kDay = 86400;
  const auto dash = text.find('-');
  if (dash == kNone || dash < kDate || text[2] != '/') return std::nullopt;
  const auto in_year = [&](std::string_view year) {
    const std::string date = std::string(year) + "-" + std::string(text.substr(0, 2)) + "-" +
                             std::string(text.substr(3, 2)) + "T" + std::string(text.substr(dash + 1)) + "Z";
    return parse_timestamp(date);
  };
  if (dash == kDate + 3) return in_year("20" + std::string(text.substr(kDate + 1, 2)));
  const std::string year = format_timestamp(now).substr(0, 4);
  const auto time = in_year(year);
  if (time && time->seconds <= now.seconds + kDay) return time;
  const auto before = to_unsigned(year);
  return before ? in_year(std::to_string(*before - 1)) : std::nullopt;
}

// `[**] [1:2:3] MESSAGE [**] [Classification: C] [Priority: 1] {TCP} 192.0.2.1:1 -> 192.0.2.2:2`, with more or less of
// it, perhaps in `message repeated 3 times: [ … ]`.
bool split_alert(std::string_view text, std::vector<Datum>& data) {
  const auto rule = find_rule(text);
  if (rule == kNone) return false;
  std::string_view before = text.substr(0, rule);
  if (const std::string_view times = take_between(before, "message repeated ", " times"); !times.empty()) {
    data.push_back({"repeated", times});
    if (text.ends_with(']')) text.remove_suffix(1);
  } else if (const std::string_view word = take_word(before); word.contains('/')) {
    data.push_back({"timestamp", word});
  }
  text.remove_prefix(rule);
  split_rule(take_between(text, "[", "]"), data);
  std::string_view message = text.substr(
      0, std::min({text.find(" [Classification: "), text.find(" [Priority: "), text.find(" [**]"), text.find(" {")}));
  text.remove_prefix(std::min(message.size(), text.size()));
  message = trim(message);
  if (message.size() > 1 && message.starts_with('"') && message.ends_with('"')) {
    message = message.substr(1, message.size() - 2);
  }
  data.push_back({"msg", message});
  data.push_back({"class", take_between(text, "[Classification: ", "]")});
  data.push_back({"priority", take_between(text, "[Priority: ", "]")});
  data.push_back({"appid", take_between(text, "[AppID: ", "]")});
  std::string_view protocol = take_between(text, "{", "}");
  constexpr std::string_view kScan =
      "(portscan) ";  // of packets that the preprocessor made: the message has the protocol
  if (message.starts_with(kScan) && protocol.starts_with("PROTO")) {
    std::string_view rest = message.substr(kScan.size());
    protocol = take_word(rest);
  }
  data.push_back({"proto", protocol});
  constexpr std::string_view kArrow = " -> ";
  const auto arrow = text.find(kArrow);
  if (arrow == kNone) return true;
  const bool has_ports = protocol == "TCP" || protocol == "UDP";
  const End source = split_end(text.substr(0, arrow), has_ports);
  const End target = split_end(text.substr(arrow + kArrow.size()), has_ports);
  data.push_back({"src_addr", source.address});
  data.push_back({"src_port", source.port});
  data.push_back({"dst_addr", target.address});
  data.push_back({"dst_port", target.port});
  return true;
}

// Sguil: `… Alert Received: STATUS PRIORITY CLASS SENSOR {TIME} SID CID {MESSAGE} SOURCE TARGET PROTOCOL PORT PORT GID
// RULE REVISION …`
constexpr std::string_view kSguil = "Alert Received: ";

bool split_sguil(std::string_view text, std::vector<Datum>& data) {
  if (take_between(text, kSguil, " ").empty()) return false;
  for (const std::string_view name : {"priority", "class", "sensor"}) data.push_back({name, take_word(text)});
  data.push_back({"time", take_between(text, "{", "}")});
  for (const std::string_view name : {"sensor_id", "event_id"}) data.push_back({name, take_word(text)});
  data.push_back({"msg", take_between(text, "{", "}")});
  for (const std::string_view name : {"src_addr", "dst_addr", "proto", "src_port", "dst_port", "gid", "sid", "rev"}) {
    data.push_back({name, take_word(text)});
  }
  return true;
}

bool claims(const RawRecord& record) {
  if (record.envelope.program == "sguil_alert") return record.text.contains(kSguil);
  if (find_rule(record.text) == kNone) return false;
  return record.envelope.program == "snort" || record.text.contains(" [**] ") ||
         (record.text.contains("[Classification: ") && record.text.contains("[Priority: "));
}

bool split(const RawRecord& record, Arena&, std::vector<Datum>& data) {
  return split_sguil(record.text, data) || split_alert(record.text, data);
}

void put_end(Draft& draft, std::string_view text, const udm::Path& ip, const udm::Path& port) {
  const End end = split_end(text, true);
  const std::string_view address = to_ip(end.address);
  if (!address.empty() && !draft.has(ip)) draft.put(ip, Value::string(draft.keep(address)));
  const auto number = to_unsigned(end.port);
  if (number && *number > 0 && *number < 65536 && !draft.has(port)) {
    draft.put(port, Value::integer(static_cast<std::int64_t>(*number)));
  }
}

// `1:2100498:7`, where the parts do not stand beside it.
void put_rule(Draft& draft) {
  std::vector<Datum> parts;
  if (draft.has(YARAL_PATH("security_result.rule_id"))) return;
  split_rule(draft.find("rule"), parts);
  draft.put_text(YARAL_PATH("security_result.rule_id"), find(parts, "sid"));
  draft.put_text(YARAL_PATH("security_result.rule_version"), find(parts, "rev"));
}

void put_agent(Draft& draft) {
  const std::string_view id = draft.find("agent.id");
  if (is_absent(id)) return;
  const std::string asset = std::string(draft.find("agent.type")).append(1, ':').append(id);
  draft.put_text(YARAL_PATH("observer.asset_id"), draft.arena().copy(asset));
}

void finish_alert(Draft& draft) {
  const Envelope& envelope = draft.raw->envelope;
  put_end(draft, draft.find("src_ap"), YARAL_PATH("principal.ip"), YARAL_PATH("principal.port"));
  put_end(draft, draft.find("dst_ap"), YARAL_PATH("target.ip"), YARAL_PATH("target.port"));
  put_rule(draft);
  put_agent(draft);
  std::string_view rule = draft.find("message.alert.rule");
  draft.put_text(YARAL_PATH("security_result.rule_type"), take_between(rule, "classtype:", ";"));
  auto time = parse_snort_time(draft.find("timestamp"), envelope.now);
  if (!time) time = parse_log_time(draft.find("@timestamp"));
  if (time && draft.time().is_zero()) draft.set_time(*time);
  if (envelope.host.empty() || envelope.host == "0.0.0.0") return;
  const bool is_ip = !to_ip(envelope.host).empty();
  draft.put_text(is_ip ? YARAL_PATH("intermediary.ip") : YARAL_PATH("intermediary.hostname"), envelope.host);
}

constexpr Mapping kMappings[] = {{"*", "SCAN_NETWORK", {kAlert, kShipped}, finish_alert}};

constexpr Recognition kRecognitions[] = {
    {{{"src_ap", ""}, {"dst_ap", ""}, {"rule", ""}, {"proto", ""}}},
    {{{"src_addr", ""}, {"dst_addr", ""}, {"msg", ""}, {"rule", ""}}},
    {{{"src_addr", ""}, {"dst_addr", ""}, {"gid", ""}, {"sid", ""}}},
    {{{"module", "suricata"}, {"message", "{*"}, {"type", "suricata-alert*"}, {"agent.type", ""}}},
};

}  // namespace

const LogType& snort_ids_log_type() {
  static constexpr LogType kType{
      .name = "SNORT_IDS",
      .title = "Snort",
      .vendor = "SNORT",
      .product = "SNORT_IDS",
      .recognitions = kRecognitions,
      .claims = claims,
      .claimed_by = "has a rule of Snort [1:2:3], or an alert of Sguil",
      .split = split,
      .kind_field = "event_type",
      .mappings = kMappings,
  };
  return kType;
}

}  // namespace yaral::ingest
