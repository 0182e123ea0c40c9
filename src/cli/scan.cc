#include "cli/scan.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <ctime>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>

#include "cli/output.h"
#include "cli/progress_bar.h"
#include "cli/rule_export.h"
#include "cli/scan_rules.h"
#include "cli/stop.h"
#include "cli/summary.h"
#include "engine/engine.h"
#include "ingest/read.h"
#include "plan/plan.h"
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

class Scan : public ingest::BatchConsumer {
 public:
  // `editor`: what changes events before rules see them; null: nothing.
  Scan(const ScanOptions& options, const Console& console, ScanRules rules, ingest::BatchEditor* editor)
      : options_(options),
        console_(console),
        editor_(editor),
        packs_(std::move(rules.packs)),
        found_(rules.found),
        warnings_(rules.warnings),
        wrong_(rules.wrong),
        exporter_(rules.rules, rules.context.lookups.tables),
        context_(std::move(rules.context)),
        plan_(std::move(rules.rules), context_.lookups, problems_) {
    engine_.add_entities(context_.entities.records);
    std::ranges::copy(engine_.problems(), std::back_inserter(problems_));
    for (const plan::PlanProblem& problem : problems_) {
      print_error(console_, about_rule(problem.rule, problem.message));
      wrong_ = true;
    }
    if (options_.quiet) return;
    for (const plan::PlanProblem& warning : engine_.warnings())
      print_warning(console_, about_rule(warning.rule, warning.message));
    if (context_.entities.records.empty()) warn_of_no_entities();
  }

  bool has_rules() const { return !plan_.rules().empty(); }

  void consume(unsigned worker, const ingest::EventBatch& batch) override { engine_.ingest(worker, batch.events); }

  // Reads, finds, writes to `out`, sums up. The result is the exit code.
  int run(std::ostream& out) {
    const auto begin = std::chrono::steady_clock::now();
    const ingest::ReadReport history = read_history();
    const ingest::ReadReport read = read_all();
    stop_.begin_evaluation();
    const std::vector<detections::Detection> found = engine_.finish();
    const bool written = write(found, out);
    if (!options_.export_folder.empty()) wrong_ |= !exporter_.write(found, options_.export_folder, console_);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    const ScanResult result{.read = read,
                            .rules = engine_.stats(),
                            .refused = engine_.problems().size(),
                            .shared_notes = engine_.shared_notes(),
                            .packs = packs_,
                            .rules_found = found_,
                            .warnings = warnings_,
                            .seconds = took.count(),
                            .interrupted = stop_.asked()};
    print_fatal(history, console_);
    print_fatal(read, console_);
    if (!options_.quiet) {
      warn_if_empty(read);
      console_.err << summary(result, options_.verbose);
    }
    if (!written) return kMisuse;
    if (stop_.asked()) return kInterrupted;
    if (wrong_ || read.has_fatal() || history.has_fatal()) return kWrongInput;
    return found.empty() ? kClean : kFindings;
  }

 private:
  // All of it, whatever --from and --to say: the days before are what it is for.
  ingest::ReadReport read_history() {
    if (options_.metrics_history.empty()) return {};
    if (plan_.metric_sources().empty()) {
      if (!options_.quiet) print_warning(console_, "no rule uses metrics; --metrics-history was not read");
      return {};
    }
    const udm::Projection projection(plan_.paths());
    HistoryReader reader(engine_);
    ingest::ReadReport report = ingest::read_inputs({.inputs = options_.metrics_history,
                                                     .threads = options_.threads,
                                                     .projection = editor_ ? nullptr : &projection,
                                                     .log_type = options_.log_type,
                                                     .editor = editor_,
                                                     .cancel = &stop_.reading_asked()},
                                                    reader);
    if (!report.events && !report.has_fatal() && !options_.quiet)
      print_warning(console_, "no events were found in the history of metrics");
    return report;
  }

  ingest::ReadReport read_all() {
    const udm::Projection projection(plan_.paths());
    ingest::Progress progress;
    std::optional<ProgressBar> bar;
    if (console_.err_terminal.interactive && !options_.quiet) bar.emplace(console_, progress);
    return ingest::read_inputs({.inputs = options_.inputs,
                                .threads = options_.threads,
                                .projection = editor_ ? nullptr : &projection,
                                .from = options_.from,
                                .to = options_.to,
                                .log_type = options_.log_type,
                                .editor = editor_,
                                .progress = &progress,
                                .cancel = &stop_.reading_asked()},
                               *this);
  }

  // False when the detections could not be written.
  bool write(const std::vector<detections::Detection>& found, std::ostream& out) const {
    const bool terminal = options_.output.empty();
    const auto writer = detections::make_writer(options_.format, out,
                                                {.colour = terminal && console_.out_terminal.colour,
                                                 .width = terminal ? console_.out_terminal.width : 0,
                                                 .show_events = options_.show_events});
    errno = 0;
    for (const detections::Detection& detection : found) {
      if (!out) break;
      writer->write(detection);
    }
    writer->finish();
    return finish_output(out, options_.output, console_);
  }

  void warn_of_no_entities() const {
    const auto reads_entities = [](const semantics::EventVariable& v) {
      return v.source == semantics::EventSource::kEntity;
    };
    for (const plan::RulePlan& rule : plan_.rules())
      if (std::ranges::any_of(rule.rule->variables, reads_entities))
        print_warning(console_,
                      about_rule(rule.rule->name, "it reads entities, but there are none: --entities gives them"));
  }

  void warn_if_empty(const ingest::ReadReport& read) const {
    if (read.events || read.has_fatal() || stop_.asked()) return;
    print_warning(console_, "no events were found in the inputs");
  }

  const ScanOptions& options_;
  const Console& console_;
  ingest::BatchEditor* editor_;
  std::vector<std::string> packs_;
  std::size_t found_;
  std::size_t warnings_;
  bool wrong_;
  std::vector<plan::PlanProblem> problems_;
  RuleExport exporter_;
  ScanContext context_;
  plan::Plan plan_;
  StopOnInterrupt stop_;
  engine::Engine engine_{plan_,
                         {.workers = options_.threads,
                          .now_seconds = std::time(nullptr),
                          .hop_grid = options_.hop_grid,
                          .stop = &stop_.evaluation_asked()}};
};

}  // namespace

int scan(const ScanOptions& options, const Console& console) {
  std::unique_ptr<SignatureEditor> signatures;
  if (!options.signatures.folders.empty()) {
    auto read = SignatureEditor::read(options.signatures, console, options.quiet);
    if (!read) return read.error();
    signatures = *std::move(read);
  }
  ScanRules rules = load_scan_rules(options, console);
  rules.wrong |= signatures && signatures->incomplete();
  Scan scan(options, console, std::move(rules), signatures.get());
  if (!scan.has_rules()) {
    print_error(console, "no rule can run; nothing was scanned");
    return kWrongInput;
  }
  return with_output(options.output, console, [&](std::ostream& out) { return scan.run(out); });
}

}  // namespace yaral::cli
