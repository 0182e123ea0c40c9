#pragma once

#include <optional>
#include <string>
#include <vector>

#include "semantics/binder.h"

namespace yaral::semantics {

// Declares the event variables: those whose paths `events` holds, in the order of first use (3.1).
void declare_variables(Binder& b);
// Their names, those of tables left out.
std::vector<std::string> event_variable_names(const Binder& b);
// The variable of a path; reports one that `events` does not declare.
std::optional<std::uint32_t> find_variable(Binder& b, const syntax::Expr& path);

// Notes the placeholders of `events` and what binds them. `conjuncts` are the predicates that all must hold.
void declare_placeholders(Binder& b, const std::vector<const syntax::Expr*>& conjuncts);
// Binds all that were declared.
void bind_placeholders(Binder& b);
// The placeholder `at` as an expression, bound first if need be.
Expr use_placeholder(Binder& b, std::size_t at, Span span);

// Reports a name that nothing declares, with the nearest of those that exist.
void report_unknown_name(Binder& b, char sigil, const std::string& name, Span span);
// Reports an event variable that stands where a value is needed.
void report_variable_as_value(Binder& b, const std::string& name, Span span);

// Calls `visit` for every expression in `root`, itself first, in the order written.
template <typename Visit>
void visit_all(const syntax::Expr& root, const Visit& visit) {
  visit(root);
  for (const syntax::Expr& child : root.children) visit_all(child, visit);
  for (const syntax::NamedArgument& argument : root.named) visit_all(argument.value, visit);
}

}  // namespace yaral::semantics
