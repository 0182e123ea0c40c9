#include "engine/emit.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "engine/evaluate.h"
#include "functions/implementation.h"

namespace yaral::engine {

namespace {

using detections::Detection;
using detections::RuleInfo;
using detections::Variable;

// The namespace of the UUIDs that yaral makes: rules by name, detections by what they are of.
constexpr std::string_view kNamespace("\x5f\x0c\x9d\x2e\x7a\x44\x5b\x1e\x9a\x53\x6f\x1f\x3c\x1c\x7e\x02", 16);

// Severity names of SecOps' SecurityResult by what authors write in `meta`.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kSeverities = {{
    {"info", "INFORMATIONAL"},
    {"informational", "INFORMATIONAL"},
    {"low", "LOW"},
    {"medium", "MEDIUM"},
    {"med", "MEDIUM"},
    {"high", "HIGH"},
    {"critical", "CRITICAL"},
    {"error", "ERROR"},
}};

std::string severity_name(std::string_view written) {
  const std::string lower = ascii_lower(written);
  const auto at = std::ranges::find(kSeverities, lower, &std::pair<std::string_view, std::string_view>::first);
  return at == kSeverities.end() ? std::string() : std::string(at->second);
}

// Ten digits and nine, as a revision time would give, but from the rule's text: the same text is the same version.
std::string version_of(std::string_view text) {
  const std::string hash = sha256_hex(text);
  const std::uint64_t a = std::stoull(hash.substr(0, 15), nullptr, 16);
  const std::uint64_t b = std::stoull(hash.substr(16, 15), nullptr, 16);
  return fmt::format("v_{:010}_{:09}", a % 10'000'000'000ull, b % 1'000'000'000ull);
}

std::vector<std::uint32_t> distinct_ranks(std::span<const RankedRow> rows) {
  std::vector<std::uint32_t> ranks;
  for (const RankedRow& row : rows)
    if (ranks.empty() || ranks.back() != row.rank) ranks.push_back(row.rank);
  return ranks;
}

void add_variables(const plan::RulePlan& rule, GroupScope& group, Detection& d) {
  for (std::uint32_t i = 0; i < rule.keys.size(); ++i) {
    const plan::KeyPlan& key = rule.keys[i];
    d.variables.push_back({.name = key.name,
                           .kind = Variable::Kind::kMatch,
                           .source_path = key.source_path,
                           .type = key.type,
                           .value = deep_copy(group.key(i), *d.storage)});
  }
  for (std::uint32_t i = 0; i < rule.outcomes.size(); ++i) {
    const plan::OutcomePlan& outcome = rule.outcomes[i];
    const Value value = group.outcome(i);
    if (outcome.name == "risk_score") d.risk_score = value.to_double();
    if (outcome.name == "name_override") d.display_name = functions::to_text(value);
    d.variables.push_back({.name = outcome.name,
                           .kind = Variable::Kind::kOutcome,
                           .source_path = {},
                           .type = outcome.type,
                           .value = deep_copy(value, *d.storage)});
  }
}

// Stands for everything that makes a detection this one (design decision 6).
std::string identity(const plan::RulePlan& rule, const Detection& d, const Group& group, const RecordOrders& orders) {
  std::string name = sha256_hex(rule.rule->text) + match_key_text(d);
  if (d.has_window) name += "|" + format_timestamp(d.window_start);
  for (std::size_t v = 0; v < group.rows.size(); ++v) {
    if (v > 0) name += "|$";
    for (const std::uint32_t rank : distinct_ranks(group.rows[v]))
      name += orders[v] ? "|" + orders[v]->identity(rank) : fmt::format("|{}", rank);
  }
  return name;
}

detections::Element::Kind kind_of(semantics::EventSource source) {
  using Kind = detections::Element::Kind;
  if (source == semantics::EventSource::kEntity) return Kind::kEntity;
  return source == semantics::EventSource::kDetection ? Kind::kDetection : Kind::kEvent;
}

// The records of each variable, and the time from the first event to the last.
void add_elements(const plan::RulePlan& rule, const Group& group, const RecordOrders& orders, Detection& d) {
  bool any = false;
  for (std::uint32_t v = 0; v < group.rows.size(); ++v) {
    if (!orders[v] || group.rows[v].empty()) continue;
    const std::vector<std::uint32_t> ranks = distinct_ranks(group.rows[v]);
    detections::Element element{.label = rule.rule->variables[v].name,
                                .kind = kind_of(rule.variables[v].source),
                                .events = {},
                                .total = ranks.size()};
    for (std::size_t i = 0; i < std::min(ranks.size(), kMaxSamples); ++i)
      element.events.push_back(element.kind == detections::Element::Kind::kDetection
                                   ? std::string(orders[v]->event(ranks[i]).id)
                                   : orders[v]->json(ranks[i]));
    d.elements.push_back(std::move(element));
    if (rule.variables[v].source == semantics::EventSource::kEntity) continue;
    const Timestamp first = orders[v]->time(ranks.front());
    const Timestamp last = orders[v]->time(ranks.back());
    d.first_event = any ? std::min(d.first_event, first) : first;
    d.last_event = any ? std::max(d.last_event, last) : last;
    any = true;
  }
}

}  // namespace

std::string match_key_text(const Detection& detection) {
  std::string out;
  for (const Variable& variable : detection.variables) {
    if (variable.kind != Variable::Kind::kMatch) continue;
    const std::string text = functions::to_text(variable.value);
    out += fmt::format("|{}:{}", text.size(), text);
  }
  return out;
}

std::shared_ptr<const RuleInfo> rule_info(const semantics::BoundRule& rule, std::uint32_t depth) {
  auto info = std::make_shared<RuleInfo>();
  info->name = rule.name;
  info->id = "ru_" + uuid5(kNamespace, rule.name);
  info->version = info->id + "@" + version_of(rule.text);
  info->multi_event = rule.multi_event;
  info->depth = depth;
  for (const semantics::MetaPair& pair : rule.meta) {
    info->labels.emplace_back(pair.key, pair.value);
    if (pair.key == "severity") info->severity = severity_name(pair.value);
    if (pair.key == "description") info->description = pair.value;
  }
  return info;
}

Detection make_detection(const plan::RulePlan& rule, std::shared_ptr<const RuleInfo> info, GroupScope& scope,
                         const RecordOrders& orders) {
  const Group& group = scope.group();
  Detection d;
  d.rule = std::move(info);
  add_elements(rule, group, orders, d);
  d.has_window = group.window.has_value();
  d.window_start = group.window ? group.window->start : d.first_event;
  d.window_end = group.window ? group.window->end : d.first_event;
  d.detection_time = d.window_end;
  add_variables(rule, scope, d);
  d.id = "de_" + uuid5(kNamespace, identity(rule, d, group, orders));
  return d;
}

}  // namespace yaral::engine
