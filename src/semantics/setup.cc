#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "semantics/names.h"
#include "semantics/paths.h"
#include "semantics/sections.h"

// The operations of `setup` (language reference 3.13).
namespace yaral::semantics {

namespace {

constexpr std::size_t kMost = 2;  // language reference 11.1

using Kind = SetupOperation::Kind;

// The entity variable of that name; reports one that is none, or that `events` does not use.
std::optional<std::uint32_t> entity_variable(Binder& b, const std::string& name, Span span) {
  const auto at = b.variables.find(name);
  if (at == b.variables.end()) {
    auto& diagnostic = report(b, Code::kSetupVariable, span, fmt::format("`events` does not use `${}`", name));
    diagnostic.help = fmt::format("use it there, for example `${}.graph.metadata.entity_type = \"ASSET\"`", name);
    return std::nullopt;
  }
  const EventVariable& variable = b.rule.variables[at->second];
  if (variable.source == EventSource::kEntity) return at->second;
  auto& diagnostic = report(b, Code::kSetupVariable, span, fmt::format("`${}` is no entity variable", name));
  diagnostic.others.push_back({variable.first_use, "its first use in `events`"});
  diagnostic.help = "`setup` changes entities: fields of those begin with `graph`";
  return std::nullopt;
}

const syntax::Expr& side(const syntax::Expr& join, syntax::ExprKind kind) {
  return join.children[join.children[0].kind == kind ? 0 : 1];
}

bool is_join(const syntax::Expr& e) {
  return e.kind == syntax::ExprKind::kCompare && e.compare == CompareOp::kEq &&
         std::ranges::count(e.children, syntax::ExprKind::kPath, &syntax::Expr::kind) == 1 &&
         std::ranges::count(e.children, syntax::ExprKind::kList, &syntax::Expr::kind) == 1;
}

// A join of an operation that is built up; false if it is wrong.
bool bind_join(Binder& b, const syntax::Expr& join, SetupOperation& out, bool first) {
  if (!is_join(join)) return false;  // reported as a mistake of syntax
  const syntax::Expr& path = side(join, syntax::ExprKind::kPath);
  const syntax::Expr& column = side(join, syntax::ExprKind::kList);
  const auto variable = entity_variable(b, path.text, path.name_span);
  if (!variable) return false;
  if (source_of(path).source != EventSource::kEntity) {
    report(b, Code::kSetupVariable, path.span, fmt::format("{} is no field of an entity", written(b, path.span))).help =
        fmt::format("fields of entities begin with `${}.graph`", path.text);
    return false;
  }
  auto resolved = resolve_path(b, path);
  if (!resolved) return false;
  if (first) {
    out.variable = *variable;
    out.table = column.text;
  } else if (out.variable != *variable) {
    report(b, Code::kSetupVariable, path.name_span, "an operation changes one entity variable").help =
        "write an operation for each variable";
    return false;
  } else if (out.table != column.text) {
    report(b, Code::kSetupLimit, column.span, "an operation reads one table").help =
        "bring the columns together in one table";
    return false;
  }
  out.joins.push_back({std::move(*resolved), column.column});
  return true;
}

std::optional<SetupOperation> bind_operation(Binder& b, const syntax::SetupOperation& ast) {
  SetupOperation out{.kind = static_cast<Kind>(ast.kind), .table = ast.table};
  if (out.kind == Kind::kAppend) {
    if (ast.variable.empty() || ast.table.empty() || !ast.joins.empty()) return std::nullopt;
    const auto variable = entity_variable(b, ast.variable, ast.variable_span);
    if (!variable) return std::nullopt;
    out.variable = *variable;
    return out;
  }
  bool good = !ast.joins.empty();
  for (const syntax::Expr& join : ast.joins) good = bind_join(b, join, out, out.joins.empty()) && good;
  if (!good) return std::nullopt;
  return out;
}

static_assert(static_cast<int>(Kind::kOverride) == static_cast<int>(syntax::SetupOperation::Kind::kOverride));
static_assert(static_cast<int>(Kind::kAppend) == static_cast<int>(syntax::SetupOperation::Kind::kAppend));
static_assert(static_cast<int>(Kind::kExclude) == static_cast<int>(syntax::SetupOperation::Kind::kExclude));

}  // namespace

void bind_setup(Binder& b) {
  std::map<std::uint32_t, Span> seen;
  for (std::size_t i = 0; i < b.ast.setup.size(); ++i) {
    const syntax::SetupOperation& ast = b.ast.setup[i];
    if (i == kMost) {
      report(b, Code::kSetupLimit, ast.name_span, fmt::format("a rule may have {} operations in `setup`", kMost)).help =
          "bring the rows together in one table, or write two rules";
      return;
    }
    auto bound = bind_operation(b, ast);
    if (!bound) continue;
    const auto [first, fresh] = seen.emplace(bound->variable, ast.name_span);
    if (!fresh) {
      auto& diagnostic = report(
          b, Code::kSetupLimit, ast.name_span,
          fmt::format("a second operation on `${}`; each variable has one", b.rule.variables[bound->variable].name));
      diagnostic.others.push_back({first->second, "the first"});
      continue;
    }
    b.rule.setup.push_back(std::move(*bound));
  }
}

}  // namespace yaral::semantics
