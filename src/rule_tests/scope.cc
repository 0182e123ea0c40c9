#include "rule_tests/scope.h"

#include <algorithm>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "packs/files.h"
#include "semantics/lookups_read.h"

namespace yaral::rule_tests {

RuleTexts::RuleTexts(const Scope& scope, bool strict, std::vector<semantics::CompiledFile>& wrong,
                     std::vector<packs::FileProblem>& problems)
    : strict_(strict) {
  for (const std::string& path : scope.rules) {
    auto text = packs::read_text_file(path);
    if (!text) {
      problems.push_back({path, 0, text.error()});
      complete_ = false;
      continue;
    }
    semantics::CompiledFile compiled = semantics::compile(path, *text, {.strict = strict});
    for (const semantics::BoundRule& rule : compiled.rules) {
      lists_.merge(semantics::lists_read(rule));
      tables_.merge(semantics::tables_read(rule));
      const auto [known, fresh] = file_of_.try_emplace(rule.name, path);
      if (!fresh)
        problems.push_back(
            {path, 0, fmt::format("there is another rule {} in {}; the first is tested", rule.name, known->second)});
    }
    complete_ = complete_ && !compiled.diagnostics.has_errors();
    if (compiled.diagnostics.has_errors()) wrong.push_back(std::move(compiled));
    texts_.emplace(path, std::move(*text));
  }
}

std::vector<std::string> RuleTexts::names() const {
  std::vector<std::string> names;
  for (const auto& [name, file] : file_of_) names.push_back(name);
  return names;
}

std::vector<semantics::BoundRule> RuleTexts::compile(std::span<const std::string> names) const {
  const std::set<std::string> wanted(names.begin(), names.end());
  std::set<std::string> files;
  for (const auto& [name, file] : file_of_)
    if (wanted.empty() || wanted.contains(name)) files.insert(file);
  std::vector<semantics::BoundRule> rules;
  for (const std::string& file : files) {
    semantics::CompiledFile compiled = semantics::compile(file, texts_.at(file), {.strict = strict_});
    std::erase_if(compiled.rules, [&](const semantics::BoundRule& rule) {
      return file_of_.at(rule.name) != file || (!wanted.empty() && !wanted.contains(rule.name));
    });
    std::ranges::move(compiled.rules, std::back_inserter(rules));
  }
  return rules;
}

}  // namespace yaral::rule_tests
