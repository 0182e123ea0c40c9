#include "explain/explainer.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "detections/collection_json.h"
#include "engine/composites.h"
#include "explain/group_walk.h"
#include "explain/join_counts.h"
#include "explain/key_counts.h"
#include "explain/meaning.h"
#include "explain/verdict.h"
#include "udm/json.h"

namespace yaral::explain {

namespace {

using semantics::EventSource;

constexpr std::size_t kShownGroups = 3;
constexpr std::size_t kShownGroupsVerbose = 1'000;
// With more rows joins are not counted and wider windows are not tried: that takes as long as the scan itself again.
constexpr std::size_t kMostRows = 500'000;
constexpr std::int64_t kLongestWindow = 14ll * 24 * 3600 * 1'000'000'000;  // language reference 4.2

std::size_t row_count(const engine::RuleRows& rows, std::size_t variables) {
  std::size_t count = 0;
  for (std::uint32_t v = 0; v < variables; ++v) count += rows.rows.of(v).size();
  return count;
}

// Whether the rule would fire with twice or four times the window.
void try_wider(const plan::RulePlan& plan, const engine::RuleRows& rows, const engine::RuleInput& input, Outcome& out) {
  for (const int factor : {2, 4}) {
    const Duration size{.nanos = plan.rule->window->size.nanos * factor};
    if (size.nanos > kLongestWindow) return;
    const plan::RulePlan wide = with_window(plan, size);
    GroupWalk walk(wide, rows, input, kShownGroups);
    walk.run();
    if (walk.fired() == 0) continue;
    out.wider.push_back({window_text(*plan.rule, size), walk.fired(), walk.fired_groups()});
    return;
  }
}

}  // namespace

Explainer::Explainer(const plan::Plan& plan, std::vector<std::uint32_t> rules, const ExplainOptions& options)
    : plan_(plan),
      rules_(std::move(rules)),
      options_(options),
      engine_(plan, {.workers = 1, .now_seconds = options.now_seconds, .hop_grid = options.hop_grid}),
      funnel_(plan, rules_, options.now_seconds) {
  funnel_.add_tables();
}

void Explainer::ingest(std::span<const udm::Event> events) {
  engine_.ingest(0, events);
  for (const udm::Event& event : events) funnel_.add(event);
}

void Explainer::add_entities(std::span<const udm::Event> entities) {
  engine_.add_entities(entities);
  for (const udm::Event& entity : entities) funnel_.add(entity);
}

// The detections that rules over detections read, as the engine gives them to those.
void Explainer::count_detections(std::span<const detections::Detection> found) {
  const engine::Composites composites = engine::find_composites(plan_);
  if (std::ranges::all_of(composites.consumers, [](const auto& consumers) { return consumers.empty(); })) return;
  udm::JsonDecoder decoder(nullptr, udm::Root::kDetection);
  Arena arena;
  for (const detections::Detection& d : found) {
    for (std::uint32_t rule = 0; rule < plan_.rules().size(); ++rule) {
      if (plan_.rules()[rule].rule->name != d.rule->name || composites.consumers[rule].empty()) continue;
      std::string json;
      detections::append_collection(json, d);
      if (const auto record = decoder.decode(arena.copy(json), arena)) funnel_.add(*record, composites.consumers[rule]);
    }
  }
}

std::vector<Explanation> Explainer::finish() {
  count_detections(engine_.finish());
  const engine::EventOrder events({&engine_.kept_events(0).events()});
  const engine::EventOrder detections({&engine_.kept_detections().events()});
  const engine::RuleInput input{.events = {{&engine_.kept_events(0)}, &events},
                                .detections = {{&engine_.kept_detections()}, &detections},
                                .metrics = &engine_.kept_metrics(),
                                .now_seconds = options_.now_seconds,
                                .hop_grid = options_.hop_grid};
  std::vector<Explanation> explanations;
  for (const std::uint32_t rule : rules_) {
    Explanation made{.meaning = meaning_of(*plan_.rules()[rule].rule), .outcome = outcome_of(rule, input)};
    add_plan(plan_.rules()[rule], made.meaning);
    explanations.push_back(std::move(made));
  }
  return explanations;
}

Outcome Explainer::outcome_of(std::uint32_t rule, const engine::RuleInput& input) {
  const plan::RulePlan& plan = plan_.rules()[rule];
  const engine::RuleStats& stats = engine_.stats()[rule];
  Outcome out{.detections = stats.detections, .suppressed = stats.suppressed};
  out.variables = funnel_.counts(rule, options_.verbose);
  examine_groups(rule, input, out);
  for (const auto& [text, count] : stats.notes.counts()) out.notes.push_back(fmt::format("{} ({} times)", text, count));
  out.verdict = verdict_of(*plan.rule, out);
  return out;
}

void Explainer::examine_groups(std::uint32_t rule, const engine::RuleInput& input, Outcome& out) {
  const plan::RulePlan& plan = plan_.rules()[rule];
  functions::RunNotes notes;
  engine::RuleRows rows(plan);
  engine::gather_rows(plan, rule, input, notes, rows);
  for (std::uint32_t v = 0; v < plan.variables.size(); ++v) {
    const EventSource source = plan.variables[v].source;
    const engine::Filter& filter =
        source == EventSource::kDetection ? engine_.kept_detections() : engine_.kept_events(0);
    out.variables[v].rows = rows.rows.of(v).size();
    out.variables[v].passed =
        source == EventSource::kTable ? out.variables[v].rows : filter.state(rule).variables[v].events;
  }
  count_keys(plan, rows, out);
  const bool many = row_count(rows, plan.variables.size()) > kMostRows;
  Arena arena;
  functions::CallContext context{.arena = arena, .notes = notes, .now_seconds = input.now_seconds};
  if (plan.variables.size() > 1 && !many) {
    out.joins = count_joins(plan, rows, context);
    out.combined = count_combined(plan, rows, context);
  }
  GroupWalk walk(plan, rows, input, options_.verbose ? kShownGroupsVerbose : kShownGroups);
  walk.run();
  out.judged = walk.judged();
  out.fired = walk.fired_groups();
  if (out.detections == 0) out.closest = walk.closest();
  if (out.detections == 0 && plan.rule->window && !many) try_wider(plan, rows, input, out);
  if (many)
    out.notes.push_back(
        fmt::format("more than {} rows: joins were not counted, and wider windows not tried", kMostRows));
}

}  // namespace yaral::explain
