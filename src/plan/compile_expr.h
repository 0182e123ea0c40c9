#pragma once

#include <string>
#include <vector>

#include "plan/compiler.h"

namespace yaral::plan {

// Compiles the expressions of one rule: constants become regexes, blocks and lists; placeholders are replaced by what they
// are bound to; enum names and the like stay for the evaluator.
class ExprCompiler {
 public:
  ExprCompiler(const semantics::BoundRule& rule, const Lookups& lookups, const RulePlan& plan,
               std::vector<PlanProblem>& problems)
      : rule_(rule), lookups_(lookups), plan_(plan), problems_(problems) {}

  Node compile(const semantics::Expr& e);
  // From now on expressions are about groups, in which a variable may be absent: a placeholder then is what any of the
  // variables that it is bound in gives.
  void begin_groups() { of_groups_ = true; }

  // Whether something could not be compiled.
  bool failed() const { return failed_; }

 private:
  void compile_list(const semantics::Expr& e, Node& node);
  void compile_column(const semantics::Expr& e, Node& node);
  void match_entries(const std::vector<std::string>& entries, semantics::ListMode mode, const semantics::Expr& e,
                     Node& node);
  Node compile_placeholder(const semantics::Placeholder& placeholder);
  void compile_call(const semantics::Expr& e, Node& node);
  void fail(std::string message);

  const semantics::BoundRule& rule_;
  const Lookups& lookups_;
  const RulePlan& plan_;
  std::vector<PlanProblem>& problems_;
  bool of_groups_ = false;
  bool failed_ = false;
};

// The variables that an expression reads, a bit each.
std::uint32_t variable_mask(const semantics::Expr& e, const semantics::BoundRule& rule);

// Whether a node's value can differ between the rows of one event.
bool depends_on_row(const Node& node, const RulePlan& plan);

// A text form that is the same exactly for predicates that give the same result on every event.
std::string predicate_key(const semantics::Expr& e, const semantics::BoundRule& rule);

}  // namespace yaral::plan
