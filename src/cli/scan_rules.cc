#include "cli/scan_rules.h"

#include <algorithm>
#include <ostream>

#include "cli/compile_files.h"
#include "cli/named_packs.h"
#include "cli/rule_files.h"
#include "packs/find.h"
#include "packs/list_set.h"
#include "syntax/render.h"

namespace yaral::cli {

namespace {

using packs::FileProblem;

class RuleLoader {
 public:
  RuleLoader(const ScanOptions& options, const Console& console) : options_(options), console_(console) {}

  ScanRules run() {
    const std::vector<packs::Pack> chosen = choose_packs();
    RuleFiles files = find_rule_files(options_.rules);
    tell(files.problems);
    for (const packs::Pack& pack : chosen) {
      result_.packs.push_back(pack.id);
      for (const std::string& rule : pack.rules) files.paths.push_back(pack.path(rule));
    }
    compile(files.paths);
    equip(chosen);
    return std::move(result_);
  }

 private:
  std::vector<packs::Pack> choose_packs() {
    packs::FoundPacks found = named_packs(options_.packs, console_);
    if (options_.packs.empty() && options_.rules.empty()) {
      found = packs::bundled_packs(packs::pack_folders(console_.executable, console_.pack_path));
      if (found.packs.empty() && found.problems.empty())
        found.problems.push_back({"bundled packs", 0, "none found; set YARAL_PACKS, or give --rules or --pack"});
    }
    tell(found.problems);
    return std::move(found.packs);
  }

  void compile(const std::vector<std::string>& paths) {
    const std::size_t unreadable =
        compile_files(paths, options_.strict, options_.threads, console_, [&](semantics::CompiledFile file) {
          result_.found += file.rule_count;
          std::vector<syntax::Diagnostic> shown;
          for (const syntax::Diagnostic& d : file.diagnostics.all()) {
            const bool error = d.severity == syntax::Severity::kError;
            result_.warnings += !error;
            if (error || options_.verbose) shown.push_back(d);
          }
          console_.err << syntax::render_text({.source = file.source.get(), .diagnostics = shown},
                                              {.colour = console_.err_terminal.colour});
          result_.wrong |= file.diagnostics.has_errors();
          std::ranges::move(file.rules, std::back_inserter(result_.rules));
        });
    result_.wrong |= unreadable > 0;
  }

  // Gives the rules their reference lists and data tables, the user's first, then those of the packs, and the entities.
  void equip(const std::vector<packs::Pack>& chosen) {
    packs::ListSet lists;
    std::vector<FileProblem> problems;
    for (const std::string& folder : options_.lists) lists.add_folder(folder, problems);
    for (const packs::Pack& pack : chosen)
      if (!pack.lists.empty()) lists.add_folder(pack.path(pack.lists), problems);
    plan::Lookups& lookups = result_.context.lookups;
    lookups.lists = lists.for_rules(result_.rules, problems);
    lookups.tables = load_tables(options_.tables, chosen, problems);
    tell(problems);
    if (!options_.entities.empty())
      result_.wrong |= !load_entities(options_.entities, console_, result_.context.entities);
  }

  void tell(const std::vector<FileProblem>& problems) {
    for (const FileProblem& problem : problems) print_error(console_, packs::to_string(problem));
    result_.wrong |= !problems.empty();
  }

  const ScanOptions& options_;
  const Console& console_;
  ScanRules result_;
};

}  // namespace

bool reads_entities(const semantics::BoundRule& rule) {
  return std::ranges::any_of(rule.variables, [](const semantics::EventVariable& variable) {
    return variable.source == semantics::EventSource::kEntity;
  });
}

ScanRules load_scan_rules(const ScanOptions& options, const Console& console) {
  return RuleLoader(options, console).run();
}

}  // namespace yaral::cli
