// Any bytes as a file of Sigma rules: every rule that the import makes must compile, and what it refuses says why.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "packs/files.h"
#include "semantics/bind.h"
#include "sigma/import.h"
#include "sigma/reader.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yaral;
  static const sigma::Taxonomy taxonomy;
  const std::string text(reinterpret_cast<const char*>(data), size);
  std::vector<packs::FileProblem> problems;
  sigma::Documents documents;
  sigma::read_documents("rule.yml", packs::text_as_utf8(text), documents, problems);
  const std::vector<sigma::Imported> imported = sigma::import_documents(documents, taxonomy);
  for (const sigma::Imported& rule : imported) {
    require(rule.fidelity.refused() == rule.text.empty());
    require(!rule.fidelity.refused() || !rule.fidelity.notes().empty());
    if (rule.text.empty()) continue;
    const semantics::CompiledFile compiled = semantics::compile(rule.rule_name, rule.text);
    require(!compiled.diagnostics.has_errors());
    require(compiled.rules.size() == 1 && compiled.rules.front().name == rule.rule_name);
  }
  sigma::to_json(imported, problems);
  return 0;
}
