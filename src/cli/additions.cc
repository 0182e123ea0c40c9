#include "cli/additions.h"

#include <algorithm>

namespace yaral::cli {

int Additions::prepare(ScanRules& rules) {
  if (!options_.signatures.folders.empty()) {
    auto read = SignatureEditor::read(options_.signatures, console_, options_.quiet);
    if (!read) return read.error();
    signatures_ = *std::move(read);
    rules.wrong |= signatures_->incomplete();
  }
  if (!enrichment_.open_databases()) return kMisuse;
  ingest::ContextRecords& entities = rules.context.entities;
  enrichment_.use_aliases(entities);
  const bool wanted = std::ranges::any_of(rules.rules, reads_entities);
  return rules.rules.empty() || enrichment_.look_ahead(entities, wanted) ? kClean : kInterrupted;
}

std::vector<ingest::BatchEditor*> Additions::editors() {
  std::vector<ingest::BatchEditor*> editors = enrichment_.editors();
  std::ranges::copy(history_editors(), std::back_inserter(editors));
  return editors;
}

std::vector<ingest::BatchEditor*> Additions::history_editors() {
  if (signatures_ == nullptr) return {};
  return {signatures_.get()};
}

}  // namespace yaral::cli
