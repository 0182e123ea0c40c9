#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/console.h"
#include "cli/input_options.h"
#include "ingest/entities.h"
#include "ingest/read.h"

namespace CLI {
class App;
}

namespace yaral::cli {

struct EnrichOptions {
  std::vector<std::string> words;  // processes, aliases, sightings
  std::vector<std::string> geoip;  // MaxMind databases

  bool has(std::string_view word) const;
};

// Adds --enrich, with those of its words that the command knows, and --geoip.
void add_enrich_options(CLI::App& command, EnrichOptions& options, const std::vector<std::string>& words);

// Whether they go together with the inputs; tells what does not. `entities`: there are entity files.
bool check_enrich_options(const EnrichOptions& options, const InputOptions& inputs, bool entities,
                          const Console& console);

// What a command adds to events, and how it gets to know it.
class Enrichment {
 public:
  // All must live as long, and the enrichment as long as the events that it changed.
  Enrichment(const EnrichOptions& options, const InputOptions& inputs, const Console& console);
  ~Enrichment();

  // False after telling that a database cannot be read.
  bool open_databases();
  // Takes names from the records, if that is asked for.
  void use_aliases(const ingest::ContextRecords& entities);
  // Reads the inputs a first time, if anything needs it, and adds what was sighted to the records: only when `wanted`,
  // that is when anybody reads them. What is wrong with inputs is for the second reading to tell. False: interrupted.
  bool look_ahead(ingest::ContextRecords& entities, bool wanted);

  // What changes the events; none when nothing does.
  std::vector<ingest::BatchEditor*> editors();

  // What the summary says of it.
  std::vector<std::string> notes() const;
  // Spent on the first reading.
  double seconds() const { return seconds_; }

 private:
  class Observer;
  class Editor;

  const EnrichOptions& options_;
  const InputOptions& inputs_;
  const Console& console_;
  std::unique_ptr<Editor> editor_;
  std::vector<std::string> notes_;
  double seconds_ = 0;
};

}  // namespace yaral::cli
