#include "plan/compile_expr.h"

#include <algorithm>

#include <fmt/format.h>
#include <re2/re2.h>

#include "functions/signatures/regex.h"
#include "plan/compile_tables.h"

namespace yaral::plan {

using semantics::Expr;

void ExprCompiler::fail(std::string message) {
  failed_ = true;
  add_problem(problems_, {.rule = rule_.name, .message = std::move(message), .fatal = true});
}

void ExprCompiler::match_entries(const std::vector<std::string>& entries, semantics::ListMode mode, const Expr& e,
                                 Node& node) {
  std::vector<std::string> bad;
  node.list = std::make_shared<const ListMatcher>(entries, mode, e.nocase, bad);
  const semantics::List& list = rule_.lists[e.index];
  const std::string name = list.column.empty() ? list.name : list.name + "." + list.column;
  for (const std::string& text : bad)
    add_problem(problems_, {.rule = rule_.name, .message = fmt::format("list `%{}`: {}", name, text), .fatal = false});
}

void ExprCompiler::compile_list(const Expr& e, Node& node) {
  const semantics::List& list = rule_.lists[e.index];
  const auto entries = lookups_.lists.find(list.name);
  if (entries == lookups_.lists.end()) {
    fail(fmt::format("it needs the reference list `%{}`, which was not given", list.name));
    return;
  }
  match_entries(entries->second, e.list_mode, e, node);
}

// `in %table.column`: any row (3.12). A column of patterns or ranges is matched as such by a plain `in`.
void ExprCompiler::compile_column(const Expr& e, Node& node) {
  const semantics::List& list = rule_.lists[e.index];
  const auto table = lookups_.tables.find(list.name);
  const std::string problem = column_problem(lookups_.tables, list.name, list.column);
  if (!problem.empty()) {
    fail(problem);
    return;
  }
  const std::size_t column = *table->second.find_column(list.column);
  std::vector<std::string> entries;
  for (const auto& row : table->second.rows) entries.push_back(row[column]);
  semantics::ListMode mode = e.list_mode;
  const semantics::ColumnType type = table->second.columns[column].type;
  if (mode == semantics::ListMode::kString && type == semantics::ColumnType::kRegex) mode = semantics::ListMode::kRegex;
  if (mode == semantics::ListMode::kString && type == semantics::ColumnType::kCidr) mode = semantics::ListMode::kCidr;
  match_entries(entries, mode, e, node);
}

void ExprCompiler::compile_call(const Expr& e, Node& node) {
  node.implementation = functions::find_implementation(e.function->name);
  if (!node.implementation) {
    fail(fmt::format("function `{}` cannot be run", e.function->name));
    return;
  }
  if (!node.implementation->prepare) return;
  std::vector<Value> constants;
  for (const Node& arg : node.args) constants.push_back(arg.op == Op::kConstant ? arg.constant : Value{});
  node.prepared = node.implementation->prepare(constants, e.nocase);
}

// What it is bound to; where that variable may be absent, whichever has it.
Node ExprCompiler::compile_placeholder(const semantics::Placeholder& placeholder) {
  if (!of_groups_ || placeholder.sources.size() < 2 || rule_.variables[placeholder.variable].required)
    return compile(placeholder.value);
  Node node{.op = Op::kPlaceholder, .type = placeholder.type};
  for (const semantics::Source& source : placeholder.sources) {
    node.args.push_back(compile(source.value));
    node.args.back().variables = 1u << source.variable;
  }
  return node;
}

Node ExprCompiler::compile(const Expr& e) {
  if (e.op == Op::kPlaceholder) return compile_placeholder(rule_.placeholders[e.index]);
  Node node{.op = e.op,
            .type = e.type,
            .constant = e.constant,
            .index = e.index,
            .compare = e.compare,
            .arithmetic = e.arithmetic,
            .nocase = e.nocase};
  for (const Expr& arg : e.args) node.args.push_back(compile(arg));
  if (e.op == Op::kRegex) {
    node.regex = std::make_shared<const functions::LazyRegex>(e.constant.as_text(), e.nocase);
  } else if (e.op == Op::kInList) {
    rule_.lists[e.index].column.empty() ? compile_list(e, node) : compile_column(e, node);
  } else if (e.op == Op::kCall) {
    compile_call(e, node);
  } else if (e.op == Op::kAggregate) {
    node.aggregate = e.function->name;
    node.variables = variable_mask(e, rule_);
  }
  return node;
}

std::uint32_t variable_mask(const Expr& e, const semantics::BoundRule& rule) {
  std::uint32_t mask = 0;
  if (e.op == Op::kField || e.op == Op::kElement || e.op == Op::kAny || e.op == Op::kAll)
    mask = 1u << rule.fields[e.index].variable;
  if (e.op == Op::kPlaceholder) mask = 1u << rule.placeholders[e.index].variable;
  for (const Expr& arg : e.args) mask |= variable_mask(arg, rule);
  return mask;
}

bool depends_on_row(const Node& node, const RulePlan& plan) {
  if (node.op == Op::kField && plan.fields[node.index].repeat != kNone) return true;
  return std::ranges::any_of(node.args, [&](const Node& arg) { return depends_on_row(arg, plan); });
}

std::string predicate_key(const Expr& e, const semantics::BoundRule& rule) {
  if (e.op == Op::kPlaceholder) return predicate_key(rule.placeholders[e.index].value, rule);
  std::string key = fmt::format("({} {} {} {} {} {} {}", static_cast<int>(e.op), static_cast<int>(e.compare),
                                static_cast<int>(e.arithmetic), static_cast<int>(e.list_mode), e.nocase,
                                static_cast<int>(e.constant.kind()), static_cast<int>(e.type.base));
  switch (e.constant.kind()) {
    case ValueKind::kString:
    case ValueKind::kBytes: key += fmt::format(" {}:{}", e.constant.as_text().size(), e.constant.as_text()); break;
    case ValueKind::kFloat: key += fmt::format(" {}", e.constant.as_float()); break;
    case ValueKind::kTimestamp: key += " " + format_timestamp(e.constant.as_timestamp()); break;
    default: key += fmt::format(" {}", e.constant.as_int()); break;
  }
  if (e.op == Op::kField || e.op == Op::kElement || e.op == Op::kAny || e.op == Op::kAll) {
    const semantics::FieldUse& use = rule.fields[e.index];
    key += fmt::format(" {}{}:{}", use.access == semantics::Access::kList ? "list " : "", use.path.root, use.path.text);
  }
  if (e.op == Op::kInList) key += " %" + rule.lists[e.index].name + "." + rule.lists[e.index].column;
  if (e.function) key += fmt::format(" {}", e.function->name);
  for (const Expr& arg : e.args) key += predicate_key(arg, rule);
  return key + ")";
}

}  // namespace yaral::plan
