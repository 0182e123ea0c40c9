#include "engine/engine.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <thread>

#include "engine/order.h"
#include "engine/rule_run.h"

namespace yaral::engine {

struct Engine::Impl {
  Impl(const plan::Plan& p, const EngineOptions& o) : plan(p), options(o) {
    for (unsigned i = 0; i < std::max(1u, o.workers); ++i)
      filters.push_back(std::make_unique<Filter>(p, o.now_seconds));
    metrics.assign(filters.size(), MetricStore(p.metric_sources()));
    for (const plan::RulePlan& rule : p.rules()) stats.push_back({.rule = rule.rule->name});
  }

  const plan::Plan& plan;
  EngineOptions options;
  std::vector<std::unique_ptr<Filter>> filters;
  std::vector<MetricStore> metrics;  // one a worker
  SeenEvents seen;                   // by metrics
  std::vector<RuleStats> stats;
};

Engine::Engine(const plan::Plan& plan, const EngineOptions& options) : impl_(std::make_unique<Impl>(plan, options)) {}

Engine::~Engine() = default;

void Engine::ingest(unsigned worker, std::span<const udm::Event> events) {
  ingest_history(worker, events);
  impl_->filters[worker]->ingest(events);
}

void Engine::ingest_history(unsigned worker, std::span<const udm::Event> events) {
  if (impl_->plan.metric_sources().empty()) return;
  for (const udm::Event& event : events) impl_->metrics[worker].add(event, impl_->seen);
}

const std::vector<RuleStats>& Engine::stats() const { return impl_->stats; }

functions::RunNotes Engine::shared_notes() const {
  functions::RunNotes notes;
  for (const auto& filter : impl_->filters) notes.merge(filter->shared_notes());
  notes.merge(impl_->metrics.front().notes());
  return notes;
}

std::vector<detections::Detection> Engine::finish() {
  std::vector<const EventStore*> stores;
  for (const auto& filter : impl_->filters) stores.push_back(&filter->events());
  const EventOrder order(stores);
  MetricStore& metrics = impl_->metrics.front();
  for (std::size_t i = 1; i < impl_->metrics.size(); ++i) metrics.merge(impl_->metrics[i]);

  const std::size_t count = impl_->plan.rules().size();
  std::vector<std::vector<detections::Detection>> found(count);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t rule; (rule = next++) < count;)
      found[rule] = run_rule(impl_->plan, static_cast<std::uint32_t>(rule), impl_->filters, order, metrics,
                             impl_->options.now_seconds, impl_->stats[rule]);
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 1; i < impl_->filters.size(); ++i) threads.emplace_back(work);
  work();
  threads.clear();

  std::vector<detections::Detection> all;
  for (auto& of_rule : found) std::ranges::move(of_rule, std::back_inserter(all));
  std::ranges::sort(all, comes_before);
  return all;
}

}  // namespace yaral::engine
