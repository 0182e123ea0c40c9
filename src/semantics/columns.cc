#include <fmt/format.h>

#include "semantics/expression.h"
#include "semantics/names.h"

namespace yaral::semantics {

namespace {

void report_list(Binder& b, const syntax::Expr& ast) {
  report(b, Code::kListAsValue, ast.span, fmt::format("`%{}` is a list, which has no value of its own", ast.text))
      .help = "look it up with `in`, or name a column of a data table: `%table.column`";
}

void report_unknown_table(Binder& b, const syntax::Expr& ast) {
  report(b, Code::kUnknownName, ast.span, fmt::format("the table `%{}` is not joined in `events`", ast.text)).help =
      fmt::format("compare one of its columns with a field there: `$e.principal.hostname = %{}.{}`", ast.text,
                  ast.column);
}

// A column is read as text or as a number, each way a use of its own.
std::uint32_t column_use(Binder& b, std::uint32_t table, const std::string& column, Type type) {
  const std::string key = column + (type.is_number() ? " number" : " text");
  const auto [at, fresh] =
      b.field_index.try_emplace({table, key, Access::kRow}, static_cast<std::uint32_t>(b.rule.fields.size()));
  if (fresh) {
    udm::Path path;
    path.type = type;
    path.text = column;
    b.rule.fields.push_back({table, std::move(path), Access::kRow});
  }
  return at->second;
}

}  // namespace

Expr bind_column(Binder& b, const syntax::Expr& ast, Type type) {
  if (ast.column.empty()) {
    report_list(b, ast);
    return error_expr(ast.span);
  }
  const auto table = b.variables.find('%' + ast.text);
  if (table == b.variables.end()) {
    report_unknown_table(b, ast);
    return error_expr(ast.span);
  }
  const std::uint32_t use = column_use(b, table->second, ast.column, type);
  return {.op = Op::kField, .type = type, .span = ast.span, .index = use};
}

}  // namespace yaral::semantics
