#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "semantics/sections.h"
#include "semantics/warn.h"

namespace yaral::semantics {

namespace {

using syntax::CompareOp;

// `strings.coalesce(…, "unknown")` is never empty.
bool has_default(const Expr& call) {
  const std::string_view name = call.function->name;
  if (name != "strings.coalesce" && name != "strings.concat") return false;
  return std::ranges::any_of(call.args,
                             [](const Expr& arg) { return arg.op == Op::kConstant && !arg.constant.is_zero(); });
}

// Only keys that are fields themselves lose their empty groups (11.2): a capture that finds nothing makes one for "".
void warn_empty_keys(Binder& b) {
  if (b.rule.allow_zero_values) return;
  for (const MatchKey& key : b.rule.keys) {
    if (key.drop_zero || key.value.op != Op::kPlaceholder || !is_text(key.value.type)) continue;
    const Placeholder& p = b.rule.placeholders[key.value.index];
    if (p.value.op != Op::kCall || has_default(p.value) || b.placeholders[b.placeholder_of.at(key.name)].zero_excluded)
      continue;
    auto& diagnostic = report(b, Code::kEmptyKey, key.value.span,
                              fmt::format("events for which `${}` is empty form a group too", key.name));
    diagnostic.others.push_back({p.value.span, "a function gives its value"});
    diagnostic.help = fmt::format("add `${} != \"\"` to `events` to leave them out", key.name);
  }
}

void warn_unused(Binder& b) {
  for (const PlaceholderDraft& p : b.placeholders) {
    if (p.uses > 0 || p.bindings.size() != 1 || b.rule.placeholders[p.index].type.is_error()) continue;
    report(b, Code::kUnusedPlaceholder, p.first_use, fmt::format("nothing uses `${}`", p.name)).help =
        "leave the binding out, or use the placeholder in `match`, `outcome` or `condition`";
  }
}

// `$e.f = "a"` and `$e.f = "b"` as predicates that must both hold: one row has one value (3.9).
void warn_contradictions(Binder& b) {
  std::map<std::pair<Op, std::uint32_t>, const Expr*> fixed;
  for (const Expr& e : b.rule.predicates) {
    if (e.op != Op::kCompare || e.compare != CompareOp::kEq || e.nocase) continue;
    const bool left = e.args[0].op == Op::kConstant;
    const Expr& constant = e.args[left ? 0 : 1];
    const Expr& subject = e.args[left ? 1 : 0];
    if (constant.op != Op::kConstant || (subject.op != Op::kField && subject.op != Op::kPlaceholder)) continue;
    const auto [at, fresh] = fixed.try_emplace({subject.op, subject.index}, &e);
    if (fresh) continue;
    const Expr& before = *at->second;
    const Expr& other = before.args[before.args[0].op == Op::kConstant ? 0 : 1];
    if (equal(other.constant, constant.constant)) continue;
    auto& diagnostic =
        report(b, Code::kNeverBoth, e.span,
               fmt::format("{} can never hold together with {}", written(b, e.span), written(b, before.span)));
    diagnostic.others.push_back({before.span, "lines are joined by `and`"});
    const bool repeated = subject.op == Op::kField && b.rule.fields[subject.index].path.is_repeated();
    diagnostic.help = repeated ? "one element has one value: write `any` before both fields, or join them with `or`"
                               : "join them with `or`";
  }
}

}  // namespace

void warn(Binder& b) {
  warn_empty_keys(b);
  warn_unused(b);
  warn_contradictions(b);
  warn_inflated(b);
  warn_negatives(b);
  warn_index_and_rows(b);
  warn_no_event_type(b);
  warn_run_dependent(b);
  warn_element_of_list(b);
  warn_unsigned(b);
  warn_suppression_without_key(b);
  warn_wildcard_ends(b);
  warn_wildcard_in_text(b);
  warn_mixed_lookups(b);
  warn_text_outcome_tests(b);
}

}  // namespace yaral::semantics
