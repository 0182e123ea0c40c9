#include "syntax/ast_builder.h"
#include "syntax/lexer_rules.h"

namespace yaral::syntax {

void AstBuilder::setup(NodeId id, Rule& rule) {
  for (const NodeId child : child_ids(id))
    if (node(child).kind == NodeKind::kSetupOperation) rule.setup.push_back(setup_operation(child));
}

SetupOperation AstBuilder::setup_operation(NodeId id) {
  const Token& name = token(node(id).first_token);
  const SetupForm& form = *find_setup_form(text(name));
  SetupOperation operation{.kind = form.kind, .span = tree_.span(id), .name_span = name.span()};
  for (const NodeId child : child_ids(id)) {
    Expr operand = expr(child);
    if (!form.square) {
      if (operand.kind == ExprKind::kAnd) {
        operation.joins = std::move(operand.children);
      } else {
        operation.joins.push_back(std::move(operand));
      }
    } else if (operand.kind == ExprKind::kVariable && operation.variable_span.empty()) {
      operation.variable = operand.text;
      operation.variable_span = operand.span;
    } else if (operand.kind == ExprKind::kList && operand.column.empty() && operation.table_span.empty()) {
      operation.table = operand.text;
      operation.table_span = operand.span;
    } else {
      operation.joins.push_back(std::move(operand));  // what does not belong here: check_tables() reports it
    }
  }
  return operation;
}

void AstBuilder::exports(NodeId id, Rule& rule) {
  for (const NodeId child : child_ids(id))
    if (node(child).kind == NodeKind::kExportWrite) rule.exports.push_back(export_write(child));
}

ExportWrite AstBuilder::export_write(NodeId id) {
  const Token& table = token(node(id).first_token);
  ExportWrite write{.table = std::string(name_of_variable(text(table))),
                    .table_span = table.span(),
                    .span = tree_.span(id),
                    .columns = {}};
  for (const NodeId child : child_ids(id)) {
    if (node(child).kind != NodeKind::kExportColumn) continue;
    const Token& name = token(node(child).first_token);
    write.columns.push_back({std::string(text(name)), name.span(), first_child_or_error(child)});
  }
  return write;
}

}  // namespace yaral::syntax
