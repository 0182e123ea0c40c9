#pragma once

#include <memory>
#include <vector>

#include "cli/console.h"
#include "cli/enrichment.h"
#include "cli/scan.h"
#include "cli/scan_rules.h"
#include "cli/signature_editor.h"
#include "ingest/read.h"

namespace yaral::cli {

// Everything that a scan adds to events before rules see them. Must live as long as these events.
class Additions {
 public:
  Additions(const ScanOptions& options, const Console& console)
      : options_(options), console_(console), enrichment_(options.enrich, options, console) {}

  // Reads signatures, databases, and the inputs a first time if anything needs it; gives the rules what was sighted.
  // Anything but kClean is the exit code to end with, the reason told.
  int prepare(ScanRules& rules);

  // For the inputs, and for the history of metrics, which is not read ahead.
  std::vector<ingest::BatchEditor*> editors();
  std::vector<ingest::BatchEditor*> history_editors();

  const Enrichment& enrichment() const { return enrichment_; }

 private:
  const ScanOptions& options_;
  const Console& console_;
  Enrichment enrichment_;
  std::unique_ptr<SignatureEditor> signatures_;
};

}  // namespace yaral::cli
