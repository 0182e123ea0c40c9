#include <fmt/format.h>

#include "semantics/aggregation.h"
#include "semantics/expression.h"
#include "semantics/sections.h"

namespace yaral::semantics {

namespace {

constexpr std::size_t kMost = 20;  // language reference 5.1

// Whether the name may be given a value; reports why not.
bool check_name(Binder& b, const syntax::Assignment& outcome) {
  if (const auto first = b.outcomes.find(outcome.name); first != b.outcomes.end()) {
    auto& diagnostic = report(b, Code::kDuplicateOutcome, outcome.name_span,
                              fmt::format("the outcome variable `${}` gets a value twice", outcome.name));
    diagnostic.others.push_back({b.outcome_spans[first->second], "first here"});
    diagnostic.help = "give one of them another name";
    return false;
  }
  const bool event = b.variables.contains(outcome.name);
  if (event || b.key_spans.contains(outcome.name)) {
    report(b, Code::kOutcomeName, outcome.name_span,
           fmt::format("`${}` is {}, so it cannot be an outcome variable", outcome.name,
                       event ? "an event variable" : "a match key"))
        .help = "give the outcome another name";
    return false;
  }
  if (const auto at = b.placeholder_of.find(outcome.name);
      at != b.placeholder_of.end() && !b.placeholders[at->second].bindings.empty()) {
    auto& diagnostic =
        report(b, Code::kHiddenPlaceholder, outcome.name_span,
               fmt::format("from here on `${}` means this outcome, no longer the placeholder", outcome.name));
    diagnostic.others.push_back({b.placeholders[at->second].first_use, "the placeholder"});
    diagnostic.help = "give the outcome another name";
  }
  return true;
}

void check_special(Binder& b, const syntax::Assignment& outcome, const Expr& value) {
  if (value.type.is_error()) return;
  if (outcome.name == "risk_score" && !value.type.is_number()) {
    auto& diagnostic =
        report(b, Code::kOutcomeType, value.span,
               fmt::format("`$risk_score` is a number, but {} is {}", written(b, value.span), a_type(value.type)));
    diagnostic.help = "write a number, or `max(…)` of one";
  }
  if (outcome.name == "suppression_key" && b.ast.match) {
    report(b, Code::kOptionWithoutEffect, outcome.name_span, "`$suppression_key` is used in rules without `match` only")
        .help = "with `match`, detections with the same match keys are suppressed";
  }
}

bool check_value(Binder& b, const Expr& value) {
  if (value.type.is_error()) return false;
  const bool list_of_messages =
      value.type.list && (value.type.base == BaseType::kMessage || value.type.base == BaseType::kEnum);
  if (list_of_messages) {
    report(b, Code::kOutcomeType, value.span, fmt::format("{} cannot be the value of an outcome", a_type(value.type)))
        .help = "use `array_distinct`";
    return false;
  }
  return true;
}

}  // namespace

void bind_outcomes(Binder& b) {
  b.section = Section::kOutcome;
  for (const syntax::Assignment& outcome : b.ast.outcome) {
    const bool usable = check_name(b, outcome);
    if (b.rule.outcomes.size() == kMost && usable) {
      report(b, Code::kTooManyOutcomes, outcome.name_span,
             fmt::format("a rule may have at most {} outcome variables", kMost))
          .help = "leave some out, or join texts with `strings.concat`";
    }
    Expr value = enum_as_name(bind_value(b, outcome.value));
    if (check_value(b, value)) {
      check_aggregated(b, value);
    } else {
      value = error_expr(value.span);
    }
    check_special(b, outcome, value);
    if (!usable) continue;
    b.outcomes.emplace(outcome.name, static_cast<std::uint32_t>(b.rule.outcomes.size()));
    b.rule.outcomes.push_back({outcome.name, std::move(value)});
    b.outcome_spans.push_back(outcome.name_span);
  }
}

}  // namespace yaral::semantics
