#include "attack/coverage.h"

#include <algorithm>
#include <map>

#include "attack/id_scanner.h"
#include "attack/meta_keys.h"

namespace yaral::attack {

namespace {

struct ById {
  bool operator()(const Technique* a, const Technique* b) const { return a->id < b->id; }
};

using RulesByTechnique = std::map<const Technique*, std::vector<const CoveredRule*>, ById>;

RulesByTechnique by_technique(const Coverage& coverage) {
  RulesByTechnique rules;
  for (const CoveredRule& rule : coverage.rules)
    for (const Technique* technique : rule.techniques) rules[technique].push_back(&rule);
  return rules;
}

std::vector<const Technique*> counted(const std::vector<const Technique*>& named) {
  std::vector<const Technique*> techniques;
  for (const Technique* technique : named)
    if (const Technique* current = successor(*technique)) techniques.push_back(current);
  std::ranges::sort(techniques, ById());
  const auto again = std::ranges::unique(techniques);
  techniques.erase(again.begin(), again.end());
  return techniques;
}

bool is_of(const Technique& technique, const Tactic& tactic) { return technique.tactics.contains(tactic.id); }

// A rule may name a technique and its sub-techniques. Both lists are in the order of the rules.
void add_rules(std::vector<const CoveredRule*>& all, const std::vector<const CoveredRule*>& more) {
  std::vector<const CoveredRule*> merged;
  std::ranges::set_union(all, more, std::back_inserter(merged));
  all = std::move(merged);
}

bool tries_to_name_technique(const Reference& reference) {
  const auto tries = [](const Problem& problem) {
    return problem.fault == Fault::kUnknownTechnique || problem.fault == Fault::kAmbiguousTechnique;
  };
  return !reference.techniques.empty() || std::ranges::any_of(reference.problems, tries);
}

// Reads what the meta section names. Ids come first: they tell which technique an ambiguous name means.
class MetaReader {
 public:
  MetaReader(const RuleFacts& rule, std::vector<RuleProblem>& problems) : rule_(rule), problems_(problems) {}

  Reference read() {
    for (const bool with_ids : {true, false})
      for (const RuleMeta& meta : rule_.meta)
        if (const auto holds = meaning_of(meta.key); holds && scan_ids(meta.value).empty() != with_ids)
          read(meta, *holds);
    std::ranges::copy(rule_.also, std::back_inserter(named_.techniques));
    for (const Problem& problem : foreign_tactics(named_.techniques, named_.tactics)) tell(problem, tactic_line_);
    return std::move(named_);
  }

 private:
  void read(const RuleMeta& meta, Holds holds) {
    const std::size_t told = named_.problems.size();
    const std::size_t tactics = named_.tactics.size();
    read_value(meta.value, holds, named_);
    for (std::size_t i = told; i < named_.problems.size(); ++i) tell(named_.problems[i], meta.line);
    if (named_.tactics.size() > tactics) tactic_line_ = meta.line;
  }

  void tell(const Problem& problem, std::uint32_t line) {
    problems_.push_back({.file = rule_.file, .line = line, .rule = rule_.name, .problem = problem});
  }

  const RuleFacts& rule_;
  std::vector<RuleProblem>& problems_;
  Reference named_;
  std::uint32_t tactic_line_ = rule_.line;
};

Column column_of(const Tactic& tactic, const RulesByTechnique& rules) {
  Column column{.tactic = &tactic};
  for (const Technique& technique : all_techniques())
    column.techniques += is_of(technique, tactic) && !is_subtechnique(technique);
  for (const auto& [technique, named_by] : rules) {
    if (!is_of(*technique, tactic)) continue;
    const Technique& above = parent(*technique);
    if (column.covered.empty() || column.covered.back().technique != &above)
      column.covered.push_back({.technique = &above});
    Cell& cell = column.covered.back();
    add_rules(cell.all, named_by);
    if (is_subtechnique(*technique))
      cell.subtechniques.push_back({.technique = technique, .rules = named_by, .all = named_by});
    else
      cell.rules = named_by;
  }
  return column;
}

}  // namespace

void Coverage::add(const RuleFacts& rule) {
  std::vector<RuleProblem> found;
  const Reference named = MetaReader(rule, found).read();
  std::ranges::stable_sort(found, {}, &RuleProblem::line);
  std::ranges::move(found, std::back_inserter(problems));
  rules.push_back({.name = rule.name,
                   .file = rule.file,
                   .line = rule.line,
                   .techniques = counted(named.techniques),
                   .names_technique = tries_to_name_technique(named)});
}

std::vector<Column> matrix_of(const Coverage& coverage) {
  const RulesByTechnique rules = by_technique(coverage);
  std::vector<Column> columns;
  for (const Tactic& tactic : all_tactics()) columns.push_back(column_of(tactic, rules));
  return columns;
}

std::vector<Cell> covered_techniques(const Coverage& coverage) {
  std::vector<Cell> cells;
  for (auto& [technique, rules] : by_technique(coverage))
    cells.push_back({.technique = technique, .rules = rules, .all = rules});
  return cells;
}

}  // namespace yaral::attack
