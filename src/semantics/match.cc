#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/nearest.h"
#include "semantics/expression.h"
#include "semantics/joins.h"
#include "semantics/names.h"
#include "semantics/sections.h"

namespace yaral::semantics {

namespace {

using syntax::ExprKind;
using syntax::WindowKind;

constexpr std::int64_t kMinute = 60'000'000'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kLeast = kMinute;
constexpr std::int64_t kUsualHop = 48 * kHour;
constexpr std::int64_t kUsualTumbling = 72 * kHour;
constexpr std::int64_t kMost = 14 * 24 * kHour;

bool is_sliding(WindowKind kind) { return kind == WindowKind::kBefore || kind == WindowKind::kAfter; }

void check_size(Binder& b, const syntax::Match& match) {
  if (match.size_span.empty()) return;  // missing or malformed, and reported
  const std::int64_t size = match.size.nanos;
  const std::int64_t usual = match.window == WindowKind::kTumbling ? kUsualTumbling : kUsualHop;
  const std::string text = format_duration(match.size);
  if (size <= 0 || (size < kLeast && !is_sliding(match.window))) {
    report(b, Code::kWindowTooShort, match.size_span,
           fmt::format("the window {} is shorter than a minute", written(b, match.size_span)))
        .help = "windows are 1m to 14d";
  } else if (size > kMost) {
    report(b, Code::kWindowTooLong, match.size_span, fmt::format("the window {} is longer than 14 days", text)).help =
        "windows are 1m to 14d";
  } else if (size > usual) {
    report(b, Code::kLongWindow, match.size_span,
           fmt::format("the window {} is longer than {}", text, format_duration({usual})))
        .help = "SecOps runs such rules once in a tenth of the window, and not in every edition";
  }
}

void check_pivot(Binder& b, const syntax::Match& match) {
  if (!b.variables.contains(match.pivot) && !match.pivot.empty() && b.syntax_errors.empty()) {
    auto& diagnostic = report(b, Code::kUnknownName, match.pivot_span,
                              fmt::format("the event variable `${}` does not occur in `events`", match.pivot));
    diagnostic.help = did_you_mean(nearest_names(match.pivot, event_variable_names(b)), "$");
  } else if (b.rule.variables.size() == 1 && b.syntax_errors.empty()) {
    report(b, Code::kBadPivot, match.pivot_span, fmt::format("`${}` is the only event variable", match.pivot)).help =
        "a sliding window looks at other events before or after its pivot; use `over` without it";
  }
}

// A name for a placeholder bound to a field, not in use yet.
std::string fresh_name(const Binder& b, const syntax::Expr& path) {
  const auto taken = [&](const std::string& name) {
    return b.variables.contains(name) || b.placeholder_of.contains(name) ||
           std::ranges::find(b.ast.outcome, name, &syntax::Assignment::name) != b.ast.outcome.end();
  };
  std::string name = path.segments.back().name;
  for (int i = 2; taken(name); ++i) name = fmt::format("{}_{}", path.segments.back().name, i);
  return name;
}

void warn_field_key(Binder& b, const syntax::Expr& path) {
  const std::string name = fresh_name(b, path);
  auto& diagnostic =
      report(b, Code::kFieldAsMatchKey, path.span,
             fmt::format("SecOps takes only placeholders as match keys, not the field {}", written(b, path.span)));
  diagnostic.help =
      fmt::format("bind the field in `events`: `{} = ${}`, and match on `${}`", b.source.text(path.span), name, name);
  if (b.ast.events.empty()) return;
  const Span begin = b.ast.events.front().span;
  const std::uint32_t at = b.ast.events.front().parenthesised ? 0 : begin.begin;
  if (at == 0) return;
  std::string line = fmt::format("{} = ${}\n", b.source.text(path.span), name);
  line.append(b.source.position(at).column - 1, ' ');
  diagnostic.fix =
      syntax::Fix{fmt::format("bind it to `${}`", name), {{{at, at}, std::move(line)}, {path.span, '$' + name}}};
}

bool check_type(Binder& b, const syntax::Expr& ast, Type type) {
  if (type.is_error()) return false;
  if (!type.list && type.base != BaseType::kMessage) return true;
  report(b, Code::kMatchKeyType, ast.span,
         fmt::format("{} is {}, which cannot be a match key", written(b, ast.span), a_type(type)))
      .help = "match on single values";
  return false;
}

std::optional<MatchKey> placeholder_key(Binder& b, const syntax::Expr& ast) {
  const auto at = b.placeholder_of.find(ast.text);
  if (at == b.placeholder_of.end()) {
    const bool outcome = std::ranges::find(b.ast.outcome, ast.text, &syntax::Assignment::name) != b.ast.outcome.end();
    if (b.variables.contains(ast.text)) {
      report_variable_as_value(b, ast.text, ast.span);
    } else if (outcome) {
      report(b, Code::kMatchKeyType, ast.span,
             fmt::format("`${}` is an outcome, which is computed after grouping", ast.text))
          .help = "match on a placeholder bound in `events`";
    } else {
      report_unknown_name(b, '$', ast.text, ast.span);
    }
    return std::nullopt;
  }
  Expr value = use_placeholder(b, at->second, ast.span);
  if (!check_type(b, ast, value.type)) return std::nullopt;
  const bool direct = b.rule.placeholders[value.index].direct_field;
  return MatchKey{
      .name = ast.text, .value = enum_as_name(std::move(value)), .drop_zero = direct && !b.rule.allow_zero_values};
}

std::optional<MatchKey> field_key(Binder& b, const syntax::Expr& ast) {
  if (ast.modifier != syntax::Modifier::kNone) {
    report(b, Code::kMisusedQuantifier, ast.span, "`any` and `all` cannot stand before a match key").help =
        "without them each element makes a group";
    return std::nullopt;
  }
  Expr value = bind_path(b, ast);
  if (!check_type(b, ast, value.type)) return std::nullopt;
  warn_field_key(b, ast);
  const std::string path = b.rule.fields[value.index].path.text;
  return MatchKey{.name = path,
                  .value = enum_as_name(std::move(value)),
                  .source_path = path,
                  .drop_zero = !b.rule.allow_zero_values};
}

void add_key(Binder& b, const syntax::Expr& ast, MatchKey key) {
  const auto [same, fresh] = b.key_spans.try_emplace(key.name, ast.span);
  if (!fresh) {
    auto& diagnostic =
        report(b, Code::kDuplicateMatchKey, ast.span, fmt::format("{} is a match key twice", written(b, ast.span)));
    diagnostic.others.push_back({same->second, "here before"});
    diagnostic.help = "leave one out";
    return;
  }
  b.rule.keys.push_back(std::move(key));
}

// From here on the keys are values of the group. Not before: one key must not make the next one refer to it.
void publish_keys(Binder& b) {
  for (std::size_t i = 0; i < b.rule.keys.size(); ++i) {
    const Expr* value = &b.rule.keys[i].value;
    if (value->op == Op::kEnumName) value = &value->args[0];
    auto& index = value->op == Op::kPlaceholder ? b.key_of_placeholder : b.key_of_field;
    index.emplace(value->index, static_cast<std::uint32_t>(i));
  }
}

}  // namespace

void bind_match(Binder& b) {
  if (!b.ast.match) return;
  const syntax::Match& match = *b.ast.match;
  for (const syntax::Expr& ast : match.keys) {
    std::optional<MatchKey> key;
    if (ast.kind == ExprKind::kVariable) key = placeholder_key(b, ast);
    if (ast.kind == ExprKind::kPath) key = field_key(b, ast);
    if (key) add_key(b, ast, std::move(*key));
  }
  find_key_sources(b);
  publish_keys(b);
  if (match.window == WindowKind::kNone) return;
  check_size(b, match);
  if (is_sliding(match.window)) check_pivot(b, match);
  const auto pivot = b.variables.find(match.pivot);
  b.rule.window =
      Window{.kind = match.window, .size = match.size, .pivot = pivot == b.variables.end() ? 0 : pivot->second};
}

}  // namespace yaral::semantics
