#include <algorithm>

#include <fmt/format.h>

#include "base/nearest.h"
#include "semantics/expression.h"
#include "semantics/metric_binder.h"
#include "udm/path.h"
#include "udm/schema.h"

namespace yaral::semantics {

namespace {

using syntax::ExprKind;
using syntax::NamedArgument;

bool is_namespace(std::string_view path) { return path == "principal.namespace" || path == "target.namespace"; }

// `principal.` of `principal.user.userid`.
std::string_view noun_of(std::string_view path) { return path.substr(0, path.find('.') + 1); }

std::string dimensions_of(const functions::MetricFunction& function, std::string_view like) {
  std::vector<std::string_view> names;
  for (const functions::MetricDimension& d : functions::metric_dimensions())
    if (d.fits(function.population)) names.push_back(d.path);
  std::vector<std::string> near;
  for (const std::string_view name : nearest(like, names, 3)) near.emplace_back(name);
  if (!near.empty()) return did_you_mean(near);
  return "docs/semantics.md lists the dimensions; `target.user.userid` and `principal.asset.hostname` are two of them";
}

bool check_dimension(Binder& b, const MetricUse& use, const NamedArgument& argument) {
  if (is_namespace(argument.name)) return true;
  const auto* dimension = functions::find_metric_dimension(argument.name);
  if (dimension && dimension->fits(use.function->population)) return true;
  const bool field = udm::resolve(udm::event_root(), argument.name).has_value();
  report(b, Code::kMetricDimension, argument.name_span,
         fmt::format("`{}` is {}", argument.name,
                     dimension ? fmt::format("no dimension of `{}`", use.function->name)
                     : field   ? "a field, but no dimension of metrics"
                               : "no field of an event"))
      .help = dimensions_of(*use.function, argument.name);
  return false;
}

bool refuse_value(Binder& b, const NamedArgument& argument, std::string message, std::string help) {
  report(b, Code::kMetricDimension, argument.value.span, std::move(message)).help = std::move(help);
  return false;
}

// A literal that the field can have.
bool check_literal(Binder& b, const NamedArgument& argument, Type type, const Expr& value) {
  if (value.op != Op::kConstant) return true;
  if (value.constant.is_zero() && !is_namespace(argument.name))
    return refuse_value(b, argument, "a metric cannot be asked by an empty value",
                        "events without a value are in no metric of this dimension");
  if (type.base != BaseType::kEnum || udm::enum_number(type.enum_id, value.constant.as_text())) return true;
  return refuse_value(b, argument,
                      fmt::format("{} is no value of `{}`", written(b, argument.value.span), argument.name),
                      fmt::format("`{}` lists the values", udm::enumeration(type.enum_id).name));
}

bool bind_dimension_value(Binder& b, const NamedArgument& argument, std::vector<Expr>& values) {
  const ExprKind kind = argument.value.kind;
  const bool literal = kind == ExprKind::kString || kind == ExprKind::kInt;
  if (!literal && kind != ExprKind::kVariable) {
    if (kind == ExprKind::kError) return false;
    return refuse_value(
        b, argument, fmt::format("{} cannot be the value of a dimension", written(b, argument.value.span)),
        kind == ExprKind::kPath ? fmt::format("bind the field in `events`, `$value = {}`, and write `{}: $value`",
                                              b.source.text(argument.value.span), argument.name)
                                : "write a placeholder, text in quotes, a number, or `*`");
  }
  Expr value = enum_as_name(bind_value(b, argument.value));
  if (value.type.is_error()) return false;
  if (value.op == Op::kOutcome)
    return refuse_value(b, argument, fmt::format("{} is an outcome variable", written(b, argument.value.span)),
                        "dimensions take placeholders of `events`");
  const Type type = udm::resolve(udm::event_root(), argument.name)->type;
  const bool number = value.type.is_number();
  if (number != type.is_number() || (!number && !is_text(value.type)))
    return refuse_value(b, argument,
                        fmt::format("`{}` is {}, but {} is {}", argument.name, a_type(type),
                                    written(b, argument.value.span), a_type(value.type)),
                        type.is_number() ? "write a number" : "write text, or a placeholder of a text field");
  if (!check_literal(b, argument, type, value)) return false;
  values.push_back(std::move(value));
  return true;
}

// A namespace tells entities of the same name apart, so that there must be one of that side (8.7).
bool check_namespaces(Binder& b, const syntax::Expr& ast) {
  bool good = true;
  for (const NamedArgument& argument : ast.named) {
    if (!is_namespace(argument.name)) continue;
    const std::string noun(noun_of(argument.name));
    const bool entity = std::ranges::any_of(ast.named, [&](const NamedArgument& other) {
      return other.name != argument.name && other.name.starts_with(noun);
    });
    if (entity && !argument.wildcard) continue;
    report(b, Code::kMetricDimension, argument.name_span,
           fmt::format("`{}` needs {}", argument.name,
                       argument.wildcard ? "a value" : fmt::format("a dimension that begins with `{}`", noun)))
        .help = fmt::format("write for example `{}asset.hostname: $host, {}namespace: $namespace`", noun, noun);
    good = false;
  }
  return good;
}

bool check_number(Binder& b, const syntax::Expr& ast, std::size_t count) {
  if (count >= 1 && count <= functions::kMostMetricDimensions) return true;
  const std::string wrong = count == 0 ? "no dimension" : fmt::format("{} dimensions", count);
  report(b, Code::kMetricDimension, ast.name_span, fmt::format("`{}` is asked by {}", ast.text, wrong)).help =
      count == 0 ? "say whose metric it is: `target.user.userid: $user`"
                 : fmt::format("a metric has at most {}", functions::kMostMetricDimensions);
  return false;
}

}  // namespace

bool bind_metric_dimensions(Binder& b, const syntax::Expr& ast, MetricUse& use, std::vector<Expr>& values) {
  bool good = true;
  std::size_t count = 0;
  for (const NamedArgument& argument : ast.named) {
    if (!is_dimension_name(argument.name)) continue;
    count += !is_namespace(argument.name);
    if (!check_dimension(b, use, argument)) {
      good = false;
      continue;
    }
    good &= argument.wildcard || bind_dimension_value(b, argument, values);
    use.dimensions.push_back({argument.name, argument.wildcard});
  }
  const bool number = check_number(b, ast, count);
  return check_namespaces(b, ast) && good && number;
}

}  // namespace yaral::semantics
