#include "explain/filter_step.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/evaluate.h"
#include "semantics/expr_text.h"

namespace yaral::explain {

namespace {

using plan::Node;
using plan::Op;

constexpr std::size_t kShownValues = 3;
constexpr std::size_t kShownElements = 5;

}  // namespace

FilterStep::FilterStep(const plan::RulePlan& plan, const semantics::Expr& e, const Node& node)
    : plan_(plan), expr_(e), node_(node) {
  if (e.op == Op::kOr || e.op == Op::kAnd) {
    for (std::size_t i = 0; i < e.args.size(); ++i) parts_.emplace_back(plan, e.args[i], node.args[i]);
  } else {
    find_fields(node);
  }
}

void FilterStep::find_fields(const Node& node) {
  const bool field = node.op == Op::kField || node.op == Op::kAny || node.op == Op::kAll;
  if (field && std::ranges::find(fields_, node.index, &FieldTally::field) == fields_.end())
    fields_.push_back({.field = node.index});
  for (const Node& arg : node.args) find_fields(arg);
}

bool FilterStep::test(engine::Scope& row, functions::CallContext& context, const Place& place) {
  bool holds = expr_.op == Op::kAnd;
  for (FilterStep& part : parts_) {
    const bool is_and = expr_.op == Op::kAnd;
    const bool held = part.test(row, context, {place.record, place.gated, place.reached && (!is_and || holds)});
    holds = is_and ? holds && held : holds || held;
  }
  if (parts_.empty()) holds = engine::holds(node_, row, context);
  ++(holds ? all_.held : all_.failed);
  if (place.gated) ++(holds ? gated_.held : gated_.failed);
  if (place.reached) {
    ++reached_;
    note_fields(row, holds);
  }
  if (!holds) return false;
  if (std::exchange(last_alone_, place.record) != place.record) ++alone_;
  if (place.reached && std::exchange(last_left_, place.record) != place.record) ++left_;
  return true;
}

void FilterStep::note_fields(engine::Scope& row, bool held) {
  for (FieldTally& tally : fields_) {
    const Value value = row.field(tally.field);
    if (value.is_zero()) {
      ++(held ? tally.unset_held : tally.unset_failed);
    } else if (!held && fields_.size() == 1) {
      const Type type = plan_.fields[tally.field].type;
      if (value.kind() != ValueKind::kList) {
        failed_.add(value, type);
        continue;
      }
      const auto items = value.as_list();
      for (const Value& item : items.first(std::min(items.size(), kShownElements))) failed_.add(item, type);
    }
  }
}

void FilterStep::describe_fields(std::string_view noun, bool verbose, std::vector<std::string>& out) const {
  for (const FieldTally& tally : fields_) {
    const std::string field = field_text(*plan_.rule, tally.field);
    const auto say = [&](std::uint64_t number, std::string_view effect) {
      const bool one = number == 1;
      out.push_back(
          fmt::format("{} of {} {} no {}{}", number, counted(reached_, noun), one ? "has" : "have", field, effect));
    };
    if (tally.unset_held != 0)
      say(tally.unset_held, tally.unset_held == 1 ? ", for which it holds" : ", and it holds for them");
    if (tally.unset_failed != 0 && (left_ == 0 || verbose)) say(tally.unset_failed, "");
  }
  if (!failed_.empty() && (left_ == 0 || verbose)) out.push_back("values that fail: " + failed_.text(kShownValues));
}

FilterCount FilterStep::counts(std::string_view noun, bool verbose) const {
  FilterCount count{.text = expr_text(*plan_.rule, expr_),
                    .joined_by = {},
                    .left = left_,
                    .alone = alone_,
                    .all = all_,
                    .gated = gated_,
                    .notes = {},
                    .parts = {}};
  if (expr_.op == Op::kOr) count.joined_by = "or";
  if (expr_.op == Op::kAnd) count.joined_by = "and";
  if (reached_ != 0) describe_fields(noun, verbose, count.notes);
  for (const FilterStep& part : parts_) count.parts.push_back(part.counts(noun, verbose));
  return count;
}

}  // namespace yaral::explain
