#include "engine/engine.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "base/parallel.h"
#include "detections/collection_json.h"
#include "engine/composites.h"
#include "engine/early.h"
#include "engine/order.h"
#include "engine/rule_run.h"
#include "entities/setup.h"
#include "udm/json.h"

namespace yaral::engine {

using detections::Detection;

namespace {

constexpr std::size_t kJsonInMemory = 32u << 20;  // of all workers; small scans need no file

}  // namespace

struct Engine::Impl {
  Impl(const plan::Plan& p, const EngineOptions& o)
      : plan(p), options(o), composites(find_composites(p)), detections(p, {.now_seconds = o.now_seconds}) {
    const std::size_t workers = std::max(1u, o.workers);
    const FilterOptions filter{
        .now_seconds = o.now_seconds,
        .memory = o.memory == 0 ? SIZE_MAX : o.memory / workers,
        .json_in_memory = std::min(kJsonInMemory, o.memory == 0 ? SIZE_MAX : o.memory / 4) / workers,
        .costs = o.costs};
    for (std::size_t i = 0; i < workers; ++i) filters.push_back(std::make_unique<Filter>(p, filter));
    metrics.assign(filters.size(), MetricStore(p.metric_sources()));
    for (const plan::RulePlan& rule : p.rules()) stats.push_back({.rule = rule.rule->name});
  }

  std::vector<Detection> run_level(const std::vector<std::uint32_t>& rules, const RuleInput& input);
  void feed(const std::vector<Detection>& found, std::uint32_t rule);

  const plan::Plan& plan;
  EngineOptions options;
  Composites composites;
  std::vector<std::unique_ptr<Filter>> filters;  // of events and entities, one a worker
  Filter detections;
  Arena fed;                         // the detections given to it
  std::vector<MetricStore> metrics;  // one a worker
  SeenEvents seen;                   // by metrics
  std::vector<RuleStats> stats;
  std::optional<EarlyDetections> early;  // once asked for
  std::optional<Costs> costs;
};

Engine::Engine(const plan::Plan& plan, const EngineOptions& options) : impl_(std::make_unique<Impl>(plan, options)) {}

Engine::~Engine() = default;

std::span<const plan::PlanProblem> Engine::problems() const { return impl_->composites.problems; }
std::span<const plan::PlanProblem> Engine::warnings() const { return impl_->composites.warnings; }

void Engine::ingest(unsigned worker, std::span<const udm::Event> events) {
  ingest_history(worker, events);
  impl_->filters[worker]->ingest(events);
}

void Engine::ingest_history(unsigned worker, std::span<const udm::Event> events) {
  if (impl_->plan.metric_sources().empty()) return;
  for (const udm::Event& event : events) impl_->metrics[worker].add(event, impl_->seen);
}

void Engine::add_entities(std::span<const udm::Event> entities) {
  Filter& filter = *impl_->filters.front();
  filter.ingest(entities);
  // A variable whose entities `setup` rewrites sees those in place of the others (3.13).
  for (std::uint32_t rule = 0; rule < impl_->stats.size(); ++rule) {
    const plan::RulePlan& plan = impl_->plan.rules()[rule];
    for (std::size_t i = 0; i < plan.rule->setup.size(); ++i) {
      const semantics::SetupOperation& operation = plan.rule->setup[i];
      const auto made = entities::apply_setup(operation, *plan.setup_tables[i], entities, impl_->fed);
      functions::RunNotes& notes = impl_->stats[rule].notes;
      if (!made) {
        notes.add(made.error());
        continue;
      }
      for (const std::string& problem : made->problems) notes.add(problem);
      const plan::RuleVariable which{rule, operation.variable};
      for (const udm::Event& entity : made->entities) filter.ingest(entity, {&which, 1});
    }
  }
}

const std::vector<RuleStats>& Engine::stats() const { return impl_->stats; }

const Filter& Engine::kept_events(unsigned worker) const { return *impl_->filters[worker]; }

const Filter& Engine::kept_detections() const { return impl_->detections; }

const MetricStore& Engine::kept_metrics() const { return impl_->metrics.front(); }

const Costs* Engine::costs() const { return impl_->costs ? &*impl_->costs : nullptr; }

functions::RunNotes Engine::shared_notes() const {
  functions::RunNotes notes;
  for (const auto& filter : impl_->filters) notes.merge(filter->shared_notes());
  notes.merge(impl_->detections.shared_notes());
  notes.merge(impl_->metrics.front().notes());
  return notes;
}

// Gives the detections of a rule to the variables that read them.
void Engine::Impl::feed(const std::vector<Detection>& found, std::uint32_t rule) {
  const auto& consumers = composites.consumers[rule];
  if (consumers.empty()) return;
  udm::JsonDecoder decoder(nullptr, udm::Root::kDetection);
  for (const Detection& d : found) {
    std::string json;
    detections::append_collection(json, d);
    if (const auto record = decoder.decode(fed.copy(json), fed)) detections.ingest(*record, consumers);
  }
}

// The detections of rules that do not depend on each other, found on all workers.
std::vector<Detection> Engine::Impl::run_level(const std::vector<std::uint32_t>& rules, const RuleInput& input) {
  std::vector<std::vector<Detection>> found(rules.size());
  in_parallel(static_cast<unsigned>(filters.size()), rules.size(), [&](std::size_t i) {
    const std::uint64_t begun = costs ? ticks_now() : 0;
    found[i] = run_rule(plan, rules[i], input, stats[rules[i]]);
    if (costs) costs->rules[rules[i]].judging = ticks_now() - begun;
  });
  std::vector<Detection> all;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    feed(found[i], rules[i]);
    std::ranges::move(found[i], std::back_inserter(all));
  }
  return all;
}

std::vector<Detection> Engine::take_early() {
  const EngineOptions& options = impl_->options;
  impl_->filters.front()->flush();
  if (!impl_->early) impl_->early.emplace(impl_->plan, options.hop_grid);
  return impl_->early->take(
      *impl_->filters.front(),
      {.metrics = &impl_->metrics.front(), .now_seconds = options.now_seconds, .hop_grid = options.hop_grid});
}

bool Engine::told_early(const Detection& detection) const { return impl_->early && impl_->early->told(detection); }

std::vector<Detection> Engine::finish() {
  if (impl_->options.costs) {
    impl_->costs = impl_->filters.front()->costs();
    for (std::size_t i = 1; i < impl_->filters.size(); ++i) impl_->costs->merge(*impl_->filters[i]->costs());
    impl_->costs->calibrate();
  }
  std::vector<const EventStore*> stores;
  const EngineOptions& options = impl_->options;
  RuleInput input{.now_seconds = options.now_seconds, .hop_grid = options.hop_grid, .stop = options.stop};
  for (const auto& filter : impl_->filters) {
    filter->flush();
    stores.push_back(&filter->events());
    input.events.filters.push_back(filter.get());
  }
  const EventOrder order(stores);
  input.events.order = &order;
  MetricStore& metrics = impl_->metrics.front();
  for (std::size_t i = 1; i < impl_->metrics.size(); ++i) metrics.merge(impl_->metrics[i]);
  input.metrics = &metrics;
  input.detections.filters = {&impl_->detections};

  std::vector<Detection> all;
  for (const auto& level : impl_->composites.levels) {
    const EventOrder detection_order({&impl_->detections.events()});
    input.detections.order = &detection_order;
    std::ranges::move(impl_->run_level(level, input), std::back_inserter(all));
    ++input.depth;
  }
  std::ranges::sort(all, comes_before);
  return all;
}

}  // namespace yaral::engine
