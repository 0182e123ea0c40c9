#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "semantics/warn.h"

namespace yaral::semantics {

namespace {

constexpr std::array<std::string_view, 5> kGates = {"metadata.event_type", "metadata.log_type",
                                                    "metadata.product_event_type", "metadata.product_name",
                                                    "metadata.vendor_name"};

Span header_of(const Binder& b, syntax::SectionKind kind) {
  for (const syntax::SectionHeader& section : b.ast.sections)
    if (section.kind == kind) return section.span;
  return b.ast.name_span;
}

bool is_call_of(const Expr& e, std::string_view name) {
  return (e.op == Op::kCall || e.op == Op::kAggregate) && e.function->name == name;
}

}  // namespace

void warn_no_event_type(Binder& b) {
  bool any =
      std::ranges::none_of(b.rule.variables, [](const EventVariable& v) { return v.source == EventSource::kUdm; });
  const auto look = [&](const Expr& e) {
    const bool field = e.op == Op::kField || e.op == Op::kAny || e.op == Op::kAll;
    any = any || (field && std::ranges::binary_search(kGates, b.rule.fields[e.index].path.text));
  };
  for (const Expr& predicate : b.rule.predicates) visit_bound(predicate, look);
  for (const Placeholder& p : b.rule.placeholders) visit_bound(p.value, look);
  if (any) return;
  report(b, Code::kNoEventType, header_of(b, syntax::SectionKind::kEvents),
         "nothing here says what kind of events the rule is about, so it looks at all of them")
      .help = "test `metadata.event_type`, `metadata.product_event_type`, `metadata.log_type` or the like";
}

void warn_run_dependent(Binder& b) {
  bool told = false;
  visit_rule(b.rule, [&](const Expr& e) {
    const bool random = is_call_of(e, "math.random");
    const bool clock = is_call_of(e, "timestamp.current_seconds") || is_call_of(e, "timestamp.now") ||
                       is_call_of(e, "timestamp.current_hours");
    if (told || (!random && !clock)) return;
    told = true;
    report(b, Code::kRunDependent, e.span,
           fmt::format("{} gives something else at every run, and so does this rule", written(b, e.span)))
        .help = random ? "`optimization.sample_rate` picks the same events at every run"
                       : "the same events, looked at later, give other results; compare times of events where possible";
  });
}

// The order of `array` and `array_distinct` is not specified (5.3); yaral's is that of time.
void warn_element_of_list(Binder& b) {
  const auto unordered = [&](const Expr& list) {
    const Expr* e = &list;
    while (e->op == Op::kOutcome) e = &b.rule.outcomes[e->index].value;
    return is_call_of(*e, "array") || is_call_of(*e, "array_distinct");
  };
  bool told = false;
  visit_rule(b.rule, [&](const Expr& e) {
    const bool element = e.op == Op::kCall && e.function->name.starts_with("arrays.index_to_");
    if (told || !element || !unordered(e.args[0])) return;
    told = true;
    report(b, Code::kElementOfList, e.span, "SecOps does not say in which order the list holds its elements").help =
        "yaral keeps the order of time; `window.first` and `window.last` say which value they take";
  });
}

// SecOps stops at run time where signed and unsigned numbers meet in arithmetic (5.5, 11.2.6).
void warn_unsigned(Binder& b) {
  bool told = false;
  visit_rule(b.rule, [&](const Expr& e) {
    if (told || e.op != Op::kArithmetic) return;
    const bool left = e.args[0].type.base == BaseType::kUint;
    const bool right = e.args[1].type.base == BaseType::kUint;
    const Expr& number = e.args[left ? 0 : 1];
    if (left == right || number.op == Op::kConstant || e.args[left ? 1 : 0].type.base != BaseType::kInt) return;
    told = true;
    auto& diagnostic =
        report(b, Code::kUnsignedArithmetic, e.span,
               fmt::format("{} is a number without a sign, which SecOps cannot calculate with beside one with a sign",
                           written(b, number.span)));
    diagnostic.help =
        "it stops at run time with \"Cannot complete arithmetic operation between unsigned and signed integer\"";
    const bool plain = number.op == Op::kField || number.op == Op::kPlaceholder || number.op == Op::kAggregate;
    if (plain) diagnostic.fix = replace_by(number.span, fmt::format("cast.as_int({})", b.source.text(number.span)));
  });
}

void warn_suppression_without_key(Binder& b) {
  if (!b.rule.suppression || b.ast.match || b.outcomes.contains("suppression_key")) return;
  const auto option = std::ranges::find(b.ast.options, "suppression_window", &syntax::Option::key);
  if (option == b.ast.options.end()) return;
  report(b, Code::kSuppressionWithoutKey, option->key_span,
         "one detection silences the whole rule for that time, whatever it is about")
      .help = "give `$suppression_key` a value in `outcome`, such as the host name";
}

}  // namespace yaral::semantics
