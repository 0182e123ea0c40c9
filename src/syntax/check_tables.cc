#include <fmt/format.h>

#include <algorithm>

#include "syntax/ast_builder.h"
#include "syntax/quote.h"

namespace yaral::syntax {
namespace {

std::string_view example_of(SetupOperation::Kind kind) {
  return std::ranges::find(setup_forms(), kind, &SetupForm::kind)->example;
}

// Why an expression cannot be a join of `setup`; empty if it can.
std::string_view why_no_join(const Expr& e) {
  if (e.kind == ExprKind::kOr || e.kind == ExprKind::kNot) return "joins are combined by `and` alone";
  if (e.kind == ExprKind::kIn) return "a join compares by `=`";
  if (e.kind != ExprKind::kCompare) return "a join compares a field of an entity with a column of a table";
  if (e.compare != CompareOp::kEq) return "a join compares by `=`";
  if (e.nocase) return "a join takes no `nocase`";
  for (const Expr& side : e.children) {
    if (side.kind == ExprKind::kVariable) return "placeholders cannot stand in `setup`";
    if (side.kind == ExprKind::kPath && side.modifier != Modifier::kNone) return "a join takes no `any` and no `all`";
  }
  const auto is = [&](std::size_t i, ExprKind kind) { return e.children[i].kind == kind; };
  const bool path_first = is(0, ExprKind::kPath) && is(1, ExprKind::kList);
  const bool list_first = is(0, ExprKind::kList) && is(1, ExprKind::kPath);
  if (!path_first && !list_first) return "a join compares a field of an entity with a column of a table";
  if (e.children[path_first ? 1 : 0].column.empty()) return "the column of the table is missing";
  return {};
}

bool holds_error(const Expr& e) { return e.kind == ExprKind::kError || std::ranges::any_of(e.children, holds_error); }

void check_joins(const SetupOperation& operation, Diagnostics& diagnostics) {
  for (const Expr& join : operation.joins) {
    const std::string_view why = holds_error(join) ? std::string_view() : why_no_join(join);
    if (why.empty()) continue;
    diagnostics.report(Code::kBadSetup, join.span, std::string(why)).help =
        fmt::format("write `{}`", example_of(operation.kind));
  }
}

void check_append(const SetupOperation& operation, Diagnostics& diagnostics) {
  const bool complete = !operation.variable_span.empty() && !operation.table_span.empty();
  if (complete && operation.joins.empty()) return;
  if (std::ranges::any_of(operation.joins, holds_error)) return;
  const Span span = operation.joins.empty() ? operation.span : operation.joins.front().span;
  diagnostics.report(Code::kBadSetup, span, "`graph_append` takes an entity variable and a table").help =
      fmt::format("write `{}`", example_of(operation.kind));
}

}  // namespace

void check_tables(const Rule& rule, const Source& source, Diagnostics& diagnostics) {
  for (const SetupOperation& operation : rule.setup) {
    if (operation.kind == SetupOperation::Kind::kAppend) {
      check_append(operation, diagnostics);
    } else {
      check_joins(operation, diagnostics);
    }
  }
  for (const ExportWrite& write : rule.exports) {
    const bool blank = source.text(write.span).ends_with(")") && write.columns.empty();
    const bool told = std::ranges::any_of(diagnostics.all(), [&](const Diagnostic& d) {
      return d.severity == Severity::kError && d.primary.span.begin >= write.span.begin &&
             d.primary.span.begin < write.span.end;
    });
    if (!blank || told) continue;
    diagnostics.report(Code::kBadExport, write.span, "the row has no columns").help =
        fmt::format("write `%{}.write_row(column: $outcome)`", write.table);
  }
}

}  // namespace yaral::syntax
