#include "measure/measurement.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/arena.h"
#include "detections/value_text.h"
#include "semantics/lookups_read.h"
#include "udm/json.h"
#include "udm/path.h"

namespace yaral::measure {

namespace {

using detections::Detection;
using detections::Element;
using detections::Variable;

using Counts = std::map<std::string, std::uint64_t>;

TopValues top_of(std::string name, const Counts& counts) {
  TopValues top{.name = std::move(name), .different = counts.size(), .most = {}};
  for (const auto& [text, count] : counts) top.most.push_back({text, count});
  std::ranges::stable_sort(top.most, std::greater(), &Share::detections);
  if (top.most.size() > kMostShown) top.most.resize(kMostShown);
  return top;
}

std::string keys_of(const Detection& detection) {
  std::vector<std::string> keys;
  for (const Variable& variable : detection.variables)
    if (variable.kind == Variable::Kind::kMatch) keys.push_back(detections::value_text(variable.value, variable.type));
  return fmt::format("{}", fmt::join(keys, " | "));
}

// The text fields of events that a rule reads, those apart that give its match keys.
std::vector<udm::Path> fields_of(const semantics::BoundRule& rule) {
  std::set<std::string> keys;
  for (const semantics::MatchKey& key : rule.keys)
    for (const semantics::Source& source : key.sources)
      if (const semantics::Expr& value = semantics::given_value(rule, source); value.op == semantics::Op::kField)
        keys.insert(rule.fields[value.index].path.text);
  std::vector<udm::Path> fields = semantics::text_fields_read(rule);
  std::erase_if(fields, [&](const udm::Path& path) { return keys.contains(path.text); });
  return fields;
}

class RuleCounter {
 public:
  explicit RuleCounter(const semantics::BoundRule& rule)
      : rule_(rule), fields_(fields_of(rule)), values_(fields_.size()) {}

  void add(const Detection& detection) {
    ++detections_;
    ++keys_[keys_of(detection)];
    std::vector<std::set<std::string>> of_detection(fields_.size());
    for (const Element& element : detection.elements)
      if (element.kind == Element::Kind::kEvent)
        for (const std::string& json : element.events) look_at(json, of_detection);
    for (std::size_t i = 0; i < fields_.size(); ++i)
      for (const std::string& text : of_detection[i]) ++values_[i][text];
  }

  RuleFigures figures(std::uint64_t events, std::uint64_t host_days) const {
    RuleFigures made{.rule = rule_.name, .detections = detections_, .keys = top_of("keys", keys_), .reasons = {}};
    const auto each = static_cast<double>(detections_);
    if (events > 0) made.per_million_events = each * 1e6 / static_cast<double>(events);
    if (host_days > 0) made.per_host_day = each / static_cast<double>(host_days);
    for (std::size_t i = 0; i < fields_.size(); ++i)
      if (!values_[i].empty()) made.reasons.push_back(top_of(fields_[i].text, values_[i]));
    std::ranges::stable_sort(made.reasons, {}, &TopValues::different);
    if (made.reasons.size() > kMostReasons) made.reasons.resize(kMostReasons);
    return made;
  }

 private:
  void look_at(const std::string& json, std::vector<std::set<std::string>>& of_detection) const {
    Arena arena;
    udm::JsonDecoder decoder;
    const auto event = decoder.decode(json, arena);
    if (!event) return;
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      std::vector<Value> values;
      udm::collect(*event->root, fields_[i], values);
      for (const Value& value : values) of_detection[i].insert(detections::value_text(value, fields_[i].type));
    }
  }

  const semantics::BoundRule& rule_;
  std::vector<udm::Path> fields_;
  std::uint64_t detections_ = 0;
  Counts keys_;
  std::vector<Counts> values_;  // by field
};

}  // namespace

Measurement measure(const plan::Plan& plan, std::span<const Detection> found, std::uint64_t events,
                    const HostDays& hosts) {
  Measurement made{
      .events = events, .hosts = hosts.hosts(), .host_days = hosts.count(), .host_days_cut = hosts.cut(), .rules = {}};
  std::map<std::string, RuleCounter> counters;
  for (const plan::RulePlan& rule : plan.rules()) counters.try_emplace(rule.rule->name, *rule.rule);
  for (const Detection& detection : found) counters.at(detection.rule->name).add(detection);
  for (const auto& [name, counter] : counters) made.rules.push_back(counter.figures(events, made.host_days));
  std::ranges::stable_sort(made.rules, std::greater(), &RuleFigures::detections);
  return made;
}

}  // namespace yaral::measure
