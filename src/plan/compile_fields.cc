#include "plan/compile_fields.h"

#include <algorithm>

namespace yaral::plan {

namespace {

// The unnested field that ends at `step` of a path, made together with those around it.
std::uint32_t repeat_node(const udm::Path& path, std::size_t which, VariablePlan& out,
                          std::map<std::string, std::uint32_t>& known) {
  std::uint32_t parent = kNone;
  std::size_t begin = 0;
  std::string prefix;
  for (std::size_t i = 0; i <= which; ++i) {
    const std::size_t end = path.repeated[i] + 1u;
    for (std::size_t s = begin; s < end; ++s) prefix += step_key(path.steps[s]);
    const auto [at, fresh] = known.try_emplace(prefix, static_cast<std::uint32_t>(out.repeats.size()));
    if (fresh) {
      out.repeats.push_back({.parent = parent,
                             .steps = {path.steps.begin() + static_cast<std::ptrdiff_t>(begin),
                                       path.steps.begin() + static_cast<std::ptrdiff_t>(end)}});
    }
    parent = at->second;
    begin = end;
  }
  return parent;
}

}  // namespace

std::string step_key(const udm::PathStep& step) {
  switch (step.kind) {
    case udm::PathStep::Kind::kField: return "." + std::to_string(step.field);
    case udm::PathStep::Kind::kIndex: return "[" + std::to_string(step.index) + "]";
    case udm::PathStep::Kind::kKey: return "[\"" + step.key + "\"]";
    case udm::PathStep::Kind::kSeconds: return ".s";
    case udm::PathStep::Kind::kNanos: return ".n";
  }
  return {};
}

void compile_fields(const semantics::BoundRule& rule, SharedParts& shared, RulePlan& out) {
  std::vector<std::map<std::string, std::uint32_t>> known(out.variables.size());
  for (const semantics::FieldUse& use : rule.fields) {
    FieldPlan field{.variable = use.variable, .type = use.path.type};
    VariablePlan& variable = out.variables[use.variable];
    field.list = use.access == semantics::Access::kList;
    if (variable.source == semantics::EventSource::kTable) {
      field.cell = static_cast<std::uint32_t>(*variable.table->find_column(use.path.text));
    } else if (field.list || !use.path.is_repeated()) {
      field.slot = shared.slot(use.path, field.list);
    } else {
      field.repeat = repeat_node(use.path, use.path.repeated.size() - 1, variable, known[use.variable]);
      field.rest.assign(use.path.steps.begin() + use.path.repeated.back() + 1, use.path.steps.end());
    }
    out.fields.push_back(std::move(field));
  }
}

}  // namespace yaral::plan
