#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/nearest.h"
#include "semantics/expression.h"
#include "semantics/metric_binder.h"
#include "semantics/names.h"
#include "semantics/sections.h"

namespace yaral::semantics {

namespace {

using functions::MetricAgg;
using functions::MetricBytes;
using functions::MetricKind;
using syntax::NamedArgument;

constexpr std::array<std::string_view, 4> kRequired = {"period", "window", "metric", "agg"};
constexpr std::string_view kFilter = "filter";

const NamedArgument* find_argument(const syntax::Expr& ast, std::string_view name) {
  const auto at = std::ranges::find(ast.named, name, &NamedArgument::name);
  return at == ast.named.end() ? nullptr : &*at;
}

bool check_positional(Binder& b, const syntax::Expr& ast) {
  if (ast.children.empty()) return true;
  report(b, Code::kMetricArgument, ast.children.front().span,
         fmt::format("{} has no name, and `{}` takes named arguments only", written(b, ast.children.front().span),
                     ast.text))
      .help = "write `period: 1d, window: 30d, metric: event_count_sum, agg: avg, target.user.userid: $user`";
  return false;
}

bool check_name(Binder& b, const syntax::Expr& ast, const NamedArgument& argument) {
  const bool known = std::ranges::find(kRequired, argument.name) != kRequired.end() || argument.name == kFilter;
  if (known || is_dimension_name(argument.name)) return true;
  auto& diagnostic = report(b, Code::kMetricArgument, argument.name_span,
                            fmt::format("`{}` takes no argument `{}`", ast.text, argument.name));
  std::vector<std::string> names(kRequired.begin(), kRequired.end());
  names.emplace_back(kFilter);
  const std::vector<std::string> near = nearest_names(argument.name, names);
  diagnostic.help = near.empty()
                        ? "the arguments are `period`, `window`, `metric`, `agg`, `filter` and fields of the event"
                        : did_you_mean(near);
  if (near.size() == 1) diagnostic.fix = replace_by(argument.name_span, near.front());
  return false;
}

bool check_names(Binder& b, const syntax::Expr& ast) {
  bool good = check_positional(b, ast);
  for (std::size_t i = 0; i < ast.named.size(); ++i) {
    const NamedArgument& argument = ast.named[i];
    good &= check_name(b, ast, argument);
    const NamedArgument& first = *find_argument(ast, argument.name);
    if (&first == &argument) continue;
    auto& diagnostic =
        report(b, Code::kMetricArgument, argument.name_span, fmt::format("`{}` is given twice", argument.name));
    diagnostic.others.push_back({first.name_span, "first here"});
    diagnostic.help = "leave one of them out";
    good = false;
  }
  std::string missing;
  for (const std::string_view name : kRequired)
    if (!find_argument(ast, name)) missing += fmt::format("{}`{}`", missing.empty() ? "" : ", ", name);
  if (missing.empty() || !good) return good;
  report(b, Code::kMetricArgument, ast.name_span, fmt::format("`{}` needs {}", ast.text, missing)).help =
      "for example `period: 1d, window: 30d, metric: event_count_sum, agg: avg`";
  return false;
}

std::string joined(std::span<const std::string_view> words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += fmt::format("{}`{}`", i == 0 ? "" : i + 1 == words.size() ? " or " : ", ", words[i]);
  return text;
}

// The number of the argument's word among `words`.
std::optional<std::size_t> word_of(Binder& b, const NamedArgument& argument, std::span<const std::string_view> words) {
  if (argument.value.kind == syntax::ExprKind::kBareWord) {
    const auto at = std::ranges::find(words, argument.value.text);
    if (at != words.end()) return static_cast<std::size_t>(at - words.begin());
  }
  auto& diagnostic = report(b, Code::kMetricValue, argument.value.span,
                            fmt::format("{} is no value of `{}`", written(b, argument.value.span), argument.name));
  diagnostic.help = "it is one of " + joined(words);
  const std::vector<std::string_view> near = nearest(argument.value.text, words, 1);
  if (!near.empty()) diagnostic.fix = replace_by(argument.value.span, std::string(near.front()));
  return std::nullopt;
}

// `1d` with `30d` is false, `1h` with `today` is true (8.7); any other pair is reported.
std::optional<bool> hourly(Binder& b, const syntax::Expr& ast) {
  const NamedArgument& period = *find_argument(ast, "period");
  const NamedArgument& window = *find_argument(ast, "window");
  const std::string_view p = b.source.text(period.value.span);
  const std::string_view w = b.source.text(window.value.span);
  if (p == "1d" && w == "30d") return false;
  if (p == "1h" && w == "today") return true;
  const bool bad_period = p != "1d" && p != "1h";
  const bool bad_window = w != "30d" && w != "today";
  const NamedArgument& wrong = bad_period ? period : window;
  const std::string message = bad_period || bad_window
                                  ? fmt::format("{} is no {} of a metric", written(b, wrong.value.span), wrong.name)
                                  : fmt::format("`period: {}` does not go with `window: {}`", p, w);
  auto& diagnostic = report(b, Code::kMetricValue, wrong.value.span, message);
  if (!bad_period && !bad_window) {
    diagnostic.others.push_back({period.value.span, "the period"});
    diagnostic.fix = replace_by(window.value.span, p == "1d" ? "30d" : "today");
  }
  diagnostic.help = "write `period: 1d, window: 30d`, or `period: 1h, window: today`";
  return std::nullopt;
}

bool bind_words(Binder& b, const syntax::Expr& ast, MetricUse& use) {
  const auto by_hour = hourly(b, ast);
  const auto kind = word_of(b, *find_argument(ast, "metric"), functions::metric_kind_names());
  const auto agg = word_of(b, *find_argument(ast, "agg"), functions::metric_agg_names());
  if (!by_hour || !kind || !agg) return false;
  use.hourly = *by_hour;
  use.kind = static_cast<MetricKind>(*kind);
  use.agg = static_cast<MetricAgg>(*agg);
  if (use.kind != MetricKind::kValueSum || use.function->bytes != MetricBytes::kNone) return true;
  report(b, Code::kMetricValue, find_argument(ast, "metric")->value.span,
         fmt::format("`value_sum` adds up bytes, and `{}` counts events", ast.text))
      .help = "write `metric: event_count_sum`, or use a function of bytes such as `metrics.network_bytes_total`";
  return false;
}

bool check_wildcards(Binder& b, const syntax::Expr& ast, const MetricUse& use) {
  const auto count = std::ranges::count(use.dimensions, true, &MetricDimension::wildcard);
  const bool unique = use.kind == MetricKind::kUniqueValues;
  if (count == (unique ? 1 : 0)) return true;
  Span at = find_argument(ast, "metric")->value.span;
  std::string message = "`num_unique_filter_values` needs a dimension given as `*`";
  if (count > 0) {
    for (const NamedArgument& argument : ast.named)
      if (argument.wildcard) at = argument.value.span;
    message = unique ? "`num_unique_filter_values` counts the values of one dimension, and here are several `*`"
                     : "`*` goes with `num_unique_filter_values` only";
  }
  report(b, Code::kMetricWildcard, at, message).help =
      unique ? "write `*` for the one dimension whose values are to be counted"
             : "give the dimension a placeholder or a value, or write `metric: num_unique_filter_values`";
  return false;
}

// With `match` and in an aggregate (5.2, 8.7).
bool check_surroundings(Binder& b, const syntax::Expr& ast) {
  if (!b.ast.match) {
    report(b, Code::kMetricPlace, ast.name_span, fmt::format("`{}` needs a `match` section", ast.text)).help =
        "metrics are read as of the start of the match window: group the events, `match: $user over 1h`";
    return false;
  }
  if (b.aggregate) return true;
  auto& diagnostic =
      report(b, Code::kMissingAggregate, ast.name_span, fmt::format("`{}` stands outside an aggregate", ast.text));
  diagnostic.help = "write `max(…)` around it";
  diagnostic.fix = syntax::Fix{"wrap it in `max`",
                               {{{ast.span.begin, ast.span.begin}, "max("}, {{ast.span.end, ast.span.end}, ")"}}};
  return false;
}

// Whether some metric of the rule, good or bad, is of the 30 days before.
bool asks_for_days(const Binder& b) {
  bool found = false;
  for (const syntax::Assignment& outcome : b.ast.outcome) {
    visit_all(outcome.value, [&](const syntax::Expr& e) {
      const NamedArgument* period = find_argument(e, "period");
      found |= period && b.source.text(period->value.span) == "1d";
    });
  }
  return found;
}

// Averages have fractions; counts, bytes and times are whole.
Type result_type(MetricAgg agg) {
  return type_of(agg == MetricAgg::kAvg || agg == MetricAgg::kStddev ? BaseType::kFloat : BaseType::kInt);
}

}  // namespace

bool is_dimension_name(std::string_view name) { return name.find('.') != std::string_view::npos; }

Expr bind_metric(Binder& b, const syntax::Expr& ast) {
  MetricUse use{.function = functions::find_metric_function(ast.text), .span = ast.name_span};
  std::vector<Expr> values;
  bool good = check_surroundings(b, ast);
  if (!check_names(b, ast)) return error_expr(ast.span);
  const bool words = bind_words(b, ast, use);
  const bool dimensions = bind_metric_dimensions(b, ast, use, values);
  good &= words && dimensions && check_wildcards(b, ast, use);
  good &= bind_metric_filter(b, ast, use);
  if (!good) return error_expr(ast.span);
  Expr metric = make(Op::kMetric, result_type(use.agg), ast.span, std::move(values));
  metric.index = static_cast<std::uint32_t>(b.rule.metrics.size());
  b.rule.metrics.push_back(std::move(use));
  return metric;
}

void check_metrics(Binder& b) {
  if (b.rule.metrics.empty()) return;
  b.rule.multi_event = true;  // 6.6
  if (asks_for_days(b)) return;
  report(b, Code::kMetricPlace, b.rule.metrics.front().span,
         "a metric of today is of use only beside one of the 30 days before, and this rule has none")
      .help = "add one with `period: 1d, window: 30d`";
}

}  // namespace yaral::semantics
