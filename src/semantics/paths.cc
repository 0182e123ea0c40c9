#include "semantics/paths.h"

#include <limits>

#include <fmt/format.h>

#include "semantics/expression.h"
#include "semantics/names.h"
#include "udm/schema.h"

namespace yaral::semantics {

namespace {

// The segments after the source in the terms of the schema; nullopt after reporting an index that is no index.
std::optional<std::vector<udm::Segment>> to_segments(Binder& b, const syntax::Expr& ast, std::size_t prefix) {
  std::vector<udm::Segment> segments;
  for (std::size_t i = prefix; i < ast.segments.size(); ++i) {
    udm::Segment segment{.name = ast.segments[i].name, .subscripts = {}};
    for (const syntax::PathSubscript& s : ast.segments[i].subscripts) {
      if (s.index && (*s.index < 0 || *s.index > std::numeric_limits<std::int32_t>::max())) {
        report(b, Code::kBadIndex, s.span, fmt::format("{} is not an index", *s.index)).help =
            "indices count from 0 and are not negative";
        return std::nullopt;
      }
      udm::Subscript subscript{.index = {}, .key = s.key};
      if (s.index) subscript.index = static_cast<std::uint32_t>(*s.index);
      segment.subscripts.push_back(std::move(subscript));
    }
    segments.push_back(std::move(segment));
  }
  return segments;
}

void report_message(Binder& b, const syntax::Expr& ast, const std::string& kind) {
  report(b, Code::kMessageAsValue, ast.span,
         fmt::format("{} is {} and has no value of its own", written(b, ast.span), kind))
      .help = "name one of the fields below it; `yaral fields` lists them";
}

bool has_subscript(const syntax::Expr& ast, bool key) {
  for (const syntax::PathSegment& segment : ast.segments)
    for (const syntax::PathSubscript& s : segment.subscripts)
      if (s.key.has_value() == key) return true;
  return false;
}

std::string_view modifier_name(syntax::Modifier modifier) { return modifier == syntax::Modifier::kAny ? "any" : "all"; }

// Why `any` or `all` cannot stand before a path, if so.
bool modifier_allowed(Binder& b, const syntax::Expr& ast, const udm::Path& path) {
  const std::string_view name = modifier_name(ast.modifier);
  if (has_subscript(ast, true) || has_subscript(ast, false)) {
    report(
        b, Code::kMisusedQuantifier, ast.span,
        fmt::format("`{}` cannot stand before a path with {}", name, has_subscript(ast, true) ? "a key" : "an index"))
        .help = fmt::format("leave `{}` out: the subscript already picks one value", name);
    return false;
  }
  if (!path.is_repeated()) {
    const Span word{ast.span.begin, ast.name_span.begin};
    auto& diagnostic = report(b, Code::kQuantifierOnScalar, ast.span,
                              fmt::format("`{}` needs a repeated field, but `{}` has one value", name, path.text));
    diagnostic.help = fmt::format("leave `{}` out", name);
    diagnostic.fix = syntax::Fix{fmt::format("remove `{}`", name), {{word, ""}}};
    return false;
  }
  if (b.predicate_depth == 0) {
    report(b, Code::kMisusedQuantifier, ast.span,
           fmt::format("`{}` asks a question about a list, so it needs a predicate", name))
        .help =
        fmt::format("use it in a comparison or a call that yields true or false: `{} $e.principal.ip = \"…\"`", name);
    return false;
  }
  return true;
}

}  // namespace

PathSource source_of(const syntax::Expr& path) {
  if (path.segments.empty()) return {};
  const std::string& first = path.segments.front().name;
  if (first == "udm") return {EventSource::kUdm, 1};
  if (first == "graph") return {EventSource::kEntity, 1};
  if (first == "detection") return {EventSource::kDetection, 1};
  return {};
}

udm::MessageId root_of(EventSource source) {
  switch (source) {
    case EventSource::kUdm: return udm::event_root();
    case EventSource::kEntity: return udm::entity_root();
    case EventSource::kDetection: return udm::detection_root();
    case EventSource::kTable: break;  // columns are no paths
  }
  return udm::event_root();
}

std::uint32_t field_use(Binder& b, std::uint32_t variable, udm::Path path, Access access) {
  const auto [at, fresh] =
      b.field_index.try_emplace({variable, path.text, access}, static_cast<std::uint32_t>(b.rule.fields.size()));
  if (fresh) b.rule.fields.push_back({variable, std::move(path), access});
  return at->second;
}

std::optional<udm::Path> resolve_path(Binder& b, const syntax::Expr& ast) {
  const PathSource source = source_of(ast);
  const auto segments = to_segments(b, ast, source.prefix);
  if (!segments) return std::nullopt;
  if (segments->empty()) {
    report_message(b, ast, "a whole record");
    return std::nullopt;
  }
  auto path = udm::resolve(root_of(source.source), *segments);
  if (!path) {
    report_path_error(b, ast, path.error(), *segments);
    return std::nullopt;
  }
  if (path->type.base == BaseType::kMessage) {
    report_message(b, ast, "a group of fields");
    return std::nullopt;
  }
  return std::move(*path);
}

Expr bind_path(Binder& b, const syntax::Expr& ast) {
  const auto variable = find_variable(b, ast);
  auto path = resolve_path(b, ast);
  if (!path || !variable) return error_expr(ast.span);
  const Type type = path->type;
  if (ast.modifier == syntax::Modifier::kNone) {
    const std::uint32_t field = field_use(b, *variable, std::move(*path), Access::kRow);
    if (const auto key = b.key_of_field.find(field); key != b.key_of_field.end() && !b.aggregate)
      return {.op = Op::kMatchKey, .type = b.rule.keys[key->second].value.type, .span = ast.span, .index = key->second};
    return {.op = Op::kField, .type = type, .span = ast.span, .index = field};
  }
  if (!modifier_allowed(b, ast, *path)) return error_expr(ast.span);
  const std::uint32_t field = field_use(b, *variable, std::move(*path), Access::kList);
  for (const Quantifier& q : b.quantifiers) {
    if (q.field != field) continue;
    report(b, Code::kMisusedQuantifier, ast.span, fmt::format("{} stands twice in one predicate", written(b, ast.span)))
        .help = "bind one of them to a placeholder, or write two predicates";
    return error_expr(ast.span);
  }
  b.quantifiers.push_back({ast.modifier, field});
  return {.op = Op::kElement, .type = type, .span = ast.span, .index = field};
}

std::optional<Expr> bind_whole_field(Binder& b, const syntax::Expr& ast, bool messages) {
  if (ast.kind != syntax::ExprKind::kPath || ast.modifier != syntax::Modifier::kNone) return std::nullopt;
  if (b.section == Section::kCondition || !b.variables.contains(ast.text)) return std::nullopt;
  const PathSource source = source_of(ast);
  std::vector<udm::Segment> segments;
  for (std::size_t i = source.prefix; i < ast.segments.size(); ++i) {
    if (!ast.segments[i].subscripts.empty()) return std::nullopt;
    segments.push_back({ast.segments[i].name, {}});
  }
  if (segments.empty()) return std::nullopt;
  auto path = udm::resolve(root_of(source.source), segments);
  if (!path || !path->is_repeated()) return std::nullopt;
  if (path->type.base == BaseType::kMessage && !messages) return std::nullopt;
  Type type = path->type;
  type.list = true;
  const std::uint32_t field = field_use(b, b.variables.at(ast.text), std::move(*path), Access::kList);
  return Expr{.op = Op::kField, .type = type, .span = ast.span, .index = field};
}

Expr wrap_quantifiers(Expr predicate, std::vector<Quantifier> quantifiers) {
  // The one written first ends up outermost.
  while (!quantifiers.empty()) {
    const Quantifier q = quantifiers.back();
    quantifiers.pop_back();
    const Span span = predicate.span;
    const Type type = predicate.type;
    std::vector<Expr> args;
    args.push_back(std::move(predicate));
    predicate = make(q.modifier == syntax::Modifier::kAny ? Op::kAny : Op::kAll, type, span, std::move(args));
    predicate.index = q.field;
  }
  return predicate;
}

}  // namespace yaral::semantics
