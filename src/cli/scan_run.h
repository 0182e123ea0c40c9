#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cli/additions.h"
#include "cli/console.h"
#include "cli/scan.h"
#include "cli/scan_rules.h"
#include "cli/stop.h"
#include "cli/summary.h"
#include "detections/detection.h"
#include "engine/engine.h"
#include "ingest/read.h"
#include "plan/plan.h"

namespace yaral::cli {

// Rules over inputs, from reading to detections. What is wrong on the way is told on `err`.
class ScanRun : private ingest::BatchConsumer {
 public:
  // Sees every batch of events before the rules do, on the reading threads at the same time.
  using Watch = std::function<void(unsigned worker, std::span<const udm::Event> events)>;

  ScanRun(const ScanOptions& options, const Console& console, ScanRules rules, Additions& additions);

  // False, after telling, when there is nothing to run.
  bool has_rules() const;
  // Besides what rules read, events have these fields when `watch` sees them.
  void watch_with(Watch watch, std::vector<udm::Path> paths);

  // Gets detections while inputs are read, see Engine::take_early().
  using Tell = std::function<void(std::span<const detections::Detection> early)>;
  void tell_early_to(Tell tell) { tell_early_ = std::move(tell); }
  bool told_early(const detections::Detection& detection) const { return engine_.told_early(detection); }

  // Reads everything and evaluates. Call once.
  std::vector<detections::Detection> run();
  const ingest::ReadReport& read() const { return read_; }
  const plan::Plan& plan() const { return plan_; }
  const engine::Engine& engine() const { return engine_; }

  // The closing words: inputs that could not be read, a summary unless --quiet.
  void tell() const;
  // As far as reading and evaluating decide it; none when that is whether something was found.
  std::optional<int> exit_code() const;

 private:
  void consume(unsigned worker, const ingest::EventBatch& batch) override;
  void read_history();
  void read_all();
  void tell_problems();
  void warn_of_no_entities() const;
  void warn_if_empty() const;

  const ScanOptions& options_;
  const Console& console_;
  Additions& additions_;
  std::vector<std::string> packs_;
  std::size_t found_;
  std::size_t warnings_;
  bool wrong_;
  std::vector<plan::PlanProblem> problems_;
  ScanContext context_;
  plan::Plan plan_;
  StopOnInterrupt stop_;
  engine::Engine engine_;
  Watch watch_;
  Tell tell_early_;
  std::vector<udm::Path> watched_paths_;
  ingest::ReadReport history_;
  ingest::ReadReport read_;
  double seconds_ = 0;
};

}  // namespace yaral::cli
