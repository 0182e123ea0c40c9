#include "semantics/names.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/nearest.h"
#include "semantics/expression.h"
#include "semantics/joins.h"
#include "semantics/paths.h"

namespace yaral::semantics {

namespace {

std::string_view source_name(EventSource source) {
  switch (source) {
    case EventSource::kUdm: return "events";
    case EventSource::kEntity: return "entities (`graph`)";
    case EventSource::kDetection: return "detections";
    case EventSource::kTable: return "a data table";
  }
  return "events";
}

// Language reference 3.1: one variable has one source.
void check_source(Binder& b, const syntax::Expr& path, const EventVariable& variable) {
  const EventSource source = source_of(path).source;
  if (variable.source == source) return;
  auto& diagnostic = report(b, Code::kMixedSources, path.name_span,
                            fmt::format("`${}` reads {} here and {} elsewhere", path.text, source_name(source),
                                        source_name(variable.source)));
  diagnostic.others.push_back({variable.first_use, "its first use"});
  diagnostic.help = "use one variable for each source";
}

void declare_variable(Binder& b, const syntax::Expr& path) {
  const auto [at, fresh] = b.variables.try_emplace(path.text, static_cast<std::uint32_t>(b.rule.variables.size()));
  if (fresh)
    b.rule.variables.push_back({.name = path.text, .source = source_of(path).source, .first_use = path.name_span});
}

void declare_table(Binder& b, const syntax::Expr& list) {
  const auto index = static_cast<std::uint32_t>(b.rule.variables.size());
  if (!b.variables.try_emplace('%' + list.text, index).second) return;
  b.rule.variables.push_back(
      {.name = list.text, .source = EventSource::kTable, .first_use = list.span, .required = true});
}

// Lists behind `in` are looked up; a column anywhere else joins its table row by row (3.12).
void declare_within(Binder& b, const syntax::Expr& e) {
  if (e.kind == syntax::ExprKind::kPath) declare_variable(b, e);
  if (e.kind == syntax::ExprKind::kList && !e.column.empty()) declare_table(b, e);
  const std::size_t operands = e.kind == syntax::ExprKind::kIn ? 1 : e.children.size();
  for (std::size_t i = 0; i < operands; ++i) declare_within(b, e.children[i]);
  for (const syntax::NamedArgument& argument : e.named) declare_within(b, argument.value);
}

void check_number(Binder& b) {
  if (b.rule.variables.size() <= kMostVariables) return;
  report(b, Code::kTooManyVariables, b.rule.variables[kMostVariables].first_use,
         fmt::format("a rule may have at most {} event variables and tables, and this one has {}", kMostVariables,
                     b.rule.variables.size()))
      .help = "split the rule";
}

}  // namespace

void declare_variables(Binder& b) {
  for (const syntax::Expr& predicate : b.ast.events) declare_within(b, predicate);
  check_number(b);
}

std::vector<std::string> event_variable_names(const Binder& b) {
  std::vector<std::string> names;
  for (const EventVariable& v : b.rule.variables)
    if (v.source != EventSource::kTable) names.push_back(v.name);
  return names;
}

std::optional<std::uint32_t> find_variable(Binder& b, const syntax::Expr& path) {
  const auto at = b.variables.find(path.text);
  if (at != b.variables.end()) {
    check_source(b, path, b.rule.variables[at->second]);
    return at->second;
  }
  if (!b.syntax_errors.empty()) return std::nullopt;
  auto& diagnostic = report(b, Code::kUnknownName, path.name_span,
                            fmt::format("the event variable `${}` does not occur in `events`", path.text));
  if (!worth_suggesting(b)) return std::nullopt;
  const std::vector<std::string> names = event_variable_names(b);
  std::vector<std::string> near = nearest_names(path.text, names);
  if (near.empty() && names.size() == 1) near = names;
  diagnostic.help = did_you_mean(near, "$");
  if (near.size() == 1) diagnostic.fix = replace_by(path.name_span, "$" + near.front());
  return std::nullopt;
}

void report_unknown_name(Binder& b, char sigil, const std::string& name, Span span) {
  if (!b.syntax_errors.empty()) return;
  auto& diagnostic = report(b, Code::kUnknownName, span, fmt::format("`{}{}` is not defined", sigil, name));
  if (!worth_suggesting(b)) return;
  std::vector<std::string> names = event_variable_names(b);
  for (const PlaceholderDraft& p : b.placeholders)
    if (p.name != name) names.push_back(p.name);
  for (const syntax::Assignment& o : b.ast.outcome)
    if (o.name != name) names.push_back(o.name);
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  const std::vector<std::string> near = nearest_names(name, names);
  diagnostic.help = near.empty() ? fmt::format("bind it in `events`, for example `${} = $e.principal.hostname`", name)
                                 : did_you_mean(near, std::string_view(&sigil, 1));
  if (near.size() == 1) diagnostic.fix = replace_by(span, sigil + near.front());
}

void report_variable_as_value(Binder& b, const std::string& name, Span span) {
  auto& diagnostic = report(b, Code::kVariableAsValue, span,
                            fmt::format("`${}` is an event variable and has no value of its own", name));
  diagnostic.help = fmt::format("name a field of it, such as `${}.principal.hostname`", name);
}

Expr bind_name(Binder& b, const syntax::Expr& ast) {
  if (b.section != Section::kEvents) {
    if (const auto outcome = b.outcomes.find(ast.text); outcome != b.outcomes.end()) {
      const Type type = b.rule.outcomes[outcome->second].value.type;
      return {.op = Op::kOutcome, .type = type, .span = ast.span, .index = outcome->second};
    }
  }
  if (const auto at = b.placeholder_of.find(ast.text); at != b.placeholder_of.end())
    return use_placeholder(b, at->second, ast.span);
  if (b.variables.contains(ast.text)) {
    report_variable_as_value(b, ast.text, ast.span);
    return error_expr(ast.span);
  }
  const auto end = b.ast.outcome.end();
  const auto later = worth_suggesting(b) ? std::ranges::find(b.ast.outcome, ast.text, &syntax::Assignment::name) : end;
  if (b.section == Section::kOutcome && later != end) {
    auto& diagnostic = report(b, Code::kForwardOutcome, ast.span, fmt::format("`${}` has no value yet here", ast.text));
    diagnostic.others.push_back({later->name_span, "it gets its value here"});
    diagnostic.help = "an outcome may use only those above it";
    return error_expr(ast.span);
  }
  report_unknown_name(b, '$', ast.text, ast.span);
  return error_expr(ast.span);
}

}  // namespace yaral::semantics
