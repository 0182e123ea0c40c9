#include "ingest/telemetry/elastic_defend_events.h"

#include <algorithm>
#include <string>

#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/telemetry/endpoint.h"

namespace yaral::ingest::elastic {
namespace {

struct Dataset {
  std::string_view name;
  std::string_view part;
  std::string_view event_type;  // metadata.product_event_type
};

constexpr Dataset kDatasets[] = {
    {"endpoint.events.api", "api", "API Events"},
    {"endpoint.events.file", "file", "File Events"},
    {"endpoint.events.library", "library", "Library Events"},
    {"endpoint.events.network", "network", "Network Events"},
    {"endpoint.events.process", "process", "Process Events"},
    {"endpoint.events.registry", "registry", "Registry Events"},
    {"endpoint.events.security", "security", "Security Events"},
    {"fim.event", "file", "File Events"},
};

constexpr std::string_view kAlert = "alert";

const Dataset* dataset_of(std::span<const Datum> data) {
  std::string_view name = find(data, "data_stream.dataset");
  if (name.empty()) name = find(data, "event.dataset");
  const auto found = std::ranges::find(kDatasets, name, &Dataset::name);
  return found == std::end(kDatasets) ? nullptr : found;
}

bool is_alert(std::span<const Datum> data) {
  return find(data, "data_stream.dataset") == "endpoint.alerts" || !find(data, "kibana.alert.rule.name").empty();
}

void put_process_id(Draft& draft, const udm::Path& path, std::string_view id) {
  put_joined(draft, path, {"ELASTIC", draft.find("agent.id"), id});
}

// Whether one of the types of the event is that.
bool has_type(const Draft& draft, std::string_view type) {
  return std::ranges::any_of(draft.data(),
                             [&](const Datum& datum) { return datum.name == "event.type" && datum.value == type; });
}

void put_action(Draft& draft) {
  const udm::Path& action = YARAL_PATH("security_result.action");
  const std::string_view outcome = draft.find("event.outcome");
  if (has_type(draft, "denied")) {
    draft.put_enum(action, "BLOCK");
  } else if (outcome == "success") {
    draft.put_enum(action, "ALLOW");
  } else if (outcome == "failure") {
    draft.put_enum(action, "FAIL");
  }
}

// Elastic's scores of its four severities.
void put_severity(Draft& draft) {
  struct Score {
    std::uint64_t most;
    std::string_view name;
  };
  static constexpr Score kScores[] = {{21, "LOW"}, {47, "MEDIUM"}, {73, "HIGH"}, {100, "CRITICAL"}};
  const auto score = to_unsigned(draft.find("event.severity"));
  if (!score || *score == 0) return;
  for (const Score& known : kScores) {
    if (*score > known.most) continue;
    draft.put_enum(YARAL_PATH("security_result.severity"), known.name);
    return;
  }
}

struct Fields {
  std::string_view id;
  std::string_view name;
};

void append_each(Draft& draft, const udm::Path& messages, Fields fields, const std::string& list) {
  for (std::uint32_t i = 0; i < draft.elements(list); ++i) {
    udm::Message& message = draft.append(messages);
    draft.put_text(message, fields.id, draft.find(list + ".id", i));
    draft.put_text(message, fields.name, draft.find(list + ".name", i));
  }
}

// MITRE's tactics and techniques, which stand beside the rule in Elastic's own alerts and within it in Kibana's.
void put_attack(Draft& draft, std::string_view threat) {
  const std::string technique = std::string(threat) + ".technique";
  const udm::Path& techniques = YARAL_PATH("security_result.attack_details.techniques");
  append_each(draft, YARAL_PATH("security_result.attack_details.tactics"), {"id", "name"},
              std::string(threat) + ".tactic");
  append_each(draft, techniques, {"id", "name"}, technique);
  append_each(draft, techniques, {"subtechnique_id", "subtechnique_name"}, technique + ".subtechnique");
}

}  // namespace

std::string_view kind_of(std::span<const Datum> data, Arena& arena) {
  if (is_alert(data)) return kAlert;
  const Dataset* const dataset = dataset_of(data);
  if (dataset == nullptr) return {};
  return arena.copy(std::string(dataset->part).append(1, ' ').append(find(data, "event.action")));
}

void finish_event(Draft& draft) {
  const Dataset* const dataset = dataset_of(draft.data());
  if (is_alert(draft.data())) {
    draft.put_text(YARAL_PATH("metadata.product_event_type"), "Alerts");
  } else if (dataset != nullptr) {
    draft.put_text(YARAL_PATH("metadata.product_event_type"), dataset->event_type);
  }
  put_if_absent(draft, YARAL_PATH("principal.hostname"), draft.find("host.name"));
  if (const std::string_view user = draft.find("user.id"); user.starts_with("S-1-")) {
    draft.put_text(YARAL_PATH("principal.user.windows_sid"), user);
  }
  put_action(draft);
  put_severity(draft);
}

void finish_process(Draft& draft) {
  put_process_id(draft, YARAL_PATH("target.process.product_specific_process_id"), draft.find("process.entity_id"));
  put_process_id(draft, YARAL_PATH("principal.process.product_specific_process_id"),
                 draft.find("process.parent.entity_id"));
  if (draft.find("process.code_signature.trusted") == "true") {
    draft.put(YARAL_PATH("target.process.file.signature_info.sigcheck.verified"), Value::boolean(true));
  }
  draft.put_text(YARAL_PATH("target.user.userid"), draft.find("user.name"));
}

void finish_alert(Draft& draft) {
  finish_process(draft);
  put_if_absent(draft, YARAL_PATH("security_result.rule_name"), draft.find("rule.name"));
  put_if_absent(draft, YARAL_PATH("security_result.rule_id"), draft.find("kibana.alert.rule.rule_id"));
  put_attack(draft, draft.elements("threat.tactic") > 0 ? "threat" : "kibana.alert.rule.threat");
}

void finish_acting(Draft& draft) {
  put_process_id(draft, YARAL_PATH("principal.process.product_specific_process_id"), draft.find("process.entity_id"));
  if (draft.find("dll.code_signature.trusted") == "true") {
    draft.put(YARAL_PATH("target.file.signature_info.sigcheck.verified"), Value::boolean(true));
  }
}

void finish_api(Draft& draft) {
  finish_acting(draft);
  put_process_id(draft, YARAL_PATH("target.process.product_specific_process_id"),
                 draft.find("Target.process.entity_id"));
}

// With its hive, as rules name keys.
void finish_registry(Draft& draft) {
  finish_acting(draft);
  const std::string_view hive = draft.find("registry.hive");
  const std::string_view key = draft.find("registry.key");
  if (is_absent(hive) || is_absent(key)) {
    draft.put_text(YARAL_PATH("target.registry.registry_key"), is_absent(key) ? draft.find("registry.path") : key);
    return;
  }
  const std::string whole = std::string(hive).append("\\").append(key);
  draft.put_text(YARAL_PATH("target.registry.registry_key"), draft.arena().copy(whole));
}

// The source is mostly one of the machine's own addresses, which stand there already.
void finish_connection(Draft& draft) {
  finish_acting(draft);
  const std::string_view source = to_ip(draft.find("source.ip"));
  const bool known = std::ranges::any_of(
      draft.data(), [&](const Datum& datum) { return datum.name == "host.ip" && datum.value == source; });
  if (!known) draft.put_text(YARAL_PATH("principal.ip"), source);
}

void finish_dns(Draft& draft) {
  finish_connection(draft);
  draft.put_enum(YARAL_PATH("network.application_protocol"), "DNS");
  for (const Datum& datum : draft.data()) {
    if (datum.name == "dns.resolved_ip" || datum.name == "dns.answers.data") append_answer(draft, datum.value);
  }
}

void finish_logon(Draft& draft) {
  finish_acting(draft);
  draft.put_enum(YARAL_PATH("extensions.auth.type"), "MACHINE");
  draft.put_text(YARAL_PATH("target.user.userid"), draft.find("user.name"));
  draft.put_text(YARAL_PATH("target.user.windows_sid"), draft.find("user.id"));
  draft.put_text(YARAL_PATH("target.hostname"), draft.find("host.hostname"));
}

}  // namespace yaral::ingest::elastic
