#include "semantics/condition.h"

#include <algorithm>

#include <fmt/format.h>

#include "semantics/expression.h"
#include "semantics/joins.h"
#include "semantics/names.h"
#include "semantics/paths.h"

namespace yaral::semantics {

namespace {

using syntax::CompareOp;
using syntax::ExprKind;

Expr bind_atoms(Binder& b, const syntax::Expr& ast);

// What a name stands for in a condition; outcomes hide placeholders.
enum class Meaning : std::uint8_t { kOutcome, kEvent, kPlaceholder, kMatchKey, kNothing };

const PlaceholderDraft* find_placeholder(const Binder& b, const std::string& name) {
  const auto at = b.placeholder_of.find(name);
  return at == b.placeholder_of.end() ? nullptr : &b.placeholders[at->second];
}

Meaning meaning_of(const Binder& b, const std::string& name) {
  if (b.outcomes.contains(name)) return Meaning::kOutcome;
  if (b.variables.contains(name)) return Meaning::kEvent;
  const PlaceholderDraft* p = find_placeholder(b, name);
  if (!p) return Meaning::kNothing;
  return b.key_of_placeholder.contains(p->index) ? Meaning::kMatchKey : Meaning::kPlaceholder;
}

void report_key(Binder& b, const syntax::Expr& ast) {
  report(b, Code::kMatchKeyInCondition, ast.span,
         fmt::format("`${}` is a match key, which `condition` cannot test", ast.text))
      .help = "every group has one value of it: test it in `events`";
}

Expr count_of(Binder& b, const std::string& name, Span span) {
  if (const auto variable = b.variables.find(name); variable != b.variables.end())
    return {.op = Op::kEventCount, .type = type_of(BaseType::kInt), .span = span, .index = variable->second};
  PlaceholderDraft& p = b.placeholders[b.placeholder_of.at(name)];
  ++p.uses;
  if (b.rule.placeholders[p.index].type.is_error()) return error_expr(span);
  return {.op = Op::kPlaceholderCount, .type = type_of(BaseType::kInt), .span = span, .index = p.index};
}

Expr compare_with_zero(Expr count, CompareOp op) {
  if (count.type.is_error()) return count;
  const Span span = count.span;
  std::vector<Expr> args;
  args.push_back(std::move(count));
  args.push_back(int_constant(0, span));
  Expr e = make(Op::kCompare, type_of(BaseType::kBool), span, std::move(args));
  e.compare = op;
  return e;
}

// A bare outcome holds when it is not zero, empty or false (6.1).
Expr test_outcome(Binder& b, const syntax::Expr& ast) {
  Expr outcome = bind_name(b, ast);
  if (outcome.type.is_error() || outcome.type == type_of(BaseType::kBool)) return outcome;
  std::vector<Expr> args;
  Expr null{.op = Op::kConstant, .type = outcome.type, .span = ast.span};
  args.push_back(std::move(outcome));
  args.push_back(std::move(null));
  Expr e = make(Op::kCompare, type_of(BaseType::kBool), ast.span, std::move(args));
  e.compare = CompareOp::kNe;
  return e;
}

// `$name` alone.
Expr bind_bare_name(Binder& b, const syntax::Expr& ast) {
  switch (meaning_of(b, ast.text)) {
    case Meaning::kOutcome: return test_outcome(b, ast);
    case Meaning::kEvent:
    case Meaning::kPlaceholder: return compare_with_zero(count_of(b, ast.text, ast.span), CompareOp::kGt);
    case Meaning::kMatchKey: report_key(b, ast); break;
    case Meaning::kNothing: report_unknown_name(b, '$', ast.text, ast.span); break;
  }
  return error_expr(ast.span);
}

// `!$name`
Expr bind_absence(Binder& b, const syntax::Expr& ast) {
  switch (meaning_of(b, ast.text)) {
    case Meaning::kEvent:
    case Meaning::kPlaceholder: return compare_with_zero(count_of(b, ast.text, ast.span), CompareOp::kEq);
    case Meaning::kMatchKey: report_key(b, ast); break;
    case Meaning::kNothing: report_unknown_name(b, '$', ast.text, ast.name_span); break;
    case Meaning::kOutcome: {
      auto& diagnostic =
          report(b, Code::kNotOnEvent, ast.span,
                 fmt::format("`!` stands before event variables and placeholders, but `${}` is an outcome", ast.text));
      diagnostic.help = "write `not`";
      diagnostic.fix = replace_by(ast.span, "not $" + ast.text);
      break;
    }
  }
  return error_expr(ast.span);
}

Expr bind_lone_count(Binder& b, const syntax::Expr& ast) {
  const Expr count = bind_count(b, ast);
  if (count.type.is_error()) return count;
  auto& diagnostic =
      report(b, Code::kCountNotCompared, ast.span, fmt::format("`#{}` is a number and needs a comparison", ast.text));
  diagnostic.help = fmt::format("write `#{0} > 0`, or `${0}` for the same", ast.text);
  return error_expr(ast.span);
}

Expr bind_n_of(Binder& b, const syntax::Expr& ast) {
  std::vector<Expr> args;
  for (const syntax::Expr& child : ast.children) args.push_back(bind_atoms(b, child));
  const auto count = static_cast<std::int64_t>(args.size());
  const std::int64_t wanted = ast.integer == -1 ? count : ast.integer;
  const bool tumbling = b.rule.window && b.rule.window->kind == syntax::WindowKind::kTumbling;
  if (wanted < 1 || wanted > count || tumbling) {
    auto& diagnostic = report(b, Code::kBadNOf, ast.span,
                              tumbling ? std::string("`of […]` does not go with tumbling windows (`by`)")
                                       : fmt::format("{} of {} expressions cannot be true", wanted, count));
    diagnostic.help = tumbling ? "use a hop window: `over`" : fmt::format("ask for 1 to {}", count);
    return error_expr(ast.span);
  }
  Expr e = make(Op::kAtLeast, type_of(BaseType::kBool), ast.span, std::move(args));
  e.constant = Value::integer(wanted);
  return e;
}

Expr bind_atoms(Binder& b, const syntax::Expr& ast) {
  switch (ast.kind) {
    case ExprKind::kAnd:
    case ExprKind::kOr: {
      std::vector<Expr> args;
      for (const syntax::Expr& child : ast.children) args.push_back(bind_atoms(b, child));
      return make(ast.kind == ExprKind::kAnd ? Op::kAnd : Op::kOr, type_of(BaseType::kBool), ast.span, std::move(args));
    }
    case ExprKind::kNot: return negate(bind_atoms(b, ast.children[0]));
    case ExprKind::kVariable: return bind_bare_name(b, ast);
    case ExprKind::kAbsent: return bind_absence(b, ast);
    case ExprKind::kCount: return bind_lone_count(b, ast);
    case ExprKind::kNOf: return bind_n_of(b, ast);
    default: return bind_predicate(b, ast);
  }
}

}  // namespace

Expr bind_count(Binder& b, const syntax::Expr& ast) {
  if (b.section != Section::kCondition) return error_expr(ast.span);  // reported by the parser
  // An outcome has no count, so `#name` is the placeholder even where an outcome hides it.
  const bool hidden = b.outcomes.contains(ast.text) && find_placeholder(b, ast.text);
  switch (hidden ? Meaning::kPlaceholder : meaning_of(b, ast.text)) {
    case Meaning::kEvent:
    case Meaning::kPlaceholder: return count_of(b, ast.text, ast.span);
    case Meaning::kMatchKey: report_key(b, ast); break;
    case Meaning::kNothing: report_unknown_name(b, '#', ast.text, ast.span); break;
    case Meaning::kOutcome: {
      auto& diagnostic = report(b, Code::kCountNotCompared, ast.span,
                                fmt::format("`#` counts events and placeholders, but `${}` is an outcome", ast.text));
      diagnostic.help = "test its value";
      diagnostic.fix = replace_by(ast.span, "$" + ast.text);
      break;
    }
  }
  return error_expr(ast.span);
}

Expr bind_condition_name(Binder& b, const syntax::Expr& ast) {
  switch (meaning_of(b, ast.text)) {
    case Meaning::kOutcome: return bind_name(b, ast);
    case Meaning::kMatchKey: report_key(b, ast); break;
    case Meaning::kNothing: report_unknown_name(b, '$', ast.text, ast.span); break;
    case Meaning::kEvent:
    case Meaning::kPlaceholder: {
      const bool event = b.variables.contains(ast.text);
      auto& diagnostic = report(
          b, Code::kCountNotCompared, ast.span,
          fmt::format("`${}` is {} and has no value here", ast.text, event ? "an event variable" : "a placeholder"));
      diagnostic.help = fmt::format("`#{}` is the number of its {}", ast.text, event ? "events" : "different values");
      diagnostic.fix = replace_by(ast.span, "#" + ast.text);
      break;
    }
  }
  return error_expr(ast.span);
}

Expr refuse_field(Binder& b, const syntax::Expr& ast) {
  if (find_variable(b, ast) && resolve_path(b, ast)) {
    report(b, Code::kFieldInCondition, ast.span,
           fmt::format("`condition` cannot read the field {}", written(b, ast.span)))
        .help = "test it in `events`, or give an aggregate of it to an outcome variable and test that";
  }
  return error_expr(ast.span);
}

Expr refuse_condition_atom(Binder& b, const syntax::Expr& ast) {
  // Elsewhere than in a condition the parser has refused it; there it may stand where a value is needed.
  if (b.section == Section::kCondition) {
    report(b, Code::kNotBoolean, ast.span, fmt::format("{} cannot be an operand", written(b, ast.span))).help =
        "join it with `and`";
  }
  return error_expr(ast.span);
}

void bind_condition(Binder& b) {
  if (!b.ast.condition) return;
  b.section = Section::kCondition;
  b.rule.condition = bind_atoms(b, *b.ast.condition);
  const bool covered = check_coverage(b);
  check_bounds(b, covered);
  close_predicates(b);
  // A variable that is used once and nowhere else is often a misspelt one, which no join can be expected of.
  if (covered) check_joins(b);
}

}  // namespace yaral::semantics
