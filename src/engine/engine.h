#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "detections/detection.h"
#include "engine/filter.h"
#include "engine/metric_store.h"
#include "functions/implementation.h"
#include "plan/plan.h"
#include "udm/event.h"

namespace yaral::engine {

struct RuleStats {
  std::string rule;
  std::uint64_t events = 0;         // that passed the rule's predicates
  std::uint64_t detections = 0;     // after suppression
  std::uint64_t suppressed = 0;     // left out by suppression_window
  std::uint64_t groups = 0;         // keys and windows that the condition was judged on
  std::uint64_t largest_group = 0;  // rows of the largest of them
  functions::RunNotes notes;        // run-time mishaps, counted
};

struct EngineOptions {
  unsigned workers = 1;
  std::int64_t now_seconds = 0;  // what timestamp.current_seconds() gives, for the whole run
  std::size_t memory = 0;        // bytes that may be kept of events, texts and rows of all workers; 0: no limit
  bool hop_grid = false;         // hop windows begin at multiples of a tenth of their length, as those of SecOps
  bool costs = false;            // whether to find out what rules cost
  // Once true, finish() stops and gives what it has found; what it would have found else is missing, nothing is wrong.
  const std::atomic<bool>* stop = nullptr;
};

// Runs a plan over events. ingest() may be called from several threads at the same time, each with its own worker number;
// the events may come in any order and cut into any batches: the detections are the same, byte for byte
// (design decision 6).
class Engine {
 public:
  Engine(const plan::Plan& plan, const EngineOptions& options);
  ~Engine();

  // Rules that cannot run because of the detections they read; the others run.
  std::span<const plan::PlanProblem> problems() const;
  // Rules that ask for the detections of rules that are not there.
  std::span<const plan::PlanProblem> warnings() const;

  // Filters a batch. What rules have to remember is copied: the events may die after the call.
  void ingest(unsigned worker, std::span<const udm::Event> events);

  // Events that only metrics count (language reference 8.7): they give no detections. May be mixed with ingest().
  void ingest_history(unsigned worker, std::span<const udm::Event> events);

  // The entities of the graph, all at once (language reference 3.13). Not at the same time as ingest().
  void add_entities(std::span<const udm::Event> entities);

  // Detections for which one event is enough (see EarlyDetections), of what was ingested since the last call: for an engine
  // with one worker, between calls of ingest(). finish() gives them again, with all events of their windows.
  std::vector<detections::Detection> take_early();
  // Whether take_early() gave a detection of finish().
  bool told_early(const detections::Detection& detection) const;

  // Evaluates all windows and gives the detections, ordered by detection time, rule name, match keys and id; rules over
  // detections run after those whose detections they read. Call once, after the last ingest().
  std::vector<detections::Detection> finish();

  // One entry a rule, in plan order. Complete after finish().
  const std::vector<RuleStats>& stats() const;

  // What was kept of events and entities, and of detections: for those who explain a result.
  const Filter& kept_events(unsigned worker) const;
  const Filter& kept_detections() const;
  // The counts behind metrics. Complete after finish().
  const MetricStore& kept_metrics() const;

  // What rules cost, in plan order; null unless EngineOptions asked for it. Complete after finish().
  const Costs* costs() const;

  // Mishaps in predicates that several rules share, which no one rule can be blamed for.
  functions::RunNotes shared_notes() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace yaral::engine
