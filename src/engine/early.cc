#include "engine/early.h"

#include <algorithm>
#include <iterator>

#include "engine/emit.h"
#include "engine/rule_run.h"
#include "semantics/atoms.h"

namespace yaral::engine {

namespace {

using detections::Detection;

bool one_event_is_enough(const semantics::BoundRule& rule, bool hop_grid) {
  if (rule.variables.size() != 1 || rule.variables.front().source != semantics::EventSource::kUdm) return false;
  if (!rule.metrics.empty() || rule.suppression) return false;
  if (!rule.window) return true;
  const std::vector<semantics::Atom> atoms = semantics::find_atoms(rule.condition);
  return rule.window->kind == syntax::WindowKind::kHop && !hop_grid && atoms.size() == 1 &&
         atoms.front().comparison == &rule.condition && atoms.front().existence;
}

// What a rule's rows from `first` on become when they are all there is.
std::vector<Detection> judge(const plan::Plan& plan, std::uint32_t number, const Filter& filter, std::size_t first,
                             RuleInput input) {
  const plan::RulePlan& rule = plan.rules()[number];
  const auto& rows = filter.state(number).variables.front().rows;
  EventStore events(0);               // it holds no texts of its own
  std::vector<std::uint32_t> places;  // in `events`, of each row
  for (std::size_t i = first; i < rows.size(); ++i) {
    const bool same = i > first && rows[i].event == rows[i - 1].event;
    places.push_back(same ? places.back() : events.adopt(filter.events()[rows[i].event]));
  }
  const EventOrder order({&events});
  RuleRows gathered(rule);
  gathered.orders.front() = &order;
  for (std::size_t i = first; i < rows.size(); ++i)
    gathered.rows.add(0, {order.rank(0, places[i - first]), rows[i].ordinal, rows[i].values});
  gathered.rows.sort();
  RuleStats stats;  // the end counts
  return run_rows(rule, gathered, input, stats);
}

std::string rule_and_keys(const Detection& detection) { return detection.rule->id + match_key_text(detection); }

}  // namespace

EarlyDetections::EarlyDetections(const plan::Plan& plan, bool hop_grid) : plan_(plan) {
  for (std::uint32_t number = 0; number < plan.rules().size(); ++number)
    if (one_event_is_enough(*plan.rules()[number].rule, hop_grid)) rules_.push_back({.number = number});
}

std::vector<Detection> EarlyDetections::take(const Filter& filter, const RuleInput& input) {
  std::vector<Detection> early;
  for (EarlyRule& rule : rules_) {
    const std::size_t kept = filter.state(rule.number).variables.front().rows.size();
    if (kept == rule.taken) continue;
    std::vector<Detection> found = judge(plan_, rule.number, filter, rule.taken, input);
    std::ranges::copy_if(std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()),
                         std::back_inserter(early), [&](const Detection& detection) { return tell(detection); });
    rule.taken = kept;
  }
  return early;
}

bool EarlyDetections::tell(const Detection& detection) {
  if (!detection.has_window) return ids_.insert(detection.id).second;
  auto& windows = windows_[rule_and_keys(detection)];
  const Timestamp start = detection.window_start;
  if (std::ranges::any_of(windows, [&](const auto& w) { return w.first <= start && start < w.second; })) return false;
  windows.emplace_back(start, detection.window_end);
  return true;
}

bool EarlyDetections::told(const Detection& detection) const {
  if (!detection.has_window) return ids_.contains(detection.id);
  const auto windows = windows_.find(rule_and_keys(detection));
  if (windows == windows_.end()) return false;
  return std::ranges::any_of(windows->second, [&](const auto& w) { return w.first == detection.window_start; });
}

}  // namespace yaral::engine
