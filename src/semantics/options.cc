#include <fmt/format.h>

#include <map>

#include "base/nearest.h"
#include "semantics/sections.h"

namespace yaral::semantics {

namespace {

using syntax::ExprKind;

void report_option_type(Binder& b, const syntax::Option& option, std::string_view wanted, std::string_view example) {
  if (option.value.kind == ExprKind::kError) return;
  report(b, Code::kOptionType, option.value.span,
         fmt::format("`{}` is {}, but {} was written", option.key, wanted, written(b, option.value.span)))
      .help = fmt::format("write `{} = {}`", option.key, example);
}

void bind_zero_values(Binder& b, const syntax::Option& option) {
  if (option.value.kind != ExprKind::kBool) {
    report_option_type(b, option, "true or false", "true");
    return;
  }
  b.rule.allow_zero_values = option.value.integer != 0;
  if (!b.ast.match) {
    report(b, Code::kOptionWithoutEffect, option.key_span,
           "`allow_zero_values` is about match keys, and this rule has no `match`")
        .help = "leave it out";
  }
}

void bind_suppression(Binder& b, const syntax::Option& option) {
  if (option.value.kind != ExprKind::kDuration) {
    report_option_type(b, option, "a duration", "1h");
    return;
  }
  const Duration length = option.value.duration;
  if (b.ast.match && length < b.ast.match->size) {
    auto& diagnostic = report(b, Code::kSuppressionTooShort, option.value.span,
                              fmt::format("the suppression window {} is shorter than the match window {}",
                                          format_duration(length), format_duration(b.ast.match->size)));
    diagnostic.others.push_back({b.ast.match->size_span, "the match window"});
    diagnostic.help = "make it longer than the match window, or leave it out";
  } else if (b.ast.match && length == b.ast.match->size) {
    auto& diagnostic = report(b, Code::kOptionWithoutEffect, option.value.span,
                              "a suppression window as long as the match window suppresses nothing");
    diagnostic.others.push_back({b.ast.match->size_span, "the match window"});
    diagnostic.help = "make it longer";
  }
  if (length.nanos > 0) b.rule.suppression = length;
}

void report_unknown(Binder& b, const syntax::Option& option) {
  auto& diagnostic =
      report(b, Code::kUnknownOption, option.key_span, fmt::format("there is no option `{}`", option.key));
  if (option.key == "suppression_key") {
    diagnostic.help = "the key of suppression is an outcome variable: `$suppression_key = …` in `outcome`";
    return;
  }
  const std::vector<std::string> near = nearest_names(option.key, {"allow_zero_values", "suppression_window"});
  diagnostic.help = near.empty() ? "the options are `allow_zero_values` and `suppression_window`" : did_you_mean(near);
  if (near.size() == 1) diagnostic.fix = replace_by(option.key_span, near.front());
}

}  // namespace

void bind_options(Binder& b) {
  std::map<std::string, Span> seen;
  for (const syntax::Option& option : b.ast.options) {
    if (const auto [at, fresh] = seen.try_emplace(option.key, option.key_span); !fresh) {
      auto& diagnostic =
          report(b, Code::kDuplicateOption, option.key_span, fmt::format("the option `{}` is set twice", option.key));
      diagnostic.others.push_back({at->second, "set here before"});
      diagnostic.help = "leave one out";
      continue;
    }
    if (option.key == "allow_zero_values")
      bind_zero_values(b, option);
    else if (option.key == "suppression_window")
      bind_suppression(b, option);
    else
      report_unknown(b, option);
  }
}

}  // namespace yaral::semantics
