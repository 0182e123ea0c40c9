#include <cerrno>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/context_files.h"
#include "cli/enrichment.h"
#include "cli/input_options.h"
#include "cli/output.h"
#include "cli/progress_bar.h"
#include "cli/stop.h"
#include "cli/summary.h"
#include "syntax/json_writer.h"
#include "udm/json.h"

namespace yaral::cli {

namespace {

constexpr const char* kFooter =
    "One event a line, in the order of the inputs as long as one thread reads them. With --raw a line is\n"
    "{\"udm\": …, \"raw_log\": \"…\"}: the event, and the record it was made of as it stood in the input (events of EVTX, which\n"
    "is binary, as XML).\n\n"
    "Examples:\n"
    "  yaral normalize host.evtx > events.ndjson            UDM as rules name its fields\n"
    "  yaral normalize --names camel -o udm.json trail/     as the APIs of SecOps take it\n"
    "  yaral normalize --log-type AUDITD --raw audit.log    what became of each record\n\n"
    "Exit codes: 0 done, 2 an input is wrong (everything else was still done), 3 the command cannot be run.";

struct NormalizeOptions : InputOptions {
  std::string names = "snake";
  bool raw = false;
  EnrichOptions enrich;
  std::vector<std::string> entities;  // files and folders
};

// Writes what it is given, a batch at a time.
class EventWriter : public ingest::BatchConsumer {
 public:
  EventWriter(const NormalizeOptions& options, std::ostream& out)
      : style_(options.names == "camel" ? udm::JsonStyle::kCamel : udm::JsonStyle::kSnake),
        raw_(options.raw),
        out_(out) {}

  void consume(unsigned, const ingest::EventBatch& batch) override {
    std::string lines;
    for (const udm::Event& event : batch.events) append(event, lines);
    const std::lock_guard lock(mutex_);
    out_ << lines;
  }

 private:
  void append(const udm::Event& event, std::string& lines) const {
    if (raw_) {
      syntax::JsonWriter text;
      text.string(event.json.empty() ? event.source : event.json);
      const std::string_view name = style_ == udm::JsonStyle::kCamel ? "rawLog" : "raw_log";
      lines.append("{\"udm\":").append(udm::event_json(event, style_)).append(",\"").append(name).append("\":");
      lines.append(text.take()).append("}\n");
    } else {
      lines.append(udm::event_json(event, style_)).append("\n");
    }
  }

  udm::JsonStyle style_;
  bool raw_;
  std::ostream& out_;
  std::mutex mutex_;
};

bool check(const NormalizeOptions& options, const Console& console) {
  if (!options.entities.empty() && !options.enrich.has("aliases")) {
    print_error(console, "--entities is for --enrich aliases, which is not asked for");
    return false;
  }
  return check_input_options(options, console) &&
         check_enrich_options(options.enrich, options, !options.entities.empty(), console);
}

int normalize(const NormalizeOptions& options, const Console& console, std::ostream& out) {
  Enrichment enrichment(options.enrich, options, console);
  if (!enrichment.open_databases()) return kMisuse;
  ingest::ContextRecords entities;
  const bool wrong = !options.entities.empty() && !load_entities(options.entities, console, entities);
  enrichment.use_aliases(entities);
  if (!enrichment.look_ahead(entities, false)) return kInterrupted;
  const auto begin = std::chrono::steady_clock::now();
  errno = 0;
  EventWriter writer(options, out);
  const StopOnInterrupt stop;
  ingest::Progress progress;
  std::optional<ProgressBar> bar;
  if (console.err_terminal.interactive && !options.quiet) bar.emplace(console, progress);
  const ingest::ReadReport read = ingest::read_inputs({.inputs = options.inputs,
                                                       .threads = options.threads,
                                                       .from = options.from,
                                                       .to = options.to,
                                                       .log_type = options.log_type,
                                                       .keep_source = options.raw,
                                                       .editors = enrichment.editors(),
                                                       .progress = &progress,
                                                       .cancel = &stop.reading_asked()},
                                                      writer);
  bar.reset();
  const bool written = finish_output(out, options.output, console);
  print_fatal(read, console);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  if (!options.quiet) {
    if (!read.events && !read.has_fatal() && !stop.asked())
      print_warning(console, "no events were found in the inputs");
    const ScanResult result{.read = read,
                            .with_rules = false,
                            .enrichment = enrichment.notes(),
                            .seconds = took.count() + enrichment.seconds(),
                            .interrupted = stop.asked()};
    console.err << summary(result, options.verbose);
  }
  if (!written) return kMisuse;
  if (stop.asked()) return kInterrupted;
  return wrong || read.has_fatal() ? kWrongInput : kClean;
}

}  // namespace

void add_normalize(CLI::App& app, Action& action) {
  CLI::App* command = app.add_subcommand("normalize", "Write the events of logs as UDM, one a line");
  const auto options = std::make_shared<NormalizeOptions>();
  add_input_options(*command, *options, "the events");
  command->add_option("--names", options->names, "snake (event_type, as in rules) or camel (eventType)")
      ->check(CLI::IsMember({"snake", "camel"}))
      ->capture_default_str();
  command->add_flag("--raw", options->raw, "With each event, the record it was made of");
  add_enrich_options(*command, options->enrich, {"processes", "aliases"});
  command
      ->add_option("--entities", options->entities,
                   "Entity records as JSON, for --enrich aliases: file, archive or folder (may be repeated)")
      ->allow_extra_args(false);
  command->footer(std::string(kInputsHelp) + "\n\n" + kFooter);
  command->callback([options, &action] {
    action = [options](const Console& console) {
      if (!check(*options, console)) return static_cast<int>(kMisuse);
      return with_output(options->output, console,
                         [&](std::ostream& out) { return normalize(*options, console, out); });
    };
  });
}

}  // namespace yaral::cli
