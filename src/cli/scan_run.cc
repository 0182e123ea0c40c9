#include "cli/scan_run.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <iterator>
#include <ostream>

#include "cli/progress_bar.h"
#include "udm/json.h"

namespace yaral::cli {

namespace {

// Hands events to the metrics of an engine, and to nothing else.
class HistoryReader : public ingest::BatchConsumer {
 public:
  explicit HistoryReader(engine::Engine& engine) : engine_(engine) {}
  void consume(unsigned worker, const ingest::EventBatch& batch) override {
    engine_.ingest_history(worker, batch.events);
  }

 private:
  engine::Engine& engine_;
};

}  // namespace

ScanRun::ScanRun(const ScanOptions& options, const Console& console, ScanRules rules, Additions& additions)
    : options_(options),
      console_(console),
      additions_(additions),
      packs_(std::move(rules.packs)),
      found_(rules.found),
      warnings_(rules.warnings),
      wrong_(rules.wrong),
      context_(std::move(rules.context)),
      plan_(std::move(rules.rules), context_.lookups, problems_, options_.threads),
      engine_(plan_, {.workers = options_.threads,
                      .now_seconds = std::time(nullptr),
                      .memory = options_.memory,
                      .hop_grid = options_.hop_grid,
                      .costs = options_.profile || !options_.profile_output.empty(),
                      .stop = &stop_.evaluation_asked()}) {
  engine_.add_entities(context_.entities.records);
  tell_problems();
}

void ScanRun::tell_problems() {
  std::ranges::copy(engine_.problems(), std::back_inserter(problems_));
  for (const plan::PlanProblem& problem : problems_) {
    print_error(console_, plan::about_rule(problem.rule, problem.message));
    wrong_ = true;
  }
  if (options_.quiet) return;
  for (const plan::PlanProblem& warning : engine_.warnings())
    print_warning(console_, plan::about_rule(warning.rule, warning.message));
  if (context_.entities.records.empty()) warn_of_no_entities();
}

bool ScanRun::has_rules() const {
  if (!plan_.rules().empty()) return true;
  print_error(console_, "no rule can run; nothing was scanned");
  return false;
}

void ScanRun::watch_with(Watch watch, std::vector<udm::Path> paths) {
  watch_ = std::move(watch);
  watched_paths_ = std::move(paths);
}

void ScanRun::consume(unsigned worker, const ingest::EventBatch& batch) {
  if (watch_) watch_(worker, batch.events);
  engine_.ingest(worker, batch.events);
  if (!tell_early_) return;
  if (const auto early = engine_.take_early(); !early.empty()) tell_early_(early);
}

std::vector<detections::Detection> ScanRun::run() {
  const auto begin = std::chrono::steady_clock::now();
  read_history();
  read_all();
  stop_.begin_evaluation();
  std::vector<detections::Detection> found = engine_.finish();
  seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return found;
}

// All of it, whatever --from and --to say: the days before are what it is for.
void ScanRun::read_history() {
  if (options_.metrics_history.empty()) return;
  if (plan_.metric_sources().empty()) {
    if (!options_.quiet) print_warning(console_, "no rule uses metrics; --metrics-history was not read");
    return;
  }
  const udm::Projection projection(plan_.paths());
  HistoryReader reader(engine_);
  const std::vector<ingest::BatchEditor*> editors = additions_.history_editors();
  history_ = ingest::read_inputs({.inputs = options_.metrics_history,
                                  .threads = options_.threads,
                                  .projection = editors.empty() ? &projection : nullptr,
                                  .log_type = options_.log_type,
                                  .editors = editors,
                                  .cancel = &stop_.reading_asked()},
                                 reader);
  if (!history_.events && !history_.has_fatal() && !options_.quiet)
    print_warning(console_, "no events were found in the history of metrics");
}

void ScanRun::read_all() {
  std::vector<udm::Path> paths = plan_.paths();
  std::ranges::copy(watched_paths_, std::back_inserter(paths));
  const udm::Projection projection(paths);
  const std::vector<ingest::BatchEditor*> editors = additions_.editors();
  ingest::Progress progress;
  std::optional<ProgressBar> bar;
  if (console_.err_terminal.interactive && !options_.quiet) bar.emplace(console_, progress);
  read_ = ingest::read_inputs({.inputs = options_.inputs,
                               .threads = options_.threads,
                               .projection = editors.empty() ? &projection : nullptr,
                               .from = options_.from,
                               .to = options_.to,
                               .log_type = options_.log_type,
                               .live = options_.live,
                               .editors = editors,
                               .progress = &progress,
                               .cancel = &stop_.reading_asked()},
                              *this);
}

void ScanRun::tell() const {
  print_fatal(history_, console_);
  print_fatal(read_, console_);
  if (options_.quiet) return;
  warn_if_empty();
  const ScanResult result{.read = read_,
                          .rules = engine_.stats(),
                          .refused = engine_.problems().size(),
                          .shared_notes = engine_.shared_notes(),
                          .packs = packs_,
                          .rules_found = found_,
                          .warnings = warnings_,
                          .enrichment = additions_.enrichment().notes(),
                          .seconds = seconds_ + additions_.enrichment().seconds(),
                          .interrupted = stop_.asked()};
  console_.err << summary(result, options_.verbose);
}

std::optional<int> ScanRun::exit_code() const {
  if (stop_.asked()) return kInterrupted;
  if (wrong_ || read_.has_fatal() || history_.has_fatal()) return kWrongInput;
  return std::nullopt;
}

void ScanRun::warn_of_no_entities() const {
  for (const plan::RulePlan& rule : plan_.rules())
    if (reads_entities(*rule.rule))
      print_warning(console_,
                    plan::about_rule(rule.rule->name, "it reads entities, but there are none: --entities gives them"));
}

void ScanRun::warn_if_empty() const {
  if (read_.events || read_.has_fatal() || stop_.asked()) return;
  print_warning(console_, "no events were found in the inputs");
}

}  // namespace yaral::cli
