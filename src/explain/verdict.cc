#include "explain/verdict.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "detections/terminal_text.h"
#include "explain/meaning.h"
#include "explain/value_tally.h"

namespace yaral::explain {

namespace {

constexpr std::size_t kPredicateColumns = 100;

// Why nothing passed a variable.
std::string why_none(const VariableCount& v) {
  if (v.records == 0) return fmt::format("there are no {} for {}", v.source, v.name);
  if (v.gated == 0)
    return fmt::format("nothing can be {}: {} in none of {}{}", v.name, v.gate, counted(v.records, v.source),
                       v.other_values.empty() ? "" : "; there are " + v.other_values);
  std::uint64_t before = v.gated;
  for (const FilterCount& filter : v.filters) {
    if (filter.left == 0)
      return fmt::format("nothing passes the filters of {}: the last {} lost to `{}`", v.name,
                         before == 1 ? "one is" : fmt::format("{} {} are", before, v.source),
                         detections::cut_to_width(filter.text, kPredicateColumns));
    before = filter.left;
  }
  if (v.empty_keys.empty()) return fmt::format("nothing passes the filters of {}", v.name);
  return fmt::format("the match key {} is empty in what passes the filters of {}", v.empty_keys.front().first, v.name);
}

std::string why_no_events(const Outcome& o) {
  const auto none = [](const VariableCount& v) { return v.passed == 0; };
  for (const VariableCount& v : o.variables)
    if (v.required && none(v)) return why_none(v);
  // Without a required variable one of the alternatives is enough.
  const bool any_required = std::ranges::any_of(o.variables, &VariableCount::required);
  const bool any = std::ranges::any_of(o.variables, [&](const VariableCount& v) { return v.bounded && !none(v); });
  if (any_required || any) return {};
  std::vector<std::string> reasons;
  for (const VariableCount& v : o.variables)
    if (v.bounded) reasons.push_back(why_none(v));
  return fmt::format("{}", fmt::join(reasons, "; "));
}

std::string why_no_join(const semantics::BoundRule& rule, const Outcome& o) {
  const auto required = [&](const CombinedRows& rows) {
    return std::ranges::any_of(o.variables,
                               [&](const VariableCount& v) { return v.name == rows.variable && v.required; });
  };
  const auto none = [&](auto member) {
    return std::ranges::any_of(o.combined,
                               [&](const CombinedRows& rows) { return required(rows) && rows.*member == 0; });
  };
  if (none(&CombinedRows::at_any_time)) {
    for (const JoinCount& join : o.joins)
      for (const JoinCount::Side& side : join.sides)
        if (side.partners == 0) return fmt::format("no two rows satisfy `{}`", join.text);
    return "no rows satisfy all predicates between the event variables together";
  }
  if (none(&CombinedRows::in_window))
    return fmt::format("what fits together is never within `{}`", window_text(rule, rule.window->size));
  return {};
}

std::string atom_text(const AtomResult& atom) {
  return atom.actual.empty() ? fmt::format("`{}`", atom.text) : fmt::format("`{}` ({})", atom.text, atom.actual);
}

std::string why_no_group(const semantics::BoundRule& rule, const Outcome& o) {
  if (o.judged == 0) {
    if (const std::string join = why_no_join(rule, o); !join.empty()) return join;
    return "no group has all that the condition requires";
  }
  const std::string_view noun = rule.window ? "windows" : "events";
  std::string text = o.judged == 1
                         ? fmt::format("the condition does not hold in the only {}", noun.substr(0, noun.size() - 1))
                         : fmt::format("the condition holds in none of {} {}", o.judged, noun);
  if (o.closest.empty()) return text;
  std::vector<std::string> atoms;
  for (const AtomResult& atom : o.closest.front().atoms) atoms.push_back(atom_text(atom));
  return text + fmt::format(": the closest fails {}", fmt::join(atoms, ", "));
}

std::string why_no_keys(const Outcome& o) {
  if (o.judged != 0 || o.lacking.empty()) return {};
  for (const LackingKeys& lacking : o.lacking)
    if (lacking.keys == o.keys) return fmt::format("no key has {} under which the others are", lacking.variable);
  return {};
}

std::string why_silent(const semantics::BoundRule& rule, const Outcome& o) {
  if (std::ranges::all_of(o.variables, [](const VariableCount& v) { return v.records == 0 || v.source == "rows"; })) {
    const bool composite =
        std::ranges::any_of(o.variables, [](const VariableCount& v) { return v.source == "detections"; });
    return composite ? "there were no detections for it to read, which come from rules of the same file"
                     : "there were no events";
  }
  if (std::string text = why_no_events(o); !text.empty()) return text;
  if (std::string text = why_no_keys(o); !text.empty()) return text;
  return why_no_group(rule, o);
}

}  // namespace

std::string verdict_of(const semantics::BoundRule& rule, const Outcome& o) {
  if (o.detections != 0) {
    const std::string suppressed =
        o.suppressed == 0 ? "" : fmt::format(", and {} left out by suppression_window", o.suppressed);
    return fmt::format("fires: {}{}", counted(o.detections, "detections"), suppressed);
  }
  std::string text = "silent: " + why_silent(rule, o);
  if (!o.wider.empty())
    text +=
        fmt::format("; with `{}` it would fire ({})", o.wider.front().window, counted(o.wider.front().groups, "times"));
  return text;
}

}  // namespace yaral::explain
