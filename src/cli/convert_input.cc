#include "cli/convert_input.h"

#include <algorithm>
#include <expected>
#include <iterator>
#include <ostream>

#include "cli/compile_files.h"
#include "cli/context_files.h"
#include "cli/input_options.h"
#include "cli/named_packs.h"
#include "cli/output.h"
#include "cli/rule_files.h"
#include "packs/files.h"
#include "sigma/export_schema.h"
#include "syntax/render.h"

namespace yaral::cli {

convert::Schema target_schema(const convert::Target& target, const std::vector<std::string>& files,
                              const Console& console, std::vector<packs::FileProblem>& problems) {
  if (target.schema != "sigma")
    return convert::read_schema(std::string(target.schema), convert::schema_folders(console.executable), files,
                                problems);
  convert::Schema schema = sigma::export_schema(sigma::Taxonomy());
  convert::add_files(schema, files, problems);
  return schema;
}

std::optional<const convert::Schema*> TargetSchemas::find(const convert::Target& target) {
  if (target.schema.empty()) return nullptr;
  const auto [place, is_new] = read_.try_emplace(target.schema);
  std::optional<convert::Schema>& schema = place->second;
  if (is_new) {
    std::vector<packs::FileProblem> problems;
    schema = target_schema(target, fields_, console_, problems);
    for (const packs::FileProblem& problem : problems) print_error(console_, packs::to_string(problem));
    wrong_ |= !problems.empty();
    if (const auto kept = only_.empty() ? std::expected<void, std::string>() : schema->keep_only(only_); !kept) {
      print_error(console_, "--source: " + kept.error());
      wrong_ = true;
      schema.reset();
    }
  }
  if (!schema) return std::nullopt;
  return &*schema;
}

ConvertInput::ConvertInput(const ConvertSources& sources, const Console& console) : console_(console) {
  load(sources);
  std::vector<packs::FileProblem> problems;
  lookups_.lists = lists_.known_to(rules_, problems);
  lookups_.tables = load_tables(sources.tables, packs_, problems);
  tell(problems);
}

void ConvertInput::load(const ConvertSources& sources) {
  packs::FoundPacks chosen = named_packs(sources.packs, console_);
  tell(chosen.problems);
  packs_ = std::move(chosen.packs);
  RuleFiles files = find_rule_files(sources.rules);
  tell(files.problems);
  std::vector<packs::FileProblem> problems;
  for (const std::string& folder : sources.lists) lists_.add_folder(folder, problems);
  for (const packs::Pack& pack : packs_) {
    for (const std::string& rule : pack.rules) files.paths.push_back(pack.path(rule));
    if (!pack.lists.empty()) lists_.add_folder(pack.path(pack.lists), problems);
  }
  tell(problems);
  const std::size_t unreadable = compile_files(files.paths, false, all_threads(), console_,
                                               [&](semantics::CompiledFile file) { take(std::move(file)); });
  wrong_ |= unreadable > 0;
}

void ConvertInput::take(semantics::CompiledFile file) {
  std::vector<syntax::Diagnostic> errors;
  for (const syntax::Diagnostic& d : file.diagnostics.all())
    if (d.severity == syntax::Severity::kError) errors.push_back(d);
  console_.err << syntax::render_text({.source = file.source.get(), .diagnostics = errors},
                                      {.colour = console_.err_terminal.colour});
  wrong_ |= !errors.empty();
  std::ranges::move(file.rules, std::back_inserter(rules_));
}

std::vector<convert::Conversion> ConvertInput::to(const convert::Target& target, TargetSchemas& schemas) const {
  std::vector<convert::Conversion> out;
  const auto schema = schemas.find(target);
  if (!schema) return out;
  for (const semantics::BoundRule& rule : rules_)
    out.push_back(convert::convert(rule, target, {.lookups = lookups_, .schema = *schema}));
  return out;
}

void ConvertInput::tell(const std::vector<packs::FileProblem>& problems) {
  for (const packs::FileProblem& problem : problems) print_error(console_, packs::to_string(problem));
  wrong_ |= !problems.empty();
}

}  // namespace yaral::cli
