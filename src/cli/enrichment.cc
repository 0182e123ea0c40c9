#include "cli/enrichment.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <iterator>
#include <optional>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "base/text.h"
#include "cli/progress_bar.h"
#include "cli/stop.h"
#include "enrich/enricher.h"
#include "enrich/sightings.h"
#include "udm/json.h"

namespace yaral::cli {

namespace {

// Whether an input can be read a second time.
bool lasts(const std::string& input) {
  if (input == "-") return false;
  std::error_code ignored;
  const auto type = std::filesystem::status(input, ignored).type();
  return type != std::filesystem::file_type::fifo && type != std::filesystem::file_type::character &&
         type != std::filesystem::file_type::socket;
}

bool needs_look_ahead(const EnrichOptions& options) { return options.has("processes") || options.has("sightings"); }

}  // namespace

bool EnrichOptions::has(std::string_view word) const { return std::ranges::find(words, word) != words.end(); }

void add_enrich_options(CLI::App& command, EnrichOptions& options, const std::vector<std::string>& words) {
  command.add_option("--enrich", options.words, "What to add to the events, separated by commas (docs/enrichment.md)")
      ->delimiter(',')
      ->check(CLI::IsMember(words))
      ->allow_extra_args(false);
  command
      .add_option("--geoip", options.geoip,
                  "MaxMind database (.mmdb) to tell where public addresses are, or whose (may be repeated)")
      ->allow_extra_args(false);
}

bool check_enrich_options(const EnrichOptions& options, const InputOptions& inputs, bool entities,
                          const Console& console) {
  if (options.has("aliases") && !entities) {
    print_error(console, "--enrich aliases takes names from entity records: give them with --entities");
    return false;
  }
  if (!needs_look_ahead(options)) return true;
  const auto once = std::ranges::find_if_not(inputs.inputs, lasts);
  if (once == inputs.inputs.end()) return true;
  const std::string which = *once == "-" ? "standard input" : *once;
  print_error(console,
              fmt::format("--enrich {} reads the inputs twice, which {} does not allow: write it to a file first",
                          options.has("processes") ? "processes" : "sightings", which));
  return false;
}

// Learns from the events of the first reading.
class Enrichment::Observer : public ingest::BatchConsumer {
 public:
  Observer(const InputOptions& inputs, enrich::ProcessTable* processes, enrich::Sightings* sightings)
      : inputs_(inputs), processes_(processes), sightings_(sightings) {}

  // Processes may have started before --from; only events of the time asked for are sightings.
  void consume(unsigned, const ingest::EventBatch& batch) override {
    if (processes_ != nullptr) processes_->add(batch.events);
    if (sightings_ == nullptr) return;
    if (!inputs_.from && !inputs_.to) return sightings_->add(batch.events);
    std::vector<udm::Event> inside;
    std::ranges::copy_if(batch.events, std::back_inserter(inside), [&](const udm::Event& event) {
      return (!inputs_.from || event.time >= *inputs_.from) && (!inputs_.to || event.time < *inputs_.to);
    });
    sightings_->add(inside);
  }

  std::vector<udm::Path> paths() const {
    std::vector<udm::Path> all;
    if (processes_ != nullptr) std::ranges::move(enrich::ProcessTable::paths(), std::back_inserter(all));
    if (sightings_ != nullptr) std::ranges::move(enrich::Sightings::paths(), std::back_inserter(all));
    return all;
  }

 private:
  const InputOptions& inputs_;
  enrich::ProcessTable* processes_;
  enrich::Sightings* sightings_;
};

class Enrichment::Editor : public ingest::BatchEditor {
 public:
  void edit(unsigned, ingest::EventBatch& batch) override {
    std::uint64_t changed = 0;
    for (udm::Event& event : batch.events) {
      const udm::Message* const before = event.root;
      enricher.edit(event, batch.arena);
      changed += event.root != before;
    }
    changed_ += changed;
  }

  std::uint64_t changed() const { return changed_; }

  enrich::Enricher enricher;

 private:
  std::atomic<std::uint64_t> changed_ = 0;
};

Enrichment::Enrichment(const EnrichOptions& options, const InputOptions& inputs, const Console& console)
    : options_(options), inputs_(inputs), console_(console), editor_(std::make_unique<Editor>()) {}

Enrichment::~Enrichment() = default;

bool Enrichment::open_databases() {
  if (options_.geoip.empty()) return true;
  auto opened = enrich::GeoIp::open(options_.geoip);
  if (!opened) {
    print_error(console_, opened.error());
    return false;
  }
  editor_->enricher.geoip = std::move(*opened);
  return true;
}

void Enrichment::use_aliases(const ingest::ContextRecords& entities) {
  if (!options_.has("aliases")) return;
  editor_->enricher.aliases = std::make_unique<enrich::Aliases>(entities.records);
  if (editor_->enricher.aliases->size() == 0 && !inputs_.quiet)
    print_warning(console_, "--enrich aliases: no entity of --entities is an ASSET or a USER");
}

bool Enrichment::look_ahead(ingest::ContextRecords& entities, bool wanted) {
  std::unique_ptr<enrich::ProcessTable> processes;
  if (options_.has("processes")) processes = std::make_unique<enrich::ProcessTable>();
  std::optional<enrich::Sightings> sightings;
  if (options_.has("sightings") && wanted) sightings.emplace();
  if (options_.has("sightings") && !wanted && !inputs_.quiet)
    print_warning(console_, "no rule reads entities; --enrich sightings was left out");
  if (processes == nullptr && !sightings) return true;

  const auto begin = std::chrono::steady_clock::now();
  Observer observer(inputs_, processes.get(), sightings ? &*sightings : nullptr);
  const udm::Projection projection(observer.paths());
  const StopOnInterrupt stop;
  ingest::Progress progress;
  std::optional<ProgressBar> bar;
  if (console_.err_terminal.interactive && !inputs_.quiet) bar.emplace(console_, progress);
  ingest::read_inputs({.inputs = inputs_.inputs,
                       .threads = inputs_.threads,
                       .projection = &projection,
                       .log_type = inputs_.log_type,
                       .progress = &progress,
                       .cancel = &stop.reading_asked()},
                      observer);
  if (processes != nullptr) {
    processes->finish();
    notes_.push_back(counted(processes->size(), "process start") + " known");
    if (processes->dropped() > 0)
      notes_.push_back(
          fmt::format("{} left out: more than are held in memory", counted(processes->dropped(), "process start")));
    editor_->enricher.processes = std::move(processes);
  }
  if (sightings) {
    auto records = sightings->entities(*entities.arena);
    notes_.push_back(counted(records.size(), "record") + " of sightings");
    if (sightings->dropped() > 0)
      notes_.push_back(fmt::format("{} left out: only one in {} files, domains and addresses is held in memory",
                                   counted(sightings->dropped(), "sighting"), sightings->one_in()));
    std::ranges::move(records, std::back_inserter(entities.records));
  }
  seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (stop.asked()) print_error(console_, "interrupted during the first reading of the inputs; nothing was done");
  return !stop.asked();
}

std::vector<ingest::BatchEditor*> Enrichment::editors() {
  if (editor_->enricher.empty()) return {};
  return {editor_.get()};
}

std::vector<std::string> Enrichment::notes() const {
  std::vector<std::string> all = notes_;
  if (!editor_->enricher.empty()) all.insert(all.begin(), counted(editor_->changed(), "event") + " changed");
  return all;
}

}  // namespace yaral::cli
