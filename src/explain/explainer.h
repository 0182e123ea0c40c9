#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/engine.h"
#include "engine/rule_rows.h"
#include "explain/explanation.h"
#include "explain/funnel.h"
#include "plan/plan.h"
#include "udm/event.h"

namespace yaral::explain {

struct ExplainOptions {
  std::int64_t now_seconds = 0;
  bool hop_grid = false;  // as in EngineOptions
  bool verbose = false;   // all values that fail, and up to a thousand groups in place of three
};

// Runs a plan over events with the engine, and tells of some of its rules what became of the events. Records die after each
// call; besides what the engine keeps only counts are remembered.
class Explainer {
 public:
  // `rules` by number. The plan must outlive this.
  Explainer(const plan::Plan& plan, std::vector<std::uint32_t> rules, const ExplainOptions& options);

  std::span<const plan::PlanProblem> problems() const { return engine_.problems(); }
  std::span<const plan::PlanProblem> warnings() const { return engine_.warnings(); }
  void ingest(std::span<const udm::Event> events);
  // Events that only metrics count.
  void ingest_history(std::span<const udm::Event> events) { engine_.ingest_history(0, events); }
  void add_entities(std::span<const udm::Event> entities);

  // One for each of the rules. Call once, after the last event.
  std::vector<Explanation> finish();

 private:
  void count_detections(std::span<const detections::Detection> found);
  Outcome outcome_of(std::uint32_t rule, const engine::RuleInput& input);
  void examine_groups(std::uint32_t rule, const engine::RuleInput& input, Outcome& out);

  const plan::Plan& plan_;
  std::vector<std::uint32_t> rules_;
  ExplainOptions options_;
  engine::Engine engine_;
  Funnel funnel_;
};

}  // namespace yaral::explain
