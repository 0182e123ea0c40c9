#include <map>

#include <fmt/format.h>

#include "semantics/names.h"
#include "semantics/sections.h"

// The writes of `export` (language reference 2.8).
namespace yaral::semantics {

namespace {

using syntax::ExprKind;

constexpr std::size_t kMostColumns = 1'000;  // language reference 3.12

std::optional<Expr> refuse(Binder& b, const syntax::Expr& ast, std::string message, std::string help) {
  report(b, Code::kExportValue, ast.span, std::move(message)).help = std::move(help);
  return std::nullopt;
}

std::optional<Expr> bind_variable(Binder& b, const syntax::Expr& ast) {
  if (const auto outcome = b.outcomes.find(ast.text); outcome != b.outcomes.end())
    return Expr{.op = Op::kOutcome,
                .type = b.rule.outcomes[outcome->second].value.type,
                .span = ast.span,
                .index = outcome->second};
  if (const auto at = b.placeholder_of.find(ast.text); at != b.placeholder_of.end()) {
    const PlaceholderDraft& placeholder = b.placeholders[at->second];
    const auto key = b.key_of_placeholder.find(placeholder.index);
    if (placeholder.state == PlaceholderDraft::State::kDone && key != b.key_of_placeholder.end())
      return Expr{
          .op = Op::kMatchKey, .type = b.rule.keys[key->second].value.type, .span = ast.span, .index = key->second};
    return refuse(b, ast, fmt::format("`${}` is a placeholder and no match key", ast.text),
                  fmt::format("write it by an outcome, such as `$values = array_distinct(${})`", ast.text));
  }
  if (b.variables.contains(ast.text)) {
    report_variable_as_value(b, ast.text, ast.span);
    return std::nullopt;
  }
  report_unknown_name(b, '$', ast.text, ast.span);
  return std::nullopt;
}

std::optional<Expr> bind_column_value(Binder& b, const syntax::Expr& ast) {
  const std::string text = written(b, ast.span);
  switch (ast.kind) {
    case ExprKind::kError: return std::nullopt;
    case ExprKind::kVariable: return bind_variable(b, ast);
    case ExprKind::kPath:
      if (b.outcomes.contains(ast.text))
        return refuse(b, ast, fmt::format("`${}` is written whole, without an index or field", ast.text),
                      fmt::format("write `${}`", ast.text));
      return refuse(b, ast, fmt::format("the field {} cannot be written directly", text),
                    fmt::format("give it to an outcome variable: `$value = array_distinct({})`",
                                b.source.text({ast.name_span.begin, ast.span.end})));
    case ExprKind::kList:
      return refuse(b, ast, fmt::format("the column {} cannot be written into a table", text),
                    "write outcome variables and match keys");
    default:
      return refuse(b, ast, fmt::format("{} is neither an outcome variable nor a match key", text),
                    "give the value to an outcome variable, and write that");
  }
}

void bind_write(Binder& b, const syntax::ExportWrite& ast) {
  Export out{.table = ast.table, .columns = {}};
  std::map<std::string_view, Span> seen;
  for (const syntax::ExportWrite::Column& column : ast.columns) {
    const auto [first, fresh] = seen.emplace(column.name, column.name_span);
    if (!fresh) {
      report(b, Code::kDuplicateColumn, column.name_span, fmt::format("the column `{}` is written twice", column.name))
          .others.push_back({first->second, "first here"});
      continue;
    }
    if (seen.size() > kMostColumns) {
      report(b, Code::kExportValue, column.name_span, fmt::format("a table has at most {} columns", kMostColumns));
      break;
    }
    if (auto value = bind_column_value(b, column.value)) out.columns.push_back({column.name, std::move(*value)});
  }
  b.rule.exports.push_back(std::move(out));
}

}  // namespace

void bind_export(Binder& b) {
  for (const syntax::ExportWrite& write : b.ast.exports) {
    if (&write == &b.ast.exports.front()) {
      bind_write(b, write);
      continue;
    }
    report(b, Code::kSeveralExports, write.table_span, "a rule writes one row for each detection")
        .others.push_back({b.ast.exports.front().table_span, "the first write"});
  }
}

}  // namespace yaral::semantics
